/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Fronts that outlived their vault.
 */
#include "gateway/supervisor/retired.h"

#include <signal.h>
#include <sys/wait.h>

#include "gateway/common/log.h"
#include "gateway/supervisor/patience.h"

/* A free place; when there is none, the first one's. */
static struct child *
place_for_one(struct retired *r)
{
	struct child *first = &r->fronts[0];

	for (size_t i = 0; i < RETIRED_MAX; i++)
		if (r->fronts[i].pid == 0)
			return &r->fronts[i];
	(void)kill(first->pid, SIGKILL);
	(void)waitpid(first->pid, NULL, 0);
	child_forget(first);
	return first;
}

/* Whether one answers with the closed page. */
static bool
closed_page_stands(const struct retired *r)
{
	for (size_t i = 0; i < RETIRED_MAX; i++)
		if (r->fronts[i].pid != 0 && r->fronts[i].deadline == 0)
			return true;
	return false;
}

void
retired_add(struct retired *r, struct child *front, uint64_t now)
{
	/* One that never was ready is of no use. */
	if (!front->is_ready)
		child_dismiss(front, now);
	else if (closed_page_stands(r))
		child_ask_to_drain(front, now + DRAIN_MS);
	struct child *place = place_for_one(r);
	*place = *front;
	*front = (struct child){.control = -1};
	/* Its control socket stays open, or it would think that inkastd had
	 * ended; but nobody listens any more, nor waits for an answer. */
	place->awaits = false;
}

void
retired_reap(struct retired *r, pid_t pid, int status)
{
	for (size_t i = 0; i < RETIRED_MAX; i++) {
		struct child *c = &r->fronts[i];
		if (c->pid != pid)
			continue;
		/* One that died and took its vault with it may be reaped after
		 * the vault. Its socket has ended by then, so it has a
		 * deadline, but nobody had asked it to end: it is told here. */
		if (!c->is_dismissed)
			child_log_end("inkast-front", status);
		child_forget(c);
	}
}

void
retired_ask_to_end(struct retired *r, uint64_t deadline)
{
	for (size_t i = 0; i < RETIRED_MAX; i++)
		child_ask_to_end(&r->fronts[i], deadline);
}

void
retired_ask_to_drain(struct retired *r, uint64_t deadline)
{
	for (size_t i = 0; i < RETIRED_MAX; i++)
		child_ask_to_drain(&r->fronts[i], deadline);
}

void
retired_enforce(struct retired *r, uint64_t now)
{
	for (size_t i = 0; i < RETIRED_MAX; i++)
		child_enforce(&r->fronts[i], now);
}

bool
retired_are_none(const struct retired *r)
{
	for (size_t i = 0; i < RETIRED_MAX; i++)
		if (r->fronts[i].pid != 0)
			return false;
	return true;
}

uint64_t
retired_next_deadline(const struct retired *r)
{
	uint64_t next = UINT64_MAX;

	for (size_t i = 0; i < RETIRED_MAX; i++)
		if (r->fronts[i].deadline != 0 && r->fronts[i].deadline < next)
			next = r->fronts[i].deadline;
	return next;
}
