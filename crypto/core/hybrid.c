/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * MLKEM768-X25519: keys out of a seed, and two shared secrets made one
 * (draft-ietf-hpke-pq, which takes both from X-Wing).
 */
#include "crypto/core/hybrid.h"

#include <sodium.h>
#include <string.h>

#include "crypto/core/secret.h"
#include "crypto/core/sha3.h"

/* X-Wing's label, a picture of one: \./ over /^\ . */
static const uint8_t label[] = {0x5c, 0x2e, 0x2f, 0x2f, 0x5e, 0x5c};

/* What a seed is expanded to: ML-KEM's seed, X25519's scalar. */
struct expanded {
	uint8_t mlkem_seed[MLKEM_SEED_LEN];
	uint8_t x25519[X25519_LEN];
};
_Static_assert(
    sizeof(struct expanded) == MLKEM_SEED_LEN + X25519_LEN, "no padding");

static int
expand(const uint8_t seed[static HYBRID_SEED_LEN], struct expanded *e)
{
	return shake256_of(seed, HYBRID_SEED_LEN, (uint8_t *)e, sizeof *e);
}

int
hybrid_keypair(const uint8_t seed[static HYBRID_SEED_LEN],
    struct hybrid_secret *secret, uint8_t public_key[static HYBRID_PUBLIC_LEN])
{
	struct expanded e;
	int err = expand(seed, &e);

	if (err == AGE_OK)
		err = mlkem_keypair(e.mlkem_seed, public_key, secret->mlkem);
	if (err == AGE_OK) {
		memcpy(secret->x25519, e.x25519, sizeof secret->x25519);
		if (crypto_scalarmult_curve25519_base(
			&public_key[MLKEM_PUBLIC_LEN], e.x25519) != 0)
			err = AGE_E_CRYPTO;
	}
	sodium_memzero(&e, sizeof e);
	/* ML-KEM's own was wiped by it; X25519's scalar is in digits here. */
	secret_stack_wipe();
	if (err != AGE_OK)
		sodium_memzero(secret, sizeof *secret);
	return err;
}

/* ML-KEM's ciphertext and public key are not among what is hashed: its shared
 * secret stands for them (X-Wing, "Security Considerations"). */
int
hybrid_combine(const uint8_t mlkem_shared[static MLKEM_SHARED_LEN],
    const uint8_t x25519_shared[static X25519_LEN],
    const uint8_t x25519_share[static X25519_LEN],
    const uint8_t x25519_public[static X25519_LEN],
    uint8_t shared[static HYBRID_SHARED_LEN])
{
	struct {
		uint8_t mlkem_shared[MLKEM_SHARED_LEN];
		uint8_t x25519_shared[X25519_LEN];
		uint8_t x25519_share[X25519_LEN];
		uint8_t x25519_public[X25519_LEN];
		uint8_t label[sizeof label];
	} in;

	memcpy(in.mlkem_shared, mlkem_shared, sizeof in.mlkem_shared);
	memcpy(in.x25519_shared, x25519_shared, sizeof in.x25519_shared);
	memcpy(in.x25519_share, x25519_share, sizeof in.x25519_share);
	memcpy(in.x25519_public, x25519_public, sizeof in.x25519_public);
	memcpy(in.label, label, sizeof in.label);
	int err = sha3_256_of((const uint8_t *)&in, sizeof in, shared);
	sodium_memzero(&in, sizeof in);
	return err;
}
