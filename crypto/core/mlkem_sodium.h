/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What every call into libsodium's ML-KEM and SHA-3 ends with. For the mlkem
 * and sha3 files of libsodium only.
 */
#ifndef INKAST_CRYPTO_CORE_MLKEM_SODIUM_H
#define INKAST_CRYPTO_CORE_MLKEM_SODIUM_H

#include <stddef.h>
#include <stdint.h>

/* r is what libsodium returned. Wipe what it left on the stack. AGE_OK, or
 * AGE_E_CRYPTO with out, a secret of n bytes, wiped. */
int mlkem_sodium_end(int r, uint8_t *out, size_t n)
    __attribute__((nonnull, warn_unused_result));

#endif
