/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * HPKE's key schedule (RFC 9180, 5.1) in base mode, for the one suite and the
 * one info that age has.
 */
#include "crypto/core/hybrid.h"

#include <sodium.h>
#include <string.h>

/* "HPKE-v1" and the suite: KEM 0x647a, KDF 1 (HKDF-SHA256), AEAD 3
 * (ChaCha20Poly1305); 4 and 5.1. */
#define SUITE "HPKE-v1HPKE\x64\x7a\x00\x01\x00\x03"
#define MODE_BASE 0

static struct view
text(const char *s)
{
	return (struct view){(const uint8_t *)s, strlen(s)};
}

static const struct view suite = {
    (const uint8_t *)SUITE, sizeof SUITE - 1}; /* it has zeros in it */

/* LabeledExtract (4). */
static int
extract(
    struct view salt, const char *label, struct view ikm, uint8_t out[KDF_LEN])
{
	const struct view in[] = {suite, text(label), ikm};

	return kdf_hmac(salt.data, salt.len, in, sizeof in / sizeof in[0], out);
}

/* LabeledExpand (4), of which one block is always enough. */
static int
expand(const uint8_t prk[static KDF_LEN], const char *label, struct view info,
    uint8_t *out, size_t len)
{
	const uint8_t length[2] = {0, (uint8_t)len};
	static const uint8_t first_block[1] = {1};
	const struct view in[] = {{length, sizeof length}, suite, text(label),
	    info, {first_block, sizeof first_block}};
	uint8_t block[KDF_LEN];

	int err = kdf_hmac(prk, KDF_LEN, in, sizeof in / sizeof in[0], block);
	if (err == AGE_OK)
		memcpy(out, block, len);
	sodium_memzero(block, sizeof block);
	return err;
}

/* key_schedule_context: the mode, no PSK, the info. Public. */
struct context {
	uint8_t mode;
	uint8_t psk_id_hash[KDF_LEN];
	uint8_t info_hash[KDF_LEN];
};

static int
make_context(struct context *c)
{
	const struct view nothing = text("");
	int err = extract(nothing, "psk_id_hash", nothing, c->psk_id_hash);

	c->mode = MODE_BASE;
	if (err == AGE_OK)
		err = extract(
		    nothing, "info_hash", text(HYBRID_INFO), c->info_hash);
	return err;
}

int
hpke_schedule(const uint8_t shared[static HYBRID_SHARED_LEN],
    uint8_t key[static KDF_LEN], uint8_t nonce[static HPKE_NONCE_LEN])
{
	struct context c;
	const struct view context = {(const uint8_t *)&c, sizeof c};
	uint8_t secret[KDF_LEN];
	int err = make_context(&c);

	if (err == AGE_OK)
		err = extract((struct view){shared, HYBRID_SHARED_LEN},
		    "secret", text(""), secret);
	if (err == AGE_OK)
		err = expand(secret, "key", context, key, KDF_LEN);
	if (err == AGE_OK)
		err = expand(
		    secret, "base_nonce", context, nonce, HPKE_NONCE_LEN);
	sodium_memzero(secret, sizeof secret);
	if (err != AGE_OK) {
		sodium_memzero(key, KDF_LEN);
		sodium_memzero(nonce, HPKE_NONCE_LEN);
	}
	return err;
}
