/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Identities: X25519 secret keys and their text.
 */
#include "crypto/unseal/unseal.h"

#include <sodium.h>
#include <string.h>

#include "crypto/core/bech32.h"

#define IDENTITY_HRP "age-secret-key-"

/* The recipient that belongs to the secret; wiped when that fails. */
static int
complete(struct identity *id, int err)
{
	if (crypto_scalarmult_curve25519_base(id->public, id->secret) == 0)
		return AGE_OK;
	explicit_bzero(id, sizeof *id);
	return err;
}

int
identity_generate(enum age_key_type type, struct identity *out)
{
	if (type != AGE_X25519)
		return AGE_E_TYPE;
	*out = (struct identity){.type = type};
	randombytes_buf(out->secret, sizeof out->secret);
	return complete(out, AGE_E_CRYPTO);
}

int
identity_parse(const char *s, size_t len, struct identity *out)
{
	*out = (struct identity){.type = AGE_X25519};
	if (bech32_decode(s, len, IDENTITY_HRP, out->secret,
		sizeof out->secret) != AGE_OK) {
		explicit_bzero(out, sizeof *out);
		return AGE_E_KEY;
	}
	return complete(out, AGE_E_KEY);
}

void
identity_format(const struct identity *id, char out[static IDENTITY_TEXT_MAX])
{
	_Static_assert(IDENTITY_TEXT_MAX >=
			   BECH32_LEN(sizeof IDENTITY_HRP - 1, X25519_LEN),
	    "the text of an identity fits");
	bech32_encode(IDENTITY_HRP, id->secret, sizeof id->secret, 1, out);
}
