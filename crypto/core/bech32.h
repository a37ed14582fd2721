/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Bech32 (BIP 173) without its length limit, as age writes keys.
 */
#ifndef INKAST_CRYPTO_CORE_BECH32_H
#define INKAST_CRYPTO_CORE_BECH32_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/core/age.h"

/* Characters of the encoding of n bytes under a prefix of hrp_len characters,
 * with its NUL. */
#define BECH32_LEN(hrp_len, n) ((hrp_len) + 1 + ((n)*8 + 4) / 5 + 6 + 1)

/* Decode s (all lower or all upper case; its prefix compared without case to
 * hrp, which is lower case) into exactly n bytes. AGE_OK or AGE_E_KEY; out is
 * wiped on failure. */
int bech32_decode(const char *s, size_t len, const char *hrp, uint8_t *out,
    size_t n) __attribute__((nonnull, warn_unused_result));

/* Encode n bytes under hrp (lower case), in lower case or, for identities, in
 * upper case. out has room for BECH32_LEN. */
void bech32_encode(const char *hrp, const uint8_t *data, size_t n, int upper,
    char *out) __attribute__((nonnull));

#endif
