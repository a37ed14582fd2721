/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The segments of a JPEG that its decoder needs: each has to have exactly the
 * length that its fields give it, so that nothing travels behind them.
 */
#include "photo/jpeg.h"

/* Quantisation tables (B.2.4.1): 64 numbers of 8 or 16 bits, for one of four
 * places. */
int
jpeg_quantisers(struct jpeg *j, uint8_t marker, struct view body)
{
	struct reader r = reader_of(body.data, body.len);
	struct view numbers;
	uint8_t at;

	(void)j;
	(void)marker;
	while (reader_u8(&r, &at)) {
		unsigned precision = at >> 4, place = at & 15;
		if (precision > 1 || place > 3)
			return PHOTO_E_DAMAGED;
		if (!reader_take(&r, precision == 0 ? 64 : 128, &numbers))
			return PHOTO_E_DAMAGED;
	}
	return PHOTO_OK;
}

/* Huffman tables (B.2.4.2): how many codes there are of each length from 1 to
 * 16, and what they stand for, at most 256. */
int
jpeg_huffman(struct jpeg *j, uint8_t marker, struct view body)
{
	struct reader r = reader_of(body.data, body.len);
	struct view counts, values;
	uint8_t at;

	(void)j;
	(void)marker;
	while (reader_u8(&r, &at)) {
		unsigned kind = at >> 4, place = at & 15;
		size_t n = 0;
		if (kind > 1 || place > 3 || !reader_take(&r, 16, &counts))
			return PHOTO_E_DAMAGED;
		for (size_t i = 0; i < counts.len; i++)
			n += counts.data[i];
		if (n > 256 || !reader_take(&r, n, &values))
			return PHOTO_E_DAMAGED;
	}
	return PHOTO_OK;
}

/* How often the decoder restarts (B.2.4.4). */
int
jpeg_restart(struct jpeg *j, uint8_t marker, struct view body)
{
	(void)j;
	(void)marker;
	return body.len == 2 ? PHOTO_OK : PHOTO_E_DAMAGED;
}

/* A component of the frame: name, sampling, quantiser. */
static int
frame_component(struct jpeg *j, struct reader *r)
{
	uint8_t id, sampling, quantiser;

	if (!reader_u8(r, &id) || !reader_u8(r, &sampling) ||
	    !reader_u8(r, &quantiser))
		return PHOTO_E_DAMAGED;
	unsigned across = sampling >> 4, down = sampling & 15;
	if (across < 1 || across > 4 || down < 1 || down > 4 || quantiser > 3)
		return PHOTO_E_DAMAGED;
	for (size_t i = 0; i < j->components; i++)
		if (j->ids[i] == id)
			return PHOTO_E_DAMAGED;
	j->ids[j->components++] = id;
	return PHOTO_OK;
}

/* The frame header (B.2.2), which there is one of. */
int
jpeg_frame(struct jpeg *j, uint8_t marker, struct view body)
{
	struct reader r = reader_of(body.data, body.len);
	uint8_t precision, components;
	uint16_t height, width;

	(void)marker;
	if (j->components != 0)
		return PHOTO_E_DAMAGED;
	if (!reader_u8(&r, &precision) || !reader_u16(&r, &height) ||
	    !reader_u16(&r, &width) || !reader_u8(&r, &components))
		return PHOTO_E_DAMAGED;
	if (precision != 8 || components > JPEG_COMPONENTS_MAX)
		return PHOTO_E_TYPE;
	if (components == 0)
		return PHOTO_E_DAMAGED;
	for (size_t i = 0; i < components; i++)
		if (frame_component(j, &r) != PHOTO_OK)
			return PHOTO_E_DAMAGED;
	if (reader_left(&r) > 0)
		return PHOTO_E_DAMAGED;
	j->report->width = width;
	j->report->height = height;
	/* Height 0 is one that a DNL tells later, which is not read. */
	return photo_size(width, height);
}

static bool
scan_component(const struct jpeg *j, struct reader *r)
{
	uint8_t id, tables;

	if (!reader_u8(r, &id) || !reader_u8(r, &tables))
		return false;
	if (tables >> 4 > 3 || (tables & 15) > 3)
		return false;
	for (size_t i = 0; i < j->components; i++)
		if (j->ids[i] == id)
			return true;
	return false;
}

/* A scan header (B.2.3): its components, and which coefficients. */
int
jpeg_scan(struct jpeg *j, uint8_t marker, struct view body)
{
	struct reader r = reader_of(body.data, body.len);
	struct view coefficients;
	uint8_t components;

	(void)marker;
	/* Before the frame there are no components, so that none is known. */
	if (!reader_u8(&r, &components) || components == 0 ||
	    components > j->components)
		return PHOTO_E_DAMAGED;
	for (size_t i = 0; i < components; i++)
		if (!scan_component(j, &r))
			return PHOTO_E_DAMAGED;
	if (!reader_take(&r, 3, &coefficients) || reader_left(&r) > 0)
		return PHOTO_E_DAMAGED;
	return ++j->scans > JPEG_SCANS_MAX ? PHOTO_E_TYPE : PHOTO_OK;
}
