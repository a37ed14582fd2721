/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Opened text on its way to standard output: gathered in secret memory, not in
 * stdio's, and wiped when it has gone out.
 */
#ifndef INKAST_OFFICER_OUTPUT_H
#define INKAST_OFFICER_OUTPUT_H

#include <stddef.h>

#include "base/buf.h"

/* Errors are sticky: a series of puts needs one check, at output_flush. */
struct output {
	int fd;
	int err; /* 0 or a negated errno */
	struct buf buf;
};

/* Begin. 0 or -ENOMEM. */
int output_init(struct output *o, int fd)
    __attribute__((nonnull, warn_unused_result));

/* Put n bytes, or a string, as they are. output_write is put as a write_fn. */
void output_put(struct output *o, const void *p, size_t n)
    __attribute__((nonnull(1)));
void output_str(struct output *o, const char *s) __attribute__((nonnull));
int output_write(void *ctx, const void *p, size_t n);

/* Send what was gathered. 0, or the first error as a negated errno. */
int output_flush(struct output *o) __attribute__((nonnull, warn_unused_result));

/* Wipe and free; what was not flushed is lost. */
void output_free(struct output *o) __attribute__((nonnull));

#endif
