/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Strict parsing of an age header (age, "ABNF definition of file header").
 * Everything is checked here, base64 of every body included, so that whatever
 * passes has one spelling only.
 */
#include "crypto/core/header.h"

#include <string.h>

#include "crypto/core/base64.h"

#define VERSION_LINE "age-encryption.org/v1\n"
#define BODY_COLUMNS                                                           \
	64 /* age, "Recipient stanza": characters of a full line               \
	    */
#define BODY_LINE_BYTES 48 /* what a full line decodes to */

struct parser {
	struct reader r;
	bool cut; /* more bytes follow than a header may have */
};

/* Why n bytes that were asked for are not here: what came breaks the grammar,
 * or our limit cut it off. */
static int
refuse(const struct parser *p, size_t n)
{
	return p->cut && reader_left(&p->r) < n ? AGE_E_LIMIT : AGE_E_HEADER;
}

static int
take_literal(struct parser *p, const char *s)
{
	return reader_literal(&p->r, s) ? AGE_OK : refuse(p, strlen(s));
}

/* A line of at most max characters; out excludes its LF. */
static int
take_line(struct parser *p, size_t max, struct view *out)
{
	return reader_line(&p->r, max + 1, out) ? AGE_OK : refuse(p, max + 1);
}

/* argument = 1*VCHAR; space-separated. A CR before the LF is no VCHAR. */
static int
split_arguments(struct view line, struct age_stanza *s)
{
	size_t from = 0;

	s->n_args = 0;
	for (size_t i = 0; i <= line.len; i++) {
		if (i < line.len && line.data[i] != ' ') {
			if (line.data[i] < 0x21 || line.data[i] > 0x7e)
				return AGE_E_HEADER;
			continue;
		}
		if (i == from)
			return AGE_E_HEADER;
		if (s->n_args == AGE_ARGS_MAX)
			return AGE_E_LIMIT;
		s->args[s->n_args++] =
		    (struct view){.data = &line.data[from], .len = i - from};
		from = i + 1;
	}
	return AGE_OK;
}

/* *full-line final-line: lines of 64, ended by the first shorter one. */
static int
parse_body(struct parser *p, struct age_stanza *s)
{
	size_t start = p->r.pos;
	uint8_t bytes[BODY_LINE_BYTES];
	struct view line;

	s->body_len = 0;
	do {
		int r = take_line(p, BODY_COLUMNS, &line);
		if (r != AGE_OK)
			return r;
		size_t n = base64_decoded_len(line.len);
		if (!base64_decode(line, bytes, n))
			return AGE_E_HEADER;
		s->body_len += n;
	} while (line.len == BODY_COLUMNS);
	s->body_text =
	    (struct view){.data = &p->r.data[start], .len = p->r.pos - start};
	return AGE_OK;
}

static int
parse_stanza(struct parser *p, struct age_stanza *s)
{
	struct view line;
	int r = take_line(p, AGE_HEADER_MAX, &line);

	if (r == AGE_OK)
		r = split_arguments(line, s);
	if (r == AGE_OK)
		r = parse_body(p, s);
	return r;
}

/* What follows the "---" mark. */
static int
parse_mac(struct parser *p, uint8_t mac[static AGE_MAC_LEN])
{
	struct view line;
	int r = take_literal(p, " ");

	if (r == AGE_OK)
		r = take_line(p, BASE64_LEN(AGE_MAC_LEN), &line);
	if (r == AGE_OK && !base64_decode(line, mac, AGE_MAC_LEN))
		r = AGE_E_HEADER;
	return r;
}

/* 1*stanza, up to and including the mark. */
static int
parse_stanzas(struct parser *p, struct age_header *h)
{
	for (h->n_stanzas = 0; reader_literal(&p->r, "-> "); h->n_stanzas++) {
		if (h->n_stanzas == AGE_STANZAS_MAX)
			return AGE_E_LIMIT;
		int r = parse_stanza(p, &h->stanzas[h->n_stanzas]);
		if (r != AGE_OK)
			return r;
	}
	if (h->n_stanzas == 0)
		return refuse(p, strlen("-> "));
	return take_literal(p, "---");
}

int
age_header_parse(const void *data, size_t len, struct age_header *out)
{
	struct parser p = {.cut = len > AGE_HEADER_MAX};
	p.r = reader_of(data, p.cut ? AGE_HEADER_MAX : len);

	int r = take_literal(&p, VERSION_LINE);
	if (r == AGE_OK)
		r = parse_stanzas(&p, out);
	if (r != AGE_OK)
		return r;
	out->mac_input = (struct view){.data = p.r.data, .len = p.r.pos};
	r = parse_mac(&p, out->mac);
	out->len = p.r.pos;
	return r;
}

int
age_stanza_body(const struct age_stanza *s, uint8_t *out, size_t n)
{
	struct reader r = reader_of(s->body_text.data, s->body_text.len);
	struct view line;
	size_t at = 0;

	if (s->body_len != n)
		return AGE_E_HEADER;
	while (reader_line(&r, BODY_COLUMNS + 1, &line)) {
		size_t m = base64_decoded_len(line.len);
		if (m > n - at || !base64_decode(line, &out[at], m))
			return AGE_E_HEADER;
		at += m;
	}
	return at == n ? AGE_OK : AGE_E_HEADER;
}

int
age_arg_bytes(struct view arg, uint8_t *out, size_t n)
{
	return base64_decode(arg, out, n) ? AGE_OK : AGE_E_HEADER;
}
