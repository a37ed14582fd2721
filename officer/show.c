/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A tip as text. Every row begins with something of ours: what a tip says
 * stands behind a bar, and cannot look like the beginning of another tip. What
 * it says is all shown: a name is known only with the type that FORMAT 3 gives.
 */
#include "officer/show.h"

#include <stdio.h>
#include <string.h>

#include "officer/show_files.h"
#include "officer/visible.h"

#define FORMAT "inkast-tip/1"

/* Of one value as JSON: a tip is no longer. */
#define PLAIN_MAX ((size_t)16 * 1024 * 1024)

#define BAR "    \u2502 "

/* Where a label's text begins, and what its further rows begin with; the same
 * for a question. */
#define LABEL_COLUMNS 10
#define LABEL_REST "          "
#define QUESTION_COLUMNS 2
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

static int
to_buf(const char *p, size_t n, void *ctx)
{
	return buf_add(ctx, p, n);
}

/* What is no string, as JSON: it is of a later version, or of a stranger. */
static void
put_value(struct output *o, const json_t *v)
{
	struct buf text;

	if (json_is_string(v)) {
		visible_lines(
		    o, BAR, json_string_value(v), json_string_length(v));
		return;
	}
	buf_init(&text, o->buf.mem, PLAIN_MAX);
	if (json_dump_callback(v, to_buf, &text, JSON_ENCODE_ANY) == 0)
		visible_lines(o, BAR, text.data, text.len);
	else
		output_str(o, "    (kan inte visas)\n");
	buf_free(&text);
}

static void
put_string(struct output *o, size_t column, const char *rest, const json_t *s)
{
	visible_line(
	    o, column, rest, json_string_value(s), json_string_length(s));
}

static bool
is_string(const json_t *v, const char *text)
{
	return json_is_string(v) && json_string_length(v) == strlen(text) &&
	       memcmp(json_string_value(v), text, strlen(text)) == 0;
}

static void
put_label(struct output *o, const json_t *json, const struct label *l)
{
	const json_t *v = json_object_get(json, l->member);

	if (!json_is_string(v))
		return;
	output_str(o, l->text);
	put_string(o, LABEL_COLUMNS, LABEL_REST, v);
	if (strcmp(l->member, "received") == 0)
		output_str(o, "  (timmen, UTC)");
	output_str(o, "\n");
}

/* Members that are not shown with the others: what names them, and the type
 * without which they say something else. area is shown by its name. */
static bool
tip_member_known(const char *name, const json_t *v, const json_t *tip)
{
	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
		if (strcmp(labels[i].member, name) == 0)
			return json_is_string(v);
	if (strcmp(name, "format") == 0)
		return is_string(v, FORMAT);
	if (strcmp(name, "area") == 0)
		return json_is_string(v) &&
		       json_is_string(json_object_get(tip, "area_name"));
	if (strcmp(name, "form") == 0)
		return json_is_string(v);
	if (strcmp(name, "answers") == 0)
		return json_is_array(v);
	return strcmp(name, "attachments") == 0 && json_is_array(v) &&
	       json_array_size(v) == 0;
}

/* The same for a tip whose attachments are shown with its files. */
static bool
described_tip_member_known(const char *name, const json_t *v, const json_t *tip)
{
	return strcmp(name, "attachments") == 0 ||
	       tip_member_known(name, v, tip);
}

static bool
all_strings(const json_t *v)
{
	size_t i;
	const json_t *e;

	json_array_foreach(v, i, e)
	{
		if (!json_is_string(e))
			return false;
	}
	return json_is_array(v);
}

/* The same in an answer (FORMAT 3.2). The ids of choices say in a program's
 * words what the answer says. */
static bool
answer_member_known(const char *name, const json_t *v, const json_t *answer)
{
	(void)answer;
	if (strcmp(name, "choices") == 0)
		return all_strings(v);
	return (strcmp(name, "id") == 0 || strcmp(name, "question") == 0 ||
		   strcmp(name, "asked") == 0 || strcmp(name, "answer") == 0) &&
	       json_is_string(v);
}

typedef bool (*known_fn)(const char *name, const json_t *v, const json_t *of);

static void
put_unknown(
    struct output *o, const char *before, json_t *object, known_fn known)
{
	static const char label[] = "Övrigt: ";
	void *iter = json_object_iter(object);

	for (; iter != NULL; iter = json_object_iter_next(object, iter)) {
		const char *name = json_object_iter_key(iter);
		const json_t *v = json_object_iter_value(iter);
		if (known(name, v, object))
			continue;
		output_str(o, before);
		output_str(o, label);
		visible_line(o, QUESTION_COLUMNS + strlen(label), QUESTION_REST,
		    name, strlen(name));
		output_str(o, "\n");
		put_value(o, v);
	}
}

static void
put_answer(struct output *o, json_t *a)
{
	const json_t *question = json_object_get(a, "question");
	const json_t *asked = json_object_get(a, "asked");
	const json_t *text = json_object_get(a, "answer");

	if (!json_is_string(question))
		question = json_object_get(a, "id");
	output_str(o, "\n");
	if (json_is_string(question)) {
		output_str(o, "  ");
		put_string(o, QUESTION_COLUMNS, QUESTION_REST, question);
		output_str(o, "\n");
	}
	if (json_is_string(asked)) {
		static const char label[] = "  Frågades som: ";
		output_str(o, label);
		put_string(o, strlen(label), QUESTION_REST, asked);
		output_str(o, "\n");
	}
	/* Without a text to show, show all there is. */
	if (!json_is_string(text)) {
		put_value(o, a);
		return;
	}
	put_value(o, text);
	put_unknown(o, "  ", a, answer_member_known);
}

static void
put_answers(struct output *o, const json_t *answers)
{
	size_t i;
	json_t *a;

	json_array_foreach(answers, i, a)
	{
		put_answer(o, a);
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
put_head(struct output *o, const struct tip *t, size_t number)
{
	if (number > 1)
		output_str(o, "\n");
	output_str(o, "===== Tips ");
	put_size(o, number);
	output_str(o, " =====\nId:       ");
	output_str(o, t->id);
	output_str(o, "\n");
	if (t->epoch != 0) {
		output_str(o, "Nyckel:   period ");
		put_size(o, t->epoch);
		output_str(o, "\n");
	}
	if (t->warning != NULL)
		output_str(o,
		    "VARNING:  kontrollsumman stämmer inte eller saknas; "
		    "paketet kan ha ändrats\n");
}

/* tip.json could not be read: its bytes, so that nothing is lost. */
static void
put_raw(struct output *o, const struct container_member *m)
{
	output_str(o,
	    "VARNING:  tipset har inte den form som det ska ha; så här "
	    "står det\n\n");
	visible_lines(o, BAR, m->content, m->size);
}

void
show_text(struct output *o, const struct tip *t, json_t *json, size_t number)
{
	put_head(o, t, number);
	if (json == NULL) {
		put_raw(o, &t->container.members[0]);
		show_files(o, &t->container, NULL);
		return;
	}
	if (!is_string(json_object_get(json, "format"), FORMAT))
		output_str(o, "VARNING:  tipset har ett annat format än "
			      "" FORMAT "; allt visas, men kan betyda annat\n");
	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
		put_label(o, json, &labels[i]);
	put_answers(o, json_object_get(json, "answers"));
	const json_t *attachments = json_object_get(json, "attachments");
	bool described = show_files_described(attachments, &t->container);
	put_unknown(o, "\n  ", json,
	    described ? described_tip_member_known : tip_member_known);
	show_files(o, &t->container, described ? attachments : NULL);
}
