/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The bounded reader.
 */
#include "base/reader.h"

#include <string.h>

struct reader
reader_of(const void *data, size_t len)
{
	return (struct reader){.data = data, .len = len};
}

size_t
reader_left(const struct reader *r)
{
	return r->len - r->pos;
}

bool
reader_take(struct reader *r, size_t n, struct view *out)
{
	if (n > reader_left(r))
		return false;
	*out = (struct view){
	    .data = n == 0 ? r->data : r->data + r->pos, .len = n};
	r->pos += n;
	return true;
}

bool
reader_literal(struct reader *r, const char *s)
{
	size_t n = strlen(s);

	if (n > reader_left(r))
		return false;
	/* Data of length 0 may be NULL, which memcmp may not be given. */
	if (n > 0 && memcmp(r->data + r->pos, s, n) != 0)
		return false;
	r->pos += n;
	return true;
}

bool
reader_line(struct reader *r, size_t max, struct view *out)
{
	size_t left = reader_left(r);
	size_t window = left < max ? left : max;

	if (window == 0)
		return false;
	const uint8_t *from = r->data + r->pos;
	const uint8_t *lf = memchr(from, '\n', window);
	if (lf == NULL)
		return false;
	*out = (struct view){.data = from, .len = (size_t)(lf - from)};
	r->pos += out->len + 1;
	return true;
}

/* Big-endian number of n bytes, n <= 4. */
static bool
reader_number(struct reader *r, size_t n, uint32_t *out)
{
	struct view v;

	if (!reader_take(r, n, &v))
		return false;
	*out = 0;
	for (size_t i = 0; i < n; i++)
		*out = *out << 8 | v.data[i];
	return true;
}

bool
reader_u8(struct reader *r, uint8_t *out)
{
	uint32_t n;

	if (!reader_number(r, 1, &n))
		return false;
	*out = (uint8_t)n;
	return true;
}

bool
reader_u16(struct reader *r, uint16_t *out)
{
	uint32_t n;

	if (!reader_number(r, 2, &n))
		return false;
	*out = (uint16_t)n;
	return true;
}

bool
reader_u32(struct reader *r, uint32_t *out)
{
	return reader_number(r, 4, out);
}

bool
view_is(struct view v, const char *s)
{
	return v.len == strlen(s) &&
	       (v.len == 0 || memcmp(v.data, s, v.len) == 0);
}
