/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-officer signer: a key that signs records of destruction.
 */
#include <getopt.h>
#include <stdio.h>
#include <sysexits.h>

#include "base/say.h"
#include "cli/signer.h"
#include "officer/verbs.h"

static const char help[] =
    "usage: inkast-officer signer -o FILE [--plain] [--passphrase-fd N]\n\n"
    "Makes a signing key, FILE, as 'minisign -G' does, and its public key,\n"
    "FILE.pub, which checks what was signed ('minisign -V -p FILE.pub'). It\n"
    "signs records of destruction; it opens nothing. Protecting and using it\n"
    "takes 1 GiB of memory and some seconds.\n\n"
    "  -o, --output FILE      where the key goes; never overwritten\n"
    "      --plain            without a passphrase: for tests only\n"
    "      --passphrase-fd N  read the passphrase as a line from descriptor "
    "N\n"
    "      --help             show this and exit\n";

struct request {
	const char *path;
	int plain;
	struct passphrase_source source;
};

/* EX_OK, a failure that was said, or -1 after the help. */
static int
parse(struct request *q, int argc, char **argv)
{
	const struct option options[] = {
	    {"output", required_argument, NULL, 'o'},
	    {"plain", no_argument, NULL, 'p'},
	    {"passphrase-fd", required_argument, NULL, 'f'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	int c;

	*q = (struct request){.source.fd = -1};
	while ((c = getopt_long(argc, argv, ":o:h", options, NULL)) != -1) {
		if (c == 'o')
			q->path = optarg;
		else if (c == 'p')
			q->plain = 1;
		else if (c == 'h') {
			fputs(help, stdout);
			return -1;
		} else if (c != 'f')
			return say_bad_option(argv[0], c, argv);
		else if (!passphrase_parse_fd(optarg, &q->source.fd))
			return say_bad_operands(argv[0],
			    "the number of a descriptor after "
			    "--passphrase-fd");
	}
	if (q->path == NULL || optind != argc)
		return say_bad_operands(argv[0], "-o FILE and no operand");
	return EX_OK;
}

int
verb_signer(int argc, char **argv)
{
	char text[MINISIGN_PUBLIC_TEXT_LEN];
	struct minisign_public public;
	struct request q;
	int code = parse(&q, argc, argv);

	if (code != EX_OK)
		return code < 0 ? EX_OK : code;
	code = signer_make(q.path, q.plain ? NULL : &q.source, &public);
	if (code != EX_OK)
		return code;
	if (q.plain)
		say("warning: %s is not protected: whoever has it can sign",
		    q.path);
	minisign_public_format(&public, text);
	printf("%s\n", text);
	return fflush(stdout) == 0 ? EX_OK : EX_IOERR;
}
