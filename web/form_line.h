/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Where a member stands in a JSON text: jansson does not say.
 */
#ifndef INKAST_WEB_FORM_LINE_H
#define INKAST_WEB_FORM_LINE_H

#include <stddef.h>

/* The line, from 1, of the value at a path like areas[2].questions, which a
 * colon or a NUL ends, or of the innermost one around it that is there (a
 * member may be missing). json is well-formed; of other text the answer is some
 * line of it. Never reads beyond len. */
unsigned form_line(const char *json, size_t len, const char *path)
    __attribute__((nonnull));

#endif
