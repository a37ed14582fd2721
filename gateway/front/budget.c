/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The ceiling over guarded memory: one counter for the whole process.
 */
#include "gateway/front/budget.h"

#include <stdatomic.h>
#include <stdint.h>
#include <sys/resource.h>

#include "crypto/core/secret.h"
#include "gateway/common/limits.h"

/* Memory is locked in whole pages, and a guarded block has a canary beside
 * what was asked for. */
#define PAGE ((size_t)4096)
#define CANARY ((size_t)64)

/* What a sealer locks beside our buffers while it works: one chunk of 64 KiB,
 * its sealed copy at most, and keys. */
#define SEALER ((size_t)160 * 1024)

static _Atomic size_t limit;
static _Atomic size_t used;

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

void
budget_start(unsigned n_workers)
{
	struct rlimit now;
	size_t memlock = SIZE_MAX;

	if (getrlimit(RLIMIT_MEMLOCK, &now) == 0 &&
	    now.rlim_cur != RLIM_INFINITY)
		memlock = now.rlim_cur;
	budget_set(budget_of(memlock, n_workers));
}

void
budget_set(size_t bytes)
{
	atomic_store(&limit, bytes);
}

size_t
budget_used(void)
{
	return atomic_load(&used);
}

/* What size bytes cost; 0 when that cannot be said in a size_t. */
static size_t
cost(size_t size)
{
	if (size > SIZE_MAX - CANARY - PAGE)
		return 0;
	return (size + CANARY + PAGE - 1) / PAGE * PAGE;
}

static void *
budget_alloc(size_t size)
{
	size_t n = cost(size);
	size_t now = atomic_load(&used);

	do {
		size_t max = atomic_load(&limit);
		if (n == 0 || now > max || n > max - now)
			return NULL;
	} while (!atomic_compare_exchange_weak(&used, &now, now + n));

	void *p = secret_alloc(size);
	if (p == NULL)
		atomic_fetch_sub(&used, n);
	return p;
}

static void
budget_release(void *p, size_t size)
{
	secret_free(p);
	atomic_fetch_sub(&used, cost(size));
}

const struct buf_mem budget_mem = {budget_alloc, budget_release};
