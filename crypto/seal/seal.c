/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Sealing in one call, from memory to memory: whole or nothing.
 */
#include "crypto/seal/sealer.h"

#include <string.h>

#include "crypto/core/tip.h"

/* All the room at once, so that adding never moves what is there. */
static int
make_room(struct buf *out, size_t header_len, size_t len)
{
	if (len > out->max)
		return AGE_E_LIMIT;
	buf_reserve(out, out->len + header_len + age_payload_len(len));
	return seal_buf_error(out);
}

/* The chunks, each straight from p to its place in out: no copy of the
 * plaintext is made. */
static int
add_chunks(const uint8_t key[static KDF_LEN], const uint8_t *p, size_t len,
    struct buf *out)
{
	uint64_t counter = 0;
	size_t at = 0;
	bool last;

	do {
		size_t left = len - at;
		size_t n = left < AGE_CHUNK_LEN ? left : AGE_CHUNK_LEN;
		size_t to = out->len;
		last = n == left;
		if (buf_add_zeros(out, n + AGE_TAG_LEN) != BUF_OK)
			return seal_buf_error(out);
		int err = seal_chunk(key, counter++, last, n == 0 ? p : &p[at],
		    n, &out->data[to]);
		if (err != AGE_OK)
			return err;
		at += n;
	} while (!last);
	return AGE_OK;
}

static int
seal_into(const struct recipient *r, size_t n, size_t stanzas, const void *p,
    size_t len, struct buf *out)
{
	uint8_t key[KDF_LEN];
	struct buf header;

	buf_init(&header, &buf_heap, AGE_HEADER_MAX);
	int err = seal_header(&header, r, n, stanzas, key);
	if (err == AGE_OK && buf_add(out, header.data, header.len) != BUF_OK)
		err = seal_buf_error(out);
	buf_free(&header);
	if (err == AGE_OK)
		err = add_chunks(key, p, len, out);
	explicit_bzero(key, sizeof key);
	return err;
}

int
seal(const struct recipient *r, size_t n, size_t stanzas, const void *p,
    size_t len, struct buf *out)
{
	/* Before the sum in make_room, where they count. */
	int err = seal_check(r, n, stanzas);

	if (err == AGE_OK)
		err = make_room(out,
		    seal_header_len(r[0].type, stanzas > n ? stanzas : n), len);
	if (err == AGE_OK)
		err = seal_into(r, n, stanzas, p, len, out);
	if (err != AGE_OK)
		buf_clear(out);
	return err;
}
