/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The growing byte buffer: the one place where buffer sizes are computed.
 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Small enough for a status line, large enough that few buffers grow twice. */
#define BUF_FIRST 256

static void
heap_release(void *p, size_t size)
{
	(void)size;
	free(p);
}

const struct buf_mem buf_heap = {malloc, heap_release};

void
buf_init(struct buf *b, const struct buf_mem *mem, size_t max)
{
	*b = (struct buf){.mem = mem, .max = max};
}

static int
buf_fail(struct buf *b, int err)
{
	b->err = err;
	return err;
}

int
buf_reserve(struct buf *b, size_t n)
{
	if (b->err != BUF_OK)
		return b->err;
	if (n <= b->cap)
		return BUF_OK;
	if (n > b->max)
		return buf_fail(b, BUF_E_MAX);

	/* Doubling makes a long series of adds cheap. Whoever asks for more
	 * than that knows the size, and may be asking for locked memory. */
	size_t doubled = b->cap > b->max / 2 ? b->max : b->cap * 2;
	size_t cap = n > doubled ? n : doubled;

	uint8_t *p = b->mem->alloc(cap);
	if (p == NULL)
		return buf_fail(b, BUF_E_MEMORY);
	if (b->data != NULL) {
		memcpy(p, b->data, b->len);
		explicit_bzero(b->data, b->cap);
		b->mem->release(b->data, b->cap);
	}
	b->data = p;
	b->cap = cap;
	return BUF_OK;
}

/* Room for n more bytes; the sum is checked here and nowhere else. */
static int
buf_room(struct buf *b, size_t n)
{
	if (b->err != BUF_OK)
		return b->err;
	if (n > b->max - b->len)
		return buf_fail(b, BUF_E_MAX);
	size_t need = b->len + n;
	/* What was reserved stays where it is: others point into it. */
	if (need <= b->cap)
		return BUF_OK;
	if (need < BUF_FIRST)
		need = b->max < BUF_FIRST ? b->max : BUF_FIRST;
	return buf_reserve(b, need);
}

int
buf_add(struct buf *b, const void *p, size_t n)
{
	int r = buf_room(b, n);

	if (r != BUF_OK || n == 0)
		return r;
	memcpy(b->data + b->len, p, n);
	b->len += n;
	return BUF_OK;
}

int
buf_add_str(struct buf *b, const char *s)
{
	return buf_add(b, s, strlen(s));
}

int
buf_add_zeros(struct buf *b, size_t n)
{
	int r = buf_room(b, n);

	if (r != BUF_OK || n == 0)
		return r;
	memset(b->data + b->len, 0, n);
	b->len += n;
	return BUF_OK;
}

int
buf_add_fmt(struct buf *b, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;

	if (b->err != BUF_OK)
		return b->err;
	/* Formatted apart: in place it would need one byte more than it takes,
	 * for the NUL, and text that just fits would be refused. */
	va_start(ap, fmt);
	int n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		return buf_fail(b, BUF_E_MEMORY);
	int r = buf_add(b, text, (size_t)n);
	free(text);
	return r;
}

void
buf_clear(struct buf *b)
{
	if (b->data != NULL)
		explicit_bzero(b->data, b->cap);
	b->len = 0;
	b->err = BUF_OK;
}

void
buf_free(struct buf *b)
{
	if (b->data != NULL) {
		explicit_bzero(b->data, b->cap);
		b->mem->release(b->data, b->cap);
	}
	buf_init(b, b->mem, b->max);
}
