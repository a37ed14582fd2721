/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The walk through a PNG (W3C PNG, third edition, section 5): chunk by chunk
 * from the signature to IEND, each with its CRC checked.
 */
#include "photo/png.h"

#include "photo/crc.h"
#include "photo/exif.h"

/* Not a digit more than section 5.3 allows. */
#define CHUNK_MAX 0x7fffffff

static const char signature[] = "\x89PNG\r\n\x1a\n";

/* Letters only; the case of the first says whether a decoder may skip it. */
static bool
type_is_valid(struct view type)
{
	for (size_t i = 0; i < type.len; i++) {
		unsigned letter = type.data[i] | 0x20U;
		if (letter < 'a' || letter > 'z')
			return false;
	}
	return true;
}

static int
take_chunk(struct png *p, struct chunk *out)
{
	struct reader whole = p->in, named;
	uint32_t len, crc;

	if (!reader_u32(&p->in, &len))
		return PHOTO_E_TRUNCATED;
	if (len > CHUNK_MAX)
		return PHOTO_E_DAMAGED;
	named = p->in;
	if (!reader_take(&p->in, 4, &out->type) ||
	    !reader_take(&p->in, len, &out->data) || !reader_u32(&p->in, &crc))
		return PHOTO_E_TRUNCATED;
	if (!reader_take(&named, 4 + (size_t)len, &out->named) ||
	    !reader_take(&whole, p->in.pos - whole.pos, &out->whole))
		return PHOTO_E_TRUNCATED;
	if (!type_is_valid(out->type))
		return PHOTO_E_DAMAGED;
	/* The second walk sees the same bytes. */
	if (p->looking && crc32_of(out->named) != crc)
		return PHOTO_E_DAMAGED;
	return PHOTO_OK;
}

static int
put_u32(const struct png *p, uint32_t n)
{
	const uint8_t four[] = {(uint8_t)(n >> 24), (uint8_t)(n >> 16),
	    (uint8_t)(n >> 8), (uint8_t)n};

	return photo_put(p->out, four, sizeof four);
}

/* The chunk eXIf with the orientation only. */
static int
put_orientation(const struct png *p)
{
	uint8_t named[4 + EXIF_MINIMAL_LEN] = {'e', 'X', 'I', 'f'};
	uint8_t exif[EXIF_MINIMAL_LEN];
	int r;

	if (p->orientation == 1)
		return PHOTO_OK;
	exif_minimal(p->orientation, exif);
	for (size_t i = 0; i < sizeof exif; i++)
		named[4 + i] = exif[i];
	r = put_u32(p, sizeof exif);
	if (r == 0)
		r = photo_put(p->out, named, sizeof named);
	if (r == 0)
		r = put_u32(p, crc32_of((struct view){
				   .data = named, .len = sizeof named}));
	return r;
}

static int
walk_chunk(struct png *p, bool *ended)
{
	struct chunk c;
	bool keep = false;
	int r = take_chunk(p, &c);

	if (r == PHOTO_OK)
		r = png_chunk(p, &c, &keep);
	if (r == PHOTO_OK && keep)
		r = photo_put(p->out, c.whole.data, c.whole.len);
	if (r != PHOTO_OK)
		return r;
	*ended = view_is(c.type, "IEND");
	/* Directly behind IHDR, so before anything that could forbid it. */
	return view_is(c.type, "IHDR") ? put_orientation(p) : PHOTO_OK;
}

static int
walk(struct png *p, struct view photo)
{
	bool ended = false;
	int r;

	p->in = reader_of(photo.data, photo.len);
	p->state = PNG_BEFORE_HEADER;
	p->palette = 0;
	p->transparency = false;
	if (!reader_literal(&p->in, signature))
		return PHOTO_E_TYPE;
	r = photo_put(p->out, signature, sizeof signature - 1);
	while (r == PHOTO_OK && !ended)
		r = walk_chunk(p, &ended);
	/* What was cut off a picture may well stand here. */
	if (r == PHOTO_OK && reader_left(&p->in) > 0)
		p->report->removed |= PHOTO_HAD_MORE;
	return r;
}

int
png_clean(
    struct view photo, const struct photo_out *out, struct photo_report *report)
{
	const struct photo_out nowhere = {.write = NULL};
	struct png p = {.out = &nowhere,
	    .report = report,
	    .looking = true,
	    .orientation = 1};
	int r;

	*report = (struct photo_report){.type = PHOTO_PNG};
	r = walk(&p, photo);
	report->orientation = p.orientation;
	if (r != PHOTO_OK)
		return r;
	p.out = out;
	p.looking = false;
	return walk(&p, photo);
}
