/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The body of a request as it arrives: guarded memory within the budget, of
 * which only as much is taken as has come, so that naming a large length costs
 * the sender the length, not us.
 */
#ifndef INKAST_GATEWAY_FRONT_UPLOAD_H
#define INKAST_GATEWAY_FRONT_UPLOAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "crypto/core/secret_room.h"

/* All zero: nothing has come, and nothing is taken. */
struct upload {
	struct secret_room room;
	size_t len; /* bytes that came and are kept */
	size_t max; /* bytes that will be kept */
};

/* Append n bytes. False, and nothing appended, without memory, or beyond max.
 */
bool upload_add(struct upload *u, const void *p, size_t n)
    __attribute__((nonnull, warn_unused_result));

/* Keep no more than the first max bytes, now and later; wipe the others. */
void upload_cut(struct upload *u, size_t max) __attribute__((nonnull));

/* What came, borrowed: to be read only, until the next call here. */
struct buf upload_view(const struct upload *u) __attribute__((nonnull));

/* Wipe and give back. */
void upload_free(struct upload *u) __attribute__((nonnull));

#endif
