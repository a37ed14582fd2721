/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What an area of a form definition must be as a whole (docs/FORMAT.md 7.3,
 * 7.6). For form.c alone.
 */
#ifndef INKAST_WEB_FORM_CHECK_H
#define INKAST_WEB_FORM_CHECK_H

#include "web/form_read.h"

/* 0, or -1 with what is wrong said. */
int form_check_area(const struct form_node *n, const struct form_area *a)
    __attribute__((nonnull));

#endif
