/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The front door of a role: its command line and its words to inkastd.
 */
#include "gateway/common/role.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/io.h"

static _Noreturn void
usage_error(const char *program)
{
	fprintf(stderr, "%s: expected -c FILE; inkastd starts this program\n",
	    program);
	exit(EX_USAGE);
}

static _Noreturn void
print_help(const char *program, const char *about)
{
	printf("usage: %s -c FILE\n"
	       "%s\n"
	       "Started by inkastd, with its descriptors; not by hand.\n\n"
	       "  -c, --config FILE  the gateway's configuration\n"
	       "      --help         show this and exit\n"
	       "      --version      show the version and exit\n",
	    program, about);
	exit(EX_OK);
}

const char *
role_config_path(int argc, char **argv, const char *about)
{
	static const struct option options[] = {
	    {"config", required_argument, NULL, 'c'},
	    {"help", no_argument, NULL, 'h'},
	    {"version", no_argument, NULL, 'V'},
	    {NULL, 0, NULL, 0},
	};
	const char *program = argc > 0 ? argv[0] : "role";
	const char *path = NULL;
	int c;

	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
		if (c == 'c' && path == NULL)
			path = optarg;
		else if (c == 'h')
			print_help(program, about);
		else if (c == 'V') {
			printf("%s %s\n", program, INKAST_VERSION);
			exit(EX_OK);
		} else
			usage_error(program);
	}
	if (path == NULL || optind != argc)
		usage_error(program);
	return path;
}

int
role_ready(void)
{
	return io_write(ROLE_FD_CONTROL, "R", 1);
}

int
role_answer(bool counts)
{
	return io_write(ROLE_FD_CONTROL, counts ? "K" : "N", 1);
}

int
role_given_up(void)
{
	return io_write(ROLE_FD_CONTROL, "X", 1);
}
