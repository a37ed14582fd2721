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
#include <string.h>
#include <sysexits.h>

#include "admin/config.h"
#include "admin/json.h"
#include "admin/running.h"
#include "base/clock.h"
#include "base/say.h"

static const char help[] =
    "usage: inkast-admin [-c FILE] status [--json]\n\n"
    "Says how many tips wait for export, the first and the last day they "
    "came,\n"
    "whether a gateway has the store open, how much space is left, and who "
    "can\n"
    "open the tips.\n\n"
    "  -c, --config FILE  the instance's configuration\n"
    "      --json         print an object: service, tips, first_day,\n"
    "                     last_day, gateway_running, free_mib, reserve_mib,\n"
    "                     recipients, kind_of_key\n"
    "      --help         show this and exit\n";

struct status {
	uint64_t tips;
	int32_t first_day;
	int32_t last_day;
	uint64_t free_mib;
	int running;
};

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

static const char *
kind_of_key(const struct config *c)
{
	if (c->n_recipients == 0)
		return NULL;
	return config_is_post_quantum(c) ? "post-quantum" : "classic";
}

/* A post-quantum key fills a screen: its beginning and end tell it from others,
 * and --json has the whole. */
static void
print_recipient(const char *text, const char *kind)
{
	size_t len = strlen(text);

	if (len <= 64)
		printf("recipient   %s (%s)\n", text, kind);
	else
		printf("recipient   %.32s...%s (%s)\n", text, &text[len - 12],
		    kind);
}

static void
report_json(const struct config *c, const struct status *st, const char *first,
    const char *last)
{
	json_open(NULL, '{');
	json_text("service", c->service_name);
	json_number("tips", st->tips);
	json_text("first_day", first);
	json_text("last_day", last);
	json_bool("gateway_running", st->running == 1);
	json_number("free_mib", st->free_mib);
	json_number("reserve_mib", c->reserve_mib);
	json_open("recipients", '[');
	for (size_t i = 0; i < c->n_recipients; i++)
		json_text(NULL, c->recipients[i]);
	json_close(']');
	json_text("kind_of_key", kind_of_key(c));
	json_close('}');
}

static void
report_text(const struct config *c, const struct status *st, const char *first,
    const char *last)
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
	if (c->n_recipients == 0)
		printf("recipient   none can be read\n");
	for (size_t i = 0; i < c->n_recipients; i++)
		print_recipient(c->recipients[i], kind_of_key(c));
}

static int
report(const struct config *c, struct store *s, int running, int json)
{
	struct status st = {.running = running};
	uint64_t bytes;
	char first[CLOCK_DAY_LEN];
	char last[CLOCK_DAY_LEN];
	int r = store_each(s, count_row, &st);

	if (r == STORE_OK)
		r = store_space(s, &bytes);
	if (r != STORE_OK)
		return admin_store_failed(c->store_dir, r);
	st.free_mib = bytes >> 20;
	clock_format_day(st.first_day, first);
	clock_format_day(st.last_day, last);
	(json ? report_json : report_text)(
	    c, &st, st.tips == 0 ? NULL : first, st.tips == 0 ? NULL : last);
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
