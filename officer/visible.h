/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Hostile text made visible: what a terminal would obey, and what would make
 * text look like other text, appears as its code point, <U+202E> in angle
 * brackets of its own kind.
 */
#ifndef INKAST_OFFICER_VISIBLE_H
#define INKAST_OFFICER_VISIBLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "officer/output.h"

/* Whether a code point is shown as its number: controls, direction marks,
 * invisible characters, noncharacters, and the bracket that marks them. */
bool visible_must_show(uint32_t c);

/* Put text on one line: line ends are shown like other controls. Bytes that
 * are no UTF-8 are shown one by one, as their values. */
void visible_line(struct output *o, const void *p, size_t n)
    __attribute__((nonnull(1)));

/* Put text as lines, each after prefix and with a line end: what stands at the
 * left edge is then never the text's. LF and CR LF end a line. */
void visible_lines(struct output *o, const char *prefix, const void *p,
    size_t n) __attribute__((nonnull(1, 2)));

#endif
