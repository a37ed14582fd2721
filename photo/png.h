/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A PNG and its chunks: which stay, and by which rules (W3C PNG, third edition,
 * sections 5 and 11).
 */
#ifndef INKAST_PHOTO_PNG_H
#define INKAST_PHOTO_PNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/reader.h"
#include "photo/photo.h"
#include "photo/walk.h"

/* Where in a PNG a walk is. */
enum png_state {
	PNG_BEFORE_HEADER,
	PNG_BEFORE_DATA,
	PNG_IN_DATA,
	PNG_AFTER_DATA,
};

struct png {
	struct reader in;
	const struct photo_out *out;
	struct photo_report *report;
	bool looking; /* this is the first walk */
	/* What the first walk finds and the second writes. */
	bool exif;
	unsigned orientation;
	/* Of this walk. */
	enum png_state state;
	uint8_t depth, colour;
	size_t palette; /* how many colours PLTE had; 0: no PLTE */
	bool transparency;
};

struct chunk {
	struct view type;
	struct view data;
	struct view named; /* type and data, which the CRC is of */
	struct view whole; /* from its length to its CRC */
};

/* Take note of a chunk, which stands where a walk is; keep says whether it is
 * needed to show the picture. PHOTO_OK, or a PHOTO_E_. */
int png_chunk(struct png *p, const struct chunk *c, bool *keep)
    __attribute__((nonnull, warn_unused_result));

#endif
