/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The one bounded reader for bytes from outside: parsers take pieces off its
 * front and never do pointer arithmetic of their own.
 */
#ifndef INKAST_BASE_READER_H
#define INKAST_BASE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A borrowed piece of memory. */
struct view {
	const uint8_t *data;
	size_t len;
};

struct reader {
	const uint8_t *data;
	size_t len;
	size_t pos; /* always <= len: where the next piece begins */
};

/* Read from data, which must outlive the reader and every view taken. */
struct reader reader_of(const void *data, size_t len);

size_t reader_left(const struct reader *r) __attribute__((nonnull));

/* Take n bytes. False, and nothing taken, when fewer are left. */
bool reader_take(struct reader *r, size_t n, struct view *out)
    __attribute__((nonnull, warn_unused_result));

/* Take the literal s. False, and nothing taken, when it does not stand here. */
bool reader_literal(struct reader *r, const char *s)
    __attribute__((nonnull, warn_unused_result));

/* Take a line up to LF; out excludes the LF, which is consumed. False when no
 * LF follows within max bytes. */
bool reader_line(struct reader *r, size_t max, struct view *out)
    __attribute__((nonnull, warn_unused_result));

/* Take big-endian numbers. */
bool reader_u8(struct reader *r, uint8_t *out)
    __attribute__((nonnull, warn_unused_result));
bool reader_u16(struct reader *r, uint16_t *out)
    __attribute__((nonnull, warn_unused_result));
bool reader_u32(struct reader *r, uint32_t *out)
    __attribute__((nonnull, warn_unused_result));

/* Whether a view holds exactly the string s. Not constant time. */
bool view_is(struct view v, const char *s) __attribute__((nonnull));

#endif
