/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * When something is due next, and how long poll may wait for it.
 */
#include "gateway/supervisor/due.h"

#include <limits.h>

void
due_sooner(uint64_t *next, uint64_t at)
{
	if (at != 0 && at < *next)
		*next = at;
}

void
due_of_child(uint64_t *next, const struct child *c)
{
	due_sooner(next, c->deadline);
	if (c->awaits)
		due_sooner(next, c->answer_by);
}

int
due_wait(uint64_t next, uint64_t now)
{
	if (next == DUE_NEVER)
		return -1;
	if (next <= now)
		return 0;
	return next - now > INT_MAX ? INT_MAX : (int)(next - now);
}
