/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Walking an archive in memory (docs/FORMAT.md 2.1 to 2.5): strict, and
 * without a copy.
 */
#include "crypto/core/tar.h"

#include "base/reader.h"

static bool
only_zeros(struct view v)
{
	uint8_t any = 0;

	for (size_t i = 0; i < v.len; i++)
		any |= v.data[i];
	return any == 0;
}

/* The first zero block was taken: one more, and nothing else to the end. */
static int
walk_end(struct reader *r)
{
	struct view rest;

	if (reader_left(r) < TAR_BLOCK)
		return TAR_E_TRAILER;
	if (!reader_take(r, reader_left(r), &rest) || !only_zeros(rest))
		return TAR_E_TRAILER;
	return 0;
}

/* FORMAT 2.5: a member's content and the zeros up to the next block. */
static int
walk_content(struct reader *r, uint64_t size, struct view *content)
{
	struct view padding;

	if (size > reader_left(r) || !reader_take(r, (size_t)size, content) ||
	    !reader_take(r, tar_padding(size), &padding))
		return TAR_E_TRUNCATED;
	return only_zeros(padding) ? 1 : TAR_E_TRAILER;
}

int
tar_walk_next(struct tar_walk *w, char name[static TAR_NAME_MAX],
    const uint8_t **content, size_t *size)
{
	struct reader r = {.data = w->data, .len = w->len, .pos = w->pos};
	struct view block;
	struct view body;
	char found[TAR_NAME_MAX];
	uint64_t n;
	bool end;

	if (reader_left(&r) == 0)
		return TAR_E_TRAILER;
	if (!reader_take(&r, TAR_BLOCK, &block))
		return TAR_E_TRUNCATED;
	int got = tar_header_read(block.data, found, &n, &end);
	if (got != TAR_OK)
		return got;
	/* The position stays before the end marker: asked again, the answer
	 * is the same. */
	if (end)
		return walk_end(&r);
	got = walk_content(&r, n, &body);
	if (got != 1)
		return got;
	for (size_t i = 0; i < TAR_NAME_MAX; i++)
		name[i] = found[i];
	*content = body.data;
	*size = body.len;
	w->pos = r.pos;
	return 1;
}
