/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What holds for every photo, whatever it holds: shared by the targets of both
 * walkers.
 */
#ifndef INKAST_TESTS_FUZZ_PHOTOS_H
#define INKAST_TESTS_FUZZ_PHOTOS_H

#include <string.h>

#include "base/buf.h"
#include "fuzz.h"
#include "photo/photo.h"

#define PHOTO_MAX ((size_t)1 << 20)
#define WRITE_FAILED (-7)

/* Ends production when it is told to. */
static inline int
fail_later(void *ctx, const void *p, size_t n)
{
	size_t *left = ctx;

	(void)p;
	require(n > 0);
	if (*left == 0)
		return WRITE_FAILED;
	(*left)--;
	return 0;
}

/* As photo_clean, into out, which is empty before. */
static inline int
clean_into(struct view photo, struct buf *out, struct photo_report *report)
{
	buf_init(out, &buf_heap, PHOTO_MAX);
	int r = photo_clean(photo, io_write_to_buf, out, report);

	/* All of a photo is looked at before its first byte is written. */
	require(r == PHOTO_OK || out->len == 0);
	require(
	    r == PHOTO_OK || (r <= PHOTO_E_TYPE && r >= PHOTO_E_DIMENSIONS));
	return r;
}

static inline int
same_bytes(const struct buf *a, const struct buf *b)
{
	return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

/* What is clean stays as it is, and is said to be clean. */
static inline void
check_cleaned(const struct buf *cleaned, const struct photo_report *before)
{
	struct photo_report report;
	struct buf again;

	require(clean_into((struct view){cleaned->data, cleaned->len}, &again,
		    &report) == PHOTO_OK);
	require(same_bytes(cleaned, &again));
	require(report.removed == 0 && report.type == before->type);
	require(report.orientation == before->orientation);
	require(
	    report.width == before->width && report.height == before->height);
	buf_free(&again);
}

static inline void
check_report(const struct photo_report *r)
{
	require(r->orientation >= 1 && r->orientation <= 8);
	require(r->width >= 1 && r->width <= PHOTO_SIDE_MAX);
	require(r->height >= 1 && r->height <= PHOTO_SIDE_MAX);
	require((uint64_t)r->width * r->height <= PHOTO_PIXELS_MAX);
	require(r->removed < PHOTO_HAD_OTHER << 1);
}

static inline void
check_photo(struct view photo)
{
	struct photo_report report, report2;
	struct buf cleaned, cleaned2;
	size_t left = photo.len % 4;
	int r = clean_into(photo, &cleaned, &report);

	require(clean_into(photo, &cleaned2, &report2) == r);
	if (r == PHOTO_OK) {
		require(cleaned.len <= photo.len);
		require(same_bytes(&cleaned, &cleaned2));
		require(report.removed == report2.removed);
		check_report(&report);
		check_cleaned(&cleaned, &report);
		/* Four pieces at least: PNG's signature and three chunks. */
		require(photo_clean(photo, fail_later, &left, &report) ==
			WRITE_FAILED);
	}
	buf_free(&cleaned2);
	buf_free(&cleaned);
}

#endif
