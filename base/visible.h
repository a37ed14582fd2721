/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Hostile text made visible: what a terminal would obey, and what would make
 * text look like other text, appears as its code point, <U+202E> in angle
 * brackets of its own kind; a byte that is no UTF-8 appears as <0xFF>.
 */
#ifndef INKAST_BASE_VISIBLE_H
#define INKAST_BASE_VISIBLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/io.h"
#include "base/reader.h"

/* Two brackets of 3 bytes, "U+", 6 digits. */
#define VISIBLE_NUMBER_MAX 16

/* A character as it may be put on a terminal. */
struct visible {
	struct view text; /* points into the source, or at number */
	char number[VISIBLE_NUMBER_MAX];
	size_t columns; /* cells it takes at most */
};

/* Text on its way; may be copied to look ahead. */
struct visible_text {
	struct reader r;
	size_t marks; /* combining ones since the last base */
};

/* Whether a code point is shown as its number: controls, direction marks,
 * invisible characters, noncharacters, private use, and the bracket that marks
 * them. */
bool visible_must_show(uint32_t c);

/* Take a character: true with its bytes and code point, false with a single
 * byte that begins none (c is then unset). The reader is not empty. */
bool visible_char(struct reader *r, struct view *bytes, uint32_t *c)
    __attribute__((nonnull, warn_unused_result));

/* Begin with text, which must outlive the result. */
struct visible_text visible_of(const void *p, size_t n);

/* The next character; false at the end. Line ends are controls like others;
 * combining marks are shown as numbers when too many stand on one base. *out
 * must stay where it is while its text is used. */
bool visible_next(struct visible_text *t, struct visible *out)
    __attribute__((nonnull, warn_unused_result));

/* All of it, on one line. 0 or what write returned. */
int visible_write(write_fn write, void *ctx, const void *p, size_t n)
    __attribute__((nonnull(1)));

#endif
