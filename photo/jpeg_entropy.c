/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Entropy-coded data (T.81, B.1.1.5 and F.1.2.3): bytes of any value, a 0 after
 * each 0xff, and restart markers between them. It is not decoded; it ends where
 * another marker stands.
 */
#include <string.h>

#include "photo/jpeg.h"

/* Go to the next 0xff, which is not taken. False when there is none. */
static bool
seek_ff(struct reader *r)
{
	struct reader ahead = *r;
	struct view rest, before;
	const uint8_t *ff;

	if (reader_left(r) == 0 ||
	    !reader_take(&ahead, reader_left(&ahead), &rest))
		return false;
	ff = memchr(rest.data, 0xff, rest.len);
	return ff != NULL && reader_take(r, (size_t)(ff - rest.data), &before);
}

/* Write what stands from one reader of the photo to a later one. */
static int
put_run(const struct jpeg *j, struct reader from, size_t to)
{
	struct view run;

	if (!reader_take(&from, to - from.pos, &run))
		return PHOTO_E_DAMAGED;
	return photo_put(j->out, run.data, run.len);
}

/* What the byte after a 0xff makes of it. */
enum after_ff {
	AFTER_DATA,   /* the data goes on */
	AFTER_FILL,   /* the 0xff was a fill byte before a marker */
	AFTER_MARKER, /* the data has ended */
};

static enum after_ff
after_ff(uint8_t byte)
{
	if (byte == 0xff)
		return AFTER_FILL;
	if (byte == 0 || (byte >= JPEG_RST0 && byte <= JPEG_RST7))
		return AFTER_DATA;
	return AFTER_MARKER;
}

int
jpeg_entropy(struct jpeg *j)
{
	struct reader run = j->in; /* where what is to be written begins */
	bool filled = false;

	while (seek_ff(&j->in)) {
		struct reader at = j->in;
		uint8_t ff, byte;
		if (!reader_u8(&at, &ff) || !reader_u8(&at, &byte))
			return PHOTO_E_TRUNCATED;
		enum after_ff after = after_ff(byte);
		/* Fill bytes go; behind them stands a marker, not data. */
		if (filled && byte == 0)
			return PHOTO_E_DAMAGED;
		if (after != AFTER_DATA) {
			int r = put_run(j, run, j->in.pos);
			if (r != 0 || after == AFTER_MARKER)
				return r;
			if (!reader_u8(&j->in, &ff))
				return PHOTO_E_TRUNCATED;
			run = j->in;
		} else {
			j->in = at;
		}
		filled = after == AFTER_FILL;
	}
	return PHOTO_E_TRUNCATED;
}
