/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * PNG's chunks: those that a decoder needs have to hold what the standard gives
 * them, in its order; the others are told and left out.
 */
#include "photo/exif.h"
#include "photo/png.h"

enum colour {
	COLOUR_GREY = 0,
	COLOUR_RGB = 2,
	COLOUR_PALETTE = 3,
	COLOUR_GREY_ALPHA = 4,
	COLOUR_RGB_ALPHA = 6,
};

/* Table 8 of section 11.2.1: bit n is set where n bits a sample are allowed. */
static const uint32_t depths[] = {
    [COLOUR_GREY] = 1 << 1 | 1 << 2 | 1 << 4 | 1 << 8 | 1 << 16,
    [COLOUR_RGB] = 1 << 8 | 1 << 16,
    [COLOUR_PALETTE] = 1 << 1 | 1 << 2 | 1 << 4 | 1 << 8,
    [COLOUR_GREY_ALPHA] = 1 << 8 | 1 << 16,
    [COLOUR_RGB_ALPHA] = 1 << 8 | 1 << 16,
};

static bool
depth_is_valid(uint8_t colour, uint8_t depth)
{
	return colour < sizeof depths / sizeof depths[0] && depth <= 16 &&
	       (depths[colour] >> depth & 1) != 0;
}

static int
note_header(struct png *p, struct view data, bool *keep)
{
	struct reader r = reader_of(data.data, data.len);
	uint8_t compression, filter, interlace;

	if (p->state != PNG_BEFORE_HEADER)
		return PHOTO_E_DAMAGED;
	if (!reader_u32(&r, &p->report->width) ||
	    !reader_u32(&r, &p->report->height) || !reader_u8(&r, &p->depth) ||
	    !reader_u8(&r, &p->colour) || !reader_u8(&r, &compression) ||
	    !reader_u8(&r, &filter) || !reader_u8(&r, &interlace) ||
	    reader_left(&r) > 0)
		return PHOTO_E_DAMAGED;
	if (!depth_is_valid(p->colour, p->depth) || compression != 0 ||
	    filter != 0 || interlace > 1)
		return PHOTO_E_DAMAGED;
	p->state = PNG_BEFORE_DATA;
	*keep = true;
	return photo_size(p->report->width, p->report->height);
}

static int
note_palette(struct png *p, struct view data, bool *keep)
{
	size_t max = p->colour == COLOUR_PALETTE ? (size_t)1 << p->depth : 256;

	if (p->state != PNG_BEFORE_DATA || p->palette != 0 || p->transparency)
		return PHOTO_E_DAMAGED;
	if (p->colour == COLOUR_GREY || p->colour == COLOUR_GREY_ALPHA)
		return PHOTO_E_DAMAGED;
	if (data.len == 0 || data.len % 3 != 0 || data.len / 3 > max)
		return PHOTO_E_DAMAGED;
	p->palette = data.len / 3;
	/* In pictures of full colour it is a proposal to old screens. */
	*keep = p->colour == COLOUR_PALETTE;
	if (!*keep)
		p->report->removed |= PHOTO_HAD_OTHER;
	return PHOTO_OK;
}

static int
note_transparency(struct png *p, struct view data, bool *keep)
{
	bool fits = false;

	if (p->state != PNG_BEFORE_DATA || p->transparency)
		return PHOTO_E_DAMAGED;
	if (p->colour == COLOUR_GREY)
		fits = data.len == 2;
	else if (p->colour == COLOUR_RGB)
		fits = data.len == 6;
	else if (p->colour == COLOUR_PALETTE)
		fits = data.len > 0 && data.len <= p->palette;
	p->transparency = true;
	*keep = true;
	return fits ? PHOTO_OK : PHOTO_E_DAMAGED;
}

static int
note_data(struct png *p, struct view data, bool *keep)
{
	(void)data;
	if (p->state == PNG_AFTER_DATA)
		return PHOTO_E_DAMAGED;
	if (p->colour == COLOUR_PALETTE && p->palette == 0)
		return PHOTO_E_DAMAGED;
	p->state = PNG_IN_DATA;
	*keep = true;
	return PHOTO_OK;
}

static int
note_end(struct png *p, struct view data, bool *keep)
{
	if (p->state == PNG_BEFORE_DATA || data.len != 0)
		return PHOTO_E_DAMAGED;
	*keep = true;
	return PHOTO_OK;
}

/* The first counts, as for JPEG. */
static void
note_exif(struct png *p, struct view data)
{
	struct exif exif = exif_read(data);

	p->report->removed |= exif.bits;
	if (!p->exif)
		p->orientation = exif.orientation;
	p->exif = true;
}

/* The critical chunks and the one other that changes what is seen. */
static const struct {
	const char *type;
	int (*handler)(struct png *p, struct view data, bool *keep);
} needed[] = {
    {"IHDR", note_header},
    {"PLTE", note_palette},
    {"tRNS", note_transparency},
    {"IDAT", note_data},
    {"IEND", note_end},
};

/* What the others tell; those not here are PHOTO_HAD_OTHER. */
static const struct {
	const char *type;
	unsigned bits;
} dropped[] = {
    {"tEXt", PHOTO_HAD_TEXT},
    {"zTXt", PHOTO_HAD_TEXT},
    {"iTXt", PHOTO_HAD_TEXT},
    {"tIME", PHOTO_HAD_TIME},
    {"iCCP", PHOTO_HAD_PROFILE},
    {"cICP", PHOTO_HAD_PROFILE},
    {"sRGB", PHOTO_HAD_PROFILE},
    {"gAMA", PHOTO_HAD_PROFILE},
    {"cHRM", PHOTO_HAD_PROFILE},
    {"mDCV", PHOTO_HAD_PROFILE},
    {"cLLI", PHOTO_HAD_PROFILE},
    {"acTL", PHOTO_HAD_MORE},
    {"fcTL", PHOTO_HAD_MORE},
    {"fdAT", PHOTO_HAD_MORE},
};

#define N_NEEDED (sizeof needed / sizeof needed[0])
#define N_DROPPED (sizeof dropped / sizeof dropped[0])

static unsigned
dropped_bits(const struct chunk *c)
{
	for (size_t i = 0; i < N_DROPPED; i++) {
		if (!view_is(c->type, dropped[i].type))
			continue;
		if (dropped[i].bits == PHOTO_HAD_TEXT)
			return photo_text(c->data);
		return dropped[i].bits;
	}
	return PHOTO_HAD_OTHER;
}

/* The fifth bit of the first letter: not set in critical chunks (5.4). */
static bool
is_critical(const struct chunk *c)
{
	return c->type.len > 0 && (c->type.data[0] & 0x20) == 0;
}

int
png_chunk(struct png *p, const struct chunk *c, bool *keep)
{
	/* Before anything else, so that the others find a colour type. */
	if (p->state == PNG_BEFORE_HEADER && !view_is(c->type, "IHDR"))
		return is_critical(c) && !view_is(c->type, "IDAT")
			   ? PHOTO_E_TYPE
			   : PHOTO_E_DAMAGED;
	if (p->state == PNG_IN_DATA && !view_is(c->type, "IDAT"))
		p->state = PNG_AFTER_DATA;
	for (size_t i = 0; i < N_NEEDED; i++)
		if (view_is(c->type, needed[i].type))
			return needed[i].handler(p, c->data, keep);
	if (is_critical(c))
		return PHOTO_E_TYPE;
	*keep = false;
	if (!p->looking)
		return PHOTO_OK;
	if (view_is(c->type, "eXIf"))
		note_exif(p, c->data);
	else
		p->report->removed |= dropped_bits(c);
	return PHOTO_OK;
}
