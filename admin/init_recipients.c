/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The recipients that init is given: tips will be sealed to them, so that a
 * mistake here would be found when nobody can open a tip.
 */
#include "admin/init.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/say.h"
#include "crypto/seal/seal.h"

static int
refuse_identity(size_t i)
{
	say("recipient %zu is the secret key: it must never be on this machine",
	    i);
	hint("the shell's history and 'ps' may have seen it: make a new pair "
	     "on the officer's computer with 'inkast-officer keygen -o FILE' "
	     "and give the \"age1...\" that it prints");
	return EX_USAGE;
}

static int
refuse_text(size_t i, const char *s, int err)
{
	if (err == AGE_E_TYPE) {
		say("recipient %zu is post-quantum, and this build has no "
		    "ML-KEM: nothing could be sealed to it",
		    i);
		hint("use a build that has it, or keys that 'inkast-officer "
		     "keygen --classic' made");
		return EX_UNAVAILABLE;
	}
	say("recipient %zu is not a public key: expected \"age1\" and 58 "
	    "characters or \"age1pq1\" and 1952, found %zu characters%s",
	    i, strlen(s),
	    strncmp(s, "age1", 4) == 0 ? " with a wrong checksum or length"
				       : " that begin otherwise");
	hint("copy the whole line that 'inkast-officer keygen -o FILE' "
	     "printed, or name a file of such lines with --recipients");
	return EX_USAGE;
}

static int
refuse_many(void)
{
	say("expected at most %d recipients, with those for recovery",
	    KEYRING_AREA_RECIPIENTS_MAX);
	hint("share an identity among officers of one desk");
	return EX_USAGE;
}

/* Whether a place of k stands among n. */
static bool
holds(const uint16_t *places, size_t n, uint16_t place)
{
	for (size_t i = 0; i < n; i++)
		if (places[i] == place)
			return true;
	return false;
}

/* Put recipient i of the command line behind a list of the epoch. */
static int
put(struct keyring *k, struct keyring_epoch *e, size_t i,
    const struct recipient *r, bool recovery)
{
	struct keyring_area *a = &e->areas[0];
	uint16_t place = 0;

	if (a->n + e->n_recovery == KEYRING_AREA_RECIPIENTS_MAX)
		return refuse_many();
	if (keyring_add_recipient(k, r, &place) != KEYRING_OK)
		return refuse_many();
	if (r->type != k->recipients[0].type) {
		say("recipient %zu: expected keys of one kind", i);
		hint("the weaker kind would decide who can open a tip");
		return EX_USAGE;
	}
	if (holds(a->recipients, a->n, place) ||
	    holds(e->recovery, e->n_recovery, place)) {
		say("recipient %zu: expected each key once", i);
		hint("the desk's and the recovery key are two pairs");
		return EX_USAGE;
	}
	if (recovery)
		e->recovery[e->n_recovery++] = place;
	else
		a->recipients[a->n++] = place;
	return EX_OK;
}

static int
add_key(struct keyring *k, struct keyring_epoch *e, size_t i, const char *s)
{
	struct recipient r;

	if (config_is_secret_key(s))
		return refuse_identity(i);
	int err = recipient_parse(s, strlen(s), &r);
	return err == AGE_OK ? put(k, e, i, &r, false) : refuse_text(i, s, err);
}

/* A file, or a key. */
static int
add_text(
    struct keyring *k, struct keyring_epoch *e, const char *text, bool recovery)
{
	struct recipient r[KEYRING_AREA_RECIPIENTS_MAX];
	size_t n = 0;
	int code = keyring_args_recipients(text, r, &n);

	for (size_t i = 0; code == EX_OK && i < n; i++)
		code = put(
		    k, e, e->areas[0].n + e->n_recovery + 1, &r[i], recovery);
	return code;
}

int
init_recipients_add(
    const struct init_request *q, struct keyring *k, struct keyring_epoch *e)
{
	int code = EX_OK;

	if (q->recipients.n == 0 && q->recipients_file == NULL) {
		say("expected at least one --recipient KEY, or --recipients "
		    "FILE: who can open tips; or --keyring FILE");
		hint("'inkast-officer keygen -o FILE', on the officer's "
		     "computer, makes a key and prints its recipient");
		return EX_USAGE;
	}
	if (q->recipients.n > KEYRING_AREA_RECIPIENTS_MAX ||
	    q->recovery.n > KEYRING_AREA_RECIPIENTS_MAX)
		return refuse_many();
	memcpy(e->areas[0].id, KEYRING_ANY_AREA, sizeof KEYRING_ANY_AREA);
	e->n_areas = 1;
	for (size_t i = 0; code == EX_OK && i < q->recipients.n; i++)
		code = add_key(k, e, i + 1, q->recipients.items[i]);
	if (code == EX_OK && q->recipients_file != NULL)
		code = add_text(k, e, q->recipients_file, false);
	for (size_t i = 0; code == EX_OK && i < q->recovery.n; i++)
		code = add_text(k, e, q->recovery.items[i], true);
	return code;
}
