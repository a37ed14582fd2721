/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-admin status: what an operator needs to know, and no more than the
 * store's own rows tell: a count and days.
 */
#include "admin/verbs.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <sysexits.h>

#include "admin/config.h"
#include "admin/json.h"
#include "admin/keyring.h"
#include "admin/running.h"
#include "base/clock.h"
#include "base/say.h"
#include "crypto/seal/fingerprint.h"

static const char help[] =
    "usage: inkast-admin [-c FILE] status [--json]\n\n"
    "Says how many tips wait for export, the first and the last day they "
    "came,\n"
    "whether a gateway has the store open, how much space is left, and which\n"
    "keyring and epoch tips are sealed to, for how many days more.\n\n"
    "  -c, --config FILE  the instance's configuration\n"
    "      --json         print an object: service, tips, first_day,\n"
    "                     last_day, gateway_running, free_mib, reserve_mib,\n"
    "                     keyring_error, keyring: serial, fingerprint,\n"
    "                     expires, last_day, days_left, warning, epoch,\n"
    "                     kind_of_key, may_be_destroyed\n"
    "      --help         show this and exit\n";

struct status {
	uint64_t tips;
	int32_t first_day;
	int32_t last_day;
	uint64_t free_mib;
	int running;
};

/* What the installed keyring says on a day; without a keyring, why not. */
struct keyring_status {
	struct installed installed;
	struct keyring_error err;
	char print[FINGERPRINT_LEN];
	int32_t day;
};

static const char *
kind_of_key(const struct keyring *k, const struct keyring_epoch *e)
{
	return keyring_epoch_type(k, e) == AGE_HYBRID ? "post-quantum"
						      : "classic";
}

/* Days on which tips can be sealed, today included. */
static unsigned
days_left(const struct keyring_status *ks)
{
	int32_t last = keyring_last_day(ks->installed.keyring, ks->day);

	return last < ks->day ? 0 : (unsigned)(last - ks->day + 1);
}

static void
look_at_keyring(const struct config *c, struct keyring_status *ks)
{
	*ks = (struct keyring_status){.day = clock_today()};
	if (installed_read(c, &ks->installed, &ks->err) == KEYRING_OK)
		fingerprint_keyring(
		    keyring_view(&ks->installed.text), ks->print);
}

static int
count_row(void *ctx, const struct store_row *row)
{
	struct status *st = ctx;

	if (st->tips == 0 || row->day < st->first_day)
		st->first_day = row->day;
	if (st->tips == 0 || row->day > st->last_day)
		st->last_day = row->day;
	st->tips++;
	return 0;
}

static void
json_day(const char *key, int32_t day)
{
	char text[CLOCK_DAY_LEN];

	clock_format_day(day, text);
	json_text(key, text);
}

/* Whether the days are over until which an epoch's identities are kept. */
static bool
may_be_destroyed(const struct keyring_epoch *e, int32_t day)
{
	return e->destroy_after < day;
}

static void
keyring_json(const struct keyring_status *ks)
{
	const struct keyring *k = ks->installed.keyring;
	const struct keyring_epoch *now = NULL;
	struct keys_outlook outlook;

	json_text("keyring_error", k == NULL ? ks->err.text : NULL);
	if (k == NULL) {
		json_text("keyring", NULL);
		return;
	}
	(void)keyring_at(k, ks->day, &now);
	(void)keys_outlook(k, ks->day, &outlook);
	json_open("keyring", '{');
	json_number("serial", k->serial);
	json_text("fingerprint", ks->print);
	json_day("expires", k->expires);
	json_day("last_day", keyring_last_day(k, ks->day));
	json_number("days_left", days_left(ks));
	json_text("warning", outlook.text[0] == '\0' ? NULL : outlook.text);
	if (now == NULL) {
		json_text("epoch", NULL);
		json_text("kind_of_key", NULL);
	} else {
		json_number("epoch", now->id);
		json_text("kind_of_key", kind_of_key(k, now));
	}
	json_open("may_be_destroyed", '[');
	for (size_t i = 0; i < k->n_epochs; i++)
		if (may_be_destroyed(&k->epochs[i], ks->day))
			json_number(NULL, k->epochs[i].id);
	json_close(']');
	json_close('}');
}

static void
keyring_text(const struct keyring_status *ks)
{
	const struct keyring *k = ks->installed.keyring;
	const struct keyring_epoch *now = NULL;
	struct keys_outlook outlook;
	char last[CLOCK_DAY_LEN];

	if (k == NULL) {
		printf("keyring     cannot be used: ");
		(void)say_put(stdout, ks->err.text);
		putchar('\n');
		return;
	}
	printf("keyring     serial %u, %s\n", k->serial, ks->print);
	(void)keyring_at(k, ks->day, &now);
	if (now != NULL) {
		clock_format_day(keyring_last_day(k, ks->day), last);
		printf("epoch       %u in use (%s)\n", now->id,
		    kind_of_key(k, now));
		printf("days left   %u, until %s\n", days_left(ks), last);
	}
	if (keys_outlook(k, ks->day, &outlook) != KEYS_FINE)
		printf("warning     %s\n", outlook.text);
	for (size_t i = 0; i < k->n_epochs; i++)
		if (may_be_destroyed(&k->epochs[i], ks->day))
			printf("destroy     epoch %u: its identities may be "
			       "destroyed now\n",
			    k->epochs[i].id);
}

static void
report_json(const struct config *c, const struct status *st,
    const struct keyring_status *ks, const char *first, const char *last)
{
	json_open(NULL, '{');
	json_text("service", c->service_name);
	json_number("tips", st->tips);
	json_text("first_day", first);
	json_text("last_day", last);
	json_bool("gateway_running", st->running == 1);
	json_number("free_mib", st->free_mib);
	json_number("reserve_mib", c->reserve_mib);
	keyring_json(ks);
	json_close('}');
}

static void
report_text(const struct config *c, const struct status *st,
    const struct keyring_status *ks, const char *first, const char *last)
{
	printf("service     %s\n", c->service_name);
	printf("tips        %" PRIu64 " waiting", st->tips);
	if (first != NULL)
		printf(", from %s to %s", first, last);
	printf(
	    "\ngateway     %s", st->running == 1 ? "running" : "not running");
	printf("\nspace       %" PRIu64 " MiB free; the form closes below %u "
	       "MiB\n",
	    st->free_mib, c->reserve_mib);
	keyring_text(ks);
}

static int
report(const struct config *c, struct store *s, int running, int json)
{
	struct status st = {.running = running};
	struct keyring_status ks;
	uint64_t bytes;
	char first[CLOCK_DAY_LEN];
	char last[CLOCK_DAY_LEN];
	int r = store_each(s, count_row, &st);

	if (r == STORE_OK)
		r = store_space(s, &bytes);
	if (r != STORE_OK)
		return admin_store_failed(c->store_dir, r);
	look_at_keyring(c, &ks);
	st.free_mib = bytes >> 20;
	clock_format_day(st.first_day, first);
	clock_format_day(st.last_day, last);
	(json ? report_json : report_text)(c, &st, &ks,
	    st.tips == 0 ? NULL : first, st.tips == 0 ? NULL : last);
	installed_free(&ks.installed);
	return fflush(stdout) == 0 ? EX_OK : EX_IOERR;
}

int
verb_status(const char *config, int argc, char **argv)
{
	struct admin_options o;
	struct config c;
	struct store *s = NULL;
	int code = admin_options_parse(&o, config, help, argc, argv);

	if (code != EX_OK)
		return code < 0 ? EX_OK : code;
	if (o.argc != 0)
		return say_bad_operands(argv[0], "no operand");
	/* Before this process opens the store itself. */
	code = admin_config(o.config, &c);
	if (code != EX_OK)
		return code;
	int running = gateway_running(c.store_dir);
	code = admin_open(&c, &s);
	if (code != EX_OK)
		return code;
	code = report(&c, s, running, o.json);
	store_close(&s);
	return code;
}
