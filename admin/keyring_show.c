/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What stands in a keyring: show, for people at both ends of a telephone, and
 * diff, for whoever has to agree to a change.
 */
#include "admin/keyring.h"

#include <string.h>
#include <sysexits.h>

#include "admin/config.h"
#include "admin/json.h"
#include "admin/verbs.h"
#include "base/clock.h"
#include "base/say.h"
#include "crypto/seal/fingerprint.h"

int
keyring_refused(int err, const struct keyring_error *e)
{
	static const struct refusal {
		int err;
		int code;
		const char *hint;
	} refusals[] = {
	    {KEYRING_E_SIZE, EX_DATAERR,
		"no keyring is that large: get it from the signers again"},
	    {KEYRING_E_SIGNED, EX_NOPERM,
		"get the keyring and its signatures from the signers again; if "
		"nobody changed them by mistake, somebody tried to"},
	    {KEYRING_E_TOO_FEW, EX_NOPERM,
		"have it signed with 'inkast-admin keyring sign FILE -s "
		"SECRETKEY', and keep each FILE.minisig beside it"},
	    {KEYRING_E_TWICE, EX_NOPERM,
		"remove one of the two; another signer has to sign"},
	    {KEYRING_E_SYNTAX, EX_DATAERR,
		"docs/FORMAT.md 13 says what a keyring holds; 'inkast-admin "
		"keyring' makes such ones"},
	    {KEYRING_E_TYPE, EX_DATAERR,
		"use keys of 'inkast-officer keygen', and a build that knows "
		"their kind"},
	    {KEYRING_E_MEMORY, EX_OSERR, "free some memory"},
	};

	say("%s", e->text);
	for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
		if (refusals[i].err == err) {
			hint("%s", refusals[i].hint);
			return refusals[i].code;
		}
	return EX_SOFTWARE;
}

int
keyring_installed(const char *config, struct config *c, struct installed *out)
{
	struct keyring_error err;
	int code = admin_config(config == NULL ? CONFIG_DEFAULT : config, c);

	if (code != EX_OK)
		return code;
	int r = installed_read(c, out, &err);
	return r == KEYRING_OK ? EX_OK : keyring_refused(r, &err);
}

/* Epochs are named by what they do on a day. */
static const char *
epoch_state(const struct keyring *k, const struct keyring_epoch *e, int32_t day)
{
	const struct keyring_epoch *now = NULL;

	(void)keyring_at(k, day, &now);
	if (e == now)
		return "in use";
	if (day > e->destroy_after)
		return "over; its identities may be destroyed now";
	if (day > e->until)
		return "over; its identities are kept";
	return day < e->from ? "not begun" : "a later one is used";
}

static void
show_key(const struct keyring *k, const char *who, uint16_t place)
{
	char print[FINGERPRINT_LEN];

	fingerprint_recipient(&k->recipients[place], print);
	printf("  %-18s %s\n", who, print);
}

static void
show_epoch(const struct keyring *k, const struct keyring_epoch *e, int32_t day)
{
	char from[CLOCK_DAY_LEN], until[CLOCK_DAY_LEN], kept[CLOCK_DAY_LEN];
	char who[KEYRING_AREA_LEN + 16];

	clock_format_day(e->from, from);
	clock_format_day(e->until, until);
	clock_format_day(e->destroy_after, kept);
	printf("\nepoch %u      %s\n  tips             from %s to %s\n"
	       "  identities       kept until %s, %s\n",
	    e->id, epoch_state(k, e, day), from, until, kept,
	    keyring_epoch_type(k, e) == AGE_HYBRID ? "post-quantum"
						   : "classic");
	for (size_t i = 0; i < e->n_recovery; i++)
		show_key(k, "recovery, all", e->recovery[i]);
	for (size_t i = 0; i < e->n_areas; i++) {
		keyring_words_area(e->areas[i].id, who, sizeof who);
		for (size_t j = 0; j < e->areas[i].n; j++)
			show_key(k, who, e->areas[i].recipients[j]);
	}
}

static void
show_text(const struct keyring *k, struct view text, int32_t day)
{
	char issued[CLOCK_DAY_LEN], expires[CLOCK_DAY_LEN];
	char print[FINGERPRINT_LEN];
	struct keys_outlook outlook = {""};

	clock_format_day(k->issued, issued);
	clock_format_day(k->expires, expires);
	fingerprint_keyring(text, print);
	printf("service      ");
	(void)say_put(stdout, k->service);
	printf("\nserial       %u\ncounts       from %s to %s\n"
	       "stanzas      %u in every tip\nkeyring      %s\n",
	    k->serial, issued, expires, k->stanzas, print);
	if (k->n_epochs == 0)
		printf("outlook      it has no epoch yet\n");
	else
		printf("outlook      %s\n",
		    keys_outlook(k, day, &outlook) == KEYS_FINE
			? "more than 60 days are left"
			: outlook.text);
	for (size_t i = 0; i < k->n_epochs; i++)
		show_epoch(k, &k->epochs[i], day);
}

static void
json_day(const char *key, int32_t day)
{
	char text[CLOCK_DAY_LEN];

	clock_format_day(day, text);
	json_text(key, text);
}

static void
json_keys(
    const char *key, const struct keyring *k, const uint16_t *places, size_t n)
{
	char print[FINGERPRINT_LEN];
	char text[RECIPIENT_TEXT_MAX];

	json_open(key, '[');
	for (size_t i = 0; i < n; i++) {
		const struct recipient *r = &k->recipients[places[i]];
		fingerprint_recipient(r, print);
		recipient_format(r, text);
		json_open(NULL, '{');
		json_text("fingerprint", print);
		json_text("recipient", text);
		json_close('}');
	}
	json_close(']');
}

static void
json_epoch(const struct keyring *k, const struct keyring_epoch *e, int32_t day)
{
	json_open(NULL, '{');
	json_number("id", e->id);
	json_text("state", epoch_state(k, e, day));
	json_day("from", e->from);
	json_day("until", e->until);
	json_day("destroy_after", e->destroy_after);
	json_text("kind", keyring_epoch_type(k, e) == AGE_HYBRID
			      ? "post-quantum"
			      : "classic");
	json_keys("recovery", k, e->recovery, e->n_recovery);
	json_open("areas", '[');
	for (size_t i = 0; i < e->n_areas; i++) {
		json_open(NULL, '{');
		json_text("id", e->areas[i].id);
		json_keys(
		    "recipients", k, e->areas[i].recipients, e->areas[i].n);
		json_close('}');
	}
	json_close(']');
	json_close('}');
}

static void
show_json(const struct keyring *k, struct view text, int32_t day)
{
	char print[FINGERPRINT_LEN];
	struct keys_outlook outlook = {""};

	fingerprint_keyring(text, print);
	if (k->n_epochs > 0)
		(void)keys_outlook(k, day, &outlook);
	json_open(NULL, '{');
	json_text("service", k->service);
	json_number("serial", k->serial);
	json_day("issued", k->issued);
	json_day("expires", k->expires);
	json_number("stanzas", k->stanzas);
	json_text("fingerprint", print);
	json_text("warning", outlook.text[0] == '\0' ? NULL : outlook.text);
	json_open("epochs", '[');
	for (size_t i = 0; i < k->n_epochs; i++)
		json_epoch(k, &k->epochs[i], day);
	json_close(']');
	json_close('}');
}

static void
show(const struct keyring_request *q, const struct keyring *k,
    const struct buf *text)
{
	(q->text[OPT_JSON] != NULL ? show_json : show_text)(
	    k, keyring_view(text), clock_today());
}

static int
show_file(const struct keyring_request *q)
{
	struct keyring_files f;
	struct keyring *k = NULL;
	int code = keyring_files_read(q->operands[0], &f);

	if (code == EX_OK)
		code = keyring_files_parse(&f, &k);
	if (code == EX_OK)
		show(q, k, &f.text);
	if (code == EX_OK && q->text[OPT_JSON] == NULL)
		printf("\nsignatures   %zu, not checked here: 'keyring verify' "
		       "does\n",
		    f.n);
	keyring_free(&k);
	keyring_files_free(&f);
	return code;
}

int
keyring_verb_show(const struct keyring_request *q)
{
	struct installed i = {.keyring = NULL};
	struct config c;

	if (q->n == 1)
		return show_file(q);
	int code = keyring_installed(q->config, &c, &i);
	if (code == EX_OK)
		show(q, i.keyring, &i.text);
	if (code == EX_OK && q->text[OPT_JSON] == NULL)
		printf("\nsignatures   %zu, good\n", i.n_signatures);
	installed_free(&i);
	return code;
}

/* An installed keyring is taken out of its struct; a file's is parsed. */
static int
read_old(const struct keyring_request *q, struct keyring **out)
{
	struct installed i = {.keyring = NULL};
	struct config c;
	struct keyring_files f;
	int code;

	if (q->n == 1) {
		code = keyring_installed(q->config, &c, &i);
		*out = i.keyring;
		i.keyring = NULL;
		installed_free(&i);
		return code;
	}
	code = keyring_files_read(q->operands[0], &f);
	if (code == EX_OK)
		code = keyring_files_parse(&f, out);
	keyring_files_free(&f);
	return code;
}

int
keyring_verb_diff(const struct keyring_request *q)
{
	struct keyring_files f = {.path = NULL};
	struct keyring *before = NULL;
	struct keyring *after = NULL;
	int code = read_old(q, &before);

	if (code != EX_OK)
		return code;
	code = keyring_files_read(q->operands[q->n - 1], &f);
	if (code == EX_OK)
		code = keyring_files_parse(&f, &after);
	if (code == EX_OK && !keyring_words_diff(stdout, before, after))
		printf("nothing differs\n");
	keyring_free(&before);
	keyring_free(&after);
	keyring_files_free(&f);
	return code;
}
