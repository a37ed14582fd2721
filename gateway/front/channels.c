/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The pool of channels: a stack of free descriptors under a mutex.
 */
#include "gateway/front/channels.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

struct channels {
	pthread_mutex_t lock; /* over everything below */
	pthread_cond_t change;
	void (*given_up)(void); /* or NULL */
	bool broken;
	size_t n_free;
	int free_fds[];
};

struct channels *
channels_new(int first, size_t n)
{
	struct channels *c = calloc(1, sizeof(*c) + n * sizeof(c->free_fds[0]));

	if (c == NULL)
		return NULL;
	if (pthread_mutex_init(&c->lock, NULL) != 0)
		goto no_lock;
	if (pthread_cond_init(&c->change, NULL) != 0)
		goto no_change;
	for (size_t i = 0; i < n; i++)
		c->free_fds[c->n_free++] = first + (int)i;
	return c;

no_change:
	pthread_mutex_destroy(&c->lock);
no_lock:
	free(c);
	return NULL;
}

void
channels_on_break(struct channels *c, void (*given_up)(void))
{
	c->given_up = given_up;
}

int
channels_borrow(struct channels *c)
{
	int fd = -1;

	pthread_mutex_lock(&c->lock);
	while (!c->broken && c->n_free == 0)
		pthread_cond_wait(&c->change, &c->lock);
	if (!c->broken)
		fd = c->free_fds[--c->n_free];
	pthread_mutex_unlock(&c->lock);
	return fd;
}

void
channels_return(struct channels *c, int fd)
{
	pthread_mutex_lock(&c->lock);
	if (c->broken) {
		close(fd);
	} else {
		c->free_fds[c->n_free++] = fd;
		pthread_cond_signal(&c->change);
	}
	pthread_mutex_unlock(&c->lock);
}

static void
close_free(struct channels *c)
{
	while (c->n_free > 0)
		close(c->free_fds[--c->n_free]);
}

void
channels_retire(struct channels *c, int fd)
{
	pthread_mutex_lock(&c->lock);
	close(fd);
	bool first = !c->broken;
	c->broken = true;
	close_free(c);
	pthread_cond_broadcast(&c->change);
	pthread_mutex_unlock(&c->lock);
	if (first && c->given_up != NULL)
		c->given_up();
}

bool
channels_are_broken(struct channels *c)
{
	pthread_mutex_lock(&c->lock);
	bool broken = c->broken;
	pthread_mutex_unlock(&c->lock);
	return broken;
}

void
channels_free(struct channels **cp)
{
	struct channels *c = *cp;

	if (c == NULL)
		return;
	close_free(c);
	pthread_cond_destroy(&c->change);
	pthread_mutex_destroy(&c->lock);
	free(c);
	*cp = NULL;
}
