/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Photos made piece by piece. The CRC is worked out bit by bit, as the standard
 * says it and the library does not.
 */
#include "made.h"

#include "base/io.h"

void
made_new(struct buf *b)
{
	buf_init(b, &buf_heap, MADE_MAX);
}

void
add(struct buf *b, const char *p, size_t n)
{
	assert_int_equal(buf_add(b, p, n), BUF_OK);
}

static void
add_number(struct buf *b, uint32_t n, unsigned bytes)
{
	for (unsigned i = bytes; i-- > 0;) {
		char byte = (char)(n >> (8 * i) & 0xff);
		add(b, &byte, 1);
	}
}

void
add_segment(struct buf *b, uint8_t marker, const char *body, size_t n)
{
	assert_true(n <= 0xffff - 2);
	add_number(b, 0xff00U | marker, 2);
	add_number(b, (uint32_t)n + 2, 2);
	add(b, body, n);
}

static uint32_t
crc_of(const uint8_t *p, size_t n)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < n; i++)
		for (unsigned bit = 0; bit < 8; bit++) {
			uint32_t last = (crc ^ (uint32_t)p[i] >> bit) & 1;
			crc = crc >> 1 ^ (last ? 0xedb88320 : 0);
		}
	return ~crc;
}

void
add_chunk(struct buf *b, const char *type, const char *data, size_t n)
{
	size_t from;

	add_number(b, (uint32_t)n, 4);
	from = b->len;
	add(b, type, 4);
	add(b, data, n);
	add_number(b, crc_of(b->data + from, b->len - from), 4);
}

void
add_header(
    struct buf *b, uint32_t width, uint32_t height, int depth, int colour)
{
	struct buf data;

	made_new(&data);
	add_number(&data, width, 4);
	add_number(&data, height, 4);
	add_number(&data, (uint32_t)depth, 1);
	add_number(&data, (uint32_t)colour, 1);
	add_number(&data, 0, 3);
	add_chunk(b, "IHDR", (const char *)data.data, data.len);
	buf_free(&data);
}

int
cleaned(const struct buf *made, struct buf *out, struct photo_report *r)
{
	/* Of the exact size, so that a sanitizer sees a byte too far. */
	uint8_t *exact = test_malloc(made->len + (made->len == 0));
	int err;

	for (size_t i = 0; i < made->len; i++)
		exact[i] = made->data[i];
	made_new(out);
	err = photo_clean(
	    (struct view){exact, made->len}, io_write_to_buf, out, r);
	test_free(exact);
	return err;
}

void
refused(struct buf *made, int err)
{
	struct photo_report r;
	struct buf out;

	assert_int_equal(cleaned(made, &out, &r), err);
	assert_int_equal(out.len, 0);
	buf_free(&out);
	buf_free(made);
	made_new(made);
}

void
becomes(struct buf *made, const char *want, size_t n, unsigned removed)
{
	struct photo_report r;
	struct buf out;

	assert_int_equal(cleaned(made, &out, &r), PHOTO_OK);
	assert_int_equal(out.len, n);
	assert_memory_equal(out.data, want, n);
	assert_int_equal(r.removed, removed);
	assert_true(out.len <= made->len);
	buf_free(&out);
	buf_free(made);
	made_new(made);
}

void
becomes_made(struct buf *made, struct buf *want, unsigned removed)
{
	becomes(made, (const char *)want->data, want->len, removed);
	buf_free(want);
	made_new(want);
}
