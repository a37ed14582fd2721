/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Encapsulation to a hybrid public key, and wrapping a file key with it (age,
 * "The MLKEM768-X25519 hybrid post-quantum recipient type").
 */
#include "crypto/core/hybrid.h"

#include <sodium.h>
#include <string.h>

#include "crypto/core/base64.h"
#include "crypto/core/header.h"
#include "crypto/core/secret.h"
#include "crypto/seal/sealer.h"

/* docs/FORMAT.md 1.3: "-> mlkem768x25519 ", 1494 characters, 43 of body, two
 * LFs. */
#define STANZA_LEN 1557

static int
encapsulate(const uint8_t public_key[static HYBRID_PUBLIC_LEN],
    const uint8_t coins[static HYBRID_COINS_LEN],
    uint8_t enc[static HYBRID_ENC_LEN], uint8_t mlkem[static MLKEM_SHARED_LEN],
    uint8_t x25519[static X25519_LEN])
{
	const uint8_t *ephemeral = &coins[MLKEM_COINS_LEN];

	/* FIPS 203, 7.2: always, and not only when a key is parsed. */
	if (!mlkem_public_is_canonical(public_key))
		return AGE_E_CRYPTO;
	int err = mlkem_encapsulate(public_key, coins, enc, mlkem);
	if (err != AGE_OK)
		return err;
	if (crypto_scalarmult_curve25519_base(&enc[MLKEM_CT_LEN], ephemeral) !=
	    0)
		return AGE_E_CRYPTO;
	/* Fails too when the result is zero, for a point of low order: the
	 * hybrid shall not rest on ML-KEM alone. */
	if (crypto_scalarmult_curve25519(
		x25519, ephemeral, &public_key[MLKEM_PUBLIC_LEN]) != 0)
		return AGE_E_CRYPTO;
	return AGE_OK;
}

int
hybrid_encapsulate(const uint8_t public_key[static HYBRID_PUBLIC_LEN],
    const uint8_t coins[static HYBRID_COINS_LEN],
    uint8_t enc[static HYBRID_ENC_LEN],
    uint8_t shared[static HYBRID_SHARED_LEN])
{
	uint8_t mlkem[MLKEM_SHARED_LEN];
	uint8_t x25519[X25519_LEN];
	int err = encapsulate(public_key, coins, enc, mlkem, x25519);

	if (err == AGE_OK)
		err = hybrid_combine(mlkem, x25519, &enc[MLKEM_CT_LEN],
		    &public_key[MLKEM_PUBLIC_LEN], shared);
	sodium_memzero(mlkem, sizeof mlkem);
	sodium_memzero(x25519, sizeof x25519);
	secret_stack_wipe();
	return err;
}

/* HPKE SealBase (RFC 9180, 6.1) of the file key. */
struct wrap {
	uint8_t coins[HYBRID_COINS_LEN];
	uint8_t shared[HYBRID_SHARED_LEN];
	uint8_t key[KDF_LEN];
	uint8_t nonce[HPKE_NONCE_LEN];
	uint8_t enc[HYBRID_ENC_LEN];
	uint8_t body[WRAPPED_LEN];
};

static int
wrap_compute(struct wrap *w, const uint8_t public_key[static HYBRID_PUBLIC_LEN],
    const uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	randombytes_buf(w->coins, sizeof w->coins);
	int err = hybrid_encapsulate(public_key, w->coins, w->enc, w->shared);
	if (err == AGE_OK)
		err = hpke_schedule(w->shared, w->key, w->nonce);
	if (err == AGE_OK)
		err = wrap_file_key(file_key, w->key, w->nonce, w->body);
	return err;
}

static int
add_stanza(struct buf *header, const uint8_t *public_key,
    const uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	struct wrap w;
	char enc[BASE64_LEN(HYBRID_ENC_LEN) + 1];
	int err = wrap_compute(&w, public_key, file_key);

	if (err == AGE_OK) {
		base64_encode(w.enc, sizeof w.enc, enc);
		const char *const args[] = {HYBRID_STANZA, enc};
		age_header_stanza(header, args, 2, w.body, sizeof w.body);
	}
	explicit_bzero(&w, sizeof w);
	return err;
}

/* Not the key pair of a forgotten seed: nobody ever had a secret that opens
 * what is sealed to this one, so there is none to wipe either. */
static void
throw_away(uint8_t *public_key)
{
	mlkem_public_random(public_key);
	randombytes_buf(&public_key[MLKEM_PUBLIC_LEN], X25519_LEN);
}

const struct seal_kind seal_kind_hybrid = {
    .type = AGE_HYBRID,
    .stanza_len = STANZA_LEN,
    .add_stanza = add_stanza,
    .throw_away = throw_away,
};
