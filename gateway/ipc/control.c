/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Reading the control socket.
 */
#include "gateway/ipc/control.h"

#include <errno.h>
#include <sys/socket.h>

#include "gateway/common/limits.h"
#include "gateway/ipc/message.h"
#include "gateway/ipc/rules.h"

/* FORMAT 4.2: serial, digest, stanzas, number of epochs; for each id, kind and
 * two days. */
#define RULES_BODY_MAX                                                         \
	(4 + RULES_DIGEST_LEN + 1 + 1 + (size_t)RULES_EPOCHS_MAX * 13)

bool
control_allows_rules(uint8_t type, size_t body_len)
{
	return type == MESSAGE_RULES && body_len <= RULES_BODY_MAX;
}

bool
control_allows_keyring(uint8_t type, size_t body_len)
{
	return type == MESSAGE_KEYRING && body_len <= LIMIT_KEYRING_TEXT;
}

void
control_init(struct control *c, int fd, decoder_allows_fn allows)
{
	c->fd = fd;
	decoder_init(&c->decoder, allows);
}

static enum control_event
ended(struct control *c)
{
	c->fd = -1;
	decoder_free(&c->decoder);
	return CONTROL_ENDED;
}

enum control_event
control_read(struct control *c, struct view *body)
{
	enum decoder_state state = c->decoder.state;

	if (c->fd < 0)
		return CONTROL_ENDED;
	if (state == DECODER_MESSAGE)
		decoder_next(&c->decoder);
	do {
		uint8_t *to;
		size_t room = decoder_space(&c->decoder, &to);
		if (room == 0)
			return ended(c);
		ssize_t n = recv(c->fd, to, room, MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return CONTROL_NOTHING;
		if (n <= 0)
			return ended(c);
		state = decoder_took(&c->decoder, (size_t)n);
		if (state == DECODER_BROKEN)
			return ended(c);
	} while (c->decoder.state == DECODER_MORE);
	/* Of one type: allows has looked. */
	(void)decoder_message(&c->decoder, body);
	return CONTROL_MESSAGE;
}

void
control_free(struct control *c)
{
	decoder_free(&c->decoder);
	c->fd = -1;
}
