/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The voice of the tools: results go to standard output, everything said to a
 * person goes to standard error through here. No capital, no full stop; each
 * refusal is followed by a hint. What a terminal would obey, in a file's name
 * say, is made visible (base/visible.h). Never given anything from inside a
 * seal.
 */
#ifndef INKAST_BASE_SAY_H
#define INKAST_BASE_SAY_H

#include <stdio.h>
#include <sysexits.h>

/* The program's name, for all that follows; borrowed. Once, in main. */
void say_as(const char *name) __attribute__((nonnull));

/* "PROGRAM: TEXT" and a line end. */
void say(const char *fmt, ...)
    __attribute__((nonnull(1), format(printf, 1, 2)));

/* "PROGRAM: hint: TEXT" and a line end. */
void hint(const char *fmt, ...)
    __attribute__((nonnull(1), format(printf, 1, 2)));

/* The command line is wrong: c is what getopt_long returned (':' or '?'), argv
 * as given to it; verb NULL before the verb. */
void say_option(const char *verb, int c, char **argv)
    __attribute__((nonnull(3)));

/* The same for operands: what was expected. */
void say_operands(const char *verb, const char *expected)
    __attribute__((nonnull));

/* Both, for a verb to end with. */
static inline int
say_bad_option(const char *verb, int c, char **argv)
{
	say_option(verb, c, argv);
	return EX_USAGE;
}

static inline int
say_bad_operands(const char *verb, const char *expected)
{
	say_operands(verb, expected);
	return EX_USAGE;
}

/* "cannot WHAT PATH: the errno's text". */
void say_errno(const char *what, const char *path, int err)
    __attribute__((nonnull));

/* Put text that may be hostile into a line of output. 0, or -1 when that
 * failed. */
int say_put(FILE *to, const char *text) __attribute__((nonnull));

#endif
