/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Direct calls of libsodium, in the order in which an age file takes them.
 */
#include "primitives.h"

#include <sodium.h>
#include <string.h>

#define KEY_LEN crypto_aead_chacha20poly1305_ietf_KEYBYTES
#define NONCE_LEN crypto_aead_chacha20poly1305_ietf_NPUBBYTES
/* A header with one X25519 stanza, up to its MAC. */
#define HEADER_LEN 123

static const uint8_t fixed_key[KEY_LEN] = {1};

static int
hmac(const uint8_t *key, size_t key_len, const void *p, size_t n, uint8_t *out)
{
	crypto_auth_hmacsha256_state st;

	if (crypto_auth_hmacsha256_init(&st, key, key_len) != 0 ||
	    crypto_auth_hmacsha256_update(&st, p, n) != 0)
		return -1;
	return crypto_auth_hmacsha256_final(&st, out);
}

static int
hkdf(const uint8_t *ikm, size_t ikm_len, const uint8_t *salt, size_t salt_len,
    const char *info, uint8_t *out)
{
	uint8_t prk[KEY_LEN];

	if (hmac(salt, salt_len, ikm, ikm_len, prk) != 0)
		return -1;
	/* The info strings end in the byte 1 that HKDF-Expand puts there. */
	return hmac(prk, sizeof prk, info, strlen(info), out);
}

static void
nonce_of(uint64_t counter, uint8_t nonce[static NONCE_LEN])
{
	memset(nonce, 0, NONCE_LEN);
	memcpy(nonce, &counter, sizeof counter);
}

static int
seal_with(const uint8_t *key, uint64_t counter, const uint8_t *p, size_t n,
    uint8_t *out)
{
	uint8_t nonce[NONCE_LEN];

	nonce_of(counter, nonce);
	return crypto_aead_chacha20poly1305_ietf_encrypt(
	    out, NULL, p, n, NULL, 0, NULL, nonce, key);
}

static int
open_with(const uint8_t *key, uint64_t counter, const uint8_t *p, size_t n,
    uint8_t *out)
{
	uint8_t nonce[NONCE_LEN];

	nonce_of(counter, nonce);
	return crypto_aead_chacha20poly1305_ietf_decrypt(
	    out, NULL, NULL, p, n, NULL, 0, nonce, key);
}

int
raw_seal_chunk(uint64_t counter, const uint8_t *p, size_t n, uint8_t *out)
{
	return seal_with(fixed_key, counter, p, n, out);
}

int
raw_open_chunk(uint64_t counter, const uint8_t *p, size_t n, uint8_t *out)
{
	return open_with(fixed_key, counter, p, n, out);
}

int
raw_init(struct raw *r)
{
	randombytes_buf(r->secret, sizeof r->secret);
	randombytes_buf(r->ephemeral, sizeof r->ephemeral);
	randombytes_buf(r->file_key, sizeof r->file_key);
	if (crypto_scalarmult_curve25519_base(r->public, r->secret) != 0)
		return -1;
	return raw_seal(r);
}

/* The wrap key; and, for RAW_ALL, what stands in the header. */
static int
derive(struct raw *r, const uint8_t *shared, uint8_t key[static KEY_LEN])
{
	static const uint8_t header[HEADER_LEN];
	uint8_t salt[2 * X25519_LEN];
	uint8_t wrap_key[KEY_LEN];
	uint8_t mac_key[KEY_LEN];
	uint8_t body[AGE_FILE_KEY_LEN + AGE_TAG_LEN];

	memcpy(salt, r->share, X25519_LEN);
	memcpy(salt + X25519_LEN, r->public, X25519_LEN);
	if (hkdf(shared, X25519_LEN, salt, sizeof salt,
		"age-encryption.org/v1/X25519\x01", wrap_key) != 0)
		return -1;
	if (r->extent == RAW_ALL) {
		if (seal_with(wrap_key, 0, r->file_key, AGE_FILE_KEY_LEN,
			body) != 0 ||
		    hkdf(r->file_key, AGE_FILE_KEY_LEN, body, 0, "header\x01",
			mac_key) != 0 ||
		    hmac(mac_key, KEY_LEN, header, sizeof header, mac_key) != 0)
			return -1;
	}
	return hkdf(r->file_key, AGE_FILE_KEY_LEN, salt, AGE_NONCE_LEN,
	    "payload\x01", key);
}

int
raw_seal(void *ctx)
{
	struct raw *r = ctx;
	uint8_t shared[X25519_LEN];
	uint8_t key[KEY_LEN];
	size_t to = 0;

	if (crypto_scalarmult_curve25519_base(r->share, r->ephemeral) != 0 ||
	    crypto_scalarmult_curve25519(shared, r->ephemeral, r->public) !=
		0 ||
	    derive(r, shared, key) != 0)
		return -1;
	for (size_t at = 0; at < r->len; at += AGE_CHUNK_LEN) {
		size_t left = r->len - at;
		size_t n = left < AGE_CHUNK_LEN ? left : AGE_CHUNK_LEN;
		if (seal_with(key, at, &r->plain[at], n, &r->sealed[to]) != 0)
			return -1;
		to += n + AGE_TAG_LEN;
	}
	return 0;
}

int
raw_open(void *ctx)
{
	struct raw *r = ctx;
	uint8_t shared[X25519_LEN];
	uint8_t key[KEY_LEN];
	size_t from = 0;

	if (crypto_scalarmult_curve25519(shared, r->secret, r->share) != 0 ||
	    derive(r, shared, key) != 0)
		return -1;
	for (size_t at = 0; at < r->len; at += AGE_CHUNK_LEN) {
		size_t left = r->len - at;
		size_t n = left < AGE_CHUNK_LEN ? left : AGE_CHUNK_LEN;
		if (open_with(key, at, &r->sealed[from], n + AGE_TAG_LEN,
			&r->opened[at]) != 0)
			return -1;
		from += n + AGE_TAG_LEN;
	}
	return 0;
}
