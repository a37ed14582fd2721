/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 * link: front_parts
 *
 * The decoder of forms with photos. Whatever comes in: texts lie within the
 * text and hold no NUL and no line end but CR LF, files lie within the body.
 * And wherever such a body is cut, what is left of it is the beginning of what
 * the whole has: never another field, a shorter one or another file.
 */
#include <stdint.h>
#include <string.h>

#include "gateway/front/body.h"
#include "tests/fuzz/fuzz.h"

#define TEXT_MAX (3 * LIMIT_FORM_BODY)

/* Bodies up to here are cut at every place; larger ones, at a few. */
#define EVERY_CUT 600

static const struct view boundary = {.data = (const uint8_t *)"b-B", .len = 3};

static void
check_within(struct view v, const struct buf *b)
{
	uintptr_t begin = (uintptr_t)b->data;
	uintptr_t part = (uintptr_t)v.data;

	require(
	    part >= begin && v.len <= b->len && part - begin <= b->len - v.len);
}

static void
check_text(const struct body *b, struct view v)
{
	check_within(v, &b->text);
	for (size_t i = 0; i < v.len; i++) {
		require(v.data[i] != '\0');
		if (v.data[i] == '\r')
			require(i + 1 < v.len && v.data[i + 1] == '\n');
		if (v.data[i] == '\n')
			require(i > 0 && v.data[i - 1] == '\r');
	}
}

static void
check(const struct body *b, const struct buf *raw)
{
	require(b->n_fields <= LIMIT_FORM_FIELDS && b->n_files <= LIMIT_FILES);
	require(!b->more_files || b->n_files == LIMIT_FILES);
	for (size_t i = 0; i < b->n_fields; i++) {
		check_text(b, b->fields[i].name);
		check_text(b, b->fields[i].value);
	}
	for (size_t i = 0; i < b->n_files; i++) {
		check_within(b->files[i].field, raw);
		check_within(b->files[i].content, raw);
	}
}

static int
decode(const struct buf *raw, enum body_cut cut, struct body *b)
{
	buf_init(&b->text, &buf_heap, TEXT_MAX);
	int err = body_decode_multipart(raw, boundary, cut, b);

	if (err == BODY_OK)
		check(b, raw);
	else
		require(
		    b->n_fields == 0 && b->n_files == 0 && b->text.len == 0);
	require(cut != BODY_WHOLE || (err != BODY_E_MEMORY && err <= 0));
	return err;
}

static int
same(struct view a, struct view b)
{
	return a.len == b.len &&
	       (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static void
check_is_beginning(const struct body *cut, const struct body *whole)
{
	require(cut->n_fields <= whole->n_fields);
	require(cut->n_files <= whole->n_files);
	for (size_t i = 0; i < cut->n_fields; i++)
		require(same(cut->fields[i].name, whole->fields[i].name) &&
			same(cut->fields[i].value, whole->fields[i].value));
	for (size_t i = 0; i < cut->n_files; i++)
		require(same(cut->files[i].field, whole->files[i].field) &&
			same(cut->files[i].content, whole->files[i].content));
}

static void
check_cut(const struct buf *raw, size_t len, const struct body *whole)
{
	static struct body b;
	struct buf part;

	/* A block of its own, so that a sanitizer sees reading beyond. */
	buf_init(&part, &buf_heap, raw->len + 1);
	require(buf_reserve(&part, len) == BUF_OK);
	require(buf_add(&part, raw->data, len) == BUF_OK);
	int err = decode(&part, len % 2 ? BODY_CUT_LARGE : BODY_CUT_MEMORY, &b);
	if (whole != NULL) {
		require(err == BODY_OK ||
			err == (len % 2 ? BODY_E_LARGE : BODY_E_MEMORY));
		check_is_beginning(&b, whole);
	}
	body_free(&b);
	buf_free(&part);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct body whole;
	struct buf raw;

	buf_init(&raw, &buf_heap, LIMIT_UPLOAD);
	if (buf_add(&raw, data, size) != BUF_OK)
		return 0;
	int err = decode(&raw, BODY_WHOLE, &whole);
	size_t step = size <= EVERY_CUT ? 1 : size / 16;
	for (size_t len = 0; len < size; len += step)
		check_cut(&raw, len, err == BODY_OK ? &whole : NULL);
	body_free(&whole);
	buf_free(&raw);
	return 0;
}
