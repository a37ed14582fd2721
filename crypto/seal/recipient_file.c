/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Recipients in a file, as age -R takes them: all of one kind.
 */
#include "crypto/seal/seal.h"

#include "base/reader.h"
#include "crypto/core/key_lines.h"

static int
parse_lines(
    struct reader *r, struct recipient *out, size_t max, size_t *n, size_t *at)
{
	struct view line;

	while (key_lines_next(r, &line, at)) {
		if (*n == max)
			return AGE_E_LIMIT;
		int err = recipient_parse(
		    (const char *)line.data, line.len, &out[*n]);
		if (err != AGE_OK)
			return err;
		if (out[*n].type != out[0].type)
			return AGE_E_MIXED;
		++*n;
	}
	if (*n == 0) {
		*at = 0;
		return AGE_E_KEY;
	}
	return AGE_OK;
}

int
recipient_file_parse(const void *text, size_t len, struct recipient *out,
    size_t max, size_t *n, size_t *line)
{
	struct reader r = reader_of(text, len);
	size_t count = 0;
	size_t at = 0;
	int err = parse_lines(&r, out, max, &count, &at);

	if (err != AGE_OK)
		*line = at;
	else
		*n = count;
	return err;
}
