/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-officer keygen: a new identity into a new file, its recipient to
 * standard output.
 */
#include "officer/verbs.h"

#include <getopt.h>
#include <stdio.h>
#include <sysexits.h>

#include "base/say.h"
#include "crypto/core/secret.h"
#include "crypto/seal/seal.h"
#include "officer/identity.h"
#include "officer/identity_save.h"

static const char help[] =
    "usage: inkast-officer keygen -o FILE [--classic] [--words | --plain]\n"
    "                             [--passphrase-fd N] [> RECIPIENT]\n\n"
    "Makes a post-quantum identity (a secret key), writes it to the new file\n"
    "FILE, and prints its recipient (the public key), which goes to the "
    "gateway:\n"
    "1959 characters, so keep them in a file for 'inkast-admin init "
    "--recipients'.\n"
    "FILE is protected with a passphrase of at least 12 characters, asked for\n"
    "twice. 'age -d -i FILE' of age 1.3 or later can use it, too.\n\n"
    "  -o, --output FILE      where the identity goes; never overwritten\n"
    "      --classic          X25519 alone, as every age can use it: a tip "
    "that\n"
    "                         is recorded today may be opened by a quantum\n"
    "                         computer one day\n"
    "      --words            7 Swedish words as passphrase (70 bits): "
    "show it\n"
    "                         on the terminal once, and ask for it\n"
    "      --plain            without a passphrase: for tests only\n"
    "      --passphrase-fd N  read the passphrase as a line from descriptor "
    "N\n"
    "      --help             show this and exit\n";

struct request {
	const char *path;
	enum age_key_type type;
	struct identity_protection how;
};

/* EX_OK, a failure that was said, or -1 after the help. */
static int
parse(struct request *q, int argc, char **argv)
{
	static const struct option options[] = {
	    {"output", required_argument, NULL, 'o'},
	    {"classic", no_argument, NULL, 'c'},
	    {"plain", no_argument, NULL, 'p'},
	    {"words", no_argument, NULL, 'w'},
	    {"passphrase-fd", required_argument, NULL, 'f'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	int c;

	*q = (struct request){.type = AGE_HYBRID, .how.source.fd = -1};
	while ((c = getopt_long(argc, argv, ":o:h", options, NULL)) != -1) {
		if (c == 'o')
			q->path = optarg;
		else if (c == 'c')
			q->type = AGE_X25519;
		else if (c == 'p')
			q->how.plain = true;
		else if (c == 'w')
			q->how.words = true;
		else if (c == 'h') {
			fputs(help, stdout);
			return -1;
		} else if (c != 'f')
			return say_bad_option(argv[0], c, argv);
		else if (!passphrase_parse_fd(optarg, &q->how.source.fd))
			return say_bad_operands(argv[0],
			    "the number of a descriptor after "
			    "--passphrase-fd");
	}
	if (q->path == NULL || optind != argc)
		return say_bad_operands(argv[0], "-o FILE and no operand");
	if (q->how.plain + q->how.words + (q->how.source.fd >= 0) > 1)
		return say_bad_operands(
		    argv[0], "one of --words, --plain and --passphrase-fd");
	return EX_OK;
}

static int
generate_failed(int err)
{
	say("cannot make an identity: %s", age_strerror(err));
	if (err == AGE_E_TYPE) {
		hint("use a build that has ML-KEM, or make a classic identity "
		     "with --classic; --help says what that means");
		return EX_UNAVAILABLE;
	}
	hint("nothing was made");
	return EX_OSERR;
}

int
verb_keygen(int argc, char **argv)
{
	char recipient[RECIPIENT_TEXT_MAX];
	struct request q;
	struct buf text;
	int code = parse(&q, argc, argv);

	if (code != EX_OK)
		return code < 0 ? EX_OK : code;
	buf_init(&text, &secret_mem, IDENTITY_FILE_MAX);
	/* An identity and its comment are at most 2053 bytes: grow once. */
	int r = buf_reserve(&text, 4096) == BUF_OK
		    ? identity_file_text(q.type, &text, recipient)
		    : AGE_E_MEMORY;
	code = r == AGE_OK ? identity_save(q.path, &text, &q.how)
			   : generate_failed(r);
	buf_free(&text);
	if (code != EX_OK)
		return code;
	if (q.type == AGE_X25519)
		say("warning: this key is classic: a tip that is recorded "
		    "today may be opened by a quantum computer one day");
	if (q.how.plain)
		say("warning: %s is not protected: whoever has it can open "
		    "every tip",
		    q.path);
	printf("%s\n", recipient);
	return fflush(stdout) == 0 ? EX_OK : EX_IOERR;
}
