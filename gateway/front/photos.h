/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The photos of one posted form, each looked at and cleaned by photo/. They
 * stay where they arrived, in the request's guarded body; only what is sealed
 * is ever written anywhere else, straight into the archive.
 */
#ifndef INKAST_GATEWAY_FRONT_PHOTOS_H
#define INKAST_GATEWAY_FRONT_PHOTOS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/reader.h"
#include "gateway/front/body.h"
#include "photo/photo.h"

/* The field of the form (FORMAT 8.9). */
#define PHOTO_FIELD "photo"

struct photo_item {
	struct view raw;            /* as it came */
	int err;                    /* PHOTO_OK, or the PHOTO_E_ */
	struct photo_report report; /* when PHOTO_OK */
	size_t len;                 /* of the cleaned photo */
};

struct photos {
	struct photo_item items[LIMIT_PHOTOS];
	size_t n;
	size_t n_faults; /* items with an err */
	bool too_many;   /* more than LIMIT_PHOTOS: items are the first */
	bool too_large;  /* together more than LIMIT_PHOTO_BYTES, or so much
			  * that they were not even taken in: n is 0 then */
	bool no_memory;  /* they could not be taken in just now: n is 0 */
};

/* Look at every photo that was posted. An empty file input posts one without a
 * name and without content: it is none. */
void photos_read(const struct body *body, struct photos *out)
    __attribute__((nonnull));

/* Whether all can be sent. */
bool photos_are_fine(const struct photos *p) __attribute__((nonnull));

#endif
