/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * bench-stream: 256 MiB sealed and opened as a stream, beside bare
 * ChaCha20-Poly1305 over chunks of 64 KiB. Both sides take what is sealed from
 * a piece of memory that is used again and again, as by a caller who reads a
 * file, and throw the result away; both take what is opened from 256 MiB of
 * memory by the same copying callback. Processor time of the one thread at
 * work, as in bench-seal.
 */
#include <string.h>

#include "base/io.h"
#include "bench.h"
#include "crypto/core/secret.h"
#include "crypto/core/tip.h"
#include "crypto/seal/seal.h"
#include "crypto/unseal/unseal.h"
#include "primitives.h"

#define MIB ((size_t)1024 * 1024)
#define STREAM_LEN (256 * MIB)
#define STREAM_CHUNKS (STREAM_LEN / AGE_CHUNK_LEN)
#define SEALED_CHUNK_LEN (AGE_CHUNK_LEN + AGE_TAG_LEN)
#define PIECE_MAX MIB
#define HEADER_ROOM 4096
#define SAMPLES 15

struct stream {
	struct identity *identity;
	struct recipient recipient;
	size_t piece_len; /* handed over at once */
	uint8_t piece[PIECE_MAX];
	struct buf sealed;
	struct buf raw_sealed;
	size_t at; /* where the next read begins */
	uint64_t written;
	uint8_t in[SEALED_CHUNK_LEN];
	uint8_t out[SEALED_CHUNK_LEN];
};

static int
discard(void *ctx, const void *p, size_t n)
{
	struct stream *s = ctx;

	(void)p;
	s->written += n;
	return 0;
}

static ssize_t
take(struct stream *s, const struct buf *from, void *p, size_t n)
{
	size_t left = from->len - s->at;

	if (n > left)
		n = left;
	memcpy(p, &from->data[s->at], n);
	s->at += n;
	return (ssize_t)n;
}

static ssize_t
read_sealed(void *ctx, void *p, size_t n)
{
	struct stream *s = ctx;

	return take(s, &s->sealed, p, n);
}

static int
seal_raw(void *ctx)
{
	struct stream *s = ctx;
	size_t at = 0;

	for (uint64_t i = 0; i < STREAM_CHUNKS; i++) {
		if (raw_seal_chunk(i, &s->piece[at], AGE_CHUNK_LEN, s->out) !=
			0 ||
		    discard(s, s->out, sizeof s->out) != 0)
			return -1;
		at = (at + AGE_CHUNK_LEN) % s->piece_len;
	}
	return 0;
}

static int
seal_to(struct stream *s, write_fn write, void *ctx)
{
	struct sealer *sealer = NULL;
	int err = sealer_new(&sealer, &s->recipient, 1, 0, write, ctx);

	if (err != AGE_OK)
		return err;
	for (size_t n = 0; n < STREAM_LEN && err == AGE_OK; n += s->piece_len)
		err = sealer_add(sealer, s->piece, s->piece_len);
	if (err == AGE_OK)
		err = sealer_end(sealer);
	sealer_free(&sealer);
	return err;
}

static int
seal_ours(void *ctx)
{
	return seal_to(ctx, discard, ctx);
}

static int
open_raw(void *ctx)
{
	struct stream *s = ctx;

	s->at = 0;
	for (uint64_t i = 0; i < STREAM_CHUNKS; i++) {
		if (take(s, &s->raw_sealed, s->in, sizeof s->in) !=
			(ssize_t)sizeof s->in ||
		    raw_open_chunk(i, s->in, sizeof s->in, s->out) != 0)
			return -1;
	}
	return 0;
}

static int
open_ours(void *ctx)
{
	struct stream *s = ctx;
	struct unseal_keys keys = {
	    .identities = s->identity, .n_identities = 1};
	struct unsealer *u = NULL;
	const uint8_t *p;
	size_t n;
	size_t opened = 0;

	s->at = 0;
	int r = unsealer_new(&u, &keys, read_sealed, s);
	if (r != AGE_OK)
		return r;
	while ((r = unsealer_next(u, &p, &n)) == 1)
		opened += n;
	unsealer_free(&u);
	return r == 0 && opened == STREAM_LEN ? 0 : -1;
}

static void
prepare(struct stream *s)
{
	s->identity = secret_alloc(sizeof *s->identity);
	if (s->identity == NULL ||
	    identity_generate(AGE_X25519, s->identity) != AGE_OK)
		bench_die("identity", "cannot make one");
	s->recipient.type = s->identity->type;
	memcpy(s->recipient.key, s->identity->public, sizeof s->recipient.key);
	s->piece_len = PIECE_MAX;
	size_t room = HEADER_ROOM + age_payload_len(STREAM_LEN);
	buf_init(&s->sealed, &buf_heap, room);
	buf_init(&s->raw_sealed, &buf_heap, room);
	if (buf_reserve(&s->sealed, room) != BUF_OK ||
	    buf_reserve(&s->raw_sealed, room) != BUF_OK ||
	    seal_to(s, io_write_to_buf, &s->sealed) != AGE_OK)
		bench_die("prepare", "cannot seal 256 MiB in memory");
	for (uint64_t i = 0; i < STREAM_CHUNKS; i++) {
		if (raw_seal_chunk(i, s->piece, AGE_CHUNK_LEN, s->out) != 0 ||
		    buf_add(&s->raw_sealed, s->out, sizeof s->out) != BUF_OK)
			bench_die("prepare", "cannot seal 256 MiB in memory");
	}
}

static bool
measure(struct stream *s, const char *name, bench_fn raw, bench_fn ours)
{
	return bench_ratio(&(struct bench_pair){.name = name,
	    .raw = raw,
	    .ours = ours,
	    .ctx = s,
	    .clock = bench_cpu_us,
	    .batch = 1,
	    .samples = SAMPLES,
	    .scale = 1,
	    .floor = 0.95});
}

int
main(void)
{
	static struct stream s;
	bool good = true;

	if (age_init() != AGE_OK)
		bench_die("libsodium", "it does not start");
	prepare(&s);
	/* In large pieces, and in the smallest that make whole chunks. */
	good &= measure(&s, "seal_256MiB_by_1MiB", seal_raw, seal_ours);
	s.piece_len = AGE_CHUNK_LEN;
	good &= measure(&s, "seal_256MiB_by_64KiB", seal_raw, seal_ours);
	good &= measure(&s, "open_256MiB", open_raw, open_ours);
	buf_free(&s.sealed);
	buf_free(&s.raw_sealed);
	secret_free(s.identity);
	return good ? 0 : 1;
}
