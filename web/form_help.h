/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Help pages of a form definition, and which areas link them (docs/FORMAT.md
 * 7.1). For form.c alone.
 */
#ifndef INKAST_WEB_FORM_HELP_H
#define INKAST_WEB_FORM_HELP_H

#include "web/form_mem.h"
#include "web/form_read.h"

/* Read the pages of the definition into f; none is allowed. 0, or -1. */
int form_help_read(const struct form_node *root, struct form_mem *mem,
    struct form *f) __attribute__((nonnull));

/* Read which pages of f an area links. 0, or -1. */
int form_help_of_area(const struct form_node *area, struct form_mem *mem,
    const struct form *f, struct form_area *a) __attribute__((nonnull));

#endif
