/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What fuzz targets share: how a broken property is told, and how many lines
 * an input has.
 */
#ifndef INKAST_TESTS_FUZZ_FUZZ_H
#define INKAST_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* Not assert: a property is checked in every build. */
static inline void
require(int holds)
{
	if (!holds)
		abort();
}

/* A last line without its LF, or an empty one, counts. */
static inline size_t
lines_of(const uint8_t *data, size_t size)
{
	size_t n = 1;

	for (size_t i = 0; i < size; i++)
		n += data[i] == '\n';
	return n;
}

#endif
