/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What no single line of a keyring can get wrong by itself (docs/FORMAT.md
 * 13.3 to 13.6).
 */
#include "crypto/seal/keyring_parser.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define SERVICE_CHARACTERS 80
/* 9999-12-31 (FORMAT 13.2). */
#define DAY_MAX 2932896

static int fault(struct keyring_error *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static int
fault(struct keyring_error *err, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(err->text, sizeof err->text, fmt, args);
	va_end(args);
	return KEYRING_E_SYNTAX;
}

/* No two the same, and all of the kind. */
static int
check_list(const struct keyring *k, const struct keyring_epoch *e,
    const char *what, const uint16_t *places, size_t n,
    struct keyring_error *err)
{
	enum age_key_type type = keyring_epoch_type(k, e);

	for (size_t i = 0; i < n; i++) {
		if (k->recipients[places[i]].type != type)
			return fault(err,
			    "[epoch %u] %s: expected keys of one kind in an "
			    "epoch, found post-quantum and classic ones",
			    (unsigned)e->id, what);
		for (size_t j = 0; j < i; j++)
			if (places[j] == places[i])
				return fault(err,
				    "[epoch %u] %s: the same recipient stands "
				    "there twice",
				    (unsigned)e->id, what);
	}
	return KEYRING_OK;
}

/* Days that can be written, in this order. */
static bool
are_days(int32_t first, int32_t second)
{
	return first >= 0 && first <= second && second <= DAY_MAX;
}

/* An id that is read as one, and no other area has. */
static int
check_id(const struct keyring_epoch *e, size_t place, struct keyring_error *err)
{
	const char *id = e->areas[place].id;
	struct view v = {.data = (const uint8_t *)id, .len = strlen(id)};

	if (!parser_is_area(v))
		return fault(err,
		    "[epoch %u] area: expected an area's id, a to z, 0 to 9 "
		    "and -, or *",
		    (unsigned)e->id);
	for (size_t i = 0; i < place; i++)
		if (strcmp(e->areas[i].id, id) == 0)
			return fault(err,
			    "[epoch %u] area %s: the same area stands there "
			    "twice",
			    (unsigned)e->id, id);
	return KEYRING_OK;
}

/* An area with the recovery recipients is what a tip is sealed to. */
static int
check_area(const struct keyring *k, const struct keyring_epoch *e,
    const struct keyring_area *a, struct keyring_error *err)
{
	char what[sizeof "area " + KEYRING_AREA_LEN];

	(void)snprintf(what, sizeof what, "area %s", a->id);
	int r = check_list(k, e, what, a->recipients, a->n, err);
	if (r != KEYRING_OK)
		return r;
	for (size_t i = 0; i < a->n; i++)
		for (size_t j = 0; j < e->n_recovery; j++)
			if (a->recipients[i] == e->recovery[j])
				return fault(err,
				    "[epoch %u] %s: a recovery recipient "
				    "stands there again",
				    (unsigned)e->id, what);
	if (a->n == 0)
		return fault(err, "[epoch %u] %s: expected a recipient",
		    (unsigned)e->id, what);
	if (a->n + e->n_recovery > KEYRING_AREA_RECIPIENTS_MAX)
		return fault(err,
		    "[epoch %u] %s: expected at most %d recipients with the "
		    "recovery recipients, found %zu",
		    (unsigned)e->id, what, KEYRING_AREA_RECIPIENTS_MAX,
		    a->n + e->n_recovery);
	if (a->n + e->n_recovery > k->stanzas)
		return fault(err,
		    "[epoch %u] %s: has %zu recipients with the recovery "
		    "recipients, but a tip has only %u stanzas: raise stanzas",
		    (unsigned)e->id, what, a->n + e->n_recovery, k->stanzas);
	return KEYRING_OK;
}

static int
check_epoch(const struct keyring *k, const struct keyring_epoch *e,
    struct keyring_error *err)
{
	if (e->n_areas == 0)
		return fault(err,
		    "[epoch %u]: expected an area with a recipient: nobody "
		    "could open what is sealed to it",
		    (unsigned)e->id);
	if (!are_days(e->from, e->until) ||
	    !are_days(e->until, e->destroy_after))
		return fault(err,
		    "[epoch %u]: expected from, until and destroy-after in "
		    "this order, in the years 1970 to 9999",
		    (unsigned)e->id);
	int r = check_list(k, e, "recovery", e->recovery, e->n_recovery, err);
	for (size_t i = 0; r == KEYRING_OK && i < e->n_areas; i++) {
		r = check_id(e, i, err);
		if (r == KEYRING_OK)
			r = check_area(k, e, &e->areas[i], err);
	}
	return r;
}

/* Written, it has to be a line that is read as the same. */
static bool
is_service(const char *s)
{
	size_t len = strlen(s);
	struct view v = {.data = (const uint8_t *)s, .len = len};

	return len > 0 && parser_is_plain(v) &&
	       text_count(s, len) <= SERVICE_CHARACTERS && s[0] != ' ' &&
	       s[len - 1] != ' ';
}

int
keyring_check(const struct keyring *k, struct keyring_error *err)
{
	if (!is_service(k->service))
		return fault(err,
		    "[keyring] service: expected 1 to %d characters, none of "
		    "them a control character, no space at either end",
		    SERVICE_CHARACTERS);
	if (k->serial < 1 || k->serial > KEYRING_SERIAL_MAX)
		return fault(err, "[keyring] serial: expected 1 to %d",
		    KEYRING_SERIAL_MAX);
	if (k->stanzas < 1 || k->stanzas > KEYRING_STANZAS_MAX)
		return fault(err, "[keyring] stanzas: expected 1 to %d",
		    KEYRING_STANZAS_MAX);
	if (!are_days(k->issued, k->expires))
		return fault(err,
		    "[keyring] expires: expected a day that is not before "
		    "issued, in the years 1970 to 9999");
	int r = KEYRING_OK;
	for (size_t i = 0; r == KEYRING_OK && i < k->n_epochs; i++) {
		uint32_t before = i == 0 ? 0 : k->epochs[i - 1].id;
		if (k->epochs[i].id <= before ||
		    k->epochs[i].id > KEYRING_SERIAL_MAX)
			return fault(err,
			    "[epoch %u]: expected an id from %u to %d, in "
			    "ascending order",
			    (unsigned)k->epochs[i].id, (unsigned)before + 1,
			    KEYRING_SERIAL_MAX);
		r = check_epoch(k, &k->epochs[i], err);
	}
	return r;
}
