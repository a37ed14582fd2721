/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Opening X25519 stanzas (age, "The X25519 recipient type").
 */
#include "crypto/unseal/unwrap.h"

#include <sodium.h>
#include <stdbool.h>

#include "crypto/core/kdf.h"
#include "crypto/core/secret.h"

struct wrapped {
	uint8_t share[X25519_LEN];
	uint8_t body[WRAPPED_LEN];
};

static bool
has_identity(const struct unseal_keys *keys)
{
	for (size_t i = 0; i < keys->n_identities; i++) {
		if (keys->identities[i].type == AGE_X25519)
			return true;
	}
	return false;
}

/* age, "X25519 recipient stanza": two arguments, 32 bytes each in share and
 * body. The body's length is checked before it is decrypted. */
static int
read_stanza(const struct age_stanza *s, struct wrapped *w)
{
	if (s->n_args != 2)
		return AGE_E_HEADER;
	int err = age_arg_bytes(s->args[1], w->share, sizeof w->share);

	if (err == AGE_OK)
		err = age_stanza_body(s, w->body, sizeof w->body);
	return err;
}

static int
open_stanza(const struct wrapped *w, const struct identity *id,
    uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	uint8_t shared[X25519_LEN];
	uint8_t key[KDF_LEN];

	/* Fails when the result is zero: then the identity must abort. */
	int err = crypto_scalarmult_curve25519(shared, id->secret, w->share);
	if (err != 0)
		err = AGE_E_HEADER;
	if (err == AGE_OK)
		err = kdf_x25519_wrap_key(shared, w->share, id->public, key);
	if (err == AGE_OK)
		err = unwrap_body(w->body, key, zero_nonce, file_key);
	sodium_memzero(shared, sizeof shared);
	sodium_memzero(key, sizeof key);
	secret_stack_wipe();
	return err;
}

int
unwrap_x25519(const struct age_header *h, const struct unseal_keys *keys,
    uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	struct wrapped wrapped[AGE_STANZAS_MAX];
	size_t n = 0;

	if (!has_identity(keys))
		return AGE_E_NO_MATCH;
	/* All are read before any is opened: a malformed stanza is refused
	 * wherever it stands. */
	for (size_t i = 0; i < h->n_stanzas; i++) {
		const struct age_stanza *s = &h->stanzas[i];
		if (!view_is(s->args[0], "X25519"))
			continue;
		int err = read_stanza(s, &wrapped[n++]);
		if (err != AGE_OK)
			return err;
	}
	for (size_t i = 0; i < keys->n_identities; i++) {
		const struct identity *id = &keys->identities[i];
		if (id->type != AGE_X25519)
			continue;
		for (size_t j = 0; j < n; j++) {
			int err = open_stanza(&wrapped[j], id, file_key);
			if (err != AGE_E_NO_MATCH)
				return err;
		}
	}
	return AGE_E_NO_MATCH;
}
