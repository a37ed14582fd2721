/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The command line of inkast-officer destroy.
 */
#include "officer/destroy_args.h"

#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/say.h"

static const char help[] =
    "usage: inkast-officer destroy -i FILE... --sign KEY -o RECORD\n"
    "                              [--epoch N --keyring FILE] [--yes]\n\n"
    "Destroys identity files: overwrites and removes them, and writes a "
    "signed\n"
    "record of it. What was sealed to them can then be opened by nobody who "
    "has\n"
    "no other copy: that is how the tips of a key period are deleted. It "
    "cannot\n"
    "be undone.\n\n"
    "  -i, --identity FILE    a file to destroy; give all of the period's: "
    "the\n"
    "                         areas' and the recovery identity\n"
    "      --sign KEY         the signing key ('inkast-officer signer' makes "
    "one)\n"
    "  -o, --output RECORD    the record; RECORD.minisig is its signature\n"
    "      --keyring FILE     the gateway's keyring.ini: says whether these "
    "are\n"
    "                         the period's identities, and who else has one\n"
    "      --epoch N          the key period that is destroyed\n"
    "      --signer KEY       who signed the keyring: a public key or its "
    "file;\n"
    "                         one for each; without, it is not verified\n"
    "      --needed K         how many of them have to have (default: all)\n"
    "      --also-others      destroy what another period needs, too\n"
    "      --also-in-use      destroy the period that tips are sealed to "
    "today\n"
    "      --unopened         do not open the files: for lost passphrases; "
    "the\n"
    "                         record then cannot say whose keys they were\n"
    "      --dry-run          check and show everything, destroy nothing\n"
    "      --yes              do not ask\n"
    "      --passphrase-fd N  read passphrases from descriptor N, a line for "
    "each\n"
    "                         protected file in order, the signing key's "
    "first\n"
    "      --help             show this and exit\n";

/* 1 to 2^31 - 1, whole. */
static bool
parse_number(const char *s, unsigned long *out)
{
	char *end;

	errno = 0;
	unsigned long n = strtoul(s, &end, 10);
	if (errno != 0 || end == s || *end != '\0' || s[0] < '0' ||
	    s[0] > '9' || n < 1 || n > KEYRING_SERIAL_MAX)
		return false;
	*out = n;
	return true;
}

/* EX_OK, or a failure that was said. */
static int
take_list(
    char **argv, const char **list, size_t *n, size_t max, const char *too_many)
{
	if (*n == max)
		return say_bad_operands(argv[0], too_many);
	list[(*n)++] = optarg;
	return EX_OK;
}

/* EX_OK, a failure that was said, or -1 after the help. */
static int
parse_option(struct destroy_request *q, int c, char **argv)
{
	unsigned long n;

	switch (c) {
	case 'i':
		return take_list(argv, q->files, &q->n_files, DOOMED_MAX,
		    "at most 64 files");
	case 'S':
		return take_list(argv, q->signers, &q->n_signers,
		    KEYRING_SIGNERS_MAX, "at most 9 signers");
	case 'o':
		q->record = optarg;
		return EX_OK;
	case 's':
		q->sign = optarg;
		return EX_OK;
	case 'k':
		q->keyring = optarg;
		return EX_OK;
	case 'e':
		return parse_number(optarg, &q->epoch)
			   ? EX_OK
			   : say_bad_operands(
				 argv[0], "the number of a key period");
	case 'n':
		if (!parse_number(optarg, &n))
			return say_bad_operands(
			    argv[0], "a number of signers after --needed");
		q->needed = n;
		return EX_OK;
	case 'f':
		return passphrase_parse_fd(optarg, &q->source.fd)
			   ? EX_OK
			   : say_bad_operands(argv[0],
				 "the number of a descriptor after "
				 "--passphrase-fd");
	case 'h':
		fputs(help, stdout);
		return -1;
	default:
		return c == 0 ? EX_OK : say_bad_option(argv[0], c, argv);
	}
}

static int
check_request(const struct destroy_request *q, int argc, char **argv)
{
	if (optind != argc)
		return say_bad_operands(argv[0], "files with -i each");
	if (q->n_files == 0)
		return say_bad_operands(
		    argv[0], "-i FILE: the identity file to destroy");
	if (q->sign == NULL || q->record == NULL)
		return say_bad_operands(argv[0],
		    "--sign KEY and -o RECORD: nothing is destroyed without a "
		    "record");
	if ((q->keyring == NULL) != (q->epoch == 0))
		return say_bad_operands(
		    argv[0], "--epoch and --keyring together");
	if (q->n_signers > 0 && q->keyring == NULL)
		return say_bad_operands(argv[0], "--signer with --keyring");
	if (q->needed > q->n_signers)
		return say_bad_operands(
		    argv[0], "--needed at most as many as --signer");
	return EX_OK;
}

int
destroy_parse(struct destroy_request *q, int argc, char **argv)
{
	const struct option options[] = {
	    {"identity", required_argument, NULL, 'i'},
	    {"output", required_argument, NULL, 'o'},
	    {"sign", required_argument, NULL, 's'},
	    {"keyring", required_argument, NULL, 'k'},
	    {"epoch", required_argument, NULL, 'e'},
	    {"signer", required_argument, NULL, 'S'},
	    {"needed", required_argument, NULL, 'n'},
	    {"also-others", no_argument, &q->also_others, 1},
	    {"also-in-use", no_argument, &q->also_in_use, 1},
	    {"unopened", no_argument, &q->unopened, 1},
	    {"dry-run", no_argument, &q->dry_run, 1},
	    {"yes", no_argument, &q->yes, 1},
	    {"passphrase-fd", required_argument, NULL, 'f'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	int c;

	*q = (struct destroy_request){.source.fd = -1};
	while ((c = getopt_long(argc, argv, ":i:o:h", options, NULL)) != -1) {
		int code = parse_option(q, c, argv);
		if (code != EX_OK)
			return code;
	}
	return check_request(q, argc, argv);
}
