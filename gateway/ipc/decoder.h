/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The incremental decoder of one channel: bytes go in as they arrive, in any
 * slices, whole messages come out. A message that nobody wants is refused when
 * its header stands, before a byte of its body is kept; memory grows only with
 * bytes that really arrived, so that a header alone never costs 17 MiB.
 */
#ifndef INKAST_GATEWAY_IPC_DECODER_H
#define INKAST_GATEWAY_IPC_DECODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/reader.h"
#include "gateway/ipc/message.h"

/* Whether this end takes a message of that type with a body of that length. */
typedef bool (*decoder_allows_fn)(uint8_t type, size_t body_len);

/* The numbers that a decoder's state and decoder_took share. */
enum decoder_state {
	DECODER_MORE,    /* the message is not whole yet */
	DECODER_MESSAGE, /* whole: take it, then decoder_next */
	DECODER_BROKEN,  /* FORMAT 4.3 or 4.4 broken, or no memory: for good */
};

/* Fields are the decoder's own. */
struct decoder {
	decoder_allows_fn allows;
	enum decoder_state state;
	uint8_t head[MESSAGE_HEADER_LEN];
	size_t head_len;
	struct message_header header; /* valid once head_len is full */
	struct buf body;
};

void decoder_init(struct decoder *d, decoder_allows_fn allows)
    __attribute__((nonnull));

/* Where the next bytes go, and how many at most: 1 or more while the state is
 * DECODER_MORE, never reaching into the message after. 0 when the state is
 * another or there is no memory (then it is DECODER_BROKEN). The pointer is
 * good until the next call on d. */
size_t decoder_space(struct decoder *d, uint8_t **to)
    __attribute__((nonnull, warn_unused_result));

/* n bytes were written there; n is at most what decoder_space said. */
enum decoder_state decoder_took(struct decoder *d, size_t n)
    __attribute__((nonnull, warn_unused_result));

/* The whole message, in state DECODER_MESSAGE. body is good until the next call
 * on d. */
uint8_t decoder_message(const struct decoder *d, struct view *body)
    __attribute__((nonnull));

/* Forget the message and go on with the next. Large bodies' memory is given
 * back. */
void decoder_next(struct decoder *d) __attribute__((nonnull));

void decoder_free(struct decoder *d) __attribute__((nonnull));

#endif
