/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * One mapping without any right, of which the front part becomes memory: its
 * first page and all behind cap stay without, as guards.
 */
#include "crypto/core/secret_room.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static size_t
page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

size_t
secret_room_pages(size_t n)
{
	size_t page = page_size();

	return n > SIZE_MAX - page ? 0 : (n + page - 1) / page * page;
}

bool
secret_room_open(struct secret_room *r, size_t max)
{
	size_t page = page_size();
	size_t span = secret_room_pages(max);

	if (max == 0 || span == 0 || span > SIZE_MAX - 2 * page)
		return false;
	uint8_t *p = mmap(NULL, page + span + page, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		return false;
	/* Before there is anything in it. */
	if (madvise(p, page + span + page, MADV_DONTDUMP) != 0) {
		(void)munmap(p, page + span + page);
		return false;
	}
	*r = (struct secret_room){.data = p + page, .max = span};
	return true;
}

bool
secret_room_grow(struct secret_room *r, size_t n, bool locked)
{
	size_t cap = secret_room_pages(n);

	if (n <= r->cap)
		return true;
	if (cap == 0 || cap > r->max)
		return false;
	size_t more = cap - r->cap;
	uint8_t *from = r->data + r->cap;
	if (mprotect(from, more, PROT_READ | PROT_WRITE) != 0)
		return false;
	if (locked && mlock(from, more) != 0) {
		(void)mprotect(from, more, PROT_NONE);
		return false;
	}
	r->cap = cap;
	return true;
}

void
secret_room_shrink(struct secret_room *r, size_t n)
{
	size_t cap = secret_room_pages(n);

	if (n >= r->cap)
		return;
	explicit_bzero(r->data + n, r->cap - n);
	if (cap >= r->cap)
		return;
	size_t less = r->cap - cap;
	uint8_t *from = r->data + cap;
	/* Given back, and zero when it comes again. */
	(void)munlock(from, less);
	(void)madvise(from, less, MADV_DONTNEED);
	(void)mprotect(from, less, PROT_NONE);
	r->cap = cap;
}

void
secret_room_close(struct secret_room *r)
{
	size_t page = page_size();

	if (r->data == NULL)
		return;
	explicit_bzero(r->data, r->cap);
	(void)munmap(r->data - page, page + r->max + page);
	*r = (struct secret_room){.data = NULL};
}
