/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-officer: the program of the secure room.
 *
 * Holds identities and passphrases, and what citizens wrote; all of it in
 * memory that is locked or wiped. May not touch the network, or run another
 * program. Talks to the terminal, to the files that it is told to read, and to
 * the files that it is told to make. What comes out of a tip is hostile until
 * it has been made visible.
 */
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sysexits.h>

#include "base/sandbox.h"
#include "crypto/core/age.h"
#include "crypto/core/secret.h"
#include "officer/json_mem.h"
#include "base/say.h"
#include "base/swap.h"
#include "officer/verbs.h"

static const struct verb {
	const char *name;
	const char *operands;
	const char *summary;
	verb_fn run;
} verbs[] = {
    {"keygen", "-o FILE", "make an identity, print its recipient", verb_keygen},
    {"open", "-i FILE BUNDLE", "open a bundle's tips and show them", verb_open},
    {"verify", "BUNDLE", "check a bundle, without a key", verb_verify},
    {"public", "-i FILE", "print recipient and fingerprint", verb_public},
    {"test", "-i FILE", "seal a probe and open it", verb_test},
    {"split", "-i FILE -k 2 -n 3 -o DIR", "make recovery shares", verb_split},
    {"join", "SHARE... -o FILE", "an identity from its shares", verb_join},
    {"destroy", "-i FILE --sign KEY -o RECORD", "end a key period for good",
	verb_destroy},
    {"signer", "-o FILE", "make a key that signs records", verb_signer},
    {"unseal", "-i FILE IN", "open any file that age sealed", verb_unseal},
};
#define VERBS (sizeof verbs / sizeof verbs[0])

static int
help(void)
{
	printf("usage: inkast-officer VERB [OPTION]... [OPERAND]...\n\n"
	       "Opens sealed tips, on a computer without a network.\n\n"
	       "verbs:\n");
	for (size_t i = 0; i < VERBS; i++)
		printf("  %-7s %-28s  %s\n", verbs[i].name, verbs[i].operands,
		    verbs[i].summary);
	printf("\noptions:\n"
	       "      --help     show this and exit; VERB --help shows a "
	       "verb's options\n"
	       "      --version  show the version and exit\n");
	return EX_OK;
}

/* Plaintext is kept in locked memory: take all that we may lock. Failing, what
 * is allowed now will do for ordinary tips; those with photos may do without
 * the lock where there is no swap space. */
static void
raise_lock_limit(void)
{
	struct rlimit limit;

	if (!swap_may_be_there())
		secret_large_unlocked();

	if (getrlimit(RLIMIT_MEMLOCK, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_MEMLOCK, &limit);
	}
}

/* Rights are dropped before the first byte of any file is read. */
static int
run(const struct verb *v, int argc, char **argv)
{
	int r = age_init();

	if (r != AGE_OK) {
		say("cannot start: %s", age_strerror(r));
		return EX_OSERR;
	}
	raise_lock_limit();
	json_mem_init();
	r = sandbox_drop_privileges("");
	if (r == 0)
		r = sandbox_officer();
	if (r < 0) {
		say("cannot give up rights that are not needed: %s",
		    strerror(-r));
		hint("nothing was read; this system may be too old");
		return EX_OSERR;
	}
	optind = 0; /* glibc: begin anew, also forget the permutation */
	return v->run(argc, argv);
}

static int
dispatch(int argc, char **argv)
{
	for (size_t i = 0; i < VERBS; i++)
		if (strcmp(argv[0], verbs[i].name) == 0)
			return run(&verbs[i], argc, argv);
	say("unknown verb \"%.40s\"", argv[0]);
	hint("'inkast-officer --help' lists verbs and options");
	return EX_USAGE;
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
	    {"help", no_argument, NULL, 'h'},
	    {"version", no_argument, NULL, 'V'},
	    {NULL, 0, NULL, 0},
	};
	int c;

	say_as("inkast-officer");
	/* "+": stop at the verb; ":": the complaints are ours. */
	while ((c = getopt_long(argc, argv, "+:h", options, NULL)) != -1) {
		if (c == 'h')
			return help();
		if (c != 'V')
			return say_bad_option(NULL, c, argv);
		printf("inkast-officer %s\n", INKAST_VERSION);
		return EX_OK;
	}
	if (optind == argc) {
		say("expected a verb, as keygen, open or verify");
		hint("'inkast-officer --help' lists verbs and options");
		return EX_USAGE;
	}
	return dispatch(argc - optind, argv + optind);
}
