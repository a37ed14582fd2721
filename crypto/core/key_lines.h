/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The lines of a key file (docs/FORMAT.md 10.1): recipients or identities, one
 * a line.
 */
#ifndef INKAST_CRYPTO_CORE_KEY_LINES_H
#define INKAST_CRYPTO_CORE_KEY_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/reader.h"

/* The next line with a key, without its LF or CR LF, which the last line may
 * lack. Empty lines and those that begin with '#' are passed over, and counted
 * too in *number. False at the end. */
bool key_lines_next(struct reader *r, struct view *line, size_t *number)
    __attribute__((nonnull, warn_unused_result));

#endif
