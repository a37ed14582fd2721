/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * How long a keyring can still be used, in words.
 */
#include <stdio.h>

#include "base/clock.h"
#include "gateway/keys/installed.h"

#define NEW_KEYRING                                                            \
	"have a new keyring signed, then run inkast-admin keyring install"

/* The form is closed. */
static void
say_over(const struct keyring *k, enum keyring_state state, int32_t day,
    struct keys_outlook *out)
{
	char today[CLOCK_DAY_LEN], other[CLOCK_DAY_LEN];

	clock_format_day(day, today);
	clock_format_day(
	    state == KEYRING_EARLY ? k->issued : k->expires, other);
	if (state == KEYRING_EARLY)
		(void)snprintf(out->text, sizeof out->text,
		    "the form is closed: the clock shows %s, and the keyring "
		    "was issued on %s; set the clock",
		    today, other);
	else if (state == KEYRING_EXPIRED)
		(void)snprintf(out->text, sizeof out->text,
		    "the form is closed: the last day of the keyring was "
		    "%s; " NEW_KEYRING,
		    other);
	else
		(void)snprintf(out->text, sizeof out->text,
		    "the form is closed: no epoch of the keyring covers "
		    "%s; " NEW_KEYRING,
		    today);
}

/* It still is open. */
static void
say_soon(const struct keyring *k, int32_t last, int32_t day,
    struct keys_outlook *out)
{
	char date[CLOCK_DAY_LEN];

	clock_format_day(last, date);
	(void)snprintf(out->text, sizeof out->text,
	    "the form closes after %s, in %d days: %s; " NEW_KEYRING, date,
	    last - day + 1,
	    last == k->expires ? "the keyring expires"
			       : "no epoch of the keyring goes on");
}

static enum keys_warning
level_of(int32_t days_left)
{
	if (days_left <= 7)
		return KEYS_7_DAYS;
	if (days_left <= 30)
		return KEYS_30_DAYS;
	return days_left <= 60 ? KEYS_60_DAYS : KEYS_FINE;
}

enum keys_warning
keys_outlook(const struct keyring *k, int32_t day, struct keys_outlook *out)
{
	enum keyring_state state = keyring_at(k, day, NULL);
	struct keys_outlook text = {""};
	enum keys_warning level = KEYS_OVER;

	if (state != KEYRING_USABLE) {
		say_over(k, state, day, &text);
	} else {
		int32_t last = keyring_last_day(k, day);
		level = level_of(last - day);
		if (level != KEYS_FINE)
			say_soon(k, last, day, &text);
	}
	if (out != NULL)
		*out = text;
	return level;
}
