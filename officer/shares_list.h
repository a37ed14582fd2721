/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Between shares.c and shares_typed.c.
 */
#ifndef INKAST_OFFICER_SHARES_LIST_H
#define INKAST_OFFICER_SHARES_LIST_H

#include "base/buf.h"
#include "officer/shares.h"

/* Add the share in a text; from, for messages, is borrowed. EX_OK, or another
 * code after saying why. */
int shares_add_text(struct shares *s, const char *from, const struct buf *text)
    __attribute__((nonnull, warn_unused_result));

#endif
