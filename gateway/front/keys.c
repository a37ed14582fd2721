/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The keyring of the front: never changed, only replaced. Who reads one holds a
 * reference; the last to let go frees it. The mutex is held for a few
 * instructions, never while something is sealed.
 */
#include "gateway/front/keys.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A keyring and who holds it: struct keys, and requests. */
struct set {
	struct keyring *keyring;
	char fingerprint[FINGERPRINT_LEN];
	unsigned references;
};

struct keys {
	const struct form *form;
	pthread_mutex_t lock; /* over current, and all references */
	struct set *current;  /* NULL: none, closed */
};

struct keys *
keys_new(const struct form *form)
{
	struct keys *k = calloc(1, sizeof(*k));

	if (k == NULL)
		return NULL;
	k->form = form;
	if (pthread_mutex_init(&k->lock, NULL) != 0) {
		free(k);
		return NULL;
	}
	return k;
}

static struct set *
borrow(struct keys *k)
{
	pthread_mutex_lock(&k->lock);
	struct set *s = k->current;
	if (s != NULL)
		s->references++;
	pthread_mutex_unlock(&k->lock);
	return s;
}

static void
give_back(struct keys *k, struct set *s)
{
	if (s == NULL)
		return;
	pthread_mutex_lock(&k->lock);
	bool last = --s->references == 0;
	pthread_mutex_unlock(&k->lock);
	if (!last)
		return;
	keyring_free(&s->keyring);
	free(s);
}

static struct set *
exchange(struct keys *k, struct set *s)
{
	pthread_mutex_lock(&k->lock);
	struct set *before = k->current;
	k->current = s;
	pthread_mutex_unlock(&k->lock);
	return before;
}

void
keys_free(struct keys **k)
{
	if (*k == NULL)
		return;
	give_back(*k, exchange(*k, NULL));
	pthread_mutex_destroy(&(*k)->lock);
	free(*k);
	*k = NULL;
}

/* An area that nobody could open would be a form that swallows tips. What is
 * over is not sealed to any more. */
static bool
covers_form(const struct form *form, const struct keyring *k, int32_t today,
    struct keyring_error *why)
{
	const char *ids[FORM_AREAS_MAX];
	uint32_t epoch = 0;
	size_t n = form_area_ids(form, ids);
	const char *id = keyring_gap(k, today, ids, n, &epoch);

	if (id != NULL)
		(void)snprintf(why->text, sizeof why->text,
		    "[epoch %u]: expected a recipient for the form's "
		    "area %.40s, or lines \"area *\"",
		    (unsigned)epoch, id);
	return id == NULL;
}

/* NULL: why says why. */
static struct set *
make_set(const struct form *form, struct view text, int32_t today,
    struct keyring_error *why)
{
	struct set *s = calloc(1, sizeof(*s));

	if (s == NULL) {
		(void)snprintf(why->text, sizeof why->text, "out of memory");
		return NULL;
	}
	s->references = 1;
	if (keyring_parse(text.data, text.len, &s->keyring, why) !=
		KEYRING_OK ||
	    !covers_form(form, s->keyring, today, why)) {
		keyring_free(&s->keyring);
		free(s);
		return NULL;
	}
	fingerprint_keyring(text, s->fingerprint);
	return s;
}

bool
keys_replace(
    struct keys *k, struct view text, int32_t today, struct keyring_error *why)
{
	struct set *s = NULL;

	if (text.len > 0 && (s = make_set(k->form, text, today, why)) == NULL)
		return false;
	give_back(k, exchange(k, s));
	return true;
}

bool
keys_are_usable(struct keys *k, int32_t today)
{
	struct set *s = borrow(k);
	bool usable =
	    s != NULL && keyring_at(s->keyring, today, NULL) == KEYRING_USABLE;

	give_back(k, s);
	return usable;
}

void
keys_tell(struct keys *k, struct keys_about *out)
{
	struct set *s = borrow(k);

	*out = (struct keys_about){.counts = s != NULL};
	if (s != NULL) {
		out->serial = s->keyring->serial;
		clock_format_day(s->keyring->issued, out->issued);
		clock_format_day(s->keyring->expires, out->expires);
		memcpy(out->fingerprint, s->fingerprint, FINGERPRINT_LEN);
	}
	give_back(k, s);
}

bool
keys_choose(
    struct keys *k, const char *area, int32_t today, struct keys_choice *out)
{
	const struct keyring_epoch *e = NULL;
	struct set *s = borrow(k);
	size_t n = 0;

	if (s != NULL && keyring_at(s->keyring, today, &e) == KEYRING_USABLE)
		n = keyring_recipients(
		    s->keyring, e, area, strlen(area), out->recipients);
	if (n > 0) {
		out->epoch = e->id;
		out->stanzas = s->keyring->stanzas;
		out->n_recipients = n;
	}
	give_back(k, s);
	return n > 0;
}
