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

/* Lines that are read at once: a damaged block of a stick holds 5. */
#define WINDOW ((size_t)16)

/* Windows that are looked at for one tip. Halving takes 25 for any bundle that
 * a stick holds; the rest is for places where a scratch took the lines. More
 * would let a hostile bundle of many tips keep us for hours. */
#define WINDOWS_MAX 32

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

struct search {
	const struct bundle *b;
	const uint8_t *id;
	unsigned windows; /* that may still be looked at */
};

/* What a window of lines says about the place of a tip. */
struct found {
	int order;     /* like memcmp: the first readable line against id */
	bool readable; /* there was one */
	bool hit;
	uint64_t line; /* of the hit, or else the first behind the window */
	struct bundle_sum sum;
};

/* Look at lines from at on, not beyond end. 0 or a BUNDLE_E_. */
static int
look(struct search *s, uint64_t at, uint64_t end, struct found *out)
{
	uint8_t text[WINDOW * BUNDLE_SUM_TIP];
	size_t n = end - at < WINDOW ? (size_t)(end - at) : WINDOW;
	int r = bundle_read(s->b, s->b->sums.content + at * BUNDLE_SUM_TIP,
	    text, n * BUNDLE_SUM_TIP);
	struct reader lines = reader_of(text, n * BUNDLE_SUM_TIP);
	struct view line;

	*out = (struct found){.line = at + n};
	if (r < 0)
		return r;
	s->windows--;
	for (size_t i = 0; i < n && !out->hit; i++) {
		struct bundle_sum sum;
		if (!reader_take(&lines, BUNDLE_SUM_TIP, &line) ||
		    !line_read(line.data, line.len, false, &sum))
			continue;
		int order = memcmp(sum.id, s->id, BUNDLE_ID_LEN);
		if (!out->readable)
			out->order = order;
		out->readable = true;
		if (order == 0) {
			out->hit = true;
			out->line = at + i;
			out->sum = sum;
		}
	}
	return 0;
}

/* The first readable window from at on. */
static int
look_on(struct search *s, uint64_t at, uint64_t end, struct found *out)
{
	int r = look(s, at, end, out);

	while (r == 0 && !out->readable && out->line < end && s->windows > 0)
		r = look(s, out->line, end, out);
	return r;
}

/* Ids rise (FORMAT 9.1): halve what is left of the lines. */
static int
halve(struct search *s, uint64_t low, uint64_t high, struct found *f)
{
	int r = 0;

	while (r == 0 && !f->hit && low < high && s->windows > 0) {
		uint64_t middle = low + (high - low) / 2;
		r = look_on(s, middle, high, f);
		if (r == 0 && f->readable && f->order < 0)
			low = f->line;
		else
			high = middle;
	}
	return r;
}

int
bundle_sum_find(const struct bundle *b, const uint8_t *id, uint64_t *line,
    struct bundle_sum *out)
{
	struct search s = {.b = b, .id = id, .windows = WINDOWS_MAX};
	struct found f = {0};

	if (!b->has_sums || *line >= b->sums_lines)
		return 0;
	/* Where it should be; in a whole bundle this is all. */
	int r = look(&s, *line, b->sums_lines, &f);
	if (r == 0 && !f.hit)
		r = halve(&s, f.line, b->sums_lines, &f);
	if (r < 0 || !f.hit)
		return r;
	*line = f.line;
	*out = f.sum;
	return 1;
}
