/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The two ways a tip is shown. Every line of the text layout begins with
 * something of ours: what a tip says stands behind a bar, and cannot look like
 * the beginning of another tip.
 */
#include "officer/show.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "crypto/core/hash.h"
#include "officer/visible.h"

/* Of one value as JSON: a tip is no longer. */
#define PLAIN_MAX ((size_t)16 * 1024 * 1024)

#define BAR "    \u2502 "

/* Where a label's text begins, and what its further rows begin with; the same
 * for a question. */
#define LABEL_COLUMNS 10
#define LABEL_REST "          "
#define QUESTION_REST "      "

/* Members with a line of their own (FORMAT 3.1), and what it is called. */
static const struct label {
	const char *member;
	const char *text;
} labels[] = {
    {"area_name", "Område:   "},
    {"received", "Mottaget: "},
    {"service", "Tjänst:   "},
    {"language", "Språk:    "},
};

/* Members that are shown elsewhere, or say nothing to a reader. */
static const char *const known[] = {
    "format", "area", "form", "answers", "attachments"};

static int
to_output(const char *p, size_t n, void *ctx)
{
	return output_write(ctx, p, n);
}

static int
to_buf(const char *p, size_t n, void *ctx)
{
	return buf_add(ctx, p, n);
}

/* What is no string, as JSON: it is of a later version, or of a stranger. */
static void
put_value(struct output *o, const char *prefix, const json_t *v)
{
	struct buf text;

	if (json_is_string(v)) {
		visible_lines(
		    o, prefix, json_string_value(v), json_string_length(v));
		return;
	}
	buf_init(&text, o->buf.mem, PLAIN_MAX);
	if (json_dump_callback(v, to_buf, &text, JSON_ENCODE_ANY) == 0)
		visible_lines(o, prefix, text.data, text.len);
	else
		output_str(o, "    (kan inte visas)\n");
	buf_free(&text);
}

static void
put_label(struct output *o, const json_t *json, const struct label *l)
{
	const json_t *v = json_object_get(json, l->member);

	if (!json_is_string(v))
		return;
	output_str(o, l->text);
	visible_line(o, LABEL_COLUMNS, LABEL_REST, json_string_value(v),
	    json_string_length(v));
	if (strcmp(l->member, "received") == 0)
		output_str(o, "  (timmen, UTC)");
	output_str(o, "\n");
}

static bool
is_known(const char *member)
{
	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
		if (strcmp(labels[i].member, member) == 0)
			return true;
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strcmp(known[i], member) == 0)
			return true;
	return false;
}

static void
put_question(struct output *o, const json_t *a)
{
	const json_t *q = json_object_get(a, "question");

	if (!json_is_string(q))
		q = json_object_get(a, "id");
	output_str(o, "\n");
	if (json_is_string(q)) {
		output_str(o, "  ");
		visible_line(o, 2, QUESTION_REST, json_string_value(q),
		    json_string_length(q));
		output_str(o, "\n");
	}
}

static void
put_answers(struct output *o, const json_t *answers)
{
	size_t i;
	const json_t *a;

	if (!json_is_array(answers)) {
		if (answers != NULL)
			put_value(o, BAR, answers);
		return;
	}
	json_array_foreach(answers, i, a)
	{
		const json_t *text = json_object_get(a, "answer");
		put_question(o, a);
		/* Without a text to show, show all there is. */
		put_value(o, BAR, json_is_string(text) ? text : a);
	}
}

static void
put_unknown(struct output *o, json_t *json)
{
	void *iter = json_object_iter(json);

	while (iter != NULL) {
		const char *name = json_object_iter_key(iter);
		if (!is_known(name)) {
			output_str(o, "\n  Övrigt: ");
			visible_line(o, 10, QUESTION_REST, name, strlen(name));
			output_str(o, "\n");
			put_value(o, BAR, json_object_iter_value(iter));
		}
		iter = json_object_iter_next(json, iter);
	}
}

static void
put_size(struct output *o, size_t n)
{
	char text[24];

	(void)snprintf(text, sizeof text, "%zu", n);
	output_str(o, text);
}

static void
put_files(struct output *o, const struct container *c)
{
	for (size_t i = 1; i < c->n; i++) {
		output_str(o, i == 1 ? "\n  Filer\n    " : "    ");
		/* A checked name: printable ASCII, and not long. */
		output_str(o, c->members[i].name);
		output_str(o, ", ");
		put_size(o, c->members[i].size);
		output_str(o, " byte\n");
	}
}

void
show_text(struct output *o, const struct tip *t, json_t *json, size_t number)
{
	if (number > 1)
		output_str(o, "\n");
	output_str(o, "===== Tips ");
	put_size(o, number);
	output_str(o, " =====\nId:       ");
	output_str(o, t->id);
	output_str(o, "\n");
	if (t->warning != NULL)
		output_str(o,
		    "VARNING:  kontrollsumman stämmer inte eller saknas; "
		    "paketet kan ha ändrats\n");
	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
		put_label(o, json, &labels[i]);
	put_answers(o, json_object_get(json, "answers"));
	put_unknown(o, json);
	put_files(o, &t->container);
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
	put_size(o, m->size);
	output_str(o, ",\"sha256\":\"");
	output_str(o, hex);
	output_str(o, "\"}");
}

void
show_json(
    struct output *o, const struct tip *t, const json_t *json, bool terminal)
{
	output_str(o, "{\"id\":\"");
	output_str(o, t->id);
	output_str(o, "\",\"tip\":");
	if (json_dump_callback(json, to_output, o,
		JSON_COMPACT | (terminal ? JSON_ENSURE_ASCII : 0)) != 0 &&
	    o->err == 0)
		o->err = -ENOMEM;
	output_str(o, ",\"files\":[");
	for (size_t i = 1; i < t->container.n; i++) {
		if (i > 1)
			output_str(o, ",");
		put_file_json(o, &t->container.members[i]);
	}
	output_str(o, "]");
	if (t->warning != NULL) {
		output_str(o, ",\"warning\":\"");
		output_str(o, t->warning);
		output_str(o, "\"");
	}
	output_str(o, "}\n");
}
