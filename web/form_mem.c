/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A list of blocks.
 */
#include "web/form_mem.h"

#include <stdint.h>
#include <stdlib.h>

struct form_block {
	struct form_block *next;
	max_align_t data[];
};

void *
form_mem_take(struct form_mem *m, size_t n, size_t size)
{
	struct form_block *b;

	if (n > (SIZE_MAX - sizeof *b) / size)
		return NULL;
	b = calloc(1, sizeof *b + n * size);
	if (b == NULL)
		return NULL;
	b->next = m->blocks;
	m->blocks = b;
	return b->data;
}

void
form_mem_free(struct form_mem *m)
{
	while (m->blocks != NULL) {
		struct form_block *b = m->blocks;
		m->blocks = b->next;
		free(b);
	}
}
