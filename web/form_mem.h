/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Memory of a form definition: taken in pieces, given back all at once.
 */
#ifndef INKAST_WEB_FORM_MEM_H
#define INKAST_WEB_FORM_MEM_H

#include <stddef.h>

struct form_block;

/* Begin with a zeroed struct. */
struct form_mem {
	struct form_block *blocks;
};

/* n zeroed items of size bytes (not 0). NULL without memory. They live until
 * form_mem_free. */
void *form_mem_take(struct form_mem *m, size_t n, size_t size)
    __attribute__((nonnull, warn_unused_result));

void form_mem_free(struct form_mem *m) __attribute__((nonnull));

#endif
