/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The decoder of posted forms. libmicrohttpd has a post processor, which is
 * not used: it keeps pieces of the text in heap memory of its own, it cannot be
 * fuzzed without a connection, and its limits act when the text is already in.
 * Here the whole body is one guarded block, decoded into another in one pass.
 */
#include "gateway/front/body.h"

#include <stdbool.h>
#include <string.h>

#include "gateway/front/body_text.h"

/* One run over a body. Offsets, not pointers, say where a part began. */
struct decoding {
	struct body *out;
	size_t name_end; /* offset in the text; only when in_value */
	size_t begin;    /* offset of the part being decoded */
	size_t n_raw;    /* bytes of the field so far, as sent */
	bool in_value;
	struct body_text text;
};

static int
hex_digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* What follows a '%'. */
static int
put_percent(struct decoding *d, struct reader *r)
{
	uint8_t c[2];

	if (!reader_u8(r, &c[0]) || !reader_u8(r, &c[1]))
		return BODY_E_PERCENT;
	int high = hex_digit(c[0]);
	int low = hex_digit(c[1]);
	if (high < 0 || low < 0)
		return BODY_E_PERCENT;
	body_text_put(&d->text, (uint8_t)(high * 16 + low));
	return BODY_OK;
}

static struct view
view_between(const struct buf *text, size_t begin, size_t end)
{
	return (struct view){.data = text->data + begin, .len = end - begin};
}

static struct decoding
decoding_from(struct body *out, size_t begin)
{
	return (struct decoding){
	    .out = out, .begin = begin, .text = {.out = &out->text}};
}

/* A '&' or the end: what stands between two '&' is a field, unless nothing
 * does. */
static int
end_field(struct decoding *d)
{
	struct body *b = d->out;
	size_t end = b->text.len;
	size_t name_end = d->in_value ? d->name_end : end;
	size_t name_begin = d->begin;

	if (d->n_raw > 0) {
		if (b->n_fields == LIMIT_FORM_FIELDS)
			return BODY_E_FIELDS;
		b->fields[b->n_fields++] = (struct body_field){
		    .name = view_between(&b->text, name_begin, name_end),
		    .value = view_between(&b->text, name_end, end),
		};
	}
	*d = decoding_from(b, end);
	return BODY_OK;
}

static int
put_byte(struct decoding *d, struct reader *r, uint8_t c)
{
	d->n_raw++;
	switch (c) {
	case '=':
		if (d->in_value)
			break;
		d->in_value = true;
		d->text.after_cr = false;
		d->name_end = d->out->text.len;
		return BODY_OK;
	case '+':
		c = ' ';
		break;
	case '%':
		return put_percent(d, r);
	default:
		break;
	}
	body_text_put(&d->text, c);
	return BODY_OK;
}

static int
decode(const struct buf *raw, struct body *out)
{
	struct reader r = reader_of(raw->data, raw->len);
	struct decoding d = decoding_from(out, 0);
	uint8_t c;
	int err = BODY_OK;

	while (err == BODY_OK && reader_u8(&r, &c))
		err = c == '&' ? end_field(&d) : put_byte(&d, &r, c);
	if (err == BODY_OK)
		err = end_field(&d);
	return err;
}

void
body_clear(struct body *b)
{
	buf_clear(&b->text);
	explicit_bzero(b->fields, sizeof(b->fields));
	b->n_fields = 0;
	b->n_files = 0;
	b->more_files = false;
	b->cut = BODY_WHOLE;
}

int
body_decode(const struct buf *raw, struct body *out)
{
	const struct view sent = {.data = raw->data, .len = raw->len};

	body_clear(out);
	if (raw->len == 0)
		return BODY_OK;
	/* All room at once: views point into text, so it must not move. */
	if (buf_reserve(&out->text, body_text_max(sent)) != BUF_OK)
		return BODY_E_MEMORY;

	int err = decode(raw, out);
	if (err == BODY_OK && out->text.err != BUF_OK)
		err = BODY_E_MEMORY;
	if (err != BODY_OK)
		body_clear(out);
	return err;
}

struct view
body_field(const struct body *b, const char *name)
{
	for (size_t i = 0; i < b->n_fields; i++)
		if (view_is(b->fields[i].name, name))
			return b->fields[i].value;
	return (struct view){.data = NULL, .len = 0};
}

void
body_free(struct body *b)
{
	body_clear(b);
	buf_free(&b->text);
}
