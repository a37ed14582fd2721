/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What differs between two keyrings, in words: what whoever changes, signs or
 * installs one has to agree to. Keys appear as fingerprints, which can be read
 * aloud.
 */
#include "admin/keyring.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/say.h"
#include "crypto/seal/fingerprint.h"

/* A list of recipients by their places in a keyring. */
struct list {
	const struct keyring *k;
	const uint16_t *places;
	size_t n;
};

struct words {
	FILE *to;
	bool any;
};

static const char *
kind(const struct recipient *r)
{
	return r->type == AGE_HYBRID ? "post-quantum" : "classic";
}

static bool
holds(const struct list *l, const struct recipient *r)
{
	for (size_t i = 0; i < l->n; i++)
		if (recipient_equal(&l->k->recipients[l->places[i]], r))
			return true;
	return false;
}

void
keyring_words_area(const char *id, char *out, size_t size)
{
	if (strcmp(id, KEYRING_ANY_AREA) == 0)
		(void)snprintf(out, size, "every other area");
	else
		(void)snprintf(out, size, "area %s", id);
}

/* Those of a that b does not have. */
static void
say_keys(struct words *w, const char *who, const char *verb,
    const struct list *a, const struct list *b)
{
	char f[FINGERPRINT_LEN];

	for (size_t i = 0; i < a->n; i++) {
		const struct recipient *r = &a->k->recipients[a->places[i]];
		if (holds(b, r))
			continue;
		fingerprint_recipient(r, f);
		(void)fprintf(
		    w->to, "  %s: %s %s (%s)\n", who, verb, f, kind(r));
		w->any = true;
	}
}

static void
diff_keys(struct words *w, const char *who, const struct list *before,
    const struct list *after)
{
	say_keys(w, who, "no longer", before, after);
	say_keys(w, who, "also", after, before);
}

static const struct keyring_area *
find_area(const struct keyring_epoch *e, const char *id)
{
	for (size_t i = 0; e != NULL && i < e->n_areas; i++)
		if (strcmp(e->areas[i].id, id) == 0)
			return &e->areas[i];
	return NULL;
}

static struct list
list_of(const struct keyring *k, const struct keyring_area *a)
{
	if (a == NULL)
		return (struct list){.k = k};
	return (struct list){.k = k, .places = a->recipients, .n = a->n};
}

/* An area that is on one side only changes who opens its tips even where no
 * key does: those of '*' stop or begin to. */
static void
diff_area(struct words *w, const char *id, const struct keyring *kb,
    const struct keyring_area *b, const struct keyring *ka,
    const struct keyring_area *a)
{
	char who[KEYRING_AREA_LEN + 16];
	struct list before = list_of(kb, b);
	struct list after = list_of(ka, a);

	keyring_words_area(id, who, sizeof who);
	if (a == NULL) {
		(void)fprintf(
		    w->to, "  %s: has no keys of its own any more\n", who);
		w->any = true;
	} else if (b == NULL) {
		say_keys(w, who, "sealed to", &after, &before);
		return;
	}
	diff_keys(w, who, &before, &after);
}

static void
diff_areas(struct words *w, const struct keyring *kb,
    const struct keyring_epoch *b, const struct keyring *ka,
    const struct keyring_epoch *a)
{
	for (size_t i = 0; i < a->n_areas; i++) {
		const char *id = a->areas[i].id;
		diff_area(w, id, kb, find_area(b, id), ka, &a->areas[i]);
	}
	for (size_t i = 0; b != NULL && i < b->n_areas; i++)
		if (find_area(a, b->areas[i].id) == NULL)
			diff_area(
			    w, b->areas[i].id, kb, &b->areas[i], ka, NULL);
}

static void
diff_day(struct words *w, uint32_t epoch, const char *what, int32_t before,
    int32_t after)
{
	char b[CLOCK_DAY_LEN], a[CLOCK_DAY_LEN];

	if (before == after)
		return;
	clock_format_day(before, b);
	clock_format_day(after, a);
	(void)fprintf(w->to, "epoch %u: %s %s, was %s\n", epoch, what, a, b);
	w->any = true;
}

static void
say_epoch(struct words *w, const char *how, const struct keyring_epoch *e)
{
	char from[CLOCK_DAY_LEN], until[CLOCK_DAY_LEN], kept[CLOCK_DAY_LEN];

	clock_format_day(e->from, from);
	clock_format_day(e->until, until);
	clock_format_day(e->destroy_after, kept);
	(void)fprintf(w->to,
	    "epoch %u %s: tips from %s to %s, identities kept until %s\n",
	    e->id, how, from, until, kept);
	w->any = true;
}

/* b NULL: the epoch is new. */
static void
diff_epoch(struct words *w, const struct keyring *kb,
    const struct keyring_epoch *b, const struct keyring *ka,
    const struct keyring_epoch *a)
{
	struct list before = {.k = kb};
	struct list after = {
	    .k = ka, .places = a->recovery, .n = a->n_recovery};

	if (b == NULL) {
		say_epoch(w, "is new", a);
	} else {
		before.places = b->recovery;
		before.n = b->n_recovery;
		diff_day(w, a->id, "from", b->from, a->from);
		diff_day(w, a->id, "until", b->until, a->until);
		diff_day(w, a->id, "identities kept until", b->destroy_after,
		    a->destroy_after);
	}
	/* Which epoch keys belong to has to be said before them. */
	struct words keys = {.to = w->to};
	char *text = NULL;
	size_t len = 0;
	keys.to = open_memstream(&text, &len);
	if (keys.to == NULL)
		return;
	say_keys(&keys, "every area (recovery)", "no longer", &before, &after);
	say_keys(&keys, "every area (recovery)",
	    b == NULL ? "sealed to" : "also", &after, &before);
	diff_areas(&keys, kb, b, ka, a);
	(void)fclose(keys.to);
	if (keys.any && b != NULL)
		(void)fprintf(w->to, "epoch %u:\n", a->id);
	if (keys.any)
		(void)fputs(text, w->to);
	w->any = w->any || keys.any;
	free(text);
}

static void
diff_head(struct words *w, const struct keyring *b, const struct keyring *a)
{
	char day[CLOCK_DAY_LEN], was[CLOCK_DAY_LEN];

	if (strcmp(b->service, a->service) != 0) {
		(void)fputs("service: \"", w->to);
		(void)say_put(w->to, a->service);
		(void)fputs("\", was \"", w->to);
		(void)say_put(w->to, b->service);
		(void)fputs("\"\n", w->to);
		w->any = true;
	}
	if (b->serial != a->serial) {
		(void)fprintf(
		    w->to, "serial: %u, was %u\n", a->serial, b->serial);
		w->any = true;
	}
	const struct {
		const char *what;
		int32_t before;
		int32_t after;
	} days[] = {{"issued", b->issued, a->issued},
	    {"expires", b->expires, a->expires}};
	for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
		if (days[i].before == days[i].after)
			continue;
		clock_format_day(days[i].after, day);
		clock_format_day(days[i].before, was);
		(void)fprintf(
		    w->to, "%s: %s, was %s\n", days[i].what, day, was);
		w->any = true;
	}
	if (b->stanzas != a->stanzas) {
		(void)fprintf(w->to, "stanzas of every tip: %u, was %u\n",
		    a->stanzas, b->stanzas);
		w->any = true;
	}
}

static void
say_head(struct words *w, const struct keyring *a)
{
	char issued[CLOCK_DAY_LEN], expires[CLOCK_DAY_LEN];

	clock_format_day(a->issued, issued);
	clock_format_day(a->expires, expires);
	(void)fputs("a keyring for \"", w->to);
	(void)say_put(w->to, a->service);
	(void)fprintf(w->to,
	    "\": serial %u, counts from %s to %s, %u stanzas in every tip\n",
	    a->serial, issued, expires, a->stanzas);
	w->any = true;
}

bool
keyring_words_diff(
    FILE *to, const struct keyring *before, const struct keyring *after)
{
	struct words w = {.to = to};

	if (before == NULL)
		say_head(&w, after);
	else
		diff_head(&w, before, after);
	for (size_t i = 0; before != NULL && i < before->n_epochs; i++)
		if (keyring_epoch_find(after, before->epochs[i].id) == NULL)
			say_epoch(&w, "is gone", &before->epochs[i]);
	for (size_t i = 0; i < after->n_epochs; i++) {
		const struct keyring_epoch *a = &after->epochs[i];
		diff_epoch(&w, before,
		    before == NULL ? NULL : keyring_epoch_find(before, a->id),
		    after, a);
	}
	return w.any;
}
