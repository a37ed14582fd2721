/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A tip as a line of JSON.
 */
#include "officer/show.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/reader.h"
#include "base/text.h"
#include "base/visible.h"
#include "crypto/core/hash.h"

/* JSON's own way to write a character that a terminal may obey: two halves of
 * a pair for one beyond 16 bits (RFC 8259 section 7). */
static void
put_escape(struct output *o, uint32_t c)
{
	char text[sizeof "\\uD800\\uDC00"];

	if (c <= 0xffff)
		(void)snprintf(text, sizeof text, "\\u%04X", c & 0xffff);
	else
		(void)snprintf(text, sizeof text, "\\u%04X\\u%04X",
		    0xd800 + ((c - 0x10000) >> 10 & 0x3ff),
		    0xdc00 + (c & 0x3ff));
	output_str(o, text);
}

/* How many characters of plain ASCII come next: most of any text, and none of
 * them is one that must show. */
static size_t
plain_run(const struct reader *r)
{
	size_t n = 0;

	while (r->pos + n < r->len && r->data[r->pos + n] >= ' ' &&
	       r->data[r->pos + n] <= '~')
		n++;
	return n;
}

static int
put_char(struct output *o, struct reader *r)
{
	struct view bytes;
	uint32_t c;

	if (!visible_char(r, &bytes, &c))
		return -EILSEQ;
	if (visible_must_show(c))
		put_escape(o, c);
	else
		output_put(o, bytes.data, bytes.len);
	return 0;
}

/* Characters beyond ASCII stand in strings only, and come whole: jansson cuts
 * a string where it has something to escape. Letters stay as they are, for the
 * reader and for grep. */
static int
put_piece(const char *p, size_t n, void *ctx)
{
	struct output *o = ctx;
	struct reader r = reader_of(p, n);
	struct view plain;

	while (reader_left(&r) > 0) {
		if (reader_take(&r, plain_run(&r), &plain) && plain.len > 0)
			output_put(o, plain.data, plain.len);
		else if (put_char(o, &r) != 0)
			return -EILSEQ;
	}
	return o->err;
}

static void
put_tip_json(struct output *o, const json_t *json)
{
	if (json == NULL)
		output_str(o, "null");
	else if (json_dump_callback(json, put_piece, o, JSON_COMPACT) != 0 &&
		 o->err == 0)
		o->err = -ENOMEM;
}

static void
put_number(struct output *o, size_t n)
{
	char text[24];

	(void)snprintf(text, sizeof text, "%zu", n);
	output_str(o, text);
}

static void
put_file_json(struct output *o, const struct container_member *m)
{
	uint8_t digest[HASH_LEN];
	char hex[2 * HASH_LEN + 1];

	hash_of(m->content, m->size, digest);
	text_hex(digest, sizeof digest, hex);
	/* Of a checked name, no character needs an escape. */
	output_str(o, "{\"name\":\"");
	output_str(o, m->name);
	output_str(o, "\",\"bytes\":");
	put_number(o, m->size);
	output_str(o, ",\"sha256\":\"");
	output_str(o, hex);
	output_str(o, "\"}");
}

/* The words are ours, without a quote or a backslash. */
static void
put_warning(struct output *o, const char *why, const char *warning)
{
	output_str(o, ",\"warning\":\"");
	if (why != NULL)
		output_str(o, why);
	if (why != NULL && warning != NULL)
		output_str(o, "; ");
	if (warning != NULL)
		output_str(o, warning);
	output_str(o, "\"");
}

void
show_json(struct output *o, const struct tip *t, const json_t *json)
{
	const char *why = json == NULL ? t->why : NULL;

	output_str(o, "{\"id\":\"");
	output_str(o, t->id);
	output_str(o, "\",\"tip\":");
	put_tip_json(o, json);
	output_str(o, ",\"files\":[");
	for (size_t i = 1; i < t->container.n; i++) {
		if (i > 1)
			output_str(o, ",");
		put_file_json(o, &t->container.members[i]);
	}
	output_str(o, "]");
	if (t->epoch != 0) {
		output_str(o, ",\"epoch\":");
		put_number(o, t->epoch);
	}
	if (why != NULL || t->warning != NULL)
		put_warning(o, why, t->warning);
	output_str(o, "}\n");
}
