/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Identities: secret keys of both kinds, and their text.
 */
#include "crypto/unseal/unseal.h"

#include <sodium.h>
#include <string.h>

#include "crypto/core/bech32.h"
#include "crypto/core/hybrid.h"
#include "crypto/core/secret.h"

#define X25519_HRP "age-secret-key-"
#define HYBRID_HRP "age-secret-key-pq-"

_Static_assert(IDENTITY_SECRET_LEN == X25519_LEN, "a scalar");
_Static_assert(IDENTITY_SECRET_LEN == HYBRID_SEED_LEN, "a seed");

static int
derive_hybrid(struct identity *id)
{
	struct hybrid_secret secret;
	int err = hybrid_keypair(id->secret, &secret, id->public);

	explicit_bzero(&secret, sizeof secret);
	return err;
}

/* The recipient that belongs to the secret. */
static int
derive(struct identity *id)
{
	if (id->type == AGE_HYBRID)
		return derive_hybrid(id);
	if (crypto_scalarmult_curve25519_base(id->public, id->secret) != 0)
		return AGE_E_CRYPTO;
	return AGE_OK;
}

int
identity_of_secret(enum age_key_type type,
    const uint8_t secret[static IDENTITY_SECRET_LEN], struct identity *out)
{
	int err = AGE_E_TYPE;

	*out = (struct identity){.type = type};
	memcpy(out->secret, secret, sizeof out->secret);
	if (type == AGE_X25519 || type == AGE_HYBRID)
		err = derive(out);
	/* The scalar's digits, and the multiples of the base they chose. */
	secret_stack_wipe();
	if (err != AGE_OK)
		explicit_bzero(out, sizeof *out);
	return err;
}

int
identity_generate(enum age_key_type type, struct identity *out)
{
	uint8_t secret[IDENTITY_SECRET_LEN];

	randombytes_buf(secret, sizeof secret);
	int err = identity_of_secret(type, secret, out);
	explicit_bzero(secret, sizeof secret);
	return err;
}

static int
decode(const char *s, size_t len, struct identity *out)
{
	*out = (struct identity){.type = AGE_X25519};
	if (bech32_decode(
		s, len, X25519_HRP, out->secret, sizeof out->secret) == AGE_OK)
		return AGE_OK;
	out->type = AGE_HYBRID;
	return bech32_decode(
	    s, len, HYBRID_HRP, out->secret, sizeof out->secret);
}

int
identity_parse(const char *s, size_t len, struct identity *out)
{
	int err = decode(s, len, out);

	if (err == AGE_OK)
		err = derive(out);
	secret_stack_wipe();
	if (err != AGE_OK)
		explicit_bzero(out, sizeof *out);
	return err;
}

void
identity_format(const struct identity *id, char out[static IDENTITY_TEXT_MAX])
{
	_Static_assert(IDENTITY_TEXT_MAX >= BECH32_LEN(sizeof HYBRID_HRP - 1,
						IDENTITY_SECRET_LEN),
	    "the text of an identity fits");
	bech32_encode(id->type == AGE_HYBRID ? HYBRID_HRP : X25519_HRP,
	    id->secret, sizeof id->secret, 1, out);
	secret_stack_wipe();
}
