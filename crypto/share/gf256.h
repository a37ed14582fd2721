/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The field of 256 elements that shares are made in (docs/FORMAT.md 15.1): no
 * table and no branch, so that time tells nothing of the values. Addition is
 * exclusive or.
 */
#ifndef INKAST_CRYPTO_SHARE_GF256_H
#define INKAST_CRYPTO_SHARE_GF256_H

#include <stdint.h>

/* The product, modulo x^8 + x^4 + x^3 + x + 1. */
uint8_t gf256_mul(uint8_t a, uint8_t b);

/* What gives 1 with a; 0 for 0. */
uint8_t gf256_inverse(uint8_t a);

#endif
