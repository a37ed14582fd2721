/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Passphrases: from the terminal without echo, or from a descriptor for
 * scripts. Never from the command line, where 'ps' would show them.
 */
#ifndef INKAST_CLI_PASSPHRASE_H
#define INKAST_CLI_PASSPHRASE_H

#include <stdbool.h>

#include "base/buf.h"

/* What the seal takes (crypto/seal/seal.h). */
#define PASSPHRASE_MAX 1024
/* For new ones. With scrypt at 2^18 a guess costs half a second of a core; 12
 * characters of ordinary words are beyond guessing only if they are many, so
 * this is a floor against mistakes, not a promise. */
#define PASSPHRASE_MIN 12

/* Where a passphrase comes from: a descriptor, or -1 for the terminal. */
struct passphrase_source {
	int fd;
};

/* Read one line into out, without its end (out uses secret_mem and has a
 * maximum of PASSPHRASE_MAX). what says whose passphrase it is, for the
 * prompt. EX_OK, or another code of <sysexits.h> after saying why; 128 and the
 * signal's number when one interrupted the question. */
int passphrase_read(const struct passphrase_source *s, const char *what,
    struct buf *out) __attribute__((nonnull, warn_unused_result));

/* A new one: asked for twice on a terminal, at least PASSPHRASE_MIN characters.
 * EX_OK, or another code after saying why. */
int passphrase_read_new(const struct passphrase_source *s, struct buf *out)
    __attribute__((nonnull, warn_unused_result));

/* Parse the value of --passphrase-fd. False unless it is a small number. */
bool passphrase_parse_fd(const char *text, int *fd)
    __attribute__((nonnull, warn_unused_result));

#endif
