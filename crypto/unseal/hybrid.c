/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Opening mlkem768x25519 stanzas (age, "The MLKEM768-X25519 hybrid post-quantum
 * recipient type").
 */
#include "crypto/core/hybrid.h"

#include <sodium.h>
#include <stdbool.h>

#include "crypto/core/secret.h"
#include "crypto/unseal/unwrap.h"

int
hybrid_decapsulate(const struct hybrid_secret *secret,
    const uint8_t public_key[static HYBRID_PUBLIC_LEN],
    const uint8_t enc[static HYBRID_ENC_LEN],
    uint8_t shared[static HYBRID_SHARED_LEN])
{
	const uint8_t *share = &enc[MLKEM_CT_LEN];
	uint8_t mlkem[MLKEM_SHARED_LEN];
	uint8_t x25519[X25519_LEN];
	int err = mlkem_decapsulate(enc, secret->mlkem, mlkem);

	/* Fails when the result is zero. */
	if (err == AGE_OK &&
	    crypto_scalarmult_curve25519(x25519, secret->x25519, share) != 0)
		err = AGE_E_HEADER;
	if (err == AGE_OK)
		err = hybrid_combine(mlkem, x25519, share,
		    &public_key[MLKEM_PUBLIC_LEN], shared);
	sodium_memzero(mlkem, sizeof mlkem);
	sodium_memzero(x25519, sizeof x25519);
	secret_stack_wipe();
	return err;
}

struct wrapped {
	uint8_t enc[HYBRID_ENC_LEN];
	uint8_t body[WRAPPED_LEN];
};

/* age, "mlkem768x25519 recipient stanza": two arguments, 1120 bytes of
 * encapsulated key, 32 of body, checked before it is decrypted. */
static int
read_stanza(const struct age_stanza *s, struct wrapped *w)
{
	if (s->n_args != 2)
		return AGE_E_HEADER;
	int err = age_arg_bytes(s->args[1], w->enc, sizeof w->enc);

	if (err == AGE_OK)
		err = age_stanza_body(s, w->body, sizeof w->body);
	return err;
}

/* HPKE OpenBase (RFC 9180, 6.1). */
static int
open_stanza(const struct wrapped *w, const struct hybrid_secret *secret,
    const struct identity *id, uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	uint8_t shared[HYBRID_SHARED_LEN];
	uint8_t key[KDF_LEN];
	uint8_t nonce[HPKE_NONCE_LEN];

	int err = hybrid_decapsulate(secret, id->public, w->enc, shared);
	if (err == AGE_OK)
		err = hpke_schedule(shared, key, nonce);
	if (err == AGE_OK)
		err = unwrap_body(w->body, key, nonce, file_key);
	sodium_memzero(shared, sizeof shared);
	sodium_memzero(key, sizeof key);
	sodium_memzero(nonce, sizeof nonce);
	return err;
}

/* All are read before any is opened: a malformed stanza is refused wherever it
 * stands. They are read again one by one, rather than kept: 42 fit a header,
 * and they would take 48 KiB. AGE_E_NO_MATCH when there is none. */
static int
check_stanzas(const struct age_header *h)
{
	struct wrapped w;
	int found = AGE_E_NO_MATCH;

	for (size_t i = 0; i < h->n_stanzas; i++) {
		if (!view_is(h->stanzas[i].args[0], HYBRID_STANZA))
			continue;
		found = read_stanza(&h->stanzas[i], &w);
		if (found != AGE_OK)
			return found;
	}
	return found;
}

static int
try_stanzas(const struct age_header *h, const struct hybrid_secret *secret,
    const struct identity *id, uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	struct wrapped w;

	for (size_t i = 0; i < h->n_stanzas; i++) {
		if (!view_is(h->stanzas[i].args[0], HYBRID_STANZA))
			continue;
		int err = read_stanza(&h->stanzas[i], &w);
		if (err == AGE_OK)
			err = open_stanza(&w, secret, id, file_key);
		if (err != AGE_E_NO_MATCH)
			return err;
	}
	return AGE_E_NO_MATCH;
}

/* A seed is expanded once for all stanzas: it takes as long as opening one. */
static int
try_identity(const struct age_header *h, const struct identity *id,
    uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	struct hybrid_secret secret;
	uint8_t public_key[HYBRID_PUBLIC_LEN];
	int err = hybrid_keypair(id->secret, &secret, public_key);

	if (err == AGE_OK)
		err = try_stanzas(h, &secret, id, file_key);
	sodium_memzero(&secret, sizeof secret);
	return err;
}

int
unwrap_hybrid(const struct age_header *h, const struct unseal_keys *keys,
    uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	bool checked = false;

	for (size_t i = 0; i < keys->n_identities; i++) {
		const struct identity *id = &keys->identities[i];
		if (id->type != AGE_HYBRID)
			continue;
		int err = checked ? AGE_OK : check_stanzas(h);
		checked = true;
		if (err != AGE_OK)
			return err;
		err = try_identity(h, id, file_key);
		if (err != AGE_E_NO_MATCH)
			return err;
	}
	return AGE_E_NO_MATCH;
}
