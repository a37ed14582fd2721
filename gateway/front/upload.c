/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Growing in place, a little ahead of what comes.
 */
#include "gateway/front/upload.h"

#include <string.h>

#include "gateway/common/limits.h"
#include "gateway/front/budget.h"

/* An eighth ahead: a body of 10 MiB grows in some 70 steps of two system calls
 * each, and who sends one byte takes one page. */
static size_t
room_for(const struct upload *u, size_t need)
{
	size_t ahead = need + need / 8;

	return ahead < u->max ? ahead : u->max;
}

/* To that many bytes. The budget counts before the memory is there. */
static bool
grow_to(struct upload *u, size_t want, bool locked)
{
	size_t before = u->room.cap;
	size_t cap = secret_room_pages(want);

	if (cap <= before)
		return true;
	if (!budget_take_body(before, cap))
		return false;
	if (secret_room_grow(&u->room, cap, locked))
		return true;
	budget_give_body(before, cap);
	return false;
}

/* Text is always locked: first as far as it may reach, then beyond. */
static bool
grow(struct upload *u, size_t need)
{
	size_t want = room_for(u, need);

	if (need <= u->room.cap)
		return true;
	if (u->room.data == NULL && !secret_room_open(&u->room, u->max))
		return false;
	if (!grow_to(u, want < LIMIT_FORM_BODY ? want : LIMIT_FORM_BODY, true))
		return false;
	return grow_to(u, want, budget_photos_are_locked());
}

bool
upload_add(struct upload *u, const void *p, size_t n)
{
	if (n > u->max - u->len || !grow(u, u->len + n))
		return false;
	if (n > 0)
		memcpy(u->room.data + u->len, p, n);
	u->len += n;
	return true;
}

void
upload_cut(struct upload *u, size_t max)
{
	size_t before = u->room.cap;

	if (u->max > max)
		u->max = max;
	if (u->len > max)
		u->len = max;
	secret_room_shrink(&u->room, u->max);
	budget_give_body(u->room.cap, before);
}

struct buf
upload_view(const struct upload *u)
{
	return (struct buf){.data = u->room.data, .len = u->len};
}

void
upload_free(struct upload *u)
{
	size_t before = u->room.cap;

	secret_room_close(&u->room);
	budget_give_body(0, before);
	*u = (struct upload){.len = 0};
}
