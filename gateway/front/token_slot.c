/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Everything is an HMAC under the slot's key. The first half of that over a
 * nonce is the token's MAC, which its page has; the second is its name in the
 * table: who has the table but not the key finds no page's token there.
 */
#include "gateway/front/token_slot.h"

#include <string.h>

#include "base/reader.h"
#include "crypto/core/age.h"

_Static_assert(TOKEN_MAC + SPENT_HASH == KDF_LEN, "one HMAC gives both");

void
slot_begin(struct slot *s, uint64_t number, uint64_t ends)
{
	spent_clear(&s->spent);
	random_bytes(s->key, sizeof(s->key));
	s->number = number;
	s->ends = ends;
}

static bool
hash_nonce(const struct slot *s, const struct token *token,
    uint8_t mac[static TOKEN_MAC], uint8_t name[static SPENT_HASH])
{
	const struct view pieces[] = {{token->nonce, TOKEN_NONCE}};
	uint8_t whole[KDF_LEN];

	if (kdf_hmac(s->key, sizeof(s->key), pieces, 1, whole) != AGE_OK)
		return false;
	memcpy(mac, whole, TOKEN_MAC);
	memcpy(name, whole + TOKEN_MAC, SPENT_HASH);
	explicit_bzero(whole, sizeof(whole));
	return true;
}

void
slot_sign(const struct slot *s, struct token *token)
{
	uint8_t name[SPENT_HASH];

	if (!hash_nonce(s, token, token->mac, name))
		memset(token->mac, 0, sizeof(token->mac));
	explicit_bzero(name, sizeof(name));
}

bool
slot_knows(const struct slot *s, const struct token *token,
    uint8_t name[static SPENT_HASH])
{
	uint8_t mac[TOKEN_MAC];

	bool knows = s->number != 0 && hash_nonce(s, token, mac, name) &&
		     hash_is_same(mac, token->mac, TOKEN_MAC);
	explicit_bzero(mac, sizeof(mac)); /* a good one, for whoever has none */
	return knows;
}

/* Over a longer text than that of any MAC, so that neither is ever the other.
 */
bool
slot_hash_tip(const struct slot *s, const struct token *token,
    const uint8_t digest[static HASH_LEN], uint8_t tip[static SPENT_HASH])
{
	const struct view pieces[] = {
	    {token->nonce, TOKEN_NONCE}, {digest, HASH_LEN}};
	uint8_t whole[KDF_LEN];

	if (kdf_hmac(s->key, sizeof(s->key), pieces, 2, whole) != AGE_OK)
		return false;
	memcpy(tip, whole, SPENT_HASH);
	explicit_bzero(whole, sizeof(whole));
	return true;
}
