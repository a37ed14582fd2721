/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The voice of the tools.
 */
#include "base/say.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/visible.h"

static const char *program = "inkast";

void
say_as(const char *name)
{
	program = name;
}

static int
put(void *ctx, const void *p, size_t n)
{
	return fwrite(p, 1, n, ctx) == n ? 0 : -1;
}

int
say_put(FILE *to, const char *text)
{
	return visible_write(put, to, text, strlen(text));
}

/* A line may hold a file's name, which anybody may have chosen. */
static void __attribute__((format(printf, 2, 0)))
line(const char *kind, const char *fmt, va_list ap)
{
	char *text = NULL;

	(void)fprintf(stderr, "%s: %s", program, kind);
	if (vasprintf(&text, fmt, ap) < 0) {
		fputs("there is no memory to say what is wrong", stderr);
	} else {
		(void)say_put(stderr, text);
		free(text);
	}
	fputc('\n', stderr);
}

void
say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line("", fmt, ap);
	va_end(ap);
}

void
hint(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line("hint: ", fmt, ap);
	va_end(ap);
}

static void
hint_help(const char *verb)
{
	if (verb == NULL)
		hint("'%s --help' lists verbs and options", program);
	else
		hint("'%s %s --help' lists its options", program, verb);
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
	say("cannot %s %s: %s", what, path, strerror(err < 0 ? -err : err));
}
