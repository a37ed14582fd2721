/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The incremental decoder.
 */
#include "gateway/ipc/decoder.h"

#include "gateway/common/limits.h"

/* Bytes asked for at a time: a text tip (17 to 18 kB) comes in one read, and
 * a header that promises 17 MiB and never delivers holds no more than this. */
#define DECODER_PIECE 65536

/* A body's memory is kept for the next message up to here, so that text tips
 * need no allocation each; 64 channels then keep 4 MiB. */
#define DECODER_KEEP 65536

void
decoder_init(struct decoder *d, decoder_allows_fn allows)
{
	*d = (struct decoder){.allows = allows, .state = DECODER_MORE};
	buf_init(&d->body, &buf_heap, LIMIT_MESSAGE);
}

size_t
decoder_space(struct decoder *d, uint8_t **to)
{
	if (d->state != DECODER_MORE)
		return 0;
	if (d->head_len < MESSAGE_HEADER_LEN) {
		*to = &d->head[d->head_len];
		return MESSAGE_HEADER_LEN - d->head_len;
	}

	size_t left = d->header.body_len - d->body.len;
	size_t piece = left < DECODER_PIECE ? left : DECODER_PIECE;
	if (buf_reserve(&d->body, d->body.len + piece) != BUF_OK) {
		d->state = DECODER_BROKEN;
		return 0;
	}
	*to = d->body.data + d->body.len;
	return piece;
}

/* The header has just become whole. */
static enum decoder_state
judge_header(struct decoder *d)
{
	if (!message_header_read(d->head, &d->header) ||
	    !d->allows(d->header.type, d->header.body_len))
		return DECODER_BROKEN;
	return d->header.body_len == 0 ? DECODER_MESSAGE : DECODER_MORE;
}

enum decoder_state
decoder_took(struct decoder *d, size_t n)
{
	if (d->state != DECODER_MORE || n == 0)
		return d->state;
	if (d->head_len < MESSAGE_HEADER_LEN) {
		d->head_len += n;
		if (d->head_len == MESSAGE_HEADER_LEN)
			d->state = judge_header(d);
		return d->state;
	}
	d->body.len += n;
	if (d->body.len == d->header.body_len)
		d->state = DECODER_MESSAGE;
	return d->state;
}

uint8_t
decoder_message(const struct decoder *d, struct view *body)
{
	*body = (struct view){.data = d->body.data, .len = d->body.len};
	return d->header.type;
}

void
decoder_next(struct decoder *d)
{
	if (d->state != DECODER_MESSAGE)
		return;
	/* Ciphertext needs no wiping, so the length alone is forgotten. */
	if (d->body.cap > DECODER_KEEP)
		buf_free(&d->body);
	d->body.len = 0;
	d->head_len = 0;
	d->state = DECODER_MORE;
}

void
decoder_free(struct decoder *d)
{
	buf_free(&d->body);
	d->state = DECODER_BROKEN;
}
