/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Opening a stream: one chunk is read, opened and handed on at a time; none is
 * released before it is authenticated.
 */
#include "crypto/unseal/unseal.h"

#include <stdbool.h>
#include <string.h>

#include "crypto/core/armor.h"
#include "crypto/core/header.h"
#include "crypto/core/secret.h"
#include "crypto/unseal/payload.h"
#include "crypto/unseal/unwrap.h"

/* One byte beyond the longest header tells "too long" from "cut off". */
#define HEADER_WINDOW (AGE_HEADER_MAX + 1)
_Static_assert(HEADER_WINDOW <= SEALED_CHUNK_LEN, "in holds a header");

struct unsealer {
	read_fn read;
	void *ctx;
	bool eof;
	int err;     /* sticky */
	size_t have; /* bytes in in */
	struct payload payload;
	uint8_t in[SEALED_CHUNK_LEN];
	uint8_t plain[AGE_CHUNK_LEN];
};

/* Read until in holds want bytes or the input ends. */
static int
fill(struct unsealer *u, size_t want)
{
	while (!u->eof && u->have < want) {
		size_t room = want - u->have;
		ssize_t r = u->read(u->ctx, &u->in[u->have], room);
		if (r == ARMOR_READ_BROKEN)
			return AGE_E_ARMOR;
		if (r < 0 || (size_t)r > room)
			return AGE_E_IO;
		u->eof = r == 0;
		u->have += (size_t)r;
	}
	return AGE_OK;
}

/* Drop n bytes from the front of in. */
static void
drop(struct unsealer *u, size_t n)
{
	u->have -= n;
	memmove(u->in, &u->in[n], u->have);
}

/* Header, file key and MAC; in is left at the payload. */
static int
open_header(struct unsealer *u, const struct unseal_keys *keys,
    uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	struct age_header h;
	int err = fill(u, HEADER_WINDOW);

	if (err == AGE_OK)
		err = age_header_parse(u->in, u->have, &h);
	if (err == AGE_OK)
		err = unwrap_file_key(&h, keys, file_key);
	if (err == AGE_OK)
		drop(u, h.len);
	return err;
}

/* A file without its nonce is counted as one whose header is incomplete (test
 * vectors stream_no_nonce and stream_short_nonce). */
static int
open_payload(
    struct unsealer *u, const uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	int err = fill(u, AGE_NONCE_LEN);

	if (err != AGE_OK)
		return err;
	if (u->have < AGE_NONCE_LEN)
		return AGE_E_HEADER;
	err = payload_begin(&u->payload, file_key, u->in);
	drop(u, AGE_NONCE_LEN);
	return err;
}

int
unsealer_new(struct unsealer **out, const struct unseal_keys *keys,
    read_fn read, void *ctx)
{
	uint8_t file_key[AGE_FILE_KEY_LEN];
	struct unsealer *u = secret_alloc(sizeof *u);

	if (u == NULL)
		return AGE_E_MEMORY;
	u->read = read;
	u->ctx = ctx;
	int err = open_header(u, keys, file_key);
	if (err == AGE_OK)
		err = open_payload(u, file_key);
	explicit_bzero(file_key, sizeof file_key);
	if (err != AGE_OK) {
		unsealer_free(&u);
		return err;
	}
	*out = u;
	return AGE_OK;
}

/* The chunk in in. */
static int
open_chunk(struct unsealer *u, size_t *n)
{
	int err = payload_open(&u->payload, u->in, u->have, u->plain);

	if (err != AGE_OK)
		return err;
	*n = u->have - AGE_TAG_LEN;
	u->have = 0;
	return AGE_OK;
}

/* After the last chunk: nothing may follow. */
static int
check_end(struct unsealer *u)
{
	int err = fill(u, 1);

	if (err == AGE_OK && u->have > 0)
		err = AGE_E_PAYLOAD;
	return err;
}

int
unsealer_next(struct unsealer *u, const uint8_t **p, size_t *n)
{
	size_t opened = 0;
	int err = u->err;

	if (err != AGE_OK)
		return err;
	if (!u->payload.last) {
		err = fill(u, SEALED_CHUNK_LEN);
		if (err == AGE_OK)
			err = open_chunk(u, &opened);
		if (err != AGE_OK)
			return u->err = err;
		if (opened > 0) {
			*p = u->plain;
			*n = opened;
			return 1;
		}
	}
	return u->err = check_end(u);
}

void
unsealer_free(struct unsealer **u)
{
	secret_free(*u);
	*u = NULL;
}
