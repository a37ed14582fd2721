/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The front's half of the channel. All waits of a request have one absolute
 * deadline, so that a vault that drips single bytes cannot hold a worker. Works
 * on blocking and non-blocking sockets alike.
 */
#include "gateway/ipc/client.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "base/clock.h"
#include "gateway/common/limits.h"
#include "gateway/ipc/message.h"

/* Wait until fd is ready for events or the deadline has passed. */
static bool
wait_for(int fd, short events, uint64_t deadline)
{
	for (;;) {
		uint64_t now = clock_monotonic_ms();
		struct pollfd p = {.fd = fd, .events = events};

		if (now >= deadline)
			return false;
		int r = poll(&p, 1, (int)(deadline - now));
		/* POLLERR and POLLHUP count as ready: the call that follows
		 * then says what happened. */
		if (r > 0)
			return true;
		if (r < 0 && errno != EINTR)
			return false;
	}
}

static bool
must_wait(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK;
}

/* After a call that failed with errno: whether to make it again. */
static bool
may_retry(int fd, short events, uint64_t deadline)
{
	if (errno == EINTR)
		return true;
	return must_wait() && wait_for(fd, events, deadline);
}

/* Drop n sent bytes from the front of the pieces that m points to. */
static void
advance(struct msghdr *m, size_t n)
{
	while (m->msg_iovlen > 0 && n >= m->msg_iov->iov_len) {
		n -= m->msg_iov->iov_len;
		m->msg_iov++;
		m->msg_iovlen--;
	}
	if (m->msg_iovlen > 0) {
		m->msg_iov->iov_base = (char *)m->msg_iov->iov_base + n;
		m->msg_iov->iov_len -= n;
	}
}

static bool
send_all(int fd, struct iovec *pieces, size_t n_pieces, uint64_t deadline)
{
	struct msghdr m = {.msg_iov = pieces, .msg_iovlen = n_pieces};

	while (m.msg_iovlen > 0) {
		ssize_t n = sendmsg(fd, &m, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n >= 0)
			advance(&m, (size_t)n);
		else if (!may_retry(fd, POLLOUT, deadline))
			return false;
	}
	return true;
}

static bool
receive_all(int fd, uint8_t *to, size_t len, uint64_t deadline)
{
	size_t have = 0;

	while (have < len) {
		ssize_t n = recv(fd, to + have, len - have, MSG_DONTWAIT);
		if (n > 0)
			have += (size_t)n;
		else if (n == 0 || !may_retry(fd, POLLIN, deadline))
			return false;
	}
	return true;
}

/* Whether the channel is open and silent. Bytes that nobody asked for would be
 * taken for the answer to the next request, and a stray ADDED would tell a
 * citizen that a lost tip was sent. */
static bool
is_silent(int fd)
{
	uint8_t byte;

	for (;;) {
		ssize_t n = recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
		if (n >= 0)
			return false;
		if (errno != EINTR)
			return must_wait();
	}
}

/* Send a request, receive the answer within so many seconds: its type, and its
 * one byte where it has one. False when the channel is of no more use. */
static bool
exchange(int fd, struct iovec *pieces, size_t n_pieces, unsigned seconds,
    uint8_t *type, uint8_t *value)
{
	uint64_t deadline = clock_monotonic_ms() + (uint64_t)seconds * 1000;
	uint8_t head[MESSAGE_HEADER_LEN];
	struct message_header h;

	if (!is_silent(fd) || !send_all(fd, pieces, n_pieces, deadline) ||
	    !receive_all(fd, head, sizeof(head), deadline) ||
	    !message_header_read(head, &h))
		return false;

	bool has_value =
	    h.type == MESSAGE_STATE_IS || h.type == MESSAGE_NOT_STORED;
	if (h.body_len != (has_value ? MESSAGE_STATE_LEN : 0))
		return false;
	*value = VAULT_OPEN;
	if (has_value &&
	    (!receive_all(fd, value, MESSAGE_STATE_LEN, deadline) ||
		*value > VAULT_FAILING))
		return false;
	*type = h.type;
	return true;
}

int
client_state(int fd, enum vault_state *out)
{
	uint8_t head[MESSAGE_HEADER_LEN];
	struct iovec pieces[] = {{.iov_base = head, .iov_len = sizeof(head)}};
	uint8_t type, value;

	message_header_write(MESSAGE_STATE, 0, head);
	if (!exchange(
		fd, pieces, 1, LIMIT_VAULT_STATE_SECONDS, &type, &value) ||
	    type != MESSAGE_STATE_IS)
		return CLIENT_E_GONE;
	*out = (enum vault_state)value;
	return CLIENT_OK;
}

int
client_add(int fd, uint32_t epoch, const void *blob, size_t len)
{
	uint8_t head[MESSAGE_HEADER_LEN + MESSAGE_EPOCH_LEN];
	/* sendmsg only reads; iovec has no const to say so. */
	/* NOLINTNEXTLINE(performance-no-int-to-ptr): to cast the const away */
	void *unchanged = (void *)(uintptr_t)blob;
	struct iovec pieces[] = {
	    {.iov_base = head, .iov_len = sizeof(head)},
	    {.iov_base = unchanged, .iov_len = len},
	};
	uint8_t type, value;

	/* The vault would close the channel; refused is what the blob is. */
	if (len > LIMIT_MESSAGE - MESSAGE_EPOCH_LEN)
		return CLIENT_E_REFUSED;
	message_header_write(
	    MESSAGE_ADD, (uint32_t)(MESSAGE_EPOCH_LEN + len), head);
	message_epoch_write(epoch, &head[MESSAGE_HEADER_LEN]);
	if (!exchange(fd, pieces, 2, LIMIT_VAULT_SECONDS, &type, &value))
		return CLIENT_E_GONE;
	switch (type) {
	case MESSAGE_ADDED:
		return CLIENT_OK;
	case MESSAGE_REFUSED:
		return CLIENT_E_REFUSED;
	case MESSAGE_NOT_STORED:
		return CLIENT_E_STORE;
	default:
		return CLIENT_E_GONE;
	}
}
