/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A role's half of the control socket: what inkastd tells it, message by
 * message (docs/FORMAT.md 4.2). What a role says is one byte each and stands in
 * gateway/common/role.h.
 */
#ifndef INKAST_GATEWAY_IPC_CONTROL_H
#define INKAST_GATEWAY_IPC_CONTROL_H

#include "base/reader.h"
#include "gateway/ipc/decoder.h"

enum control_event {
	CONTROL_NOTHING, /* no whole message yet */
	CONTROL_MESSAGE,
	CONTROL_ENDED, /* inkastd is gone, or spoke nonsense: for good */
};

/* Fields are its own, but for fd. */
struct control {
	int fd; /* to be polled for POLLIN; -1 after CONTROL_ENDED */
	struct decoder decoder;
};

/* What each role is told: decoder_allows_fn. */
bool control_allows_rules(uint8_t type, size_t body_len);
bool control_allows_keyring(uint8_t type, size_t body_len);

/* Take messages from fd, which is borrowed; allows takes those of one type. */
void control_init(struct control *c, int fd, decoder_allows_fn allows)
    __attribute__((nonnull));

/* Read what is there, at most to the end of one message, and never wait. After
 * CONTROL_MESSAGE body is good until the next call on c; more may have come:
 * poll says. */
enum control_event control_read(struct control *c, struct view *body)
    __attribute__((nonnull, warn_unused_result));

void control_free(struct control *c) __attribute__((nonnull));

#endif
