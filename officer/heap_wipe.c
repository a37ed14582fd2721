/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Memory is wiped before it is given back to the heap, in the whole program:
 * libqrencode copies a share's text into the heap, and gives it back as it
 * stands. The C library calls these in place of its own; it has its own under
 * other names. Not in a build with a sanitizer, which brings a heap itself.
 */
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* glibc's own. */
/* NOLINTBEGIN(bugprone-reserved-identifier) */
void __libc_free(void *p);
void *__libc_malloc(size_t size);
/* NOLINTEND(bugprone-reserved-identifier) */

void
free(void *p)
{
	if (p == NULL)
		return;
	explicit_bzero(p, malloc_usable_size(p));
	__libc_free(p);
}

/* Never in place: what the old block held would stay in what is cut off. */
void *
realloc(void *p, size_t size)
{
	if (p == NULL)
		return __libc_malloc(size);
	size_t old = malloc_usable_size(p);
	void *to = __libc_malloc(size);
	if (to == NULL)
		return NULL;
	memcpy(to, p, old < size ? old : size);
	free(p);
	return to;
}
