/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The vault's end of one channel: a non-blocking socket and its decoder. The
 * front at the other end is not trusted.
 */
#ifndef INKAST_GATEWAY_VAULT_CHANNEL_H
#define INKAST_GATEWAY_VAULT_CHANNEL_H

#include <stdbool.h>

#include "gateway/ipc/client.h"
#include "gateway/ipc/decoder.h"

struct channel {
	int fd; /* -1: closed */
	struct decoder decoder;
};

/* Take over fd, which becomes non-blocking. 0 or a negated errno; fd is closed
 * only by channel_close. */
int channel_open(struct channel *c, int fd, decoder_allows_fn allows)
    __attribute__((nonnull, warn_unused_result));

/* Read what has arrived, at most one message and at most one turn's share.
 * DECODER_BROKEN also when the front has closed its end. */
enum decoder_state channel_read(struct channel *c)
    __attribute__((nonnull, warn_unused_result));

/* Answer the whole message that the decoder holds, and go on to the next. type
 * decides whether state travels (FORMAT 4.4). A front that does not read its
 * answers loses the channel: the vault never waits for it. */
void channel_answer(struct channel *c, enum message_type type,
    enum vault_state state) __attribute__((nonnull));

void channel_close(struct channel *c) __attribute__((nonnull));

#endif
