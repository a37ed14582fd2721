/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The voice of inkast-officer.
 */
#include "officer/say.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define PROGRAM "inkast-officer"

static void __attribute__((format(printf, 2, 0)))
line(const char *prefix, const char *fmt, va_list ap)
{
	fputs(prefix, stderr);
	(void)vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
}

void
say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line(PROGRAM ": ", fmt, ap);
	va_end(ap);
}

void
hint(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line(PROGRAM ": hint: ", fmt, ap);
	va_end(ap);
}

static void
hint_help(const char *verb)
{
	if (verb == NULL)
		hint("'" PROGRAM " --help' lists verbs and options");
	else
		hint("'" PROGRAM " %s --help' lists its options", verb);
}

void
say_option(const char *verb, int c, char **argv)
{
	/* getopt leaves a long option in argv just before optind, and the
	 * letter of a short one in optopt. An option is not echoed further
	 * than its name: behind it may stand what somebody typed by mistake. */
	if (c == ':')
		say("%s needs a value after it", argv[optind - 1]);
	else if (optopt != 0)
		say("unknown option -%c", optopt);
	else
		say("unknown option, or one that takes no value");
	hint_help(verb);
}

void
say_operands(const char *verb, const char *expected)
{
	say("%s: expected %s", verb, expected);
	hint_help(verb);
}

void
say_errno(const char *what, const char *path, int err)
{
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread */
	say("cannot %s %s: %s", what, path, strerror(err < 0 ? -err : err));
}
