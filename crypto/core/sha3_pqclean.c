/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * SHA3-256 and SHAKE256 by PQClean, and the end of every call into it.
 */
#include "crypto/core/sha3.h"

#include <fips202.h>
#include <sodium.h>

#include "crypto/core/keccak_pool.h"
#include "crypto/core/mlkem_pqclean.h"

/* Twice what the deepest, decapsulation, reaches: 15 KiB, 19 KiB with the
 * address sanitizer. Takes 0.2 us. tests/unit/crypto/mlkem_stack_test.c looks
 * at what is left. */
#define STACK_DEPTH 32768

int
pqclean_end(int r, uint8_t *out, size_t n)
{
	sodium_stackzero(STACK_DEPTH);
	if (keccak_pool_sound() && r == 0)
		return AGE_OK;
	sodium_memzero(out, n);
	return AGE_E_CRYPTO;
}

int
sha3_256_of(const uint8_t *p, size_t n, uint8_t out[static SHA3_256_LEN])
{
	sha3_256(out, p, n);
	return pqclean_end(0, out, SHA3_256_LEN);
}

int
shake256_of(const uint8_t *p, size_t n, uint8_t *out, size_t out_len)
{
	shake256(out, out_len, p, n);
	return pqclean_end(0, out, out_len);
}
