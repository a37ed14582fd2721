/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * SHA3-256 and SHAKE256 by libsodium (1.0.22 and later), and the end of every
 * call into it.
 */
#include "crypto/core/sha3.h"

#include <sodium.h>

#include "crypto/core/mlkem_sodium.h"

_Static_assert(SHA3_256_LEN == crypto_hash_sha3256_BYTES, "SHA3-256");

/* Libsodium 1.0.22's deepest, decapsulation, reaches 20 KiB. Takes 0.2 us.
 * tests/unit/crypto/mlkem_stack_test.c looks at what is left. */
#define STACK_DEPTH 32768

int
mlkem_sodium_end(int r, uint8_t *out, size_t n)
{
	sodium_stackzero(STACK_DEPTH);
	if (r == 0)
		return AGE_OK;
	sodium_memzero(out, n);
	return AGE_E_CRYPTO;
}

int
sha3_256_of(const uint8_t *p, size_t n, uint8_t out[static SHA3_256_LEN])
{
	int r = crypto_hash_sha3256(out, p, n);

	return mlkem_sodium_end(r, out, SHA3_256_LEN);
}

int
shake256_of(const uint8_t *p, size_t n, uint8_t *out, size_t out_len)
{
	int r = crypto_xof_shake256(out, out_len, p, n);

	return mlkem_sodium_end(r, out, out_len);
}
