/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What fuzz targets of streams share: input that comes in pieces.
 */
#ifndef INKAST_TESTS_FUZZ_PIECES_H
#define INKAST_TESTS_FUZZ_PIECES_H

#include "base/io.h"
#include "base/reader.h"

/* A reader that hands out at most step bytes at a time. */
struct pieces {
	struct reader r;
	size_t step;
};

static inline ssize_t
pieces_read(void *ctx, void *p, size_t n)
{
	struct pieces *s = ctx;

	return io_read_from_memory(&s->r, p, n < s->step ? n : s->step);
}

#endif
