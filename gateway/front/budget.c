/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The ceilings over guarded memory, each a counter for the whole process.
 */
#include "gateway/front/budget.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>

#include "base/swap.h"
#include "crypto/core/secret.h"
#include "gateway/common/limits.h"
#include "gateway/common/log.h"

/* Memory is locked in whole pages, and a guarded block has a canary beside
 * what was asked for. */
#define PAGE ((size_t)4096)
#define CANARY ((size_t)64)

/* What a sealer locks beside our buffers while it works: one chunk of 64 KiB,
 * its sealed copy at most, and keys. */
#define SEALER ((size_t)160 * 1024)

/* What a worker takes for an ordinary tip, beside the body as it came: the body
 * decoded (a body of 16 KiB, the median tip has 1), and then either a page of
 * the smallest two classes (32, 64 KiB) or JSON (16 KiB), its next size while
 * it grows (32 KiB) and an archive (16 or 64 KiB): 16 + 112 KiB. */
#define ORDINARY ((size_t)128 * 1024)

/* Above what an ordinary request takes from the heap. */
#define BLOCK_OF_ITS_OWN (1024 * 1024)

/* A ceiling, and what is taken below it. */
struct part {
	_Atomic size_t limit;
	_Atomic size_t used;
};

static struct part all;     /* but for photos */
static struct part uploads; /* of that: bodies as they arrive */
static struct part photos;
static _Atomic bool photos_unlocked;

size_t
budget_of(size_t memlock, unsigned n_workers)
{
	size_t sealers = n_workers * SEALER;
	/* Not all workers seal at once: half is always ours. A lock that then
	 * fails is "busy" as well, only later. */
	size_t rest = memlock / 2;

	if (memlock > sealers && memlock - sealers > rest)
		rest = memlock - sealers;
	return rest < LIMIT_FRONT_BUDGET ? rest : LIMIT_FRONT_BUDGET;
}

static void
start_photos(size_t memlock, size_t budget, size_t sealers)
{
	enum budget_photos how = BUDGET_PHOTOS_NONE;

	if (memlock >= budget + sealers &&
	    memlock - budget - sealers >= LIMIT_PHOTO_BUDGET)
		how = BUDGET_PHOTOS_LOCKED;
	else if (!swap_may_be_there())
		how = BUDGET_PHOTOS_UNLOCKED;
	budget_set_photos(how, LIMIT_PHOTO_BUDGET);
	if (how == BUDGET_PHOTOS_NONE)
		log_line("no photos are taken: turn swap off, or raise the "
			 "limit on locked memory to %zu MiB",
		    (budget + sealers + LIMIT_PHOTO_BUDGET) >> 20);
}

void
budget_start(unsigned n_workers)
{
	struct rlimit now;
	size_t memlock = SIZE_MAX;

	/* Sealed tips are in the heap, up to 16 MiB each. What is mapped by
	 * itself goes back when it is freed; after the first of them glibc
	 * would put the next where they stay, 16 MiB for each worker. */
	(void)mallopt(M_MMAP_THRESHOLD, BLOCK_OF_ITS_OWN);

	if (getrlimit(RLIMIT_MEMLOCK, &now) == 0 &&
	    now.rlim_cur != RLIM_INFINITY)
		memlock = now.rlim_cur;
	size_t bytes = budget_of(memlock, n_workers);
	budget_set(bytes, n_workers);
	if (bytes < LIMIT_FRONT_BUDGET)
		log_line("memory for %zu KiB of tips at once; raise the limit "
			 "on locked memory",
		    bytes / 1024);
	start_photos(memlock, bytes, n_workers * SEALER);
}

size_t
budget_for_uploads(size_t bytes, unsigned n_workers)
{
	size_t kept = n_workers * ORDINARY;

	/* With many workers and little memory: half, as above. */
	return kept < bytes / 2 ? bytes - kept : bytes - bytes / 2;
}

void
budget_set(size_t bytes, unsigned n_workers)
{
	atomic_store(&all.limit, bytes);
	atomic_store(&uploads.limit, budget_for_uploads(bytes, n_workers));
}

void
budget_set_photos(enum budget_photos how, size_t bytes)
{
	atomic_store(&photos.limit, how == BUDGET_PHOTOS_NONE ? 0 : bytes);
	atomic_store(&photos_unlocked, how == BUDGET_PHOTOS_UNLOCKED);
}

bool
budget_photos_are_locked(void)
{
	return !atomic_load(&photos_unlocked);
}

size_t
budget_used(void)
{
	return atomic_load(&all.used);
}

size_t
budget_used_by_photos(void)
{
	return atomic_load(&photos.used);
}

/* Bytes in whole pages; 0 when that cannot be said in a size_t. */
static size_t
in_pages(size_t bytes)
{
	return bytes > SIZE_MAX - PAGE ? 0 : (bytes + PAGE - 1) / PAGE * PAGE;
}

/* What a guarded block costs. */
static size_t
cost(size_t size)
{
	return size > SIZE_MAX - CANARY ? 0 : in_pages(size + CANARY);
}

/* Count n bytes, unless that is beyond the limit. */
static bool
take(struct part *p, size_t n)
{
	size_t max = atomic_load(&p->limit);
	size_t now = atomic_load(&p->used);

	do {
		if (n > 0 && (now > max || n > max - now))
			return false;
	} while (!atomic_compare_exchange_weak(&p->used, &now, now + n));
	return true;
}

static void
give(struct part *p, size_t n)
{
	atomic_fetch_sub(&p->used, n);
}

static void *
budget_alloc(size_t size)
{
	size_t n = cost(size);

	if (n == 0 || !take(&all, n))
		return NULL;
	void *p = secret_alloc(size);
	if (p == NULL)
		give(&all, n);
	return p;
}

static void
budget_release(void *p, size_t size)
{
	secret_free(p);
	give(&all, cost(size));
}

static size_t
text_in(size_t bytes)
{
	return bytes < LIMIT_FORM_BODY ? bytes : LIMIT_FORM_BODY;
}

bool
budget_take_body(size_t from, size_t to)
{
	size_t text = text_in(to) - text_in(from);
	size_t photo = to - from - text;

	if (!take(&photos, photo))
		return false;
	if (!take(&uploads, text))
		goto no_upload;
	if (!take(&all, text))
		goto nothing;
	return true;

nothing:
	give(&uploads, text);
no_upload:
	give(&photos, photo);
	return false;
}

void
budget_give_body(size_t low, size_t high)
{
	size_t text = text_in(high) - text_in(low);

	give(&photos, high - low - text);
	give(&uploads, text);
	give(&all, text);
}

const struct buf_mem budget_mem = {budget_alloc, budget_release};
