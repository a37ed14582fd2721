/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Photos made piece by piece, for tests: right by their structure, small, and
 * with anything in them that a test wants.
 */
#ifndef INKAST_TESTS_UNIT_PHOTO_MADE_H
#define INKAST_TESTS_UNIT_PHOTO_MADE_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/buf.h"
#include "photo/photo.h"

#define MADE_MAX ((size_t)1 << 22)

/* A string literal and its length without the NUL that ends it. */
#define BYTES(s) (s), (sizeof(s) - 1)

/* The pieces of a JPEG of one component, 8 by 8, in their order. */
#define SOI "\xff\xd8"
#define JFIF "\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
#define FRAME "\xff\xc0\0\x0b\x08\0\x08\0\x08\1\1\x11\0"
#define SCAN "\xff\xda\0\x08\1\1\0\0\x3f\0"
#define DATA "\x12\xff\0\x34"
#define EOI "\xff\xd9"
#define PICTURE FRAME SCAN DATA EOI

/* Exif with the orientation 6, in both byte orders. */
#define TIFF_BIG "MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0"
#define TIFF_LITTLE "II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0"
#define APP1_BIG                                                               \
	"\xff\xe1\0\x22"                                                       \
	"Exif\0\0" TIFF_BIG

#define PNG_SIGNATURE "\x89PNG\r\n\x1a\n"

void add(struct buf *b, const char *p, size_t n);
void add_segment(struct buf *b, uint8_t marker, const char *body, size_t n);
void add_chunk(struct buf *b, const char *type, const char *data, size_t n);
void add_header(
    struct buf *b, uint32_t width, uint32_t height, int depth, int colour);

void made_new(struct buf *b);

/* Clean what was made; out is new, and has what was written. What photo_clean
 * said. */
int cleaned(const struct buf *made, struct buf *out, struct photo_report *r);

/* Made is refused so, and nothing was written. Frees and renews made. */
void refused(struct buf *made, int err);

/* Made is cleaned to exactly the n bytes of want, and that was removed. Frees
 * and renews made. */
void becomes(struct buf *made, const char *want, size_t n, unsigned removed);

/* The same, to what was made in want. Frees and renews both. */
void becomes_made(struct buf *made, struct buf *want, unsigned removed);

#endif
