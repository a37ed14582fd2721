/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * One list in order of expiry: the thread looks at its head only. Nearly all
 * deadlines are equally long, so what is put in belongs near the end.
 */
#include "gateway/front/deadline.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <time.h>

#include "base/clock.h"

struct deadline {
	TAILQ_ENTRY(deadline) link;
	uint64_t due;
	int fd;
	bool begun;
	bool cut; /* once is enough */
};

TAILQ_HEAD(deadline_list, deadline);

struct deadlines {
	pthread_mutex_t lock; /* over everything below */
	pthread_cond_t wake;  /* the thread: a first connection, or the end */
	pthread_cond_t empty; /* who waits: the last connection is gone */
	struct deadline_list list; /* not yet cut, the first due first */
	struct deadline_list past; /* cut, not yet removed */
	uint64_t limit_ms;
	pthread_t thread;
	bool started;
	bool ending;
};

/* Condition variables that wait on the clock that only goes forward. */
static int
cond_init_monotonic(pthread_cond_t *c)
{
	pthread_condattr_t attr;
	int r = pthread_condattr_init(&attr);

	if (r != 0)
		return r;
	r = pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	if (r == 0)
		r = pthread_cond_init(c, &attr);
	pthread_condattr_destroy(&attr);
	return r;
}

static int
sync_init(struct deadlines *d)
{
	if (pthread_mutex_init(&d->lock, NULL) != 0)
		return -1;
	if (cond_init_monotonic(&d->wake) != 0)
		goto no_wake;
	if (cond_init_monotonic(&d->empty) != 0)
		goto no_empty;
	return 0;

no_empty:
	pthread_cond_destroy(&d->wake);
no_wake:
	pthread_mutex_destroy(&d->lock);
	return -1;
}

struct deadlines *
deadlines_new(uint64_t limit_ms)
{
	struct deadlines *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	if (sync_init(d) != 0) {
		free(d);
		return NULL;
	}
	TAILQ_INIT(&d->list);
	TAILQ_INIT(&d->past);
	d->limit_ms = limit_ms;
	return d;
}

static struct timespec
timespec_of(uint64_t ms)
{
	return (struct timespec){
	    .tv_sec = (time_t)(ms / 1000),
	    .tv_nsec = (long)(ms % 1000) * 1000000,
	};
}

/* With the lock held. */
static void
cut(struct deadlines *d, struct deadline *one)
{
	/* Both directions: libmicrohttpd wakes, sees the end and closes. */
	(void)shutdown(one->fd, SHUT_RDWR);
	one->cut = true;
	TAILQ_REMOVE(&d->list, one, link);
	TAILQ_INSERT_TAIL(&d->past, one, link);
}

static uint64_t
cut_due(struct deadlines *d, uint64_t now_ms)
{
	struct deadline *one;

	while ((one = TAILQ_FIRST(&d->list)) != NULL && one->due <= now_ms)
		cut(d, one);
	return one == NULL ? UINT64_MAX : one->due - now_ms;
}

uint64_t
deadlines_cut(struct deadlines *d, uint64_t now_ms)
{
	pthread_mutex_lock(&d->lock);
	uint64_t next = cut_due(d, now_ms);
	pthread_mutex_unlock(&d->lock);
	return next;
}

static void *
run(void *arg)
{
	struct deadlines *d = arg;

	pthread_mutex_lock(&d->lock);
	while (!d->ending) {
		uint64_t now = clock_monotonic_ms();
		uint64_t next = cut_due(d, now);
		if (next == UINT64_MAX) {
			pthread_cond_wait(&d->wake, &d->lock);
			continue;
		}
		struct timespec until = timespec_of(now + next);
		pthread_cond_timedwait(&d->wake, &d->lock, &until);
	}
	pthread_mutex_unlock(&d->lock);
	return NULL;
}

int
deadlines_start(struct deadlines *d)
{
	int r = pthread_create(&d->thread, NULL, run, d);

	if (r != 0)
		return -r;
	d->started = true;
	return 0;
}

/* With the lock held. */
static void
insert(struct deadlines *d, struct deadline *one)
{
	struct deadline *before = TAILQ_LAST(&d->list, deadline_list);

	while (before != NULL && before->due > one->due)
		before = TAILQ_PREV(before, deadline_list, link);
	if (before == NULL)
		TAILQ_INSERT_HEAD(&d->list, one, link);
	else
		TAILQ_INSERT_AFTER(&d->list, before, one, link);
}

struct deadline *
deadline_add(struct deadlines *d, int fd, uint64_t now_ms)
{
	struct deadline *one = calloc(1, sizeof(*one));

	if (one == NULL)
		return NULL;
	one->fd = fd;
	one->due = now_ms + d->limit_ms;
	pthread_mutex_lock(&d->lock);
	insert(d, one);
	/* The thread waits for the first, or for there to be one. */
	if (TAILQ_FIRST(&d->list) == one)
		pthread_cond_signal(&d->wake);
	pthread_mutex_unlock(&d->lock);
	return one;
}

void
deadline_mark_begun(struct deadlines *d, struct deadline *one)
{
	pthread_mutex_lock(&d->lock);
	one->begun = true;
	pthread_mutex_unlock(&d->lock);
}

void
deadline_extend(struct deadlines *d, struct deadline *one, uint64_t more_ms)
{
	pthread_mutex_lock(&d->lock);
	/* The thread wakes at the old time, and finds nothing to do. */
	if (!one->cut) {
		TAILQ_REMOVE(&d->list, one, link);
		one->due += more_ms;
		insert(d, one);
	}
	pthread_mutex_unlock(&d->lock);
}

void
deadline_remove(struct deadlines *d, struct deadline *one)
{
	pthread_mutex_lock(&d->lock);
	if (one->cut)
		TAILQ_REMOVE(&d->past, one, link);
	else
		TAILQ_REMOVE(&d->list, one, link);
	if (TAILQ_EMPTY(&d->list) && TAILQ_EMPTY(&d->past))
		pthread_cond_broadcast(&d->empty);
	pthread_mutex_unlock(&d->lock);
	free(one);
}

void
deadlines_cut_silent(struct deadlines *d)
{
	struct deadline *one;
	struct deadline *next;

	pthread_mutex_lock(&d->lock);
	for (one = TAILQ_FIRST(&d->list); one != NULL; one = next) {
		next = TAILQ_NEXT(one, link);
		if (!one->begun)
			cut(d, one);
	}
	pthread_mutex_unlock(&d->lock);
}

bool
deadlines_wait_empty(struct deadlines *d, uint64_t wait_ms)
{
	struct timespec until = timespec_of(clock_monotonic_ms() + wait_ms);
	bool empty;
	int r = 0;

	pthread_mutex_lock(&d->lock);
	for (;;) {
		empty = TAILQ_EMPTY(&d->list) && TAILQ_EMPTY(&d->past);
		if (empty || r == ETIMEDOUT)
			break;
		r = pthread_cond_timedwait(&d->empty, &d->lock, &until);
	}
	pthread_mutex_unlock(&d->lock);
	return empty;
}

void
deadlines_free(struct deadlines **dp)
{
	struct deadlines *d = *dp;

	if (d == NULL)
		return;
	if (d->started) {
		pthread_mutex_lock(&d->lock);
		d->ending = true;
		pthread_cond_signal(&d->wake);
		pthread_mutex_unlock(&d->lock);
		pthread_join(d->thread, NULL);
	}
	pthread_cond_destroy(&d->empty);
	pthread_cond_destroy(&d->wake);
	pthread_mutex_destroy(&d->lock);
	free(d);
	*dp = NULL;
}
