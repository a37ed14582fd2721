/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The poll loop. Each turn reads what has arrived on every channel, commits all
 * tips of the turn at once, and answers them; while a commit runs, the next
 * group gathers in the sockets. There is no lingering: measured, it gains under
 * load and costs more than that without.
 */
#include "gateway/vault/loop.h"

#include <errno.h>
#include <poll.h>

#include "gateway/common/role.h"
#include "gateway/vault/channel.h"
#include "gateway/vault/group.h"
#include "gateway/vault/requests.h"

struct loop {
	struct channel channels[LIMIT_WORKERS];
	struct pollfd polled[LIMIT_WORKERS + 1]; /* of the same index */
	size_t n;
	struct group group;
	struct requests requests;
	struct control *control; /* polled behind the channels */
	struct rulebook *rules;
};

static void
close_all(struct loop *l)
{
	for (size_t i = 0; i < l->n; i++)
		channel_close(&l->channels[i]);
}

static int
open_all(struct loop *l, int first_fd, size_t n)
{
	for (l->n = 0; l->n < n; l->n++) {
		int r = channel_open(
		    &l->channels[l->n], first_fd + (int)l->n, requests_allow);
		if (r < 0)
			return r;
	}
	return 0;
}

/* What to watch: all open channels. Their number. */
static size_t
watch(struct loop *l)
{
	size_t open = 0;

	for (size_t i = 0; i < l->n; i++) {
		/* poll passes over a negative descriptor. */
		l->polled[i] =
		    (struct pollfd){.fd = l->channels[i].fd, .events = POLLIN};
		if (l->channels[i].fd >= 0)
			open++;
	}
	l->polled[l->n] =
	    (struct pollfd){.fd = l->control->fd, .events = POLLIN};
	return open;
}

static void
read_channel(struct loop *l, struct channel *c)
{
	switch (channel_read(c)) {
	case DECODER_MORE:
		break;
	case DECODER_MESSAGE:
		requests_handle(&l->requests, c);
		break;
	case DECODER_BROKEN:
		channel_close(c);
		break;
	}
}

/* What inkastd says. Its end is no reason to end: the channels decide. */
static enum control_event
hear(struct control *control, struct rulebook *rules, struct keeper *k)
{
	struct view body;
	enum control_event e = control_read(control, &body);

	if (e != CONTROL_MESSAGE)
		return e;
	int r = role_answer(rulebook_take(rules, k, body));
	return r < 0 ? CONTROL_ENDED : e;
}

int
loop_first_rules(
    struct control *control, struct rulebook *rules, struct keeper *k)
{
	for (;;) {
		struct pollfd p = {.fd = control->fd, .events = POLLIN};
		if (poll(&p, 1, -1) < 0 && errno != EINTR)
			return -errno;
		switch (hear(control, rules, k)) {
		case CONTROL_NOTHING:
			break;
		case CONTROL_MESSAGE:
			return 0;
		case CONTROL_ENDED:
			return -EPIPE;
		}
	}
}

static int
turn(struct loop *l, struct keeper *k)
{
	int ready = poll(l->polled, l->n + 1, keeper_wait(k));

	if (ready < 0 && errno != EINTR)
		return -errno;
	for (size_t i = 0; i < l->n && ready > 0; i++) {
		if (l->polled[i].revents != 0)
			read_channel(l, &l->channels[i]);
	}
	/* The tips of this turn were checked by the rules before. */
	group_commit(&l->group, k);
	if (ready > 0 && l->polled[l->n].revents != 0)
		(void)hear(l->control, l->rules, k);
	/* Answers are out: now the store may take its time. */
	return keeper_tend(k, ready == 0);
}

int
loop_run(struct keeper *k, struct control *control, struct rulebook *rules,
    int first_fd, size_t n)
{
	/* 64 decoders and groups: some 20 kB, and only one loop. */
	struct loop l = {.control = control, .rules = rules};
	int r = n > LIMIT_WORKERS ? -EINVAL : open_all(&l, first_fd, n);

	l.requests = (struct requests){
	    .keeper = k,
	    .group = &l.group,
	    .rules = rules,
	};
	while (r == 0 && watch(&l) > 0)
		r = turn(&l, k);
	close_all(&l);
	return r;
}
