/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * ML-KEM-768 by PQClean: keys and encapsulation. What opens is
 * crypto/unseal/mlkem_pqclean_open.c.
 */
#include "crypto/core/mlkem.h"

#include <kem.h>

#include "crypto/core/mlkem_pqclean.h"

_Static_assert(MLKEM_SEED_LEN == 2 * KYBER_SYMBYTES, "d and z");
_Static_assert(MLKEM_PUBLIC_LEN == KYBER_PUBLICKEYBYTES, "public key");
_Static_assert(MLKEM_SECRET_LEN == KYBER_SECRETKEYBYTES, "secret key");
_Static_assert(MLKEM_COINS_LEN == KYBER_SYMBYTES, "m");
_Static_assert(MLKEM_CT_LEN == KYBER_CIPHERTEXTBYTES, "ciphertext");
_Static_assert(MLKEM_SHARED_LEN == KYBER_SSBYTES, "shared secret");

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
	int r = PQCLEAN_MLKEM768_CLEAN_crypto_kem_keypair_derand(
	    public_key, secret_key, seed);

	return pqclean_end(r, secret_key, MLKEM_SECRET_LEN);
}

int
mlkem_encapsulate(const uint8_t public_key[static MLKEM_PUBLIC_LEN],
    const uint8_t coins[static MLKEM_COINS_LEN],
    uint8_t ct[static MLKEM_CT_LEN], uint8_t shared[static MLKEM_SHARED_LEN])
{
	int r = PQCLEAN_MLKEM768_CLEAN_crypto_kem_enc_derand(
	    ct, shared, public_key, coins);

	return pqclean_end(r, shared, MLKEM_SHARED_LEN);
}
