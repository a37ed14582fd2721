/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Recipients: public keys as text, and which public keys are refused.
 */
#include "crypto/seal/seal.h"

#include <sodium.h>
#include <string.h>

#include "crypto/core/bech32.h"
#include "crypto/core/mlkem.h"

#define X25519_HRP "age"
#define HYBRID_HRP "age1pq"

/* Below the field's prime 2^255 - 19, little-endian. Other spellings of a
 * point (RFC 7748 section 5 would reduce them) are never what an identity
 * computes, and the recipient is hashed as it stands: what is sealed to one
 * could not be opened. */
static int
canonical(const uint8_t key[static X25519_LEN])
{
	static const uint8_t prime[X25519_LEN] = {0xed, 0xff, 0xff, 0xff, 0xff,
	    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	    0xff, 0xff, 0xff, 0xff, 0x7f};

	return sodium_compare(key, prime, X25519_LEN) < 0;
}

/* Whether any secret gives zero with it: libsodium tells by failing, whatever
 * the scalar. */
static int
low_order(const uint8_t key[static X25519_LEN])
{
	static const uint8_t scalar[X25519_LEN] = {1};
	uint8_t shared[X25519_LEN];

	return crypto_scalarmult_curve25519(shared, scalar, key) != 0;
}

static bool
x25519_usable(const uint8_t key[static X25519_LEN])
{
	return canonical(key) && !low_order(key);
}

/* No text is both: a Bech32 string has its last '1' behind its prefix, and the
 * lengths differ. */
int
recipient_parse(const char *s, size_t len, struct recipient *out)
{
	struct recipient r = {.type = AGE_X25519};

	if (bech32_decode(s, len, X25519_HRP, r.key, X25519_LEN) == AGE_OK) {
		if (!x25519_usable(r.key))
			return AGE_E_KEY;
		*out = r;
		return AGE_OK;
	}
	r.type = AGE_HYBRID;
	if (bech32_decode(s, len, HYBRID_HRP, r.key, sizeof r.key) != AGE_OK ||
	    !mlkem_public_is_canonical(r.key) ||
	    !x25519_usable(&r.key[MLKEM_PUBLIC_LEN]))
		return AGE_E_KEY;
	if (!mlkem_available())
		return AGE_E_TYPE;
	*out = r;
	return AGE_OK;
}

void
recipient_format(const struct recipient *r, char out[static RECIPIENT_TEXT_MAX])
{
	_Static_assert(RECIPIENT_TEXT_MAX >=
			   BECH32_LEN(sizeof HYBRID_HRP - 1, HYBRID_PUBLIC_LEN),
	    "the text of a recipient fits");
	if (r->type == AGE_HYBRID)
		bech32_encode(HYBRID_HRP, r->key, HYBRID_PUBLIC_LEN, 0, out);
	else
		bech32_encode(X25519_HRP, r->key, X25519_LEN, 0, out);
}

bool
recipient_equal(const struct recipient *a, const struct recipient *b)
{
	return a->type == b->type && memcmp(a->key, b->key, sizeof a->key) == 0;
}
