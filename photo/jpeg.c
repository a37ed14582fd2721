/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The walk through a JPEG: marker by marker from SOI to EOI, nothing between
 * them. What is not in the table of segments is refused.
 */
#include "photo/jpeg.h"

/* A marker segment: handler checks or tells what it holds. */
struct segment {
	uint8_t first, last;
	bool keep;
	int (*handler)(struct jpeg *j, uint8_t marker, struct view body);
};

/* Not here, and so refused: lossless, hierarchical and arithmetic pictures
 * (SOF3 and above, DAC, DHP, EXP) and those whose height follows later (DNL),
 * which next to no viewer shows. */
static const struct segment segments[] = {
    {JPEG_SOF0, JPEG_SOF2, true, jpeg_frame},
    {JPEG_DHT, JPEG_DHT, true, jpeg_huffman},
    {JPEG_SOS, JPEG_SOS, true, jpeg_scan},
    {JPEG_DQT, JPEG_DQT, true, jpeg_quantisers},
    {JPEG_DRI, JPEG_DRI, true, jpeg_restart},
    {JPEG_APP0, JPEG_APP15, false, jpeg_application},
    {JPEG_COM, JPEG_COM, false, jpeg_comment},
};

#define N_SEGMENTS (sizeof segments / sizeof segments[0])

static int
put_marker(const struct jpeg *j, uint8_t marker)
{
	const uint8_t two[] = {0xff, marker};

	return photo_put(j->out, two, sizeof two);
}

/* Take a marker; any number of fill bytes may stand before it (B.1.1.2). */
static int
take_marker(struct jpeg *j, uint8_t *marker)
{
	uint8_t byte;

	if (!reader_u8(&j->in, &byte))
		return PHOTO_E_TRUNCATED;
	if (byte != 0xff)
		return PHOTO_E_DAMAGED;
	do {
		if (!reader_u8(&j->in, &byte))
			return PHOTO_E_TRUNCATED;
	} while (byte == 0xff);
	*marker = byte;
	return PHOTO_OK;
}

/* Take a segment: whole begins with its length, body stands behind it. */
static int
take_segment(struct jpeg *j, struct view *whole, struct view *body)
{
	struct reader ahead = j->in;
	struct reader within;
	uint16_t len;

	if (!reader_u16(&ahead, &len))
		return PHOTO_E_TRUNCATED;
	if (!reader_take(&j->in, len, whole))
		return PHOTO_E_TRUNCATED;
	/* A length counts its own two bytes. */
	within = reader_of(whole->data, whole->len);
	if (!reader_u16(&within, &len) ||
	    !reader_take(&within, reader_left(&within), body))
		return PHOTO_E_DAMAGED;
	return PHOTO_OK;
}

/* PHOTO_E_DAMAGED for those that may not stand here, PHOTO_E_TYPE for the
 * others: a picture of a kind that is not read. */
static int
refuse_marker(uint8_t marker)
{
	if (marker == 0 || marker == JPEG_TEM || marker == JPEG_SOI ||
	    (marker >= JPEG_RST0 && marker <= JPEG_RST7))
		return PHOTO_E_DAMAGED;
	return PHOTO_E_TYPE;
}

static const struct segment *
find_segment(uint8_t marker)
{
	for (size_t i = 0; i < N_SEGMENTS; i++)
		if (marker >= segments[i].first && marker <= segments[i].last)
			return &segments[i];
	return NULL;
}

static int
walk_segment(struct jpeg *j, uint8_t marker)
{
	const struct segment *s = find_segment(marker);
	struct view whole, body;
	int r;

	if (s == NULL)
		return refuse_marker(marker);
	r = take_segment(j, &whole, &body);
	if (r == PHOTO_OK)
		r = s->handler(j, marker, body);
	if (r != PHOTO_OK || !s->keep)
		return r;
	r = put_marker(j, marker);
	if (r == 0)
		r = photo_put(j->out, whole.data, whole.len);
	if (r == 0 && marker == JPEG_SOS)
		r = jpeg_entropy(j);
	return r;
}

static int
walk_segments(struct jpeg *j)
{
	uint8_t marker;
	int r;

	for (;;) {
		r = take_marker(j, &marker);
		if (r != PHOTO_OK)
			return r;
		if (marker == JPEG_EOI)
			break;
		r = walk_segment(j, marker);
		if (r != PHOTO_OK)
			return r;
	}
	/* A picture has at least one scan. */
	return j->scans == 0 ? PHOTO_E_DAMAGED : put_marker(j, JPEG_EOI);
}

static int
walk(struct jpeg *j, struct view photo)
{
	uint8_t marker;
	int r;

	j->in = reader_of(photo.data, photo.len);
	j->scans = 0;
	j->components = 0;
	r = take_marker(j, &marker);
	if (r == PHOTO_OK && marker != JPEG_SOI)
		r = PHOTO_E_TYPE;
	if (r == PHOTO_OK)
		r = put_marker(j, JPEG_SOI);
	if (r == PHOTO_OK)
		r = jpeg_put_facts(j);
	if (r == PHOTO_OK)
		r = walk_segments(j);
	/* Other pictures, films, an archive: whatever it is, it goes. */
	if (r == PHOTO_OK && reader_left(&j->in) > 0)
		j->report->removed |= PHOTO_HAD_MORE;
	return r;
}

int
jpeg_clean(
    struct view photo, const struct photo_out *out, struct photo_report *report)
{
	const struct photo_out nowhere = {.write = NULL};
	struct jpeg j = {.out = &nowhere,
	    .report = report,
	    .looking = true,
	    .facts = {.orientation = 1}};
	int r;

	*report = (struct photo_report){.type = PHOTO_JPEG};
	r = walk(&j, photo);
	report->orientation = j.facts.orientation;
	if (r != PHOTO_OK)
		return r;
	j.out = out;
	j.looking = false;
	return walk(&j, photo);
}
