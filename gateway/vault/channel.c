/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The vault's end of a channel.
 */
#include "gateway/vault/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

/* Reads of one channel before the others have their turn: a text tip takes two
 * (header, body), 64 KiB of a large one takes one. */
#define READS_PER_TURN 16

int
channel_open(struct channel *c, int fd, decoder_allows_fn allows)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
		return -errno;
	c->fd = fd;
	decoder_init(&c->decoder, allows);
	return 0;
}

enum decoder_state
channel_read(struct channel *c)
{
	for (int i = 0; i < READS_PER_TURN; i++) {
		uint8_t *to;
		size_t room = decoder_space(&c->decoder, &to);
		if (room == 0)
			return c->decoder.state;

		ssize_t n = recv(c->fd, to, room, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return DECODER_MORE;
		if (n <= 0)
			return DECODER_BROKEN;
		if (decoder_took(&c->decoder, (size_t)n) != DECODER_MORE)
			return c->decoder.state;
	}
	return DECODER_MORE;
}

void
channel_answer(
    struct channel *c, enum message_type type, enum vault_state state)
{
	uint8_t answer[MESSAGE_HEADER_LEN + MESSAGE_STATE_LEN];
	bool has_state = type == MESSAGE_STATE_IS || type == MESSAGE_NOT_STORED;
	size_t len = MESSAGE_HEADER_LEN + (has_state ? MESSAGE_STATE_LEN : 0);

	message_header_write(type, has_state ? MESSAGE_STATE_LEN : 0, answer);
	answer[MESSAGE_HEADER_LEN] = (uint8_t)state;
	decoder_next(&c->decoder);
	/* Nine bytes fit unless the front has let answers pile up. */
	if (send(c->fd, answer, len, MSG_NOSIGNAL | MSG_DONTWAIT) !=
	    (ssize_t)len)
		channel_close(c);
}

void
channel_close(struct channel *c)
{
	if (c->fd < 0)
		return;
	close(c->fd);
	c->fd = -1;
	decoder_free(&c->decoder);
}
