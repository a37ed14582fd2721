/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Finding an area or a question by what a browser posted.
 */
#include "web/form.h"

#include <string.h>

static bool
same(const char *s, const char *id, size_t len)
{
	return strlen(s) == len && memcmp(s, id, len) == 0;
}

const struct form_area *
form_area(const struct form *f, const char *id, size_t len)
{
	for (size_t i = 0; i < f->n_areas; i++)
		if (same(f->areas[i].id, id, len))
			return &f->areas[i];
	return NULL;
}

const struct form_question *
form_question(
    const struct form_area *a, const char *id, size_t len, size_t *index)
{
	for (size_t i = 0; i < a->n_questions; i++)
		if (same(a->questions[i]->id, id, len)) {
			if (index != NULL)
				*index = i;
			return a->questions[i];
		}
	return NULL;
}

const struct form_help *
form_help(const struct form *f, const char *id, size_t len)
{
	for (size_t i = 0; i < f->n_help; i++)
		if (strlen(f->help[i].id) == len &&
		    memcmp(f->help[i].id, id, len) == 0)
			return &f->help[i];
	return NULL;
}

size_t
form_area_ids(const struct form *f, const char *out[FORM_AREAS_MAX])
{
	for (size_t i = 0; i < f->n_areas; i++)
		out[i] = f->areas[i].id;
	return f->n_areas;
}
