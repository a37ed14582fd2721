/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Which texts there are, and which of them a catalogue lacks.
 */
#include "web/compiler/texts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static void
add(struct texts *t, const char *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->items[i], s) == 0)
			return;
	if (t->n == t->cap) {
		size_t cap = t->cap == 0 ? 256 : t->cap * 2;
		const char **items = (const char **)realloc(
		    (void *)t->items, cap * sizeof *items);
		if (items == NULL)
			abort(); /* a build step: no text may go unseen */
		t->items = items;
		t->cap = cap;
	}
	t->items[t->n++] = s;
}

void
texts_of_template(struct texts *t, const struct web_template *page)
{
	for (size_t i = 0; i < page->n; i++)
		if (page->steps[i].op == WEB_MESSAGE)
			add(t, page->steps[i].text);
}

static void
texts_of_part(struct texts *t, const struct form_part *p)
{
	add(t, p->heading);
	for (size_t i = 0; i < p->n_paragraphs; i++)
		add(t, p->paragraphs[i]);
	for (size_t i = 0; i < p->n_items; i++)
		add(t, p->items[i]);
	for (size_t i = 0; i < p->n_contacts; i++) {
		add(t, p->contacts[i].name);
		add(t, p->contacts[i].note);
	}
}

static void
texts_of_help(struct texts *t, const struct form_help *h)
{
	add(t, h->title);
	for (size_t i = 0; i < h->n_parts; i++)
		texts_of_part(t, &h->parts[i]);
}

void
texts_of_form(struct texts *t, const struct form *f)
{
	for (size_t i = 0; i < f->n_sections; i++)
		add(t, f->sections[i].title);
	for (size_t i = 0; i < f->n_areas; i++) {
		const struct form_area *a = &f->areas[i];
		add(t, a->name);
		add(t, a->lead);
		for (size_t j = 0; j < a->n_questions; j++) {
			const struct form_question *q = a->questions[j];
			add(t, q->label);
			add(t, q->help);
			add(t, q->group);
			for (size_t k = 0; k < q->n_choices; k++)
				add(t, q->choices[k].label);
		}
	}
	for (size_t i = 0; i < f->n_help; i++)
		texts_of_help(t, &f->help[i]);
}

/* Whether every {name} of a stands in b. */
static bool
names_in(const char *a, const char *b)
{
	for (const char *p = strchr(a, '{'); p != NULL;
	     p = strchr(p + 1, '{')) {
		char name[40];
		size_t n = strcspn(p, "}");
		if (p[n] == '\0' || n + 2 > sizeof name)
			return false;
		memcpy(name, p, n + 1);
		name[n + 1] = '\0';
		if (strstr(b, name) == NULL)
			return false;
	}
	return true;
}

size_t
texts_compare(const struct texts *t, const struct web_message *m, size_t n,
    const char *name, FILE *out)
{
	size_t faults = 0;

	for (size_t i = 0; i < t->n; i++) {
		size_t j = 0;
		while (j < n && strcmp(m[j].swedish, t->items[i]) != 0)
			j++;
		if (j == n) {
			fprintf(out, "%s: missing: %s\n", name, t->items[i]);
			faults++;
		} else if (!names_in(m[j].swedish, m[j].translated) ||
			   !names_in(m[j].translated, m[j].swedish)) {
			fprintf(
			    out, "%s: other {names}: %s\n", name, t->items[i]);
			faults++;
		}
	}
	for (size_t j = 0; j < n; j++) {
		size_t i = 0;
		while (i < t->n && strcmp(t->items[i], m[j].swedish) != 0)
			i++;
		if (i == t->n) {
			fprintf(out, "%s: unused: %s\n", name, m[j].swedish);
			faults++;
		}
	}
	return faults;
}

void
texts_free(struct texts *t)
{
	free((void *)t->items);
	*t = (struct texts){0};
}
