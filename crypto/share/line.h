/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * One line of a share's text (docs/FORMAT.md 15.4 and 15.5): nine bytes in 15
 * characters, and two that notice what was mistyped. No branch and no table
 * depends on the bytes.
 */
#ifndef INKAST_CRYPTO_SHARE_LINE_H
#define INKAST_CRYPTO_SHARE_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/reader.h"

#define LINE_BYTES 9
#define LINE_DATA 15
#define LINE_CHARS (LINE_DATA + 2)
#define LINES 7

/* The characters of line number (1 to LINES), without groups. */
void line_encode(unsigned number, const uint8_t bytes[static LINE_BYTES],
    char out[static LINE_CHARS]) __attribute__((nonnull));

/* Read what stands behind "number:", blanks anywhere, either case, 0 1 8 for
 * O I B. False unless it is a line that line_encode writes for this number;
 * bytes may then be partly written. */
bool line_decode(
    unsigned number, struct view text, uint8_t bytes[static LINE_BYTES])
    __attribute__((nonnull, warn_unused_result));

#endif
