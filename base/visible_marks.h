/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Ranges of code points, looked up; and those of combining marks.
 */
#ifndef INKAST_BASE_VISIBLE_MARKS_H
#define INKAST_BASE_VISIBLE_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct visible_range {
	uint32_t first, last;
};

/* Whether c is in one of n ranges that stand in rising order. */
bool visible_in_ranges(const struct visible_range *list, size_t n, uint32_t c)
    __attribute__((nonnull));

/* Whether c is drawn onto the character before it. */
bool visible_is_mark(uint32_t c);

#endif
