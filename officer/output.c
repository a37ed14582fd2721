/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Buffered output in secret memory.
 */
#include "officer/output.h"

#include <errno.h>
#include <string.h>

#include "base/io.h"
#include "crypto/core/secret.h"

/* What a pipe holds; a text tip fits, so that it goes out in one write. */
#define OUTPUT_ROOM 65536

int
output_init(struct output *o, int fd)
{
	*o = (struct output){.fd = fd};
	buf_init(&o->buf, &secret_mem, OUTPUT_ROOM);
	return buf_reserve(&o->buf, OUTPUT_ROOM) == BUF_OK ? 0 : -ENOMEM;
}

static void
send_all(struct output *o)
{
	if (o->err == 0 && o->buf.len > 0)
		o->err = io_write(o->fd, o->buf.data, o->buf.len);
	buf_clear(&o->buf);
}

void
output_put(struct output *o, const void *p, size_t n)
{
	const char *from = p;

	while (n > 0 && o->err == 0) {
		size_t room = OUTPUT_ROOM - o->buf.len;
		size_t piece = n < room ? n : room;
		if (buf_add(&o->buf, from, piece) != BUF_OK)
			o->err = -ENOMEM;
		from += piece;
		n -= piece;
		if (o->buf.len == OUTPUT_ROOM)
			send_all(o);
	}
}

void
output_str(struct output *o, const char *s)
{
	output_put(o, s, strlen(s));
}

int
output_write(void *ctx, const void *p, size_t n)
{
	struct output *o = ctx;

	output_put(o, p, n);
	return o->err;
}

int
output_flush(struct output *o)
{
	send_all(o);
	return o->err;
}

void
output_free(struct output *o)
{
	buf_free(&o->buf);
}
