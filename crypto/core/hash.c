/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * SHA-256 by libsodium.
 */
#include "crypto/core/hash.h"

#include <sodium.h>
#include <string.h>

_Static_assert(HASH_LEN == crypto_hash_sha256_BYTES, "SHA-256");
_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct hash),
    "libsodium's state fits");

/* The state is copied out and in: bytes of struct hash are no object of
 * libsodium's type, and the copy costs less than one block of SHA-256. */
static void
hash_store(struct hash *h, crypto_hash_sha256_state *s)
{
	memcpy(h->state, s, sizeof *s);
	sodium_memzero(s, sizeof *s); /* has the end of the text */
}

void
hash_init(struct hash *h)
{
	crypto_hash_sha256_state s;

	crypto_hash_sha256_init(&s);
	hash_store(h, &s);
}

void
hash_add(struct hash *h, const void *p, size_t n)
{
	crypto_hash_sha256_state s;

	memcpy(&s, h->state, sizeof s);
	crypto_hash_sha256_update(&s, p, n);
	hash_store(h, &s);
}

void
hash_end(struct hash *h, uint8_t out[static HASH_LEN])
{
	crypto_hash_sha256_state s;

	memcpy(&s, h->state, sizeof s);
	crypto_hash_sha256_final(&s, out); /* wipes s */
	sodium_memzero(h->state, sizeof h->state);
}

void
hash_of(const void *p, size_t n, uint8_t out[static HASH_LEN])
{
	crypto_hash_sha256(out, p, n);
}

bool
hash_is_same(const uint8_t *a, const uint8_t *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

void
hash_base64(
    const uint8_t digest[static HASH_LEN], char out[static HASH_BASE64_LEN])
{
	sodium_bin2base64(out, HASH_BASE64_LEN, digest, HASH_LEN,
	    sodium_base64_VARIANT_ORIGINAL);
}
