/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Requests to the vault, and its state remembered for a second.
 */
#include "gateway/front/vault_link.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/clock.h"
#include "gateway/ipc/client.h"

struct vault_link {
	struct channels *channels;
	pthread_mutex_t lock; /* over everything below */
	bool known;           /* state was asked for and has not expired */
	bool asking;          /* some thread is about to know */
	bool answered;        /* open holds an answer */
	bool open;            /* the last answer */
	uint64_t asked_ms;    /* when it came */
	uint64_t asking_ms;   /* since when some thread is asking */
};

struct vault_link *
vault_link_new(struct channels *channels)
{
	struct vault_link *v = calloc(1, sizeof(*v));

	if (v == NULL)
		return NULL;
	if (pthread_mutex_init(&v->lock, NULL) != 0) {
		free(v);
		return NULL;
	}
	v->channels = channels;
	return v;
}

static bool
ask_state(struct vault_link *v)
{
	enum vault_state state;
	int fd = channels_borrow(v->channels);

	if (fd < 0)
		return false;
	if (client_state(fd, &state) != CLIENT_OK) {
		channels_retire(v->channels, fd);
		return false;
	}
	channels_return(v->channels, fd);
	return state == VAULT_OPEN;
}

/* Whether this thread has to ask. One at a time: while the vault is slow, the
 * others go on with what was last known and do not all queue up behind it, but
 * not for long: from VAULT_ASKING_MS on the vault counts as closed for them.
 * (How old the last answer is says nothing: on a quiet gateway it is from this
 * morning.) Before the first answer nothing is known: then each asks for
 * itself, or the citizens who come just after a restart would find the form
 * closed. */
static bool
must_ask(struct vault_link *v, bool *open)
{
	pthread_mutex_lock(&v->lock);
	uint64_t now = clock_monotonic_ms();
	bool fresh = v->known && now - v->asked_ms < VAULT_STATE_MS;
	bool ask = !fresh && (!v->asking || !v->answered);
	bool hangs = v->asking && now - v->asking_ms >= VAULT_ASKING_MS;
	if (ask && !v->asking) {
		v->asking = true;
		v->asking_ms = now;
	}
	*open = v->open && !hangs;
	pthread_mutex_unlock(&v->lock);
	return ask;
}

static void
remember(struct vault_link *v, bool open)
{
	pthread_mutex_lock(&v->lock);
	v->open = open;
	v->answered = true;
	v->known = true;
	v->asking = false;
	v->asked_ms = clock_monotonic_ms();
	pthread_mutex_unlock(&v->lock);
}

/* The next who wants to know asks. */
static void
forget(struct vault_link *v)
{
	pthread_mutex_lock(&v->lock);
	v->known = false;
	pthread_mutex_unlock(&v->lock);
}

bool
vault_link_is_open(struct vault_link *v)
{
	bool open;

	if (channels_are_broken(v->channels))
		return false;
	if (must_ask(v, &open)) {
		open = ask_state(v);
		remember(v, open);
	}
	return open;
}

int
vault_link_add(struct vault_link *v, uint32_t epoch, const struct buf *blob)
{
	int fd = channels_borrow(v->channels);

	if (fd < 0)
		return VAULT_LINK_E_GONE;
	int r = client_add(fd, epoch, blob->data, blob->len);
	if (r == CLIENT_E_GONE) {
		channels_retire(v->channels, fd);
		return VAULT_LINK_E_GONE;
	}
	channels_return(v->channels, fd);
	if (r == CLIENT_OK)
		return VAULT_LINK_OK;
	forget(v);
	return VAULT_LINK_E_NOT_STORED;
}

void
vault_link_free(struct vault_link **vp)
{
	if (*vp == NULL)
		return;
	pthread_mutex_destroy(&(*vp)->lock);
	free(*vp);
	*vp = NULL;
}
