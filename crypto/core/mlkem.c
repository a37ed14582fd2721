/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What can be said of an ML-KEM-768 public key without a library. Public data
 * only: time may depend on it.
 */
#include "crypto/core/mlkem.h"

#include <sodium.h>
#include <string.h>

/* FIPS 203: q, and k = 3 polynomials of 256 coefficients of 12 bits; behind
 * them stands a seed. */
#define MLKEM_Q 3329
#define PAIR_LEN 3 /* bytes that two coefficients take */
#define PAIRS_LEN ((size_t)3 * 256 / 2 * PAIR_LEN)
#define MATRIX_SEED_LEN 32
_Static_assert(PAIRS_LEN + MATRIX_SEED_LEN == MLKEM_PUBLIC_LEN, "FIPS 203");

/* FIPS 203, algorithm 6, ByteDecode_12: low bits first. */
static bool
pair_is_canonical(const uint8_t p[static PAIR_LEN])
{
	unsigned first = p[0] | (p[1] & 0xfU) << 8;
	unsigned second = (unsigned)p[1] >> 4 | (unsigned)p[2] << 4;

	return first < MLKEM_Q && second < MLKEM_Q;
}

bool
mlkem_public_is_canonical(const uint8_t public_key[static MLKEM_PUBLIC_LEN])
{
	for (size_t i = 0; i < PAIRS_LEN; i += PAIR_LEN) {
		if (!pair_is_canonical(&public_key[i]))
			return false;
	}
	return true;
}

/* Pairs that are not canonical are thrown back, so that every other is equally
 * likely: about 2 of 3 stay. */
void
mlkem_public_random(uint8_t public_key[static MLKEM_PUBLIC_LEN])
{
	uint8_t drawn[PAIR_LEN * 256]; /* few calls for randomness */
	size_t at = 0;

	while (at < PAIRS_LEN) {
		randombytes_buf(drawn, sizeof drawn);
		for (size_t i = 0; i < sizeof drawn && at < PAIRS_LEN;
		     i += PAIR_LEN) {
			if (!pair_is_canonical(&drawn[i]))
				continue;
			memcpy(&public_key[at], &drawn[i], PAIR_LEN);
			at += PAIR_LEN;
		}
	}
	randombytes_buf(&public_key[PAIRS_LEN], MATRIX_SEED_LEN);
}
