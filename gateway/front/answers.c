/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Posted fields, matched to an area's questions and checked.
 */
#include "gateway/front/answers.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

static bool
is_text(const struct form_question *q)
{
	return q->type == FORM_TEXT || q->type == FORM_TEXTAREA;
}

/* Blank text counts as none, but what cannot be read is not nothing. */
static void
take_text(const struct form_question *q, struct view text, struct answer *a)
{
	if (!text_is_utf8(text.data, text.len)) {
		a->fault = ANSWER_NOT_TEXT;
		return;
	}
	if (text_is_blank(text.data, text.len))
		return;
	a->text = text;
	if (text_count(text.data, text.len) > q->max)
		a->fault = ANSWER_TOO_LONG;
}

/* A select posts its empty first option when nothing was chosen. */
static void
take_choice(const struct form_question *q, struct view id, struct answer *a)
{
	if (id.len == 0)
		return;
	for (size_t i = 0; i < q->n_choices; i++) {
		if (!view_is(id, q->choices[i].id))
			continue;
		if (q->type == FORM_CHECKBOX || a->chosen == 0)
			a->chosen |= UINT32_C(1) << i;
		return;
	}
	a->fault = ANSWER_UNKNOWN_CHOICE;
}

static bool
is_missing(const struct form_question *q, const struct answer *a)
{
	return q->required && a->fault == ANSWER_OK && a->text.len == 0 &&
	       a->chosen == 0;
}

void
answers_read(
    const struct form_area *area, const struct body *body, struct answers *out)
{
	bool seen[FORM_QUESTIONS_MAX] = {false};

	*out = (struct answers){.area = area};
	for (size_t i = 0; i < body->n_fields; i++) {
		const struct body_field *f = &body->fields[i];
		size_t at = 0;
		const struct form_question *q = form_question(
		    area, (const char *)f->name.data, f->name.len, &at);
		if (q == NULL)
			continue;
		if (!is_text(q))
			take_choice(q, f->value, &out->items[at]);
		else if (!seen[at])
			take_text(q, f->value, &out->items[at]);
		seen[at] = true;
	}
	for (size_t i = 0; i < area->n_questions; i++) {
		struct answer *a = &out->items[i];
		if (is_missing(area->questions[i], a))
			a->fault = ANSWER_MISSING;
		out->n_faults += a->fault != ANSWER_OK ? 1 : 0;
	}
}

bool
answers_say_yes(const struct answers *a, const char *id)
{
	size_t i;
	const struct form_question *q =
	    form_question(a->area, id, strlen(id), &i);

	for (size_t c = 0; q != NULL && c < q->n_choices; c++)
		if (strcmp(q->choices[c].id, CHOICE_YES) == 0)
			return (a->items[i].chosen >> c & 1) != 0;
	return false;
}
