/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * From the folder to the vault and from there to the front.
 */
#include "gateway/supervisor/keys.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "gateway/common/log.h"
#include "gateway/ipc/rules.h"
#include "gateway/supervisor/patience.h"

#define STAYS "the keyring stays as it was"
#define CLOSED "the form shows the closed page until a good one is installed"

/* ---- what is known ---- */

static bool
has_keyring(const struct known *n)
{
	return n != NULL && n->installed.keyring != NULL;
}

static void
known_free(struct known **n)
{
	if (*n == NULL)
		return;
	installed_free(&(*n)->installed);
	free(*n);
	*n = NULL;
}

bool
keys_init(struct keys *k)
{
	struct known *none = calloc(1, sizeof *none);

	*k = (struct keys){.offered = none, .level = -1, .last_version = 1};
	if (none != NULL)
		none->version = k->last_version;
	return none != NULL;
}

void
keys_free(struct keys *k)
{
	if (k->counting != k->offered)
		known_free(&k->counting);
	known_free(&k->offered);
	*k = (struct keys){.offered = NULL};
}

bool
keys_are_counting(const struct keys *k)
{
	return has_keyring(k->counting);
}

/* Offer what now belongs to k; what nothing points to any more goes. */
static void
offer(struct keys *k, struct known *n)
{
	if (k->offered != k->counting && k->offered != n)
		known_free(&k->offered);
	k->offered = n;
}

static bool
offer_new(struct keys *k, const struct installed *installed)
{
	struct known *n = calloc(1, sizeof *n);

	if (n == NULL)
		return false;
	*n = (struct known){
	    .version = ++k->last_version, .installed = *installed};
	offer(k, n);
	return true;
}

/* What was offered is what tips are sealed to from now on. */
static void
count(struct keys *k)
{
	if (k->counting == k->offered)
		return;
	known_free(&k->counting);
	k->counting = k->offered;
}

/* ---- from the folder ---- */

enum keys_found
keys_read(struct keys *k, const struct config *c)
{
	struct installed found = {.keyring = NULL};
	struct keyring_error err;

	if (installed_read(c, &found, &err) != KEYRING_OK) {
		log_line("%s", err.text);
		log_line("%s", has_keyring(k->offered) ? STAYS : CLOSED);
		return KEYS_BAD;
	}
	if (has_keyring(k->offered) &&
	    memcmp(found.digest, k->offered->installed.digest, HASH_LEN) == 0) {
		installed_free(&found);
		return KEYS_SAME;
	}
	if (offer_new(k, &found))
		return KEYS_NEW;
	installed_free(&found);
	log_line("out of memory; " STAYS);
	return KEYS_BAD;
}

/* ---- to the roles ---- */

/* Enough to check a blob, and no key. */
static void
rules_of(const struct installed *i, struct rules *out)
{
	const struct keyring *k = i->keyring;

	*out = (struct rules){.n_epochs = 0};
	if (k == NULL)
		return;
	out->serial = k->serial;
	memcpy(out->digest, i->digest, sizeof out->digest);
	out->stanzas = (uint8_t)k->stanzas;
	for (size_t n = 0; n < k->n_epochs; n++) {
		const struct keyring_epoch *e = &k->epochs[n];
		out->epochs[out->n_epochs++] = (struct rules_epoch){
		    .id = e->id,
		    .kind = (uint8_t)keyring_epoch_type(k, e),
		    .from = e->from,
		    .until = e->until,
		};
	}
}

static int
tell_vault(const struct known *n, struct child *vault, uint64_t now)
{
	struct rules rules;
	struct buf body;

	rules_of(&n->installed, &rules);
	buf_init(&body, &buf_heap, sizeof rules);
	rules_write(&rules, &body);
	int r = body.err != BUF_OK ? body.err
				   : child_tell(vault, MESSAGE_RULES,
					 (struct view){body.data, body.len},
					 n->version, now + ANSWER_MS);
	buf_free(&body);
	return r;
}

static int
tell_front(const struct known *n, struct child *front, uint64_t now)
{
	const struct buf *text = &n->installed.text;

	return child_tell(front, MESSAGE_KEYRING,
	    (struct view){text->data, text->len}, n->version, now + ANSWER_MS);
}

/* Tell it if it has not been told. Without memory the role is of no use: the
 * next generation may find some. */
static void
tell(const struct known *n, struct child *c,
    int (*how)(const struct known *, struct child *, uint64_t), uint64_t now)
{
	if (c->pid == 0 || c->awaits || c->told == n->version)
		return;
	if (how(n, c, now) < 0) {
		log_line("out of memory for the keyring");
		child_allow_until(c, now);
	}
}

/* ---- what they answered ---- */

static void
say_rolled_back(const struct keyring *refused)
{
	log_line("the keyring with serial %u is refused: this gateway has "
		 "served a newer one, or another one with this serial; install "
		 "the newest, or have one with a higher serial signed",
	    refused->serial);
}

/* FORMAT 5.6. Back to what this generation's vault holds, or to nothing. */
static void
vault_refused(struct keys *k, struct child *vault, uint64_t now)
{
	static const struct installed none = {.keyring = NULL};
	bool first_choice = k->offered != k->counting;

	vault->has_refused = false;
	/* It was told what is not offered any more. */
	if (vault->told != k->offered->version)
		return;
	if (!has_keyring(k->offered)) {
		log_line("inkast-vault refuses to go without a keyring");
		child_allow_until(vault, now);
		return;
	}
	say_rolled_back(k->offered->installed.keyring);
	if (first_choice && has_keyring(k->counting)) {
		log_line(STAYS);
		offer(k, k->counting);
		if (vault->held == k->counting->version)
			vault->told = vault->held;
		return;
	}
	log_line(CLOSED);
	if (!offer_new(k, &none))
		child_allow_until(vault, now);
}

static void
front_refused(const struct keys *k, struct child *front)
{
	front->has_refused = false;
	if (front->told != k->offered->version)
		return;
	log_line("inkast-front cannot use the keyring; %s",
	    front->held != 0 && has_keyring(k->counting)
		? "it seals to the one before: install another with a higher "
		  "serial"
		: CLOSED);
}

static void
front_took(struct keys *k)
{
	char last[CLOCK_DAY_LEN];

	if (k->counting == k->offered)
		return;
	count(k);
	if (!has_keyring(k->counting))
		return;
	clock_format_day(k->counting->installed.keyring->expires, last);
	log_line("the keyring with serial %u counts from now on; it expires "
		 "after %s",
	    k->counting->installed.keyring->serial, last);
	keys_look_again(k);
}

void
keys_step(
    struct keys *k, struct child *vault, struct child *front, uint64_t now)
{
	if (vault->has_refused)
		vault_refused(k, vault, now);
	if (front->has_refused)
		front_refused(k, front);
	/* The vault knows two sets of rules: it is told nothing new before the
	 * front has taken the last, or a tip may be sealed to a third. */
	if (!front->awaits)
		tell(k->offered, vault, tell_vault, now);
	/* The vault has it before a tip can be sealed to it. */
	if (vault->held == k->offered->version)
		tell(k->offered, front, tell_front, now);
	if (front->held == k->offered->version)
		front_took(k);
}

/* ---- the outlook ---- */

void
keys_look_again(struct keys *k)
{
	k->level = -1;
	k->look_at = 1; /* long past; 0 would be: nothing is due */
}

void
keys_look(struct keys *k, uint64_t now)
{
	struct keys_outlook outlook;
	int before = k->level;

	if (now < k->look_at)
		return;
	k->look_at = now + LOOK_MS;
	/* Why there is none was said when it was read or refused. */
	if (!keys_are_counting(k))
		return;
	k->level = (int)keys_outlook(
	    k->counting->installed.keyring, clock_today(), &outlook);
	if (k->level == before)
		return;
	if (k->level != KEYS_FINE)
		log_line("%s", outlook.text);
	else if (before == KEYS_OVER)
		log_line("the form is open again");
}
