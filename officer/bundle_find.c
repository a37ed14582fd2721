/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Lines of SHA256SUMS. All lines of tips are equally long, so that any of them
 * can be read without the others.
 */
#include <string.h>

#include "base/reader.h"
#include "base/text.h"
#include "officer/bundle_lines.h"

/* Lines that are looked at for a tip that is not where it should be: a scratch
 * on a stick takes some blocks, and a block holds 5 lines. */
#define LOOK_MAX 4096

static bool
line_read(
    const uint8_t *line, size_t len, bool manifest, struct bundle_sum *out)
{
	struct reader r = reader_of(line, len);
	struct view digest;
	struct view id;

	if (!reader_take(&r, BUNDLE_DIGEST_HEX, &digest) ||
	    !text_unhex(
		(const char *)digest.data, digest.len, out->digest, HASH_LEN) ||
	    !reader_literal(&r, "  "))
		return false;
	if (manifest)
		return reader_literal(&r, BUNDLE_MANIFEST_NAME "\n");
	return reader_literal(&r, "tips/") &&
	       reader_take(&r, BUNDLE_ID_HEX, &id) &&
	       text_unhex(
		   (const char *)id.data, id.len, out->id, BUNDLE_ID_LEN) &&
	       reader_literal(&r, ".age\n");
}

int
bundle_sum_at(const struct bundle *b, uint64_t line, struct bundle_sum *out)
{
	uint8_t text[BUNDLE_SUM_TIP];
	struct bundle_sum sum = {0};

	if (!b->has_sums || line > b->sums_lines)
		return 0;
	bool manifest = line == b->sums_lines;
	size_t len = manifest ? BUNDLE_SUM_LAST : BUNDLE_SUM_TIP;
	int r =
	    bundle_read(b, b->sums.content + line * BUNDLE_SUM_TIP, text, len);
	if (r < 0)
		return r;
	if (!line_read(text, len, manifest, &sum))
		return 0;
	*out = sum;
	return 1;
}

int
bundle_sum_find(const struct bundle *b, const uint8_t *id, uint64_t *line,
    struct bundle_sum *out)
{
	struct bundle_sum sum;

	for (uint64_t i = 0; i < LOOK_MAX && *line + i < b->sums_lines; i++) {
		int r = bundle_sum_at(b, *line + i, &sum);
		if (r < 0)
			return r;
		if (r == 1 && memcmp(sum.id, id, BUNDLE_ID_LEN) == 0) {
			*line += i;
			*out = sum;
			return 1;
		}
	}
	return 0;
}
