/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Zero on free, for this program and every library in it: a belt over the
 * braces of guarded memory. What a library we did not write leaves in the heap
 * is gone when it lets go of it. Chosen by file: the build for sanitizers,
 * which bring an allocator of their own, leaves this one out.
 */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* glibc's own free, by its public second name; free is now ours. */
extern void __libc_free(void *p);

void
free(void *p)
{
	if (p == NULL)
		return;
	explicit_bzero(p, malloc_usable_size(p));
	__libc_free(p);
}

/* The real one may move a block and leave the old one as it was. */
void *
realloc(void *p, size_t size)
{
	if (p == NULL)
		return malloc(size);
	if (size == 0) {
		free(p);
		return NULL;
	}

	size_t old = malloc_usable_size(p);
	void *to = malloc(size);
	if (to == NULL)
		return NULL;
	memcpy(to, p, old < size ? old : size);
	free(p);
	return to;
}
