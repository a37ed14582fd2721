/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Key files as age-keygen writes them, and age -R takes them.
 */
#include "crypto/core/key_lines.h"

static bool
next_line(struct reader *r, struct view *line)
{
	size_t left = reader_left(r);

	if (left == 0)
		return false;
	if (!reader_line(r, left, line) && !reader_take(r, left, line))
		return false;
	if (line->len > 0 && line->data[line->len - 1] == '\r')
		line->len--;
	return true;
}

bool
key_lines_next(struct reader *r, struct view *line, size_t *number)
{
	while (next_line(r, line)) {
		++*number;
		if (line->len > 0 && line->data[0] != '#')
			return true;
	}
	return false;
}
