/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A ring of tips: threads claim the next one in the order of the bundle, work
 * on it without the lock, and let it go. The first thread takes them in order,
 * and helps when the next one is not ready. Where little memory may be locked
 * nothing is unsealed ahead: the tip that is shown has all of it.
 */
#include "officer/ahead.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>

#include "crypto/core/secret.h"

/* Besides the thread that shows, for which more would wait. */
#define THREADS_MAX 3
/* One shown, one for each thread, some to even out their sizes. 128 MiB of
 * sealed bytes when all are of the largest class. */
#define SLOTS 8

/* Locked memory without which nothing is unsealed ahead: 20 KiB for each small
 * tip, and as much again, and more, for what showing one may take. */
#define PLENTY ((size_t)512 * 1024)

struct slot {
	struct ahead_tip tip;
	bool busy; /* from its claim until its work is done: its thread's */
};

struct ahead {
	const struct bundle *b;
	struct unseal_keys keys;
	pthread_t threads[THREADS_MAX];
	size_t n_threads;
	/* For all below, except a slot that is busy and the tip that is lent.
	 */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	uint64_t at;    /* where the next member is looked for */
	size_t claimed; /* tips found since the beginning */
	size_t done;    /* of these, taken and given back */
	bool lent;      /* the caller holds the one after those */
	bool alone;     /* unseal nothing but that one, keep no buffers */
	bool stop;
	bool ended; /* no tip follows those that were claimed */
	int result; /* of the end: 0 or BUNDLE_E_IO */
	int saved_errno;
	struct slot slots[SLOTS];
};

static bool
may_claim(const struct ahead *a)
{
	return !a->ended && a->claimed - a->done < SLOTS;
}

/* Find the next tip; with the lock held, since who finds it decides where the
 * one after it is looked for. NULL at the end. */
static struct slot *
claim(struct ahead *a)
{
	struct slot *s = &a->slots[a->claimed % SLOTS];
	int r;

	do {
		r = bundle_seek(a->b, a->at, &s->tip.member);
		if (r != 1) {
			a->saved_errno = errno;
			a->result = r;
			a->ended = true;
			return NULL;
		}
		a->at = s->tip.member.next;
	} while (s->tip.member.kind != BUNDLE_TIP);
	s->busy = true;
	a->claimed++;
	return s;
}

/* Without the lock. Where memory runs short the tip is unsealed when its turn
 * comes. */
static void
work(const struct ahead *a, struct ahead_tip *t, bool may_unseal)
{
	tip_read(&t->blob, a->b, &t->member);
	if (t->blob.err != TIP_OK || t->blob.bytes.len > TIP_SMALL ||
	    !may_unseal)
		return;
	tip_unseal(&t->blob, &a->keys);
	if (t->blob.age_err == AGE_E_MEMORY)
		t->blob.unsealed = false;
}

/* Claim a tip and make it ready, with the lock held before and after. */
static void
produce(struct ahead *a)
{
	bool may_unseal = !a->alone;
	struct slot *s = claim(a);

	if (s != NULL) {
		pthread_mutex_unlock(&a->lock);
		work(a, &s->tip, may_unseal);
		pthread_mutex_lock(&a->lock);
		s->busy = false;
	}
	pthread_cond_broadcast(&a->changed);
}

static void *
thread_main(void *arg)
{
	struct ahead *a = arg;

	pthread_mutex_lock(&a->lock);
	while (!a->stop && !a->ended) {
		if (may_claim(a))
			produce(a);
		else
			pthread_cond_wait(&a->changed, &a->lock);
	}
	pthread_mutex_unlock(&a->lock);
	return NULL;
}

/* Processors that this process may use. */
static size_t
processors(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof set, &set) != 0 || CPU_COUNT(&set) < 1)
		return 1;
	return (size_t)CPU_COUNT(&set);
}

/* One for each processor but that of the thread that shows the tips. Signals go
 * to that one: it is asked to end. */
static void
start_threads(struct ahead *a)
{
	size_t wanted = processors() - 1;
	sigset_t all;
	sigset_t before;

	if (wanted > THREADS_MAX)
		wanted = THREADS_MAX;
	sigfillset(&all);
	if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
		return;
	while (
	    a->n_threads < wanted && pthread_create(&a->threads[a->n_threads],
					 NULL, thread_main, a) == 0)
		a->n_threads++;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static bool
is_plenty(void)
{
	void *p = secret_alloc(PLENTY);

	secret_free(p);
	return p != NULL;
}

int
ahead_new(
    struct ahead **out, const struct bundle *b, const struct unseal_keys *keys)
{
	struct ahead *a = calloc(1, sizeof *a);

	if (a == NULL)
		return -ENOMEM;
	a->b = b;
	a->keys = *keys;
	a->alone = !is_plenty();
	for (size_t i = 0; i < SLOTS; i++)
		tip_blob_init(&a->slots[i].tip.blob);
	/* Neither fails in glibc. */
	if (pthread_mutex_init(&a->lock, NULL) != 0 ||
	    pthread_cond_init(&a->changed, NULL) != 0) {
		free(a);
		return -ENOMEM;
	}
	start_threads(a);
	*out = a;
	return 0;
}

/* The tip that was lent is done with. */
static void
take_back(struct ahead *a)
{
	if (!a->lent)
		return;
	struct tip_blob *blob = &a->slots[a->done % SLOTS].tip.blob;
	if (a->alone)
		tip_close(blob);
	else
		tip_forget(blob);
	a->lent = false;
	a->done++;
	pthread_cond_broadcast(&a->changed);
}

/* Give back all memory that is locked for tips, the threads' too: what they
 * claim from now on they do not unseal. */
static void
make_room(struct ahead *a)
{
	a->alone = true;
	for (size_t i = 0; i < SLOTS; i++) {
		while (a->slots[i].busy)
			pthread_cond_wait(&a->changed, &a->lock);
		tip_close(&a->slots[i].tip.blob);
	}
}

static void
unseal_without_lock(struct ahead *a, struct tip_blob *blob)
{
	pthread_mutex_unlock(&a->lock);
	tip_unseal(blob, &a->keys);
	pthread_mutex_lock(&a->lock);
}

/* The turn of a tip has come. That the others had the memory is no reason to
 * leave it closed. */
static void
unseal_now(struct ahead *a, struct tip_blob *blob)
{
	if (blob->err != TIP_OK || blob->unsealed)
		return;
	unseal_without_lock(a, blob);
	if (blob->age_err == AGE_E_MEMORY && !a->alone) {
		make_room(a);
		unseal_without_lock(a, blob);
	}
}

int
ahead_next(struct ahead *a, struct ahead_tip **out)
{
	int r = 1;

	pthread_mutex_lock(&a->lock);
	take_back(a);
	struct slot *s = &a->slots[a->done % SLOTS];
	/* Rather than wait for the others this thread does as they do. */
	while (a->claimed == a->done ? !a->ended : s->busy) {
		if (may_claim(a))
			produce(a);
		else
			pthread_cond_wait(&a->changed, &a->lock);
	}
	if (a->claimed == a->done) {
		r = a->result;
		errno = a->saved_errno;
	} else {
		a->lent = true;
		unseal_now(a, &s->tip.blob);
		*out = &s->tip;
	}
	pthread_mutex_unlock(&a->lock);
	return r;
}

void
ahead_free(struct ahead **a)
{
	struct ahead *ahead = *a;

	if (ahead == NULL)
		return;
	pthread_mutex_lock(&ahead->lock);
	ahead->stop = true;
	pthread_cond_broadcast(&ahead->changed);
	pthread_mutex_unlock(&ahead->lock);
	for (size_t i = 0; i < ahead->n_threads; i++)
		(void)pthread_join(ahead->threads[i], NULL);
	pthread_cond_destroy(&ahead->changed);
	pthread_mutex_destroy(&ahead->lock);
	for (size_t i = 0; i < SLOTS; i++)
		tip_blob_free(&ahead->slots[i].tip.blob);
	free(ahead);
	*a = NULL;
}
