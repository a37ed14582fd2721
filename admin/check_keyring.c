/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The part of inkast-admin check that looks at the keyring, as the gateway and
 * its vault will.
 */
#include "admin/check.h"

#include <inttypes.h>
#include <string.h>

#include "admin/keyring.h"
#include "base/clock.h"
#include "crypto/seal/fingerprint.h"

/* What is recorded today can be opened when the mathematics gives way. */
static void
check_kind(
    struct checks *k, const struct keyring *ring, const struct keyring_epoch *e)
{
	if (keyring_epoch_type(ring, e) == AGE_HYBRID)
		check_outcome(k, "kind-of-key", CHECK_OK, "post-quantum");
	else
		check_outcome(k, "kind-of-key", CHECK_WARNING,
		    "classic: a tip that is recorded today may be opened by a "
		    "quantum computer one day; make new keys with "
		    "'inkast-officer keygen' for the next epoch");
}

static void
check_recipients(struct checks *k, const struct keyring_epoch *e)
{
	if (keyring_has_lonely_area(e))
		check_outcome(k, "recipients", CHECK_WARNING,
		    "epoch %" PRIu32 " has an area with one: if its identity "
		    "is lost no such tip can be opened; add a recovery key "
		    "with the next keyring",
		    e->id);
	else if (e->n_recovery == 0)
		check_outcome(k, "recipients", CHECK_WARNING,
		    "epoch %" PRIu32 " has no recovery recipient", e->id);
	else
		check_outcome(k, "recipients", CHECK_OK,
		    "every area has its own and %zu for recovery",
		    e->n_recovery);
}

static void
check_areas(struct checks *k, const struct keyring *ring, int32_t day,
    const char *form_file)
{
	struct keyring_gap gap;

	if (!keyring_areas_gap(ring, day, form_file, &gap))
		check_outcome(
		    k, "areas", CHECK_OK, "each can be opened by somebody");
	else
		check_outcome(k, "areas", CHECK_FAILED,
		    "epoch %" PRIu32 ": no key can open tips of \"%s\", which "
		    "the form offers: add one and have it signed",
		    gap.epoch, gap.area);
}

/* From 60 days on somebody has to act, and a check that fails is noticed. */
static void
check_outlook(struct checks *k, const struct keyring *ring, int32_t day)
{
	struct keys_outlook outlook;

	if (keys_outlook(ring, day, &outlook) == KEYS_FINE)
		check_outcome(k, "outlook", CHECK_OK,
		    "tips can be sealed for %d days more",
		    keyring_last_day(ring, day) - day + 1);
	else
		check_outcome(k, "outlook", CHECK_FAILED, "%s", outlook.text);
}

void
check_keyring(struct checks *k, const struct config *c, struct installed *out)
{
	struct keyring_error err;
	const struct keyring_epoch *now = NULL;
	char print[FINGERPRINT_LEN];
	int32_t day = clock_today();

	if (installed_read(c, out, &err) != KEYRING_OK) {
		check_outcome(k, "keyring", CHECK_FAILED,
		    "%s: the form is closed, or will be at the next start; "
		    "'inkast-admin keyring install' puts a good one there",
		    err.text);
		return;
	}
	const struct keyring *ring = out->keyring;
	fingerprint_keyring(keyring_view(&out->text), print);
	check_outcome(k, "keyring", CHECK_OK,
	    "serial %" PRIu32 ", signed by %zu: %s", ring->serial,
	    out->n_signatures, print);
	check_outlook(k, ring, day);
	check_areas(k, ring, day, c->form_file);
	(void)keyring_at(ring, day, &now);
	if (now != NULL) {
		check_recipients(k, now);
		check_kind(k, ring, now);
	}
}

void
check_keyring_serial(
    struct checks *k, struct store *s, const struct installed *i)
{
	uint32_t serial = 0;
	uint8_t digest[STORE_DIGEST_LEN];
	int r = store_keyring(s, &serial, digest);

	if (r != STORE_OK)
		check_outcome(k, "serial", CHECK_FAILED, "the store: %s",
		    store_strerror(r));
	else if (serial > i->keyring->serial)
		check_outcome(k, "serial", CHECK_FAILED,
		    "a keyring with serial %" PRIu32 " was used already, and "
		    "the installed one has %" PRIu32 ": an old one was put "
		    "back; install the newest",
		    serial, i->keyring->serial);
	else if (serial == i->keyring->serial &&
		 memcmp(digest, i->digest, sizeof digest) != 0)
		check_outcome(k, "serial", CHECK_FAILED,
		    "another keyring with serial %" PRIu32 " was used: find "
		    "out from the signers which is right",
		    serial);
	else
		check_outcome(k, "serial", CHECK_OK, "no newer one was used");
}
