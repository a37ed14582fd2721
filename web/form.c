/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The form definition: JSON in, checked structures out (docs/FORMAT.md,
 * section 7). The JSON tree stays and owns every string.
 */
#include "web/form.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "web/form_check.h"
#include "web/form_help.h"
#include "web/form_line.h"
#include "web/form_mem.h"
#include "web/form_read.h"

#define FORMAT "inkast-form/1"

/* What a page can show and a person can read; a typing mistake in a definition
 * must not become a page of 100 kB. */
#define LABEL_MAX 200
#define HELP_MAX 500
#define QUESTIONS_TOTAL_MAX 512
#define ROWS_MAX 30
#define TEXT_MAX 10000 /* FORM.md K2; LIMIT_FORM_BODY is counted with it */

struct owned {
	struct form form; /* first: callers hold a pointer to it */
	json_t *root;
	struct form_mem mem;
	struct form_section *sections;
	struct form_question *questions;
	size_t n_questions;
	struct form_area *areas;
};

static int
no_memory(const struct form_node *n)
{
	return form_wrong(n, "", "out of memory");
}

static int
read_section(struct form_node *n, struct form_section *s)
{
	static const char *const members[] = {"id", "title", NULL};

	if (form_only(n, members) != 0 || form_id(n, "id", &s->id) != 0)
		return -1;
	return form_text(n, "title", LABEL_MAX, &s->title);
}

static int
read_sections(const struct form_node *root, struct owned *o)
{
	const json_t *list;
	size_t n;

	if (form_array(root, "sections", 1, FORM_SECTIONS_MAX, &list, &n) != 0)
		return -1;
	o->sections = form_mem_take(&o->mem, n, sizeof *o->sections);
	if (o->sections == NULL)
		return no_memory(root);
	o->form.sections = o->sections;
	for (size_t i = 0; i < n; i++) {
		struct form_node item;
		if (form_item(root, "sections", i, &item) != 0 ||
		    read_section(&item, &o->sections[i]) != 0)
			return -1;
		for (size_t j = 0; j < i; j++)
			if (strcmp(o->sections[j].id, o->sections[i].id) == 0)
				return form_wrong(&item, "id",
				    "expected a new id, found \"%s\"",
				    o->sections[i].id);
		o->form.n_sections = i + 1;
	}
	return 0;
}

static int
read_type(const struct form_node *n, enum form_type *out)
{
	static const char *const names[] = {
	    [FORM_TEXT] = "text",
	    [FORM_TEXTAREA] = "textarea",
	    [FORM_RADIO] = "radio",
	    [FORM_CHECKBOX] = "checkbox",
	    [FORM_SELECT] = "select",
	};
	const char *s = json_string_value(json_object_get(n->json, "type"));

	for (size_t i = 0; s != NULL && i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], s) == 0) {
			*out = (enum form_type)i;
			return 0;
		}
	return form_wrong(
	    n, "type", "expected text, textarea, radio, checkbox or select");
}

static int
read_choices(
    struct owned *o, const struct form_node *n, struct form_question *q)
{
	static const char *const members[] = {"id", "label", NULL};
	const json_t *list;
	size_t count;

	if (form_array(n, "choices", 2, FORM_CHOICES_MAX, &list, &count) != 0)
		return -1;
	struct form_choice *c = form_mem_take(&o->mem, count, sizeof *c);
	if (c == NULL)
		return no_memory(n);
	q->choices = c;
	for (size_t i = 0; i < count; i++) {
		struct form_node item;
		if (form_item(n, "choices", i, &item) != 0 ||
		    form_only(&item, members) != 0 ||
		    form_id(&item, "id", &c[i].id) != 0 ||
		    form_text(&item, "label", LABEL_MAX, &c[i].label) != 0)
			return -1;
		for (size_t j = 0; j < i; j++)
			if (strcmp(c[j].id, c[i].id) == 0)
				return form_wrong(&item, "id",
				    "expected a new id, found \"%s\"", c[i].id);
		q->n_choices = i + 1;
	}
	return 0;
}

static int
refuse(const struct form_node *n, const char *key, const char *why)
{
	if (json_object_get(n->json, key) == NULL)
		return 0;
	return form_wrong(n, key, "expected %s", why);
}

/* What a question has depends on its type (FORMAT 7.2). */
static int
read_by_type(
    struct owned *o, const struct form_node *n, struct form_question *q)
{
	bool text = q->type == FORM_TEXT || q->type == FORM_TEXTAREA;

	if (form_number(n, "rows", 1, ROWS_MAX, &q->rows) != 0 ||
	    form_number(n, "max", 1, TEXT_MAX, &q->max) != 0)
		return -1;
	if (q->type != FORM_TEXTAREA &&
	    refuse(n, "rows", "rows only with a textarea") != 0)
		return -1;
	if (!text)
		return refuse(n, "max", "max only with texts") != 0
			   ? -1
			   : read_choices(o, n, q);
	if (q->max == 0)
		return form_wrong(n, "max", "expected a number with a text");
	if (q->type == FORM_TEXTAREA && q->rows == 0)
		q->rows = 4;
	return refuse(n, "choices", "no choices with a text");
}

static int
check_question_id(
    const struct owned *o, const struct form_node *n, const char *id)
{
	static const char *const taken[] = {
	    "area", "step", "photo", "token", "seen", "help"};

	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		if (strcmp(taken[i], id) == 0)
			return form_wrong(n, "id",
			    "expected another id than \"%s\", which is taken",
			    id);
	for (size_t i = 0; i < o->n_questions; i++)
		if (strcmp(o->questions[i].id, id) == 0)
			return form_wrong(
			    n, "id", "expected a new id, found \"%s\"", id);
	return 0;
}

static int
check_section(const struct owned *o, const struct form_node *n, const char *id)
{
	for (size_t i = 0; i < o->form.n_sections; i++)
		if (strcmp(o->sections[i].id, id) == 0)
			return 0;
	return form_wrong(
	    n, "section", "expected the id of a section, found \"%s\"", id);
}

static int
read_question(
    struct owned *o, const struct form_node *n, struct form_question *q)
{
	static const char *const members[] = {"id", "section", "label", "type",
	    "help", "group", "required", "max", "rows", "choices", NULL};

	if (form_only(n, members) != 0 || form_id(n, "id", &q->id) != 0 ||
	    check_question_id(o, n, q->id) != 0 ||
	    form_id(n, "section", &q->section) != 0 ||
	    check_section(o, n, q->section) != 0 ||
	    form_text(n, "label", LABEL_MAX, &q->label) != 0 ||
	    form_optional_text(n, "help", HELP_MAX, &q->help) != 0 ||
	    form_optional_text(n, "group", LABEL_MAX, &q->group) != 0 ||
	    form_bool(n, "required", &q->required) != 0 ||
	    read_type(n, &q->type) != 0)
		return -1;
	return read_by_type(o, n, q);
}

static int
read_questions(const struct form_node *root, struct owned *o)
{
	const json_t *list;
	size_t n;

	if (form_array(root, "questions", 1, QUESTIONS_TOTAL_MAX, &list, &n) !=
	    0)
		return -1;
	o->questions = form_mem_take(&o->mem, n, sizeof *o->questions);
	if (o->questions == NULL)
		return no_memory(root);
	for (size_t i = 0; i < n; i++) {
		struct form_node item;
		if (form_item(root, "questions", i, &item) != 0)
			return -1;
		if (read_question(o, &item, &o->questions[i]) != 0)
			return -1;
		o->n_questions = i + 1;
	}
	return 0;
}

static const struct form_question *
question_by_id(const struct owned *o, const char *id)
{
	for (size_t i = 0; i < o->n_questions; i++)
		if (strcmp(o->questions[i].id, id) == 0)
			return &o->questions[i];
	return NULL;
}

static int
read_area_questions(
    struct owned *o, const struct form_node *n, struct form_area *a)
{
	const json_t *list;
	size_t count;

	if (form_array(n, "questions", 1, FORM_QUESTIONS_MAX, &list, &count) !=
	    0)
		return -1;
	/* Pointers are meant. NOLINTNEXTLINE(bugprone-sizeof-expression) */
	size_t size = sizeof(struct form_question *);
	const struct form_question **qs = form_mem_take(&o->mem, count, size);
	if (qs == NULL)
		return no_memory(n);
	a->questions = qs;
	for (size_t i = 0; i < count; i++) {
		char at[FORM_PATH_MAX];
		const char *id = form_id_item(n, "questions", i, at);
		if (id == NULL)
			return form_wrong(n, at, "expected an id");
		qs[i] = question_by_id(o, id);
		if (qs[i] == NULL)
			return form_wrong(n, at,
			    "expected the id of a question, found \"%.60s\"",
			    id);
		if (form_question(a, id, strlen(id), NULL) != NULL)
			return form_wrong(n, at,
			    "expected each question once, found \"%s\" again",
			    id);
		a->n_questions = i + 1;
	}
	return form_check_area(n, a);
}

static int
read_area(struct owned *o, const struct form_node *n, struct form_area *a)
{
	static const char *const members[] = {
	    "id", "name", "lead", "questions", "help", NULL};

	if (form_only(n, members) != 0 || form_id(n, "id", &a->id) != 0 ||
	    form_text(n, "name", LABEL_MAX, &a->name) != 0 ||
	    form_text(n, "lead", HELP_MAX, &a->lead) != 0)
		return -1;
	if (form_area(&o->form, a->id, strlen(a->id)) != NULL)
		return form_wrong(
		    n, "id", "expected a new id, found \"%s\"", a->id);
	if (form_help_of_area(n, &o->mem, &o->form, a) != 0)
		return -1;
	return read_area_questions(o, n, a);
}

static int
read_areas(const struct form_node *root, struct owned *o)
{
	const json_t *list;
	size_t n;

	if (form_array(root, "areas", 1, FORM_AREAS_MAX, &list, &n) != 0)
		return -1;
	o->areas = form_mem_take(&o->mem, n, sizeof *o->areas);
	if (o->areas == NULL)
		return no_memory(root);
	o->form.areas = o->areas;
	for (size_t i = 0; i < n; i++) {
		struct form_node item;
		if (form_item(root, "areas", i, &item) != 0)
			return -1;
		if (read_area(o, &item, &o->areas[i]) != 0)
			return -1;
		o->form.n_areas = i + 1;
	}
	return 0;
}

static int
read_form(const struct form_node *root, struct owned *o)
{
	static const char *const members[] = {"format", "version", "sections",
	    "questions", "areas", "help", NULL};
	const char *format;

	if (!json_is_object(root->json))
		return form_wrong(root, "form", "expected an object");
	if (form_only(root, members) != 0 ||
	    form_text(root, "format", LABEL_MAX, &format) != 0)
		return -1;
	if (strcmp(format, FORMAT) != 0)
		return form_wrong(root, "format", "expected \"" FORMAT "\"");
	if (form_text(root, "version", LABEL_MAX, &o->form.version) != 0 ||
	    read_sections(root, o) != 0 || read_questions(root, o) != 0 ||
	    form_help_read(root, &o->mem, &o->form) != 0)
		return -1;
	return read_areas(root, o);
}

struct form *
form_parse(const char *json, size_t len, struct form_error *err)
{
	struct form_node root = {.err = err};
	json_error_t syntax;
	struct owned *o = calloc(1, sizeof *o);

	*err = (struct form_error){.line = 0};
	if (o == NULL) {
		(void)no_memory(&root);
		return NULL;
	}
	o->root = json_loadb(json, len, JSON_REJECT_DUPLICATES, &syntax);
	root.json = o->root;
	struct form *f = &o->form;
	int r;
	if (o->root == NULL) {
		r = form_wrong(
		    &root, "form", "expected JSON: %.120s", syntax.text);
		err->line = syntax.line < 1 ? 1 : (unsigned)syntax.line;
	} else {
		r = read_form(&root, o);
		if (r != 0)
			err->line = form_line(json, len, err->text);
	}
	if (r != 0)
		form_free(&f);
	return f;
}

void
form_free(struct form **f)
{
	struct owned *o = (struct owned *)*f;

	*f = NULL;
	if (o == NULL)
		return;
	form_mem_free(&o->mem);
	json_decref(o->root);
	free(o);
}
