/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The scopes of what was asked and answered: section, question, choice.
 */
#include "gateway/front/pages_view.h"

#include <string.h>

#include "base/text.h"
#include "gateway/front/pages_scope.h"

static bool
is_answered(const struct answer *a)
{
	return a->text.len > 0 || a->chosen != 0;
}

/* Which answers to list; NULL for all. */
typedef bool (*answer_test)(const struct answer *a);

static bool
is_faulty(const struct answer *a)
{
	return a->fault != ANSWER_OK;
}

static void
order_fill(struct page_order *o, const struct form *f, const struct answers *a,
    answer_test wanted)
{
	size_t n = 0;

	for (size_t s = 0; s < f->n_sections; s++) {
		o->begin[s] = n;
		for (size_t i = 0; i < a->area->n_questions; i++)
			if (strcmp(a->area->questions[i]->section,
				f->sections[s].id) == 0 &&
			    (wanted == NULL || wanted(&a->items[i])))
				o->items[n++] = i;
	}
	o->begin[f->n_sections] = n;
}

void
page_view_order(struct page *page)
{
	const struct form *f = page->p->form;

	order_fill(&page->asked, f, page->a, NULL);
	order_fill(&page->given, f, page->a, is_answered);
	order_fill(&page->faulty, f, page->a, is_faulty);
}

/* Choices: index is the choice's, the owner is its question. */
static bool
choice_get(const struct view_scope *s, const char *name, struct view_value *out)
{
	const struct page *page = page_of(s);
	size_t q = s->owner->index;
	const struct form_choice *c =
	    &page->a->area->questions[q]->choices[s->index];

	if (is(name, "choice"))
		return view_string(out, c->id);
	if (is(name, "choice_label"))
		return view_message(out, c->label);
	if (is(name, "chosen"))
		return view_bool(
		    out, (page->a->items[q].chosen >> s->index & 1) != 0);
	return false;
}

static bool
type_get(enum form_type type, const char *name, struct view_value *out)
{
	if (is(name, "is_line"))
		return view_bool(out, type == FORM_TEXT);
	if (is(name, "is_area"))
		return view_bool(out, type == FORM_TEXTAREA);
	if (is(name, "is_text"))
		return view_bool(
		    out, type == FORM_TEXT || type == FORM_TEXTAREA);
	if (is(name, "is_select"))
		return view_bool(out, type == FORM_SELECT);
	if (is(name, "is_choice"))
		return view_bool(
		    out, type == FORM_RADIO || type == FORM_CHECKBOX);
	if (is(name, "input"))
		return view_string(
		    out, type == FORM_RADIO ? "radio" : "checkbox");
	return false;
}

static bool
fault_get(const struct form_question *q, const struct answer *a,
    const char *name, struct view_value *out)
{
	bool fault = a->fault != ANSWER_OK;
	bool group = q->type == FORM_RADIO || q->type == FORM_CHECKBOX;

	if (is(name, "fault"))
		return view_bool(out, fault);
	if (is(name, "invalid")) /* ARIA has no invalid groups */
		return view_bool(out, fault && !group);
	if (is(name, "fault_and_help"))
		return view_bool(out, fault && q->help != NULL);
	if (is(name, "describes"))
		return view_bool(out, fault || q->help != NULL);
	if (is(name, "is_missing"))
		return view_bool(out, a->fault == ANSWER_MISSING);
	if (is(name, "is_too_long"))
		return view_bool(out, a->fault == ANSWER_TOO_LONG);
	if (is(name, "is_not_text"))
		return view_bool(out, a->fault == ANSWER_NOT_TEXT);
	if (is(name, "is_unknown_choice"))
		return view_bool(out, a->fault == ANSWER_UNKNOWN_CHOICE);
	return false;
}

/* Whether question i and the one beside it in its section share a group. */
static bool
shares_group(const struct page *page, size_t i, int step)
{
	const struct page_order *o = &page->asked;
	size_t n = o->begin[page->p->form->n_sections];
	size_t at = 0;

	while (at < n && o->items[at] != i)
		at++;
	if ((step < 0 && at == 0) || (step > 0 && at + 1 >= n))
		return false;
	const struct form_question *q = page->a->area->questions[i];
	const struct form_question *other =
	    page->a->area->questions[o->items[step < 0 ? at - 1 : at + 1]];
	return other->group != NULL && strcmp(q->group, other->group) == 0 &&
	       strcmp(q->section, other->section) == 0;
}

static bool
group_get(
    const struct page *page, size_t i, const char *name, struct view_value *out)
{
	const char *group = page->a->area->questions[i]->group;

	if (is(name, "group"))
		return view_message(out, group);
	if (is(name, "group_begins"))
		return view_bool(
		    out, group != NULL && !shares_group(page, i, -1));
	if (is(name, "group_ends"))
		return view_bool(
		    out, group != NULL && !shares_group(page, i, 1));
	return false;
}

/* Questions: index is the area's. */
static bool
question_get(
    const struct view_scope *s, const char *name, struct view_value *out)
{
	const struct page *page = page_of(s);
	const struct form_question *q = page->a->area->questions[s->index];
	const struct answer *a = &page->a->items[s->index];

	if (is(name, "id"))
		return view_string(out, q->id);
	if (is(name, "label"))
		return view_message(out, q->label);
	if (is(name, "help"))
		return view_message(out, q->help);
	if (is(name, "required"))
		return view_bool(out, q->required);
	if (is(name, "rows"))
		return view_number(out, q->rows);
	if (is(name, "max"))
		return view_number(out, q->max);
	if (is(name, "count"))
		return view_number(out, text_count(a->text.data, a->text.len));
	if (is(name, "text"))
		return view_text(out, a->text);
	if (is(name, "choices"))
		return view_list(out, q->n_choices, choice_get, page, NULL);
	return type_get(q->type, name, out) || fault_get(q, a, name, out) ||
	       group_get(page, s->index, name, out);
}

static bool
list_of_section(const struct page *page, const struct page_order *o, size_t s,
    struct view_value *out)
{
	return view_list(out, o->begin[s + 1] - o->begin[s], question_get, page,
	    o->items + o->begin[s]);
}

static bool
section_get(
    const struct view_scope *s, const char *name, struct view_value *out)
{
	const struct page *page = page_of(s);

	if (is(name, "number"))
		return view_number(out, s->index + 1);
	if (is(name, "title"))
		return view_message(
		    out, page->p->form->sections[s->index].title);
	if (is(name, "questions"))
		return list_of_section(page, &page->asked, s->index, out);
	if (is(name, "given"))
		return list_of_section(page, &page->given, s->index, out);
	if (is(name, "has_answers"))
		return view_bool(out, page->given.begin[s->index + 1] >
					  page->given.begin[s->index]);
	return false;
}

/* Help pages that the area's questions link. */
static bool
area_help_get(
    const struct view_scope *s, const char *name, struct view_value *out)
{
	const struct form_help *h = page_of(s)->a->area->help[s->index];

	if (is(name, "help_id"))
		return view_string(out, h->id);
	if (is(name, "help_name"))
		return view_message(out, h->title);
	return false;
}

/* Names that only pages with answers use. */
bool
page_view_answers(
    const struct page *page, const char *name, struct view_value *out)
{
	const struct answers *a = page->a;
	size_t n = page->p->form->n_sections;

	if (is(name, "area"))
		return view_string(out, a->area->id);
	if (is(name, "area_name"))
		return view_message(out, a->area->name);
	if (is(name, "area_lead"))
		return view_message(out, a->area->lead);
	if (is(name, "has_area_help"))
		return view_bool(out, a->area->n_help > 0);
	if (is(name, "area_help"))
		return view_list(
		    out, a->area->n_help, area_help_get, page, NULL);
	if (is(name, "sections"))
		return view_list(out, n, section_get, page, NULL);
	if (is(name, "answered"))
		return view_list(out, page->given.begin[n], question_get, page,
		    page->given.items);
	if (is(name, "faulty"))
		return view_list(out, page->faulty.begin[n], question_get, page,
		    page->faulty.items);
	if (is(name, "has_faults"))
		return view_bool(out, page->faulty.begin[n] > 0);
	if (is(name, "happens_now"))
		return view_bool(out, answers_say_yes(a, QUESTION_NOW));
	if (is(name, "own_loss"))
		return view_bool(out, answers_say_yes(a, QUESTION_OWN));
	return false;
}
