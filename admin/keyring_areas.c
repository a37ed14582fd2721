/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A keyring against the form that tips come through and the day: every area
 * that somebody can choose must have someone who can open its tips.
 */
#include "admin/keyring.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/say.h"
#include "web/form.h"

bool
keyring_areas_gap(const struct keyring *k, int32_t day, const char *form_file,
    struct keyring_gap *out)
{
	const char *ids[FORM_AREAS_MAX];
	struct form_message why;
	struct form *f = form_load(form_file, &why);

	*out = (struct keyring_gap){.epoch = 0};
	if (f == NULL)
		return true;
	size_t n = form_area_ids(f, ids);
	const char *id = keyring_gap(k, day, ids, n, &out->epoch);
	if (id != NULL)
		(void)snprintf(out->area, sizeof out->area, "%s", id);
	form_free(&f);
	return id != NULL;
}

int
keyring_areas_check(const struct keyring *k, int32_t day, const char *form_file)
{
	struct keyring_gap gap;

	if (!keyring_areas_gap(k, day, form_file, &gap))
		return EX_OK;
	if (gap.epoch == 0) {
		say("the form definition cannot be read");
		hint("'inkast-admin -c CONFIG check' says why");
		return EX_CONFIG;
	}
	say("epoch %u: no key can open tips of the area \"%s\", which the "
	    "form offers",
	    gap.epoch, gap.area);
	hint("'inkast-admin keyring add-recipient FILE --epoch %u --area %s "
	     "KEY', or --area '*' for every other area",
	    gap.epoch, gap.area);
	return EX_DATAERR;
}

static void
warn_of_areas(const struct keyring_epoch *e, const struct form *f)
{
	for (size_t i = 0; i < e->n_areas; i++) {
		const char *id = e->areas[i].id;
		if (strcmp(id, KEYRING_ANY_AREA) == 0 ||
		    form_area(f, id, strlen(id)) != NULL)
			continue;
		say("warning: epoch %u: the form of this version has no area "
		    "\"%s\"",
		    e->id, id);
		hint("check its spelling: its tips would be sealed to the keys "
		     "of '*'");
	}
}

static bool
has_line(const struct keyring_epoch *e, const char *id)
{
	for (size_t i = 0; i < e->n_areas; i++)
		if (strcmp(e->areas[i].id, id) == 0)
			return true;
	return false;
}

/* An area that had keys of its own and now goes to everybody's: rarely meant,
 * and others could read its tips. */
static void
warn_of_merged_areas(
    const struct keyring_epoch *before, const struct keyring_epoch *e)
{
	for (size_t i = 0; i < before->n_areas; i++) {
		const char *id = before->areas[i].id;
		if (has_line(e, id) || !has_line(e, KEYRING_ANY_AREA))
			continue;
		say("warning: epoch %u: tips of \"%s\", which had keys of "
		    "their "
		    "own in epoch %u, go to those of '*'",
		    e->id, id, before->id);
		hint("if that is not meant: --area %s=KEY", id);
	}
}

bool
keyring_has_lonely_area(const struct keyring_epoch *e)
{
	for (size_t i = 0; i < e->n_areas; i++)
		if (e->areas[i].n + e->n_recovery == 1)
			return true;
	return false;
}

static void
warn_of_epoch(const struct keyring *k, const struct keyring_epoch *e)
{
	if (keyring_has_lonely_area(e)) {
		say("warning: epoch %u has an area with one recipient: if its "
		    "identity is lost, no such tip can be opened",
		    e->id);
		hint("make a recovery key, keep it locked away from the desk, "
		     "and add it with 'inkast-admin keyring add-recipient "
		     "FILE --epoch %u --recovery KEY'",
		    e->id);
	} else if (e->n_recovery == 0) {
		say("warning: epoch %u has no recovery recipient", e->id);
		hint("'inkast-admin keyring add-recipient FILE --epoch %u "
		     "--recovery KEY' adds one to every area",
		    e->id);
	}
	if (keyring_epoch_type(k, e) != AGE_HYBRID) {
		say("warning: the keys of epoch %u are classic: a tip that is "
		    "recorded today may be opened by a quantum computer one "
		    "day",
		    e->id);
		hint("'inkast-officer keygen' makes post-quantum ones");
	}
}

void
keyring_warn(const struct keyring *k, int32_t day, const char *form_file)
{
	struct keys_outlook outlook;
	struct form_message why;
	struct form *f = form_load(form_file, &why);

	for (size_t i = 0; i < k->n_epochs; i++) {
		const struct keyring_epoch *e = &k->epochs[i];
		if (e->until < day)
			continue;
		if (f != NULL)
			warn_of_areas(e, f);
		warn_of_epoch(k, e);
		if (i > 0)
			warn_of_merged_areas(&k->epochs[i - 1], e);
	}
	if (f != NULL)
		form_free(&f);
	if (k->n_epochs == 0) {
		say("warning: it has no epoch yet, and counts for nothing");
		hint("'inkast-admin keyring add-epoch' puts keys into it");
	} else if (keys_outlook(k, day, &outlook) != KEYS_FINE) {
		say("warning: %s", outlook.text);
	}
}

static int
refuse(const char *path, const char *why, const char *what)
{
	say("%s: %s", path, why);
	hint("%s; nothing was installed", what);
	return EX_DATAERR;
}

int
keyring_days_check(const char *path, const struct keyring *k, int32_t day)
{
	char today[CLOCK_DAY_LEN], other[CLOCK_DAY_LEN], why[160];
	enum keyring_state state = keyring_at(k, day, NULL);

	clock_format_day(day, today);
	clock_format_day(
	    state == KEYRING_EARLY ? k->issued : k->expires, other);
	switch (state) {
	case KEYRING_EARLY:
		(void)snprintf(why, sizeof why,
		    "it was issued on %s, and the clock shows %s", other,
		    today);
		return refuse(path, why, "set the clock, or wait for the day");
	case KEYRING_EXPIRED:
		(void)snprintf(why, sizeof why,
		    "it expired: its last day was "
		    "%s",
		    other);
		return refuse(path, why,
		    "'inkast-admin keyring renew FILE --expires DAY', and have "
		    "it signed");
	case KEYRING_NO_EPOCH:
		(void)snprintf(
		    why, sizeof why, "no epoch of it covers today, %s", today);
		return refuse(path, why,
		    "'inkast-admin keyring add-epoch', and have it signed");
	case KEYRING_USABLE:
		break;
	}
	return EX_OK;
}
