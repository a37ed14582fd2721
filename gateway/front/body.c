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

/* U+FFFD in UTF-8: HTML's stand-in for NUL, which no page could show again. */
static const uint8_t replacement[] = {0xef, 0xbf, 0xbd};

/* One run over a body. Offsets, not pointers, say where a part began. */
struct decoding {
	struct body *out;
	size_t name_end; /* offset in the text; only when in_value */
	size_t begin;    /* offset of the part being decoded */
	size_t n_raw;    /* bytes of the field so far, as sent */
	bool in_value;
	bool after_cr; /* the last thing put was a line end from CR */
};

/* The most that raw can become: "%0A" shrinks to two bytes, but a line end or
 * a NUL that a sloppy client sent bare grows. */
static size_t
decoded_max(const struct buf *raw)
{
	size_t max = raw->len;

	for (size_t i = 0; i < raw->len; i++) {
		uint8_t c = raw->data[i];
		if (c == '\r' || c == '\n')
			max += 1;
		else if (c == '\0')
			max += sizeof(replacement) - 1;
	}
	return max;
}

static void
put_text(struct decoding *d, uint8_t c)
{
	struct buf *text = &d->out->text;
	bool lf_of_crlf = c == '\n' && d->after_cr;

	d->after_cr = c == '\r';
	if (lf_of_crlf)
		return;
	if (c == '\r' || c == '\n')
		(void)buf_add(text, "\r\n", 2);
	else if (c == '\0')
		(void)buf_add(text, replacement, sizeof(replacement));
	else
		(void)buf_add(text, &c, 1);
}

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
	put_text(d, (uint8_t)(high * 16 + low));
	return BODY_OK;
}

static struct view
view_between(const struct buf *text, size_t begin, size_t end)
{
	return (struct view){.data = text->data + begin, .len = end - begin};
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
	*d = (struct decoding){.out = b, .begin = end};
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
		d->after_cr = false;
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
	put_text(d, c);
	return BODY_OK;
}

static int
decode(const struct buf *raw, struct body *out)
{
	struct reader r = reader_of(raw->data, raw->len);
	struct decoding d = {.out = out};
	uint8_t c;
	int err = BODY_OK;

	while (err == BODY_OK && reader_u8(&r, &c))
		err = c == '&' ? end_field(&d) : put_byte(&d, &r, c);
	if (err == BODY_OK)
		err = end_field(&d);
	return err;
}

int
body_decode(const struct buf *raw, struct body *out)
{
	out->n_fields = 0;
	buf_clear(&out->text);
	if (raw->len == 0)
		return BODY_OK;
	/* All room at once: views point into text, so it must not move. */
	if (buf_reserve(&out->text, decoded_max(raw)) != BUF_OK)
		return BODY_E_MEMORY;

	int err = decode(raw, out);
	if (err == BODY_OK && out->text.err != BUF_OK)
		err = BODY_E_MEMORY;
	if (err != BODY_OK) {
		out->n_fields = 0;
		buf_clear(&out->text);
	}
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
	buf_free(&b->text);
	explicit_bzero(b->fields, sizeof(b->fields));
	b->n_fields = 0;
}
