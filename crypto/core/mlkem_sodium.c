/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * ML-KEM-768 by libsodium (1.0.22 and later): keys and encapsulation. What
 * opens is crypto/unseal/mlkem_sodium_open.c.
 */
#include "crypto/core/mlkem.h"

#include <sodium.h>

#include "crypto/core/mlkem_sodium.h"

_Static_assert(MLKEM_SEED_LEN == crypto_kem_mlkem768_SEEDBYTES, "d and z");
_Static_assert(
    MLKEM_PUBLIC_LEN == crypto_kem_mlkem768_PUBLICKEYBYTES, "public key");
_Static_assert(
    MLKEM_SECRET_LEN == crypto_kem_mlkem768_SECRETKEYBYTES, "secret key");
_Static_assert(
    MLKEM_CT_LEN == crypto_kem_mlkem768_CIPHERTEXTBYTES, "ciphertext");
_Static_assert(
    MLKEM_SHARED_LEN == crypto_kem_mlkem768_SHAREDSECRETBYTES, "shared secret");

bool
mlkem_available(void)
{
	return true;
}

int
mlkem_keypair(const uint8_t seed[static MLKEM_SEED_LEN],
    uint8_t public_key[static MLKEM_PUBLIC_LEN],
    uint8_t secret_key[static MLKEM_SECRET_LEN])
{
	int r = crypto_kem_mlkem768_seed_keypair(public_key, secret_key, seed);

	return mlkem_sodium_end(r, secret_key, MLKEM_SECRET_LEN);
}

int
mlkem_encapsulate(const uint8_t public_key[static MLKEM_PUBLIC_LEN],
    const uint8_t coins[static MLKEM_COINS_LEN],
    uint8_t ct[static MLKEM_CT_LEN], uint8_t shared[static MLKEM_SHARED_LEN])
{
	int r = crypto_kem_mlkem768_enc_deterministic(
	    ct, shared, public_key, coins);

	return mlkem_sodium_end(r, shared, MLKEM_SHARED_LEN);
}
