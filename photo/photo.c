/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Which walker a photo needs, and the little that both use.
 */
#include "photo/photo.h"

#include <string.h>

#include "photo/walk.h"

/* The first bytes of a JPEG (SOI, and the next marker's first byte) and of a
 * PNG (section 5.2), which tell them from everything else. */
static const char jpeg_first[] = "\xff\xd8\xff";
static const char png_first[] = "\x89PNG\r\n\x1a\n";

/* Words in texts that tell more than that there was a text: XMP's properties,
 * and keywords that programs put into PNG. What is missed here is taken out all
 * the same, and is told as a text. */
static const struct {
	const char *word;
	unsigned bits;
} words[] = {
    {"GPSL", PHOTO_HAD_PLACE},
    {"CreateDate", PHOTO_HAD_TIME},
    {"ModifyDate", PHOTO_HAD_TIME},
    {"DateTime", PHOTO_HAD_TIME},
    {"DateCreated", PHOTO_HAD_TIME},
    {"Creation Time", PHOTO_HAD_TIME},
    {"date:create", PHOTO_HAD_TIME},
    {"date:modify", PHOTO_HAD_TIME},
    {"tiff:Make", PHOTO_HAD_CAMERA},
    {"tiff:Model", PHOTO_HAD_CAMERA},
    {"CreatorTool", PHOTO_HAD_CAMERA},
    {"SerialNumber", PHOTO_HAD_CAMERA},
    {"Software", PHOTO_HAD_CAMERA},
    {"xmpGImg:image", PHOTO_HAD_THUMBNAIL},
    {"xapGImg:image", PHOTO_HAD_THUMBNAIL},
};

#define N_WORDS (sizeof words / sizeof words[0])

int
photo_put(const struct photo_out *out, const void *p, size_t n)
{
	if (out->write == NULL || n == 0)
		return 0;
	return out->write(out->ctx, p, n);
}

int
photo_size(uint32_t width, uint32_t height)
{
	if (width == 0 || height == 0)
		return PHOTO_E_DIMENSIONS;
	if (width > PHOTO_SIDE_MAX || height > PHOTO_SIDE_MAX)
		return PHOTO_E_DIMENSIONS;
	/* No overflow: the sides are bounded. */
	if (width > PHOTO_PIXELS_MAX / height)
		return PHOTO_E_DIMENSIONS;
	return PHOTO_OK;
}

bool
photo_begins(struct view v, const char *s, size_t n)
{
	return v.len >= n && memcmp(v.data, s, n) == 0;
}

unsigned
photo_text(struct view text)
{
	unsigned bits = PHOTO_HAD_TEXT;

	if (text.len == 0)
		return bits;
	for (size_t i = 0; i < N_WORDS; i++) {
		if ((bits & words[i].bits) == words[i].bits)
			continue;
		if (memmem(text.data, text.len, words[i].word,
			strlen(words[i].word)) != NULL)
			bits |= words[i].bits;
	}
	return bits;
}

int
photo_clean(
    struct view photo, write_fn write, void *ctx, struct photo_report *report)
{
	const struct photo_out out = {.write = write, .ctx = ctx};

	if (photo_begins(photo, jpeg_first, sizeof jpeg_first - 1))
		return jpeg_clean(photo, &out, report);
	if (photo_begins(photo, png_first, sizeof png_first - 1))
		return png_clean(photo, &out, report);
	return PHOTO_E_TYPE;
}
