/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Opening in one call, from memory to memory: whole or nothing.
 */
#include "crypto/unseal/unseal.h"

#include <string.h>

#include "base/reader.h"

static ssize_t
read_from_memory(void *ctx, void *p, size_t n)
{
	struct reader *r = ctx;
	size_t left = reader_left(r);
	struct view v;

	if (!reader_take(r, n < left ? n : left, &v))
		return -1;
	if (v.len > 0)
		memcpy(p, v.data, v.len);
	return (ssize_t)v.len;
}

/* Room for the plaintext at once, which is shorter than the file: growing
 * would take locked memory twice. Not before the header has opened: what is
 * sealed to others, or no age file at all, takes none. */
static int
make_room(struct buf *out, size_t len)
{
	size_t room = out->max - out->len;

	return buf_reserve(out, out->len + (len < room ? len : room));
}

static int
unseal_all(struct unsealer *u, struct buf *out)
{
	const uint8_t *p;
	size_t n;
	int r;

	while ((r = unsealer_next(u, &p, &n)) == 1) {
		if (buf_add(out, p, n) != BUF_OK)
			return out->err == BUF_E_MAX ? AGE_E_LIMIT
						     : AGE_E_MEMORY;
	}
	return r;
}

int
unseal(
    const struct unseal_keys *keys, const void *p, size_t len, struct buf *out)
{
	struct reader r = reader_of(p, len);
	struct unsealer *u;
	int err = unsealer_new(&u, keys, read_from_memory, &r);

	if (err == AGE_OK) {
		err = make_room(out, len) == BUF_OK ? unseal_all(u, out)
						    : AGE_E_MEMORY;
		unsealer_free(&u);
	}
	if (err != AGE_OK)
		buf_clear(out);
	return err;
}
