/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * No ML-KEM-768 in this build: every use of it is refused by name. Nothing is
 * written to what the callers wait for.
 */
#include "crypto/core/mlkem.h"

bool
mlkem_available(void)
{
	return false;
}

int
mlkem_keypair(const uint8_t seed[static MLKEM_SEED_LEN],
    uint8_t public_key[static MLKEM_PUBLIC_LEN],
    uint8_t secret_key[static MLKEM_SECRET_LEN])
{
	(void)seed;
	(void)public_key;
	(void)secret_key;
	return AGE_E_TYPE;
}

int
mlkem_encapsulate(const uint8_t public_key[static MLKEM_PUBLIC_LEN],
    const uint8_t coins[static MLKEM_COINS_LEN],
    uint8_t ct[static MLKEM_CT_LEN], uint8_t shared[static MLKEM_SHARED_LEN])
{
	(void)public_key;
	(void)coins;
	(void)ct;
	(void)shared;
	return AGE_E_TYPE;
}
