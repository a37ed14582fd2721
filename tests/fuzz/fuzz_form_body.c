/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 * link: front_parts
 *
 * The form body decoder. Whatever comes in: parts lie within the text, hold no
 * NUL and no line end but CR LF, and what is encoded again decodes to the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/front/body.h"

#define TEXT_MAX (3 * LIMIT_FORM_BODY)

static void
must(int holds)
{
	if (!holds)
		abort();
}

static void
check_part(const struct body *b, struct view v)
{
	uintptr_t begin = (uintptr_t)b->text.data;
	uintptr_t part = (uintptr_t)v.data;

	must(part >= begin && v.len <= b->text.len &&
	     part - begin <= b->text.len - v.len);
	for (size_t i = 0; i < v.len; i++) {
		must(v.data[i] != '\0');
		if (v.data[i] == '\r')
			must(i + 1 < v.len && v.data[i + 1] == '\n');
		if (v.data[i] == '\n')
			must(i > 0 && v.data[i - 1] == '\r');
	}
}

static void
encode_part(struct view v, struct buf *out)
{
	for (size_t i = 0; i < v.len; i++)
		must(buf_add_fmt(out, "%%%02X", v.data[i]) == BUF_OK);
}

static void
encode(const struct body *b, struct buf *out)
{
	for (size_t i = 0; i < b->n_fields; i++) {
		must(buf_add_str(out, i == 0 ? "" : "&") == BUF_OK);
		encode_part(b->fields[i].name, out);
		must(buf_add_str(out, "=") == BUF_OK);
		encode_part(b->fields[i].value, out);
	}
}

static int
same(struct view a, struct view b)
{
	return a.len == b.len &&
	       (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static void
check_round_trip(const struct body *b)
{
	struct body again;
	struct buf raw;

	buf_init(&raw, &buf_heap, 4 * TEXT_MAX);
	encode(b, &raw);
	buf_init(&again.text, &buf_heap, TEXT_MAX);
	must(body_decode(&raw, &again) == BODY_OK);
	must(again.n_fields == b->n_fields);
	for (size_t i = 0; i < b->n_fields; i++)
		must(same(again.fields[i].name, b->fields[i].name) &&
		     same(again.fields[i].value, b->fields[i].value));
	body_free(&again);
	buf_free(&raw);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf raw;
	struct body b;

	buf_init(&raw, &buf_heap, LIMIT_FORM_BODY);
	/* Ordinary memory: one guarded block a run would cost more than what is
	 * looked for, and the sanitizer guards it as well. */
	buf_init(&b.text, &buf_heap, TEXT_MAX);
	if (buf_add(&raw, data, size) != BUF_OK)
		return 0;
	if (body_decode(&raw, &b) == BODY_OK) {
		for (size_t i = 0; i < b.n_fields; i++) {
			check_part(&b, b.fields[i].name);
			check_part(&b, b.fields[i].value);
		}
		check_round_trip(&b);
	} else {
		must(b.n_fields == 0 && b.text.len == 0);
	}
	body_free(&b);
	buf_free(&raw);
	return 0;
}
