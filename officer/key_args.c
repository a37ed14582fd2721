/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * -i, --passphrase-fd, and --poster of public.
 */
#include "officer/key_args.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/say.h"

static int
take_descriptor(struct key_args *q, char **argv)
{
	if (passphrase_parse_fd(optarg, &q->source.fd))
		return EX_OK;
	return say_bad_operands(
	    argv[0], "the number of a descriptor after --passphrase-fd");
}

int
key_args_parse(struct key_args *q, const char *help, int argc, char **argv)
{
	static const struct option options[] = {
	    {"identity", required_argument, NULL, 'i'},
	    {"passphrase-fd", required_argument, NULL, 'f'},
	    {"help", no_argument, NULL, 'h'},
	    {"poster", required_argument, NULL, 'p'},
	    {NULL, 0, NULL, 0},
	};
	bool takes_poster = strcmp(argv[0], "public") == 0;
	unsigned identities = 0;
	int code = EX_OK;
	int c;

	*q = (struct key_args){.source.fd = -1};
	while (code == EX_OK &&
	       (c = getopt_long(argc, argv, ":i:h", options, NULL)) != -1) {
		if (c == 'i') {
			q->identity = optarg;
			identities++;
		} else if (c == 'p' && takes_poster) {
			q->poster = optarg;
		} else if (c == 'f') {
			code = take_descriptor(q, argv);
		} else if (c == 'h') {
			fputs(help, stdout);
			return -1;
		} else if (c == 'p') {
			return say_bad_operands(argv[0], "no --poster");
		} else {
			return say_bad_option(argv[0], c, argv);
		}
	}
	if (code == EX_OK && (identities != 1 || optind != argc))
		return say_bad_operands(argv[0],
		    "-i once, which may name a folder, and no operand");
	return code;
}
