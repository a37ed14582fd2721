/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The segments of a JPEG that are for programs and people: APPn and COM. All of
 * them go. Three leave a trace that decoders and viewers need, written anew
 * with nothing else in it: that there was a JFIF header and an Adobe segment's
 * colour transform, which decide what the components mean, and Exif's
 * orientation.
 */
#include <string.h>

#include "photo/exif.h"
#include "photo/jpeg.h"

/* JFIF 1.02, page 5: from the version on, 1.01, no unit, 1 to 1, no thumbnail.
 * The resolution goes: it says what a program once thought of paper. */
#define JFIF_LEN 14

static const uint8_t jfif_written[] = {0xff, JPEG_APP0, 0, 2 + JFIF_LEN, 'J',
    'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0};

/* Adobe Technical Note 5116, page 22: version, two sets of flags for encoders,
 * the colour transform. */
#define ADOBE_LEN 12
#define TRANSFORM_MAX 2

#define EXIF_NAME_LEN 6

/* What these segments begin with: a name, and how much of it is compared. */
struct kind {
	const char *name;
	size_t len;
	unsigned bits;
	uint8_t marker;
};

#define NAME(s) (s), (sizeof(s) - 1)

static const struct kind kinds[] = {
    {NAME("JFXX\0"), PHOTO_HAD_THUMBNAIL, JPEG_APP0},
    {NAME("http://ns.adobe.com/xap/1.0/\0"), PHOTO_HAD_TEXT, JPEG_APP1},
    {NAME("http://ns.adobe.com/xmp/extension/\0"), PHOTO_HAD_TEXT, JPEG_APP1},
    {NAME("ICC_PROFILE\0"), PHOTO_HAD_PROFILE, JPEG_APP2},
    {NAME("MPF\0"), PHOTO_HAD_MORE, JPEG_APP2},
    {NAME("Photoshop 3.0\0"), PHOTO_HAD_TEXT, JPEG_APP13},
};

#define N_KINDS (sizeof kinds / sizeof kinds[0])

/* From its version on, a JFIF header: where its thumbnail's sides stand. */
static void
note_jfif(struct jpeg *j, struct view body)
{
	static const uint8_t plain[] = {0, 0, 1, 0, 1};
	struct reader r = reader_of(body.data, body.len);
	struct view before, density;
	uint8_t width, height;

	j->facts.jfif = true;
	if (!reader_take(&r, 7, &before) || !reader_take(&r, 5, &density) ||
	    !reader_u8(&r, &width) || !reader_u8(&r, &height))
		return;
	if (width > 0 && height > 0)
		j->report->removed |= PHOTO_HAD_THUMBNAIL;
	else if (reader_left(&r) > 0 ||
		 memcmp(density.data, plain, sizeof plain) != 0)
		j->report->removed |= PHOTO_HAD_OTHER;
}

static int
note_adobe(struct jpeg *j, struct view body)
{
	struct reader r = reader_of(body.data, body.len);
	struct view before;
	uint8_t transform;

	if (!reader_take(&r, ADOBE_LEN - 1, &before) ||
	    !reader_u8(&r, &transform) || transform > TRANSFORM_MAX)
		return PHOTO_E_DAMAGED;
	/* As libjpeg has it: the last one before the first scan counts. */
	j->facts.adobe = true;
	j->facts.transform = transform;
	if (reader_left(&r) > 0)
		j->report->removed |= PHOTO_HAD_OTHER;
	return PHOTO_OK;
}

static void
note_exif(struct jpeg *j, struct view body)
{
	struct reader r = reader_of(body.data, body.len);
	struct view name, tiff;
	struct exif exif;

	if (!reader_take(&r, EXIF_NAME_LEN, &name) ||
	    !reader_take(&r, reader_left(&r), &tiff))
		return;
	exif = exif_read(tiff);
	j->report->removed |= exif.bits;
	/* Viewers read the first. */
	if (!j->facts.exif && j->scans == 0)
		j->facts.orientation = exif.orientation;
	j->facts.exif = true;
}

static unsigned
kind_bits(uint8_t marker, struct view body)
{
	for (size_t i = 0; i < N_KINDS; i++) {
		if (marker != kinds[i].marker ||
		    !photo_begins(body, kinds[i].name, kinds[i].len))
			continue;
		if (kinds[i].bits == PHOTO_HAD_TEXT)
			return photo_text(body);
		return kinds[i].bits;
	}
	return PHOTO_HAD_OTHER;
}

int
jpeg_application(struct jpeg *j, uint8_t marker, struct view body)
{
	if (!j->looking)
		return PHOTO_OK;
	/* The sixth byte is padding, and not everywhere 0. */
	if (marker == JPEG_APP1 && body.len >= EXIF_NAME_LEN &&
	    photo_begins(body, "Exif\0", 5)) {
		note_exif(j, body);
		return PHOTO_OK;
	}
	/* What decides colours stands before the first scan. */
	if (j->scans == 0 && marker == JPEG_APP0 && body.len >= JFIF_LEN &&
	    photo_begins(body, "JFIF\0", 5)) {
		note_jfif(j, body);
		return PHOTO_OK;
	}
	if (j->scans == 0 && marker == JPEG_APP14 && body.len >= ADOBE_LEN &&
	    photo_begins(body, "Adobe", 5))
		return note_adobe(j, body);
	j->report->removed |= kind_bits(marker, body);
	return PHOTO_OK;
}

int
jpeg_comment(struct jpeg *j, uint8_t marker, struct view body)
{
	(void)marker;
	if (j->looking)
		j->report->removed |= photo_text(body);
	return PHOTO_OK;
}

static int
put_orientation(const struct jpeg *j)
{
	static const uint8_t head[] = {0xff, JPEG_APP1, 0,
	    2 + EXIF_NAME_LEN + EXIF_MINIMAL_LEN, 'E', 'x', 'i', 'f', 0, 0};
	uint8_t exif[EXIF_MINIMAL_LEN];
	int r;

	if (j->facts.orientation == 1)
		return PHOTO_OK;
	exif_minimal(j->facts.orientation, exif);
	r = photo_put(j->out, head, sizeof head);
	if (r == 0)
		r = photo_put(j->out, exif, sizeof exif);
	return r;
}

static int
put_adobe(const struct jpeg *j)
{
	const uint8_t adobe[] = {0xff, JPEG_APP14, 0, 2 + ADOBE_LEN, 'A', 'd',
	    'o', 'b', 'e', 0, 100, 0, 0, 0, 0, j->facts.transform};

	if (!j->facts.adobe)
		return PHOTO_OK;
	return photo_put(j->out, adobe, sizeof adobe);
}

int
jpeg_put_facts(const struct jpeg *j)
{
	int r = PHOTO_OK;

	if (j->facts.jfif)
		r = photo_put(j->out, jfif_written, sizeof jfif_written);
	if (r == 0)
		r = put_orientation(j);
	if (r == 0)
		r = put_adobe(j);
	return r;
}
