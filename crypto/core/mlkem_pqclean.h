/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What every call into PQClean ends with. For the mlkem and sha3 files of
 * PQClean only.
 */
#ifndef INKAST_CRYPTO_CORE_MLKEM_PQCLEAN_H
#define INKAST_CRYPTO_CORE_MLKEM_PQCLEAN_H

#include <stddef.h>
#include <stdint.h>

/* r is what PQClean returned. Wipe what it left on the stack. AGE_OK, or
 * AGE_E_CRYPTO with out, a secret of n bytes, wiped. */
int pqclean_end(int r, uint8_t *out, size_t n)
    __attribute__((nonnull, warn_unused_result));

#endif
