/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * jansson's allocator. Not secret_alloc: that takes three pages for a block,
 * and a tip has hundreds of them, more than an ordinary account may lock.
 */
#include "officer/json_mem.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Stands before each block; as wide as the strictest alignment. */
struct block {
	_Alignas(max_align_t) size_t size;
	max_align_t content[];
};

static void *
allocate(size_t size)
{
	if (size > SIZE_MAX - sizeof(struct block))
		return NULL;
	struct block *b = malloc(sizeof *b + size);
	if (b == NULL)
		return NULL;
	b->size = size;
	return b->content;
}

static void
release(void *p)
{
	if (p == NULL)
		return;
	struct block *b =
	    (struct block *)(void *)((uint8_t *)p -
				     offsetof(struct block, content));
	explicit_bzero(b->content, b->size);
	free(b);
}

void
json_mem_init(void)
{
	json_set_alloc_funcs(allocate, release);
}
