/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-officer verify: whether a bundle is as the gateway wrote it, without a
 * key.
 */
#include "officer/verbs.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>

#include "base/say.h"
#include "officer/bundle.h"
#include "officer/failed.h"

static const char help[] =
    "usage: inkast-officer verify BUNDLE [--json]\n\n"
    "Checks that a bundle is whole: its structure, its lists and every\n"
    "checksum. Names the first thing that is wrong: which member, where in "
    "the\n"
    "file, what was expected. Exit code 0, or 65 when something is wrong. It\n"
    "does not show who made the bundle.\n\n"
    "      --json  print an object: ok, tips, and if not ok problem with "
    "member,\n"
    "              offset and text\n"
    "      --help  show this and exit\n";

struct verdict {
	int json;
};

static int
first_problem(void *ctx, const struct bundle_problem *p)
{
	const struct verdict *v = ctx;

	/* The words are ours, without a quote or a backslash. */
	if (v->json)
		printf("{\"ok\":false,\"problem\":{\"member\":\"%s\","
		       "\"offset\":%" PRIu64 ",\"text\":\"%s\"}}\n",
		    p->member, p->at, p->text);
	say("%s, at byte %" PRIu64 ": %s", p->member, p->at, p->text);
	return 1;
}

static int
verify(const char *path, struct verdict *v)
{
	struct bundle b;
	int r = bundle_open(&b, path);

	if (r < 0)
		return bundle_open_failed(path, r);
	uint8_t named[BUNDLE_NAMED_LEN];
	if (!bundle_name_read(path, named))
		say("note: not checked against a name: the file is not called "
		    "inkast-....tar, as export calls it");
	r = bundle_check(&b, path, first_problem, v);
	int code = EX_OK;
	if (r == BUNDLE_E_IO) {
		code = bundle_read_failed(path);
	} else if (r > 0) {
		say("%s is damaged", path);
		hint("export it again; 'inkast-officer open' still shows the "
		     "tips that are intact");
		code = EX_DATAERR;
	} else if (v->json) {
		printf("{\"ok\":true,\"tips\":%" PRIu64 "}\n", b.sums_lines);
	} else {
		(void)say_put(stdout, path);
		printf(" is whole: %" PRIu64 " %s\n", b.sums_lines,
		    b.sums_lines == 1 ? "tip" : "tips");
	}
	bundle_close(&b);
	return code;
}

int
verb_verify(int argc, char **argv)
{
	static const struct option options[] = {
	    {"json", no_argument, NULL, 'j'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	struct verdict v = {0};
	int c;

	while ((c = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
		if (c == 'h') {
			fputs(help, stdout);
			return EX_OK;
		}
		if (c != 'j')
			return say_bad_option(argv[0], c, argv);
		v.json = 1;
	}
	if (argc - optind != 1)
		return say_bad_operands(argv[0], "one bundle");
	int code = verify(argv[optind], &v);
	return fflush(stdout) == 0 ? code : EX_IOERR;
}
