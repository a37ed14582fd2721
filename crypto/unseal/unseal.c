/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Opening in one call, from memory to memory: whole or nothing.
 */
#include "crypto/unseal/unseal.h"

#include <string.h>

#include "base/reader.h"
#include "crypto/core/header.h"
#include "crypto/unseal/payload.h"
#include "crypto/unseal/unwrap.h"

/* Header, file key and MAC, then the nonce. A file without its nonce is counted
 * as one whose header is incomplete (test vectors stream_no_nonce and
 * stream_short_nonce). */
static int
open_header(const struct unseal_keys *keys, struct reader *r, struct payload *p)
{
	uint8_t file_key[AGE_FILE_KEY_LEN];
	struct age_header h;
	struct view header;
	struct view nonce;
	int err = age_header_parse(r->data, r->len, &h);

	if (err == AGE_OK)
		err = unwrap_file_key(&h, keys, file_key);
	if (err != AGE_OK)
		return err;
	if (reader_take(r, h.len, &header) &&
	    reader_take(r, AGE_NONCE_LEN, &nonce))
		err = payload_begin(p, file_key, nonce.data);
	else
		err = AGE_E_HEADER;
	explicit_bzero(file_key, sizeof file_key);
	return err;
}

/* Room for n bytes more at once: growing would take locked memory twice. Not
 * before the header has opened: what is sealed to others, or no age file at
 * all, takes none. */
static int
make_room(struct buf *out, size_t n)
{
	size_t room = out->max - out->len;

	return buf_reserve(out, out->len + (n < room ? n : room)) == BUF_OK
		   ? AGE_OK
		   : AGE_E_MEMORY;
}

/* A chunk, straight to its place in out: no other copy of the plaintext is
 * made. */
static int
open_chunk(struct payload *p, struct view chunk, struct buf *out)
{
	uint8_t nowhere[1]; /* for an empty file, and a buffer without room */
	size_t at = out->len;

	if (chunk.len < AGE_TAG_LEN)
		return AGE_E_PAYLOAD;
	if (buf_add_zeros(out, chunk.len - AGE_TAG_LEN) != BUF_OK)
		return out->err == BUF_E_MAX ? AGE_E_LIMIT : AGE_E_MEMORY;
	return payload_open(p, chunk.data, chunk.len,
	    out->data == NULL ? nowhere : &out->data[at]);
}

/* Until the last chunk, behind which nothing may stand. */
static int
open_chunks(struct payload *p, struct reader *r, struct buf *out)
{
	struct view chunk;
	int err = make_room(out, reader_left(r));

	while (err == AGE_OK && !p->last) {
		size_t left = reader_left(r);
		if (!reader_take(r,
			left < SEALED_CHUNK_LEN ? left : SEALED_CHUNK_LEN,
			&chunk))
			return AGE_E_PAYLOAD;
		err = open_chunk(p, chunk, out);
	}
	if (err == AGE_OK && reader_left(r) > 0)
		err = AGE_E_PAYLOAD;
	return err;
}

int
unseal(
    const struct unseal_keys *keys, const void *p, size_t len, struct buf *out)
{
	struct reader r = reader_of(p, len);
	struct payload payload;
	int err = open_header(keys, &r, &payload);

	if (err == AGE_OK)
		err = open_chunks(&payload, &r, out);
	explicit_bzero(&payload, sizeof payload);
	if (err != AGE_OK)
		buf_clear(out);
	return err;
}
