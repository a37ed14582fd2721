/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Arithmetic of the field of 256 elements.
 */
#include "crypto/share/gf256.h"

#define REDUCTION 0x1bU /* the polynomial without x^8 */

uint8_t
gf256_mul(uint8_t a, uint8_t b)
{
	unsigned x = a;
	unsigned y = b;
	unsigned product = 0;

	for (int i = 0; i < 8; i++) {
		product ^= x & (0U - (y & 1U));
		x = (x << 1 ^ (REDUCTION & (0U - (x >> 7)))) & 0xffU;
		y >>= 1;
	}
	return (uint8_t)product;
}

/* a^254: 255 is the order of the group. */
uint8_t
gf256_inverse(uint8_t a)
{
	uint8_t power = a; /* a^1, a^3, a^7 ... a^127 */

	for (int i = 0; i < 6; i++)
		power = gf256_mul(gf256_mul(power, power), a);
	return gf256_mul(power, power);
}
