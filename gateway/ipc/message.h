/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What a message on a channel looks like, for both ends (docs/FORMAT.md 4.3,
 * 4.4). Structs never travel: headers are written and read byte by byte.
 */
#ifndef INKAST_GATEWAY_IPC_MESSAGE_H
#define INKAST_GATEWAY_IPC_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#define MESSAGE_VERSION 1
#define MESSAGE_HEADER_LEN 8

/* The epoch in front of an ADD's sealed blob. */
#define MESSAGE_EPOCH_LEN 4

/* The one byte of STATE_IS and NOT_STORED. */
#define MESSAGE_STATE_LEN 1

/* FORMAT 4.4. The numbers go over the wire. */
enum message_type {
	MESSAGE_STATE = 1,
	MESSAGE_STATE_IS = 2,
	MESSAGE_ADD = 3,
	MESSAGE_ADDED = 4,
	MESSAGE_REFUSED = 5,
	MESSAGE_NOT_STORED = 6,
	/* From inkastd, on the control socket (FORMAT 4.2). */
	MESSAGE_RULES = 16,
	MESSAGE_KEYRING = 17,
};

struct message_header {
	uint8_t type; /* as sent: whether it is one of ours is not checked */
	uint32_t body_len; /* at most LIMIT_MESSAGE once read */
};

void message_header_write(enum message_type type, uint32_t body_len,
    uint8_t out[static MESSAGE_HEADER_LEN]) __attribute__((nonnull));

/* False, and out untouched, when the version or the zero bytes are wrong or the
 * body would exceed LIMIT_MESSAGE (FORMAT 4.3). */
bool message_header_read(const uint8_t in[static MESSAGE_HEADER_LEN],
    struct message_header *out) __attribute__((nonnull, warn_unused_result));

/* Big-endian. */
void message_epoch_write(uint32_t epoch, uint8_t out[static MESSAGE_EPOCH_LEN])
    __attribute__((nonnull));

#endif
