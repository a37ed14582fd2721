/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A ring of tips between the thread that reads and the one that opens.
 */
#include "officer/ahead.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

/* Enough to even out tips of different sizes; 64 MiB of the largest ones. */
#define SLOTS 4

struct ahead {
	const struct bundle *b;
	uint64_t at; /* where the next member is looked for */
	pthread_t thread;
	bool threaded;
	pthread_mutex_t lock; /* for what follows, but not what is in a slot */
	pthread_cond_t changed;
	size_t read; /* tips since the beginning: those below are readable */
	size_t done; /* those below may be overwritten */
	bool lent;   /* the caller holds the one at done */
	bool stop;
	bool ended; /* no tip follows those that were read */
	int result; /* of the end: 0 or BUNDLE_E_IO */
	int saved_errno;
	struct ahead_tip slots[SLOTS];
};

/* Read a tip into a slot: 1, 0 at the end, or BUNDLE_E_IO. */
static int
read_tip(struct ahead *a, struct ahead_tip *slot)
{
	int r;

	while ((r = bundle_seek(a->b, a->at, &slot->member)) == 1) {
		a->at = slot->member.next;
		if (slot->member.kind == BUNDLE_TIP) {
			tip_read(&slot->blob, a->b, &slot->member);
			break;
		}
	}
	return r;
}

/* One tip more, or the end. */
static void
produce(struct ahead *a)
{
	int r = read_tip(a, &a->slots[a->read % SLOTS]);
	int saved_errno = errno;

	pthread_mutex_lock(&a->lock);
	if (r == 1) {
		a->read++;
	} else {
		a->ended = true;
		a->result = r;
		a->saved_errno = saved_errno;
	}
	pthread_cond_broadcast(&a->changed);
	pthread_mutex_unlock(&a->lock);
}

/* Wait for room in the ring. False when there is nothing more to do. */
static bool
wait_for_room(struct ahead *a)
{
	pthread_mutex_lock(&a->lock);
	while (!a->stop && !a->ended && a->read - a->done == SLOTS)
		pthread_cond_wait(&a->changed, &a->lock);
	bool more = !a->stop && !a->ended;
	pthread_mutex_unlock(&a->lock);
	return more;
}

static void *
thread_main(void *arg)
{
	struct ahead *a = arg;

	while (wait_for_room(a))
		produce(a);
	return NULL;
}

/* Signals go to the thread that shows the tips: it is asked to end. */
static bool
start_thread(struct ahead *a)
{
	sigset_t all;
	sigset_t before;

	sigfillset(&all);
	if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
		return false;
	int r = pthread_create(&a->thread, NULL, thread_main, a);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return r == 0;
}

int
ahead_new(struct ahead **out, const struct bundle *b)
{
	struct ahead *a = calloc(1, sizeof *a);

	if (a == NULL)
		return -ENOMEM;
	a->b = b;
	for (size_t i = 0; i < SLOTS; i++)
		tip_blob_init(&a->slots[i].blob);
	if (pthread_mutex_init(&a->lock, NULL) != 0) {
		free(a);
		return -ENOMEM;
	}
	if (pthread_cond_init(&a->changed, NULL) != 0) {
		pthread_mutex_destroy(&a->lock);
		free(a);
		return -ENOMEM;
	}
	a->threaded = start_thread(a);
	*out = a;
	return 0;
}

int
ahead_next(struct ahead *a, struct ahead_tip **out)
{
	if (!a->threaded && !a->ended)
		produce(a);
	pthread_mutex_lock(&a->lock);
	if (a->lent)
		a->done++;
	a->lent = false;
	pthread_cond_broadcast(&a->changed);
	while (a->threaded && a->read == a->done && !a->ended)
		pthread_cond_wait(&a->changed, &a->lock);
	int r = a->result;
	if (a->read > a->done) {
		a->lent = true;
		*out = &a->slots[a->done % SLOTS];
		r = 1;
	}
	pthread_mutex_unlock(&a->lock);
	if (r < 0)
		errno = a->saved_errno;
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
	if (ahead->threaded)
		(void)pthread_join(ahead->thread, NULL);
	pthread_cond_destroy(&ahead->changed);
	pthread_mutex_destroy(&ahead->lock);
	for (size_t i = 0; i < SLOTS; i++)
		tip_blob_free(&ahead->slots[i].blob);
	free(ahead);
	*a = NULL;
}
