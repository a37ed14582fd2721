/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Exif. Four directories are read, each at most once and in a fixed order, so
 * that offsets which point at each other go nowhere: the picture's own, the
 * thumbnail's that follows it, and the two that the first entry of their kind
 * points at (settings, position).
 */
#include "photo/exif.h"

#include <string.h>

#include "photo/exif_tags.h"
#include "photo/photo.h"

#define TIFF_HEADER_LEN 8
#define TYPE_SHORT 3

#define TAG_ORIENTATION 0x0112
#define TAG_SETTINGS 0x8769
#define TAG_POSITION 0x8825

/* A TIFF file while it is read. */
struct tiff {
	struct view all;
	bool little;       /* the byte order that its header names */
	uint32_t settings; /* where directories stand; 0: there is none */
	uint32_t position;
	uint32_t thumbnail;
	unsigned orientation; /* 0: not found */
	bool more;            /* something that is no minimal Exif's */
	unsigned bits;
};

struct entry {
	uint16_t tag, type;
	uint32_t count;
	struct reader value; /* its 4 bytes: a value, or where it stands */
};

static bool
tiff_u16(struct reader *r, bool little, uint16_t *out)
{
	uint16_t n;

	if (!reader_u16(r, &n))
		return false;
	*out = little ? (uint16_t)(n << 8 | n >> 8) : n;
	return true;
}

static bool
tiff_u32(struct reader *r, bool little, uint32_t *out)
{
	uint16_t a, b;

	if (!tiff_u16(r, little, &a) || !tiff_u16(r, little, &b))
		return false;
	*out = little ? (uint32_t)b << 16 | a : (uint32_t)a << 16 | b;
	return true;
}

static bool
entry_next(struct reader *r, bool little, struct entry *out)
{
	struct view value;

	if (!tiff_u16(r, little, &out->tag) ||
	    !tiff_u16(r, little, &out->type) ||
	    !tiff_u32(r, little, &out->count) || !reader_take(r, 4, &value))
		return false;
	out->value = reader_of(value.data, value.len);
	return true;
}

/* Take note of a tag of the picture's own directory that is more than a fact
 * to be told. The first of a kind counts, as it does for browsers. */
static void
tiff_note(struct tiff *t, struct entry *e)
{
	uint16_t value;
	uint32_t at;

	if (e->tag == TAG_ORIENTATION && t->orientation == 0 &&
	    e->type == TYPE_SHORT && e->count == 1 &&
	    tiff_u16(&e->value, t->little, &value) && value >= 1 &&
	    value <= 8) {
		t->orientation = value;
		return;
	}
	t->more = true;
	if (e->tag != TAG_SETTINGS && e->tag != TAG_POSITION)
		return;
	if (!tiff_u32(&e->value, t->little, &at))
		return;
	if (e->tag == TAG_SETTINGS && t->settings == 0)
		t->settings = at;
	if (e->tag == TAG_POSITION && t->position == 0)
		t->position = at;
}

/* Read the directory at an offset; next gets what stands after it. False when
 * it does not fit, which is when what was read so far stays. */
static bool
tiff_directory(
    struct tiff *t, enum exif_directory which, uint32_t at, uint32_t *next)
{
	struct reader r = reader_of(t->all.data, t->all.len);
	struct view before;
	struct entry e;
	uint16_t n;

	/* Within the header is no directory. */
	if (at < TIFF_HEADER_LEN || !reader_take(&r, at, &before) ||
	    !tiff_u16(&r, t->little, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!entry_next(&r, t->little, &e))
			return false;
		t->bits |= exif_tag_bits(which, e.tag);
		if (which == EXIF_PICTURE)
			tiff_note(t, &e);
	}
	return tiff_u32(&r, t->little, next);
}

/* The byte order, 42, and where the first directory stands. */
static bool
tiff_header(struct tiff *t, uint32_t *first)
{
	struct reader r = reader_of(t->all.data, t->all.len);
	uint16_t magic;

	t->little = reader_literal(&r, "II");
	if (!t->little && !reader_literal(&r, "MM"))
		return false;
	return tiff_u16(&r, t->little, &magic) && magic == 42 &&
	       tiff_u32(&r, t->little, first);
}

static void
tiff_read(struct tiff *t)
{
	uint32_t first, ignored;

	if (!tiff_header(t, &first) ||
	    !tiff_directory(t, EXIF_PICTURE, first, &t->thumbnail))
		t->more = true;
	if (t->settings != 0)
		(void)tiff_directory(t, EXIF_SETTINGS, t->settings, &ignored);
	/* A position that cannot be read is told as one. */
	if (t->position != 0 &&
	    !tiff_directory(t, EXIF_POSITION, t->position, &ignored))
		t->bits |= PHOTO_HAD_PLACE;
	if (t->thumbnail != 0) {
		t->more = true;
		(void)tiff_directory(t, EXIF_THUMBNAIL, t->thumbnail, &ignored);
	}
}

struct exif
exif_read(struct view all)
{
	struct tiff t = {.all = all};

	tiff_read(&t);
	/* What is written is never longer than what was read. */
	if (t.orientation == 0 || all.len < EXIF_MINIMAL_LEN)
		t.orientation = 1;
	/* Every Exif that is more than the minimal one told something. */
	if (t.bits == 0 && (t.more || all.len != EXIF_MINIMAL_LEN))
		t.bits = PHOTO_HAD_OTHER;
	return (struct exif){.orientation = t.orientation, .bits = t.bits};
}

void
exif_minimal(unsigned orientation, uint8_t out[static EXIF_MINIMAL_LEN])
{
	static const uint8_t minimal[EXIF_MINIMAL_LEN] = {
	    'M', 'M', 0, 42, 0, 0, 0, 8, /* big-endian, directory at 8 */
	    0, 1,                        /* of one entry: */
	    0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, /* SHORT, 1 of it */
	    0, 0, 0, 0,                               /* no other */
	};
	const size_t value = 19;

	memcpy(out, minimal, EXIF_MINIMAL_LEN);
	out[value] = (uint8_t)orientation;
}
