/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What a photo tells besides its picture, taken out (docs/FORMAT.md, section
 * 17). Works on the file's own structure: JPEG segments (ITU-T T.81, annex B)
 * and PNG chunks (W3C PNG, section 5). Nothing is decoded, so the pixels that a
 * decoder makes of the result are those of the original, bit by bit, and no
 * decoder is there to be attacked.
 */
#ifndef INKAST_PHOTO_PHOTO_H
#define INKAST_PHOTO_PHOTO_H

#include <stddef.h>
#include <stdint.h>

#include "base/io.h"
#include "base/reader.h"

/* A side, and a picture: what an officer's viewer can be asked to hold (4 bytes
 * a pixel: 400 MiB); telephones make 50 megapixels at most today. */
#define PHOTO_SIDE_MAX 30000
#define PHOTO_PIXELS_MAX 100000000

enum photo_err {
	PHOTO_OK = 0,
	PHOTO_E_TYPE = -2001,       /* neither JPEG nor PNG, or a kind of them
				     * that few programs show */
	PHOTO_E_TRUNCATED = -2002,  /* ends before its end */
	PHOTO_E_DAMAGED = -2003,    /* breaks the rules of its format */
	PHOTO_E_DIMENSIONS = -2004, /* no pixels, or more than the maxima */
};

enum photo_type {
	PHOTO_JPEG,
	PHOTO_PNG,
};

/* What was taken out, as bits. */
enum photo_removed {
	PHOTO_HAD_PLACE = 1 << 0,     /* GPS position */
	PHOTO_HAD_CAMERA = 1 << 1,    /* maker, model, owner, serial number,
				       * settings, maker's notes */
	PHOTO_HAD_TIME = 1 << 2,      /* when it was taken or changed */
	PHOTO_HAD_THUMBNAIL = 1 << 3, /* a small copy, perhaps uncut */
	PHOTO_HAD_TEXT = 1 << 4,      /* comments, captions, keywords (XMP,
				       * IPTC, COM, tEXt) */
	PHOTO_HAD_PROFILE = 1 << 5,   /* a colour profile, gamma */
	PHOTO_HAD_MORE = 1 << 6,      /* other pictures or data behind the
				       * picture's end */
	PHOTO_HAD_OTHER = 1 << 7,     /* anything else */
};

struct photo_report {
	enum photo_type type;
	uint32_t width, height; /* as stored, before orientation */
	unsigned orientation;   /* 1 to 8, as Exif has it; 1 when it had none */
	unsigned removed;       /* PHOTO_HAD_ bits */
};

/* Write the cleaned photo: what is needed to show it and, when it is not 1, its
 * orientation as the only tag. The same input always gives the same bytes, so a
 * caller may call it twice, first to count. The result is never longer than the
 * input. PHOTO_OK with report filled in; or a PHOTO_E_, with nothing written,
 * since all of a photo is checked first; or what write returned, with a part
 * written. Report is undefined after an error. Photos are secret: nothing of
 * one is left on the stack or the heap. */
int photo_clean(
    struct view photo, write_fn write, void *ctx, struct photo_report *report)
    __attribute__((nonnull(2, 4), warn_unused_result));

#endif
