/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the walkers of both formats share. Each goes through a photo twice: the
 * first walk checks all of it and finds what has to be known before the first
 * byte is written; the second writes. No byte of a photo is copied: what is
 * written are views of the photo, and constants.
 */
#ifndef INKAST_PHOTO_WALK_H
#define INKAST_PHOTO_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/io.h"
#include "base/reader.h"
#include "photo/photo.h"

/* Where a walk writes; write is NULL in the first walk. */
struct photo_out {
	write_fn write;
	void *ctx;
};

/* 0, or what write returned. */
int photo_put(const struct photo_out *out, const void *p, size_t n)
    __attribute__((nonnull, warn_unused_result));

/* PHOTO_OK, or PHOTO_E_DIMENSIONS for sides that no photo has. */
int photo_size(uint32_t width, uint32_t height)
    __attribute__((warn_unused_result));

/* Whether v begins with the n bytes of s. */
bool photo_begins(struct view v, const char *s, size_t n)
    __attribute__((nonnull, warn_unused_result));

/* What a text tells, as PHOTO_HAD_ bits: PHOTO_HAD_TEXT, and more when it
 * names tags of a place, a camera or a time (XMP, or PNG's keywords). */
unsigned photo_text(struct view text) __attribute__((warn_unused_result));

/* The whole of a photo: its type is already known by its first bytes. */
int jpeg_clean(struct view photo, const struct photo_out *out,
    struct photo_report *report) __attribute__((nonnull, warn_unused_result));
int png_clean(struct view photo, const struct photo_out *out,
    struct photo_report *report) __attribute__((nonnull, warn_unused_result));

#endif
