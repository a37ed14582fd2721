/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * tip.json, member by member. Buffer errors are sticky: they are looked at
 * once, at the end.
 */
#include "gateway/front/tip_json.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "base/io.h"
#include "base/text.h"

/* The labels of all choices of a question, joined: 32 of 60 characters. */
#define JOINED_MAX 8192

static void
put(struct buf *out, const char *json)
{
	(void)buf_add_str(out, json);
}

/* What fails here is the buffer, and it remembers. */
static void
put_text(struct buf *out, const void *p, size_t n)
{
	int r = text_json_string(io_write_to_buf, out, p, n);

	(void)r;
}

/* prefix is what stands before the value: punctuation and the member's name. */
static void
put_member(struct buf *out, const char *prefix, const char *value)
{
	put(out, prefix);
	put_text(out, value, strlen(value));
}

static bool
is_chosen(const struct answer *a, size_t choice)
{
	return (a->chosen >> choice & 1) != 0;
}

static bool
is_text(const struct form_question *q)
{
	return q->type == FORM_TEXT || q->type == FORM_TEXTAREA;
}

/* The chosen labels as one text. Which labels is as secret as any answer: out's
 * kind of memory. */
static int
put_labels(
    struct buf *out, const struct form_question *q, const struct answer *a)
{
	struct buf joined;
	const char *separator = "";

	buf_init(&joined, out->mem, JOINED_MAX);
	for (size_t i = 0; i < q->n_choices; i++) {
		if (!is_chosen(a, i))
			continue;
		(void)buf_add_str(&joined, separator);
		(void)buf_add_str(&joined, q->choices[i].label);
		separator = "; ";
	}
	int r = joined.err;
	if (r == BUF_OK)
		put_text(out, joined.data, joined.len);
	buf_free(&joined);
	return r;
}

static void
put_choice_ids(
    struct buf *out, const struct form_question *q, const struct answer *a)
{
	const char *separator = "";

	put(out, ",\"choices\":[");
	for (size_t i = 0; i < q->n_choices; i++) {
		if (!is_chosen(a, i))
			continue;
		put_member(out, separator, q->choices[i].id);
		separator = ",";
	}
	put(out, "]");
}

static int
put_answer(struct buf *out, const struct web_language *lang,
    const struct form_question *q, const struct answer *a)
{
	const char *asked = web_text(lang, q->label);
	int r = 0;

	put_member(out, "{\"id\":", q->id);
	put_member(out, ",\"question\":", q->label);
	if (strcmp(asked, q->label) != 0)
		put_member(out, ",\"asked\":", asked);
	put(out, ",\"answer\":");
	if (is_text(q)) {
		put_text(out, a->text.data, a->text.len);
	} else {
		r = put_labels(out, q, a);
		put_choice_ids(out, q, a);
	}
	put(out, "}");
	return r;
}

static int
put_answers(struct buf *out, const struct tip *t)
{
	const struct form_area *area = t->answers->area;
	const char *separator = "";
	int r = 0;

	put(out, ",\"answers\":[");
	for (size_t i = 0; r == 0 && i < area->n_questions; i++) {
		const struct answer *a = &t->answers->items[i];
		if (a->text.len == 0 && a->chosen == 0)
			continue;
		put(out, separator);
		r = put_answer(out, t->lang, area->questions[i], a);
		separator = ",";
	}
	put(out, "]");
	return r;
}

/* FORMAT 3.6. */
static const struct {
	unsigned bit;
	const char *name;
} removed[] = {
    {PHOTO_HAD_PLACE, "place"},
    {PHOTO_HAD_CAMERA, "camera"},
    {PHOTO_HAD_TIME, "time"},
    {PHOTO_HAD_THUMBNAIL, "thumbnail"},
    {PHOTO_HAD_TEXT, "text"},
    {PHOTO_HAD_PROFILE, "profile"},
    {PHOTO_HAD_MORE, "more"},
    {PHOTO_HAD_OTHER, "other"},
};

static void
put_removed(struct buf *out, unsigned bits)
{
	const char *separator = "";

	put(out, ",\"removed\":[");
	for (size_t i = 0; i < sizeof(removed) / sizeof(removed[0]); i++) {
		if ((bits & removed[i].bit) == 0)
			continue;
		put_member(out, separator, removed[i].name);
		separator = ",";
	}
	put(out, "]");
}

static void
put_attachment(struct buf *out, size_t index, const struct photo_item *item)
{
	const struct photo_report *r = &item->report;
	char name[PHOTO_NAME_MAX];

	photo_name(index, r->type, name);
	put_member(out, "{\"name\":", name);
	put_member(out,
	    ",\"type\":", r->type == PHOTO_PNG ? "image/png" : "image/jpeg");
	(void)buf_add_fmt(out,
	    ",\"bytes\":%zu,\"width\":%" PRIu32 ",\"height\":%" PRIu32,
	    item->len, r->width, r->height);
	put_removed(out, r->removed);
	put(out, "}");
}

static void
put_attachments(struct buf *out, const struct photos *photos)
{
	put(out, ",\"attachments\":[");
	for (size_t i = 0; photos != NULL && i < photos->n; i++) {
		put(out, i > 0 ? "," : "");
		put_attachment(out, i, &photos->items[i]);
	}
	put(out, "]}");
}

int
tip_json(const struct tip *t, struct buf *out)
{
	put_member(out, "{\"format\":", "inkast-tip/1");
	put_member(out, ",\"service\":", t->service);
	put_member(out, ",\"area\":", t->answers->area->id);
	put_member(out, ",\"area_name\":", t->answers->area->name);
	put_member(out, ",\"language\":", t->lang->tag);
	put_member(out, ",\"received\":", t->received);
	put_member(out, ",\"form\":", t->form->version);
	int r = put_answers(out, t);
	put_attachments(out, t->photos);
	return r != 0 ? r : out->err;
}
