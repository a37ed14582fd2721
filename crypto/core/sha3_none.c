/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * No SHA-3 in a build without ML-KEM-768: both come from one library.
 */
#include "crypto/core/sha3.h"

int
sha3_256_of(const uint8_t *p, size_t n, uint8_t out[static SHA3_256_LEN])
{
	(void)p;
	(void)n;
	(void)out;
	return AGE_E_TYPE;
}

int
shake256_of(const uint8_t *p, size_t n, uint8_t *out, size_t out_len)
{
	(void)p;
	(void)n;
	(void)out;
	(void)out_len;
	return AGE_E_TYPE;
}
