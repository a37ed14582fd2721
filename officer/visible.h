/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Hostile text on standard output, in rows of ours: made visible
 * (base/visible.h) and folded, so that what stands at the left edge is never
 * the text's.
 */
#ifndef INKAST_OFFICER_VISIBLE_H
#define INKAST_OFFICER_VISIBLE_H

#include <stddef.h>

#include "officer/output.h"

/* Columns of a row: every terminal has 80, and paper 76. */
#define VISIBLE_COLUMNS ((size_t)76)

/* Put text from a column of the row on; each further row begins with rest.
 * Line ends are shown like other controls; no line end is put behind. */
void visible_line(struct output *o, size_t column, const char *rest,
    const void *p, size_t n) __attribute__((nonnull(1, 3)));

/* Put text as lines, each row after prefix and with a line end. LF and CR LF
 * end a line. */
void visible_lines(struct output *o, const char *prefix, const void *p,
    size_t n) __attribute__((nonnull(1, 2)));

#endif
