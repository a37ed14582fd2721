/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * SHA3-256 and SHAKE256 (FIPS 202), from the library that ML-KEM comes from.
 * For the hybrid key encapsulation only.
 */
#ifndef INKAST_CRYPTO_CORE_SHA3_H
#define INKAST_CRYPTO_CORE_SHA3_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/core/age.h"

#define SHA3_256_LEN 32

/* AGE_OK, AGE_E_CRYPTO, or AGE_E_TYPE where this build has none. Everything
 * that they leave behind is wiped. */
int sha3_256_of(const uint8_t *p, size_t n, uint8_t out[static SHA3_256_LEN])
    __attribute__((nonnull, warn_unused_result));
int shake256_of(const uint8_t *p, size_t n, uint8_t *out, size_t out_len)
    __attribute__((nonnull, warn_unused_result));

#endif
