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

/* The name of the photo with that index as a member of the container (FORMAT
 * 2.1): "photo-1.jpg" and so on. */
#define PHOTO_NAME_MAX sizeof("photo-0.jpg")
void photo_name(size_t index, enum photo_type type,
    char out[static PHOTO_NAME_MAX]) __attribute__((nonnull));

/* Write the cleaned photo of an item without err: exactly its len bytes. 0,
 * what write returned, or a PHOTO_E_ when it is not what it was. */
int photo_write(const struct photo_item *item, write_fn write, void *ctx)
    __attribute__((nonnull(1, 2), warn_unused_result));

/* Whether all can be sent. */
bool photos_are_fine(const struct photos *p) __attribute__((nonnull));

#endif
