/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Identity files as age-keygen writes them (docs/FORMAT.md 10.1).
 */
#include "crypto/unseal/unseal.h"

#include <string.h>

#include "base/reader.h"
#include "crypto/core/key_lines.h"

static int
parse_lines(
    struct reader *r, struct identity *out, size_t max, size_t *n, size_t *at)
{
	struct view line;

	while (key_lines_next(r, &line, at)) {
		if (*n == max)
			return AGE_E_LIMIT;
		int err =
		    identity_parse((const char *)line.data, line.len, &out[*n]);
		if (err != AGE_OK)
			return err;
		++*n;
	}
	if (*n == 0) {
		*at = 0;
		return AGE_E_KEY;
	}
	return AGE_OK;
}

int
identity_file_parse(const void *text, size_t len, struct identity *out,
    size_t max, size_t *n, size_t *line)
{
	struct reader r = reader_of(text, len);
	size_t count = 0;
	size_t at = 0;
	int err = parse_lines(&r, out, max, &count, &at);

	if (err != AGE_OK) {
		explicit_bzero(out, max * sizeof *out);
		*line = at;
		return err;
	}
	*n = count;
	return AGE_OK;
}
