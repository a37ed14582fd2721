/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Sealing a stream: plaintext that does not make a chunk yet waits in one
 * locked buffer, in which each chunk is encrypted (age, "Payload").
 */
#include "crypto/seal/sealer.h"

#include <stdbool.h>
#include <string.h>

#include "crypto/core/secret.h"

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
sealer_start(struct sealer **out, const struct buf *header,
    const uint8_t key[static KDF_LEN], write_fn write, void *ctx)
{
	struct sealer *s = secret_alloc(sizeof *s);

	if (s == NULL)
		return AGE_E_MEMORY;
	s->write = write;
	s->ctx = ctx;
	memcpy(s->key, key, sizeof s->key);
	if (write(ctx, header->data, header->len) < 0) {
		sealer_free(&s);
		return AGE_E_IO;
	}
	*out = s;
	return AGE_OK;
}

/* Seal n bytes into chunk, over them when that is where they wait: no plaintext
 * is left behind there. */
static int
put_chunk(struct sealer *s, const uint8_t *p, size_t n, bool last)
{
	int err = seal_chunk(s->key, s->counter, last, p, n, s->chunk);

	if (err == AGE_OK && s->write(s->ctx, s->chunk, n + AGE_TAG_LEN) < 0)
		err = AGE_E_IO;
	s->err = err;
	s->counter++;
	s->len = 0;
	return err;
}

/* As much as there is room for. */
static size_t
wait_for_more(struct sealer *s, const uint8_t *p, size_t n)
{
	size_t room = AGE_CHUNK_LEN - s->len;
	size_t piece = n < room ? n : room;

	memcpy(&s->chunk[s->len], p, piece);
	s->len += piece;
	return piece;
}

/* A full chunk waits until more comes: only then is it known not to be the
 * last. One that has more behind it at once is sealed from where it stands. */
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
		if (s->len == AGE_CHUNK_LEN &&
		    put_chunk(s, s->chunk, s->len, false) != AGE_OK)
			return s->err;
		if (s->len > 0 || n - done <= AGE_CHUNK_LEN) {
			done += wait_for_more(s, &from[done], n - done);
			continue;
		}
		if (put_chunk(s, &from[done], AGE_CHUNK_LEN, false) != AGE_OK)
			return s->err;
		done += AGE_CHUNK_LEN;
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
	return put_chunk(s, s->chunk, s->len, true);
}

void
sealer_free(struct sealer **s)
{
	secret_free(*s);
	*s = NULL;
}
