/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The voice of inkast-admin: results go to standard output, everything said to
 * a person goes to standard error through here. No capital, no full stop; each
 * refusal is followed by a hint.
 */
#ifndef INKAST_ADMIN_SAY_H
#define INKAST_ADMIN_SAY_H

/* "inkast-admin: TEXT" and a line end. */
void say(const char *fmt, ...)
    __attribute__((nonnull(1), format(printf, 1, 2)));

/* "inkast-admin: hint: TEXT" and a line end. */
void hint(const char *fmt, ...)
    __attribute__((nonnull(1), format(printf, 1, 2)));

/* The command line is wrong: getopt's complaint (c is what getopt_long
 * returned, ':' or '?', argv as given to it) and where help is. Returns
 * EX_USAGE. */
int say_bad_option(const char *verb, int c, char **argv)
    __attribute__((nonnull(3)));

/* The same for operands: what was expected. Returns EX_USAGE. */
int say_bad_operands(const char *verb, const char *expected)
    __attribute__((nonnull));

#endif
