/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The payload: chunks sealed one by one (age, "Payload"), in one locked buffer
 * that each chunk is encrypted in, so that sealed plaintext is gone at once.
 */
#include "crypto/seal/sealer.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#include "crypto/core/header.h"
#include "crypto/core/kdf.h"
#include "crypto/core/secret.h"

_Static_assert(KDF_LEN == crypto_aead_chacha20poly1305_ietf_KEYBYTES, "key");
_Static_assert(
    STREAM_NONCE_LEN == crypto_aead_chacha20poly1305_ietf_NPUBBYTES, "nonce");
_Static_assert(AGE_TAG_LEN == crypto_aead_chacha20poly1305_ietf_ABYTES, "tag");

struct sealer {
	write_fn write;
	void *ctx;
	uint64_t counter;
	int err; /* sticky */
	bool ended;
	size_t len; /* plaintext waiting in chunk */
	uint8_t key[KDF_LEN];
	uint8_t chunk[AGE_CHUNK_LEN + AGE_TAG_LEN];
};

int
seal_buf_error(const struct buf *b)
{
	switch (b->err) {
	case BUF_OK:
		return AGE_OK;
	case BUF_E_MAX:
		return AGE_E_LIMIT;
	default:
		return AGE_E_MEMORY;
	}
}

int
wrap_file_key(const uint8_t file_key[static AGE_FILE_KEY_LEN],
    const uint8_t wrap_key[static 32], uint8_t body[static WRAPPED_LEN])
{
	static const uint8_t nonce[STREAM_NONCE_LEN];

	if (crypto_aead_chacha20poly1305_ietf_encrypt(body, NULL, file_key,
		AGE_FILE_KEY_LEN, NULL, 0, NULL, nonce, wrap_key) != 0)
		return AGE_E_CRYPTO;
	return AGE_OK;
}

/* MAC line and nonce behind the stanzas; the payload key into s. */
static int
finish_header(struct sealer *s, struct buf *header,
    const uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	uint8_t mac[AGE_MAC_LEN];
	uint8_t nonce[AGE_NONCE_LEN];

	age_header_mark(header);
	if (header->err != BUF_OK)
		return seal_buf_error(header);
	int r = kdf_header_mac(
	    file_key, (struct view){header->data, header->len}, mac);
	if (r != AGE_OK)
		return r;
	age_header_end(header, mac);
	randombytes_buf(nonce, sizeof nonce);
	buf_add(header, nonce, sizeof nonce);
	if (header->err != BUF_OK)
		return seal_buf_error(header);
	return kdf_payload_key(file_key, nonce, s->key);
}

int
sealer_start(struct sealer **out, struct buf *header,
    const uint8_t file_key[static AGE_FILE_KEY_LEN], write_fn write, void *ctx)
{
	struct sealer *s = secret_alloc(sizeof *s);

	if (s == NULL)
		return AGE_E_MEMORY;
	s->write = write;
	s->ctx = ctx;
	int r = finish_header(s, header, file_key);
	if (r == AGE_OK && write(ctx, header->data, header->len) < 0)
		r = AGE_E_IO;
	if (r != AGE_OK) {
		sealer_free(&s);
		return r;
	}
	*out = s;
	return AGE_OK;
}

static int
seal_chunk(struct sealer *s, bool last)
{
	uint8_t nonce[STREAM_NONCE_LEN];
	unsigned long long sealed;

	stream_nonce(s->counter, last, nonce);
	if (crypto_aead_chacha20poly1305_ietf_encrypt(s->chunk, &sealed,
		s->chunk, s->len, NULL, 0, NULL, nonce, s->key) != 0)
		return s->err = AGE_E_CRYPTO;
	if (s->write(s->ctx, s->chunk, (size_t)sealed) < 0)
		return s->err = AGE_E_IO;
	s->counter++;
	s->len = 0;
	return AGE_OK;
}

int
sealer_add(struct sealer *s, const void *p, size_t n)
{
	const uint8_t *from = p;
	size_t done = 0;

	if (s->err != AGE_OK)
		return s->err;
	if (s->ended)
		return AGE_E_STATE;
	while (done < n) {
		/* A full chunk waits until more comes: only then is it known
		 * not to be the last. */
		if (s->len == AGE_CHUNK_LEN && seal_chunk(s, false) != AGE_OK)
			return s->err;
		size_t room = AGE_CHUNK_LEN - s->len;
		size_t piece = n - done < room ? n - done : room;
		memcpy(&s->chunk[s->len], &from[done], piece);
		s->len += piece;
		done += piece;
	}
	return AGE_OK;
}

int
sealer_end(struct sealer *s)
{
	if (s->err != AGE_OK)
		return s->err;
	if (s->ended)
		return AGE_E_STATE;
	s->ended = true;
	return seal_chunk(s, true);
}

void
sealer_free(struct sealer **s)
{
	secret_free(*s);
	*s = NULL;
}
