/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Wrapping a file key for an X25519 recipient (age, "The X25519 recipient
 * type").
 */
#include "crypto/seal/sealer.h"

#include <sodium.h>
#include <string.h>

#include "crypto/core/base64.h"
#include "crypto/core/header.h"
#include "crypto/core/secret.h"

/* docs/FORMAT.md 1.3: "-> X25519 ", 43 characters, 43 of body, two LFs. */
#define STANZA_LEN 98

/* age: ephemeral secret, shared secret and the key that comes of it. */
struct wrap {
	uint8_t ephemeral[X25519_LEN];
	uint8_t shared[X25519_LEN];
	uint8_t key[KDF_LEN];
	uint8_t share[X25519_LEN];
	uint8_t body[WRAPPED_LEN];
};

static int
wrap_compute(struct wrap *w, const uint8_t public_key[static X25519_LEN],
    const uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	randombytes_buf(w->ephemeral, sizeof w->ephemeral);
	if (crypto_scalarmult_curve25519_base(w->share, w->ephemeral) != 0)
		return AGE_E_CRYPTO;
	/* Fails too when the result is zero, for a point of low order. */
	if (crypto_scalarmult_curve25519(w->shared, w->ephemeral, public_key) !=
	    0)
		return AGE_E_CRYPTO;
	int err = kdf_x25519_wrap_key(w->shared, w->share, public_key, w->key);
	if (err != AGE_OK)
		return err;
	return wrap_file_key(file_key, w->key, zero_nonce, w->body);
}

static int
add_stanza(struct buf *header, const uint8_t *public_key,
    const uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	struct wrap w;
	char share[BASE64_LEN(X25519_LEN) + 1];
	int err = wrap_compute(&w, public_key, file_key);

	if (err == AGE_OK) {
		base64_encode(w.share, sizeof w.share, share);
		const char *const args[] = {"X25519", share};
		age_header_stanza(header, args, 2, w.body, sizeof w.body);
	}
	explicit_bzero(&w, sizeof w);
	/* Limbs of the shared secret, where wrapping has failed. */
	secret_stack_wipe();
	return err;
}

/* Any 32 bytes are a point. */
static void
throw_away(uint8_t *public_key)
{
	randombytes_buf(public_key, X25519_LEN);
}

const struct seal_kind seal_kind_x25519 = {
    .type = AGE_X25519,
    .stanza_len = STANZA_LEN,
    .add_stanza = add_stanza,
    .throw_away = throw_away,
};
