/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-admin export: from the store to a bundle, one tip at a time. Deletes
 * nothing: what is exported still waits.
 */
#include "admin/verbs.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/bundle.h"
#include "admin/config.h"
#include "admin/json.h"
#include "base/clock.h"
#include "base/interrupt.h"
#include "base/say.h"

static const char help[] =
    "usage: inkast-admin [-c FILE] export DIR [--json]\n\n"
    "Writes all waiting tips, still sealed, into a bundle in the folder DIR "
    "(a\n"
    "USB stick, say) and prints its path. The same tips give the same file.\n"
    "Nothing is deleted. Works while the gateway runs. Without waiting tips\n"
    "nothing is written and nothing printed.\n\n"
    "  -c, --config FILE  the instance's configuration\n"
    "      --json         print an object: bundle (null: no tips), tips, "
    "bytes,\n"
    "                     first_day, last_day\n"
    "      --help         show this and exit\n";

/* What add_row returns when the bundle failed; store errors are negative. */
#define WRITE_FAILED 1

static int
add_row(void *ctx, const struct store_row *row)
{
	struct bundle *b = ctx;

	if (interrupt_pending() != 0)
		b->err = -EINTR;
	if (b->err < 0)
		return WRITE_FAILED;
	return bundle_add(b, row) == 0 ? 0 : WRITE_FAILED;
}

static int
target_failed(const char *dir, int err)
{
	if (err == -EINTR) {
		say("interrupted; nothing was left in %s", dir);
		return interrupt_code();
	}
	say("cannot write a bundle to %s: %s", dir, strerror(-err));
	if (err == -ENOSPC || err == -EDQUOT || err == -EFBIG) {
		hint("nothing was left there; free some space or use another "
		     "folder");
		return EX_IOERR;
	}
	hint("nothing was left there; DIR must be a folder that exists and "
	     "that you may write to");
	return err == -EIO ? EX_IOERR : EX_CANTCREAT;
}

static void
report(const struct bundle *b, const char *path, int json)
{
	char first[CLOCK_DAY_LEN];
	char last[CLOCK_DAY_LEN];

	clock_format_day(b->first_day, first);
	clock_format_day(b->last_day, last);
	if (json) {
		json_open(NULL, '{');
		json_text("bundle", path);
		json_number("tips", b->tips);
		if (path != NULL) {
			json_number("bytes", b->bytes);
			json_text("first_day", first);
			json_text("last_day", last);
		}
		json_close('}');
	} else if (path != NULL) {
		/* A script gets the name as it is, a terminal does not. */
		if (isatty(STDOUT_FILENO) == 1)
			(void)say_put(stdout, path);
		else
			fputs(path, stdout);
		putchar('\n');
	}
	if (path == NULL)
		say("no tips are waiting: nothing was exported");
	else
		say("%" PRIu64 " %s exported; the store still has them",
		    b->tips, b->tips == 1 ? "tip" : "tips");
}

static int
export_store(struct store *s, const struct config *c, const char *dir, int json)
{
	struct bundle b = {0};
	char *path = NULL;
	int code = EX_OK;

	interrupt_catch();
	int r = bundle_begin(&b, dir);

	if (r == 0)
		r = store_each(s, add_row, &b);
	if (r < 0 && b.err == 0)
		code = admin_store_failed(c->store_dir, r);
	else if (r == 0 && b.tips > 0 &&
		 bundle_end(&b, c->service_name, &path) < 0)
		code = EX_IOERR; /* b.err tells which, below */
	if (b.err < 0)
		code = target_failed(dir, b.err);
	bundle_abandon(&b);
	if (code == EX_OK)
		report(&b, path, json);
	free(path);
	return code;
}

int
verb_export(const char *config, int argc, char **argv)
{
	struct admin_options o;
	struct config c;
	struct store *s = NULL;
	struct stat st;
	int code = admin_options_parse(&o, config, help, argc, argv);

	if (code != EX_OK)
		return code < 0 ? EX_OK : code;
	if (o.argc != 1)
		return say_bad_operands(argv[0], "one folder to export to");
	if (stat(o.argv[0], &st) < 0)
		return target_failed(o.argv[0], -errno);
	if (!S_ISDIR(st.st_mode))
		return target_failed(o.argv[0], -ENOTDIR);
	code = admin_config(o.config, &c);
	if (code == EX_OK)
		code = admin_open(&c, &s);
	if (code != EX_OK)
		return code;
	code = export_store(s, &c, o.argv[0], o.json);
	store_close(&s);
	if (code == EX_OK && fflush(stdout) != 0)
		code = EX_IOERR;
	return code;
}
