/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Secret memory that grows where it stands, for what arrives piece by piece and
 * may become large. As secret_alloc gives it: between guard pages, locked, left
 * out of core dumps, wiped. Growing by copying would hold everything twice for
 * a moment, and lock twice as much.
 */
#ifndef INKAST_CRYPTO_CORE_SECRET_ROOM_H
#define INKAST_CRYPTO_CORE_SECRET_ROOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Fields may be read. All zero: closed. */
struct secret_room {
	uint8_t *data; /* does not move while the room is open */
	size_t cap;    /* bytes of data that are memory: whole pages */
	size_t max;    /* what cap can become */
};

/* n in whole pages, as cap is; 0 when that is beyond a size_t. */
size_t secret_room_pages(size_t n);

/* Set addresses aside for at least max bytes. No memory yet: cap is 0. False
 * when there are none. */
bool secret_room_open(struct secret_room *r, size_t max)
    __attribute__((nonnull, warn_unused_result));

/* Make cap at least n, in whole pages; what is new is zero, and locked unless
 * that is asked for otherwise: only on a machine that has nowhere to swap to.
 * False, and cap as before, when n is beyond max, or when there is no memory or
 * it cannot be locked (RLIMIT_MEMLOCK). */
bool secret_room_grow(struct secret_room *r, size_t n, bool locked)
    __attribute__((nonnull, warn_unused_result));

/* Make cap no more than n, rounded up to whole pages, and wipe what stood
 * beyond n. */
void secret_room_shrink(struct secret_room *r, size_t n)
    __attribute__((nonnull));

/* Wipe and give back; closed afterwards. Closed already is fine. */
void secret_room_close(struct secret_room *r) __attribute__((nonnull));

#endif
