/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The verbs that edit a keyring: new, add-epoch, add-recipient, retire, renew.
 */
#include "admin/keyring.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/say.h"
#include "base/text.h"
#include "web/form.h"

/* A keyring that everybody has forgotten does not go on for ever: a year. */
#define VALID_DAYS 365

static int
set_service(const struct keyring_request *q, struct keyring *k)
{
	const char *name = q->text[OPT_SERVICE];
	size_t len = strlen(name);

	if (len == 0 || len >= sizeof k->service || !text_is_utf8(name, len) ||
	    strpbrk(name, "\r\n") != NULL) {
		say("new: --service: expected one line of 1 to 80 characters");
		hint("it is [service] name of the gateway's configuration");
		return EX_USAGE;
	}
	memcpy(k->service, name, len + 1);
	return EX_OK;
}

static int
begin_keyring(const struct keyring_request *q, struct keyring_draft *d)
{
	struct keyring *k = d->after;
	uint32_t stanzas = 1;
	int code = EX_OK;

	if (q->text[OPT_SERVICE] == NULL)
		return keyring_args_missing(q, OPT_SERVICE);
	if (access(d->files.path, F_OK) == 0) {
		say("%s is there already: new overwrites nothing",
		    d->files.path);
		hint("name another file, or change this one with add-epoch, "
		     "retire or renew");
		return EX_CANTCREAT;
	}
	code = set_service(q, k);
	k->serial = 1;
	k->issued = clock_today();
	k->expires = k->issued + VALID_DAYS - 1;
	if (code == EX_OK)
		code = keyring_args_number(
		    q, OPT_STANZAS, 1, KEYRING_STANZAS_MAX, &stanzas);
	k->stanzas = stanzas;
	if (code == EX_OK)
		code = keyring_args_day(q, OPT_EXPIRES, k->issued, &k->expires);
	if (code == EX_OK && k->expires < k->issued) {
		say("new: --expires: expected today or a later day");
		hint("without it, the keyring counts for %d days", VALID_DAYS);
		code = EX_USAGE;
	}
	return code;
}

int
keyring_verb_new(const struct keyring_request *q)
{
	struct keyring_draft d = {.q = q, .after = keyring_new()};
	int code = EX_OSERR;

	keyring_files_begin(&d.files, q->operands[0]);
	if (d.after == NULL)
		say("out of memory");
	else
		code = begin_keyring(q, &d);
	if (code == EX_OK)
		code = keyring_draft_finish(&d);
	keyring_draft_free(&d);
	return code;
}

/* Put keys behind a list of n places. */
static int
add_keys(struct keyring *k, const char *text,
    uint16_t places[static KEYRING_AREA_RECIPIENTS_MAX], size_t *n)
{
	struct recipient r[KEYRING_AREA_RECIPIENTS_MAX];
	size_t found = 0;
	int code = keyring_args_recipients(text, r, &found);

	for (size_t i = 0; code == EX_OK && i < found; i++) {
		if (*n < KEYRING_AREA_RECIPIENTS_MAX &&
		    keyring_add_recipient(k, &r[i], &places[*n]) ==
			KEYRING_OK) {
			(*n)++;
			continue;
		}
		say("there is no room for more keys: expected at most %d for "
		    "an area, and %d in a keyring",
		    KEYRING_AREA_RECIPIENTS_MAX, KEYRING_RECIPIENTS_MAX);
		hint("share an identity among officers of one desk");
		code = EX_DATAERR;
	}
	return code;
}

static bool
is_area_id(const char *id, size_t len)
{
	if (len == 1 && id[0] == '*')
		return true;
	return len >= 1 && len < KEYRING_AREA_LEN &&
	       strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") >= len;
}

static int
refuse_area(const char *id, size_t len)
{
	say("expected an area's id, small letters, digits and -, or '*', found "
	    "\"%.*s\"",
	    len > 40 ? 40 : (int)len, id);
	hint("--area ID=KEY; the form's areas are narcotics, vandalism, theft");
	return EX_USAGE;
}

/* The area of an epoch, begun if it has none. */
static int
area_of(struct keyring_epoch *e, const char *id, size_t len,
    struct keyring_area **out)
{
	if (!is_area_id(id, len))
		return refuse_area(id, len);
	for (size_t i = 0; i < e->n_areas; i++)
		if (strlen(e->areas[i].id) == len &&
		    memcmp(e->areas[i].id, id, len) == 0) {
			*out = &e->areas[i];
			return EX_OK;
		}
	if (e->n_areas == KEYRING_AREAS_MAX) {
		say("expected at most %d areas", KEYRING_AREAS_MAX);
		hint("--area '*' stands for every other area");
		return EX_DATAERR;
	}
	struct keyring_area *a = &e->areas[e->n_areas++];
	memcpy(a->id, id, len);
	*out = a;
	return EX_OK;
}

/* "ID=KEY|FILE". */
static int
add_area(struct keyring *k, struct keyring_epoch *e, const char *text)
{
	const char *equals = strchr(text, '=');
	struct keyring_area *a = NULL;

	if (!config_may_show(equals == NULL ? text : equals + 1) ||
	    equals == NULL) {
		say("--area: expected ID=KEY or ID=FILE with public keys");
		hint("for example --area narcotics=drugs.txt --area "
		     "'*=desk.txt'; never a secret key");
		return EX_USAGE;
	}
	int code = area_of(e, text, (size_t)(equals - text), &a);
	return code == EX_OK ? add_keys(k, equals + 1, a->recipients, &a->n)
			     : code;
}

static int
epoch_days(const struct keyring_request *q, struct keyring_epoch *e)
{
	static const enum keyring_option needed[] = {
	    OPT_FROM, OPT_UNTIL, OPT_DESTROY_AFTER, OPT_AREA};

	for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
		if (q->text[needed[i]] == NULL)
			return keyring_args_missing(q, needed[i]);
	int code = keyring_args_day(q, OPT_FROM, clock_today(), &e->from);
	if (code == EX_OK)
		code = keyring_args_day(q, OPT_UNTIL, e->from, &e->until);
	if (code == EX_OK)
		code = keyring_args_day(
		    q, OPT_DESTROY_AFTER, e->from, &e->destroy_after);
	return code;
}

static int
add_epoch(const struct keyring_request *q, struct keyring *k)
{
	size_t n = k->n_epochs;
	uint32_t last = n == 0 ? 0 : k->epochs[n - 1].id;
	struct keyring_epoch *e = &k->epochs[n];

	if (n == KEYRING_EPOCHS_MAX || last == KEYRING_SERIAL_MAX) {
		say("expected at most %d epochs", KEYRING_EPOCHS_MAX);
		hint("begin a new keyring with the epochs whose tips may still "
		     "come, and a higher serial");
		return EX_DATAERR;
	}
	e->id = last + 1;
	int code = epoch_days(q, e);
	if (code == EX_OK)
		code = keyring_args_number(
		    q, OPT_ID, last + 1, KEYRING_SERIAL_MAX, &e->id);
	const struct keyring_values *recovery = &q->values[OPT_RECOVERY];
	const struct keyring_values *areas = &q->values[OPT_AREA];
	for (size_t i = 0; code == EX_OK && i < recovery->n; i++)
		code = add_keys(
		    k, recovery->items[i], e->recovery, &e->n_recovery);
	for (size_t i = 0; code == EX_OK && i < areas->n; i++)
		code = add_area(k, e, areas->items[i]);
	if (code == EX_OK)
		k->n_epochs++;
	return code;
}

int
keyring_verb_add_epoch(const struct keyring_request *q)
{
	struct keyring_draft d;
	int code = keyring_draft_read(q, &d);

	if (code == EX_OK)
		code = add_epoch(q, d.after);
	if (code == EX_OK)
		code = keyring_draft_finish(&d);
	keyring_draft_free(&d);
	return code;
}

/* The epoch that --epoch names. */
static int
find_epoch(const struct keyring_request *q, struct keyring *k,
    struct keyring_epoch **out)
{
	uint32_t id = 0;

	if (q->text[OPT_EPOCH] == NULL)
		return keyring_args_missing(q, OPT_EPOCH);
	int code =
	    keyring_args_number(q, OPT_EPOCH, 1, KEYRING_SERIAL_MAX, &id);
	if (code != EX_OK)
		return code;
	for (size_t i = 0; i < k->n_epochs; i++)
		if (k->epochs[i].id == id) {
			*out = &k->epochs[i];
			return EX_OK;
		}
	say("%s: there is no epoch %u", q->verb, id);
	hint("'inkast-admin keyring show FILE' lists them");
	return EX_USAGE;
}

static int
add_recipient(const struct keyring_request *q, struct keyring *k)
{
	const char *id = q->text[OPT_TO_AREA];
	struct keyring_epoch *e = NULL;
	struct keyring_area *a = NULL;
	int code = find_epoch(q, k, &e);

	if (code != EX_OK)
		return code;
	if ((id == NULL) == (q->text[OPT_TO_RECOVERY] == NULL)) {
		say("add-recipient: expected --area ID, or --recovery");
		hint("--area '*' is for every area that has no keys of its "
		     "own, --recovery for all");
		return EX_USAGE;
	}
	if (id == NULL)
		return add_keys(k, q->operands[1], e->recovery, &e->n_recovery);
	code = area_of(e, id, strlen(id), &a);
	return code == EX_OK ? add_keys(k, q->operands[1], a->recipients, &a->n)
			     : code;
}

int
keyring_verb_add_recipient(const struct keyring_request *q)
{
	struct keyring_draft d;
	int code = keyring_draft_read(q, &d);

	if (code == EX_OK)
		code = add_recipient(q, d.after);
	if (code == EX_OK)
		code = keyring_draft_finish(&d);
	keyring_draft_free(&d);
	return code;
}

static int
retire(const struct keyring_request *q, struct keyring *k)
{
	struct keyring_epoch *e = NULL;
	int32_t today = clock_today();
	int code = find_epoch(q, k, &e);

	if (code != EX_OK)
		return code;
	int32_t until = e->from < today ? today - 1 : today;
	code = keyring_args_day(q, OPT_UNTIL, today, &until);
	if (code != EX_OK)
		return code;
	if (until < e->from) {
		say("retire: epoch %u has not begun on that day", e->id);
		hint("an epoch cannot end before it begins; add one that "
		     "begins with it or later: of two, the later is taken");
		return EX_DATAERR;
	}
	if (until >= e->until) {
		say("retire: epoch %u ends by then anyway", e->id);
		hint("nothing was changed");
		return EX_DATAERR;
	}
	e->until = until;
	return EX_OK;
}

int
keyring_verb_retire(const struct keyring_request *q)
{
	struct keyring_draft d;
	int code = keyring_draft_read(q, &d);

	if (code == EX_OK)
		code = retire(q, d.after);
	if (code == EX_OK)
		code = keyring_draft_finish(&d);
	keyring_draft_free(&d);
	return code;
}

int
keyring_verb_renew(const struct keyring_request *q)
{
	struct keyring_draft d;
	int code = q->text[OPT_EXPIRES] == NULL
		       ? keyring_args_missing(q, OPT_EXPIRES)
		       : EX_OK;

	if (code != EX_OK)
		return code;
	code = keyring_draft_read(q, &d);
	if (code == EX_OK)
		code = keyring_args_day(
		    q, OPT_EXPIRES, clock_today(), &d.after->expires);
	if (code == EX_OK && d.after->expires < clock_today()) {
		say("renew: --expires: expected today or a later day");
		hint("nothing was changed");
		code = EX_USAGE;
	}
	if (code == EX_OK)
		code = keyring_draft_finish(&d);
	keyring_draft_free(&d);
	return code;
}
