/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-admin keyring: the table of its sub-verbs.
 */
#include "admin/keyring.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "admin/verbs.h"
#include "base/say.h"

#define O(o) KEYRING_OPTION(OPT_##o)
/* What every sub-verb takes, and what those that change something take. */
#define ANY (O(CONFIG) | O(HELP))
#define CHANGE (ANY | O(YES) | O(DRY_RUN))

/* Where a synopsis goes on in a second line. */
#define MORE "\n         "
/* What -c is for, where something is edited. */
#define SERIAL                                                                 \
	"With -c, the serial also rises above that of the installed keyring."

static const struct keyring_verb verbs[] = {
    {"new", "FILE --service NAME [OPTION]...", "begin a keyring",
	"Begins a keyring of a service; 'add-epoch' puts keys into it. FILE\n"
	"must not be there yet.\n" SERIAL,
	CHANGE | O(SERVICE) | O(STANZAS) | O(EXPIRES), 1, 1, "one file to make",
	keyring_verb_new},
    {"add-epoch",
	"FILE --from DAY --until DAY" MORE
	"--destroy-after DAY --area ID=KEY|FILE... [OPTION]...",
	"add a period with keys of its own",
	"Adds an epoch: the keys that tips of some days are sealed to. Where\n"
	"epochs overlap, the one that begins last is taken.\n" SERIAL,
	CHANGE | O(FROM) | O(UNTIL) | O(DESTROY_AFTER) | O(ID) | O(AREA) |
	    O(RECOVERY),
	1, 1, "one keyring's file", keyring_verb_add_epoch},
    {"add-recipient", "FILE --epoch N" MORE "(--area ID | --recovery) KEY|FILE",
	"add a key to an epoch",
	"Adds public keys to an area of an epoch, or to all its areas. Older\n"
	"tips are not sealed to them. An area that had no keys of its own no\n"
	"longer has those of '*'.\n" SERIAL,
	CHANGE | O(EPOCH) | O(TO_AREA) | O(TO_RECOVERY), 2, 2,
	"a keyring's file, and a public key or a file of them",
	keyring_verb_add_recipient},
    {"retire", "FILE --epoch N [--until DAY]", "end an epoch",
	"Ends an epoch before its day: with yesterday, or with today when it\n"
	"began today. Its keys stay in the keyring, and its identities still\n"
	"open its tips.\n" SERIAL,
	CHANGE | O(EPOCH) | O(UNTIL), 1, 1, "one keyring's file",
	keyring_verb_retire},
    {"renew", "FILE --expires DAY", "let a keyring count for longer",
	"Sets the keyring's last day. Epochs have days of their own.\n" SERIAL,
	CHANGE | O(EXPIRES), 1, 1, "one keyring's file", keyring_verb_renew},
    {"sign", "FILE -s SECRETKEY", "sign a keyring",
	"Writes FILE.minisig, or FILE.2.minisig and on for further signers, "
	"as\n'minisign -S' does. Compare the fingerprints first.",
	O(HELP) | O(YES) | O(DRY_RUN) | O(SECRET_KEY) | O(PASSPHRASE_FD), 1, 1,
	"one keyring's file", keyring_verb_sign},
    {"signer", "-o FILE", "make a signing key",
	"Makes a signing key as 'minisign -G' does: FILE, which stays with "
	"its\n"
	"signer, and FILE.pub, which gateways pin. Not on the gateway's "
	"machine.",
	O(HELP) | O(OUTPUT) | O(PLAIN) | O(PASSPHRASE_FD), 0, 0, "no operand",
	keyring_verb_signer},
    {"verify", "FILE [--signer KEY|FILE]..." MORE "[--needed K]",
	"check who signed a keyring",
	"Checks the signatures beside FILE against the signers named, or "
	"those\n"
	"that the configuration of -c pins. Exit code 0 only when enough of "
	"them\nsigned it.",
	ANY | O(SIGNER) | O(NEEDED), 1, 1, "one keyring's file",
	keyring_verb_verify},
    {"install", "FILE", "put a signed keyring where the gateway looks",
	"Checks a keyring as the gateway does and exchanges the installed "
	"one.\n"
	"A gateway that runs takes it at once; no tip and no connection is "
	"lost.",
	CHANGE, 1, 1, "one keyring's file, its signatures beside it",
	keyring_verb_install},
    {"show", "[FILE] [--json]", "print a keyring with fingerprints",
	"Prints what stands in FILE, or in the installed keyring: days, "
	"areas,\n"
	"and keys as fingerprints, to be compared over the telephone with "
	"what\n"
	"'inkast-officer public' prints.",
	ANY | O(JSON), 0, 1, "one keyring's file, or none for the installed",
	keyring_verb_show},
    {"diff", "[OLD] NEW", "print what differs between two keyrings",
	"Prints in words what changes from OLD, or from the installed "
	"keyring,\n"
	"to NEW. Exit code 0 also when something does.",
	ANY, 1, 2, "one or two keyrings' files", keyring_verb_diff},
};
#define VERBS (sizeof verbs / sizeof verbs[0])

static int
help(void)
{
	printf("usage: inkast-admin [-c FILE] keyring VERB [OPTION]... "
	       "[OPERAND]...\n\n"
	       "Makes, signs and installs the keyring: the public keys that "
	       "tips are sealed\nto, by area and by day. docs/OPERATIONS.md "
	       "shows the whole ceremony.\n\nverbs:\n");
	for (size_t i = 0; i < VERBS; i++)
		printf("  %-13s  %s\n", verbs[i].name, verbs[i].summary);
	printf("\n'inkast-admin keyring VERB --help' shows a verb's "
	       "options.\nThose that change something say what, ask, and take "
	       "--yes and --dry-run.\n");
	return fflush(stdout) == 0 ? EX_OK : EX_IOERR;
}

static int
run(const struct keyring_verb *v, const char *config, int argc, char **argv)
{
	struct keyring_request q;
	int code = keyring_args_parse(v, config, argc, argv, &q);

	if (code == EX_OK)
		code = v->run(&q);
	if (code < 0)
		code = EX_OK;
	return fflush(stdout) == 0 || code != EX_OK ? code : EX_IOERR;
}

int
verb_keyring(const char *config, int argc, char **argv)
{
	if (argc < 2) {
		say("keyring: expected a verb: new, add-epoch, sign, install "
		    "or another");
		hint("'inkast-admin keyring --help' lists them");
		return EX_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return help();
	for (size_t i = 0; i < VERBS; i++)
		if (strcmp(argv[1], verbs[i].name) == 0)
			return run(&verbs[i], config, argc - 1, argv + 1);
	say("keyring: unknown verb \"%.40s\"", argv[1]);
	hint("'inkast-admin keyring --help' lists them; the verb stands "
	     "before its options");
	return EX_USAGE;
}
