/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-admin: the operator's program, on the server.
 *
 * Holds sealed blobs on their way from the store to a bundle, and public keys;
 * on a signer's own computer, their signing key. May not touch the network, and
 * must never be given a key that opens tips: it links no code that could use
 * one. Talks to the terminal, the store's folder, keyrings, and the folder that
 * a bundle is written to.
 */
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/say.h"
#include "admin/verbs.h"
#include "base/sandbox.h"
#include "crypto/core/age.h"

static const struct verb {
	const char *name;
	const char *operands;
	const char *summary;
	verb_fn run;
} verbs[] = {
    {"init", "DIR --recipient KEY...", "make a new instance in a folder",
	verb_init},
    {"check", "", "look for what is wrong with an instance", verb_check},
    {"status", "", "how many tips wait, and how much space is left",
	verb_status},
    {"export", "DIR", "write the waiting tips into a bundle in DIR",
	verb_export},
    {"keyring", "VERB...", "the keys that tips are sealed to", verb_keyring},
};
#define VERBS (sizeof verbs / sizeof verbs[0])

static int
help(void)
{
	printf(
	    "usage: inkast-admin [-c FILE] VERB [OPTION]... [OPERAND]...\n\n"
	    "Runs the gateway's store of sealed tips. It cannot open one.\n\n"
	    "verbs:\n");
	for (size_t i = 0; i < VERBS; i++)
		printf("  %-7s %-23s  %s\n", verbs[i].name, verbs[i].operands,
		    verbs[i].summary);
	printf("\noptions:\n"
	       "  -c, --config FILE  the instance's configuration\n"
	       "                     (default " CONFIG_DEFAULT ")\n"
	       "      --help         show this and exit; VERB --help shows a "
	       "verb's options\n"
	       "      --version      show the version and exit\n");
	return EX_OK;
}

/* The sandbox first: everything after it, the command line included, is read
 * without a network. */
static int
run(const struct verb *v, const char *config, int argc, char **argv)
{
	int r = age_init();

	if (r != AGE_OK) {
		say("cannot start: %s", age_strerror(r));
		return EX_OSERR;
	}
	r = sandbox_admin();
	if (r < 0) {
		say("cannot give up rights that are not needed: %s",
		    strerror(-r));
		hint("nothing was done; this system may be too old");
		return EX_OSERR;
	}
	optind = 0; /* glibc: begin anew, also forget the permutation */
	return v->run(config, argc, argv);
}

static int
dispatch(const char *config, int argc, char **argv)
{
	for (size_t i = 0; i < VERBS; i++)
		if (strcmp(argv[0], verbs[i].name) == 0)
			return run(&verbs[i], config, argc, argv);
	say("unknown verb \"%.40s\"", argv[0]);
	hint("'inkast-admin --help' lists verbs and options");
	return EX_USAGE;
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
	    {"config", required_argument, NULL, 'c'},
	    {"help", no_argument, NULL, 'h'},
	    {"version", no_argument, NULL, 'V'},
	    {NULL, 0, NULL, 0},
	};
	const char *config = NULL;
	int c;

	say_as("inkast-admin");
	/* "+": stop at the verb; ":": the complaints are ours. */
	while ((c = getopt_long(argc, argv, "+:c:h", options, NULL)) != -1) {
		if (c == 'c')
			config = optarg;
		else if (c == 'h')
			return help();
		else if (c == 'V') {
			printf("inkast-admin %s\n", INKAST_VERSION);
			return EX_OK;
		} else
			return say_bad_option(NULL, c, argv);
	}
	if (optind == argc) {
		say("expected a verb: init, check, status, export or keyring");
		hint("'inkast-admin --help' lists verbs and options");
		return EX_USAGE;
	}
	return dispatch(config, argc - optind, argv + optind);
}
