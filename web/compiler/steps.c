/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A growing program of template steps, and the memory that it owns.
 */
#include "web/compiler/mustache.h"

#include <stdlib.h>
#include <string.h>

static int
grow(struct mustache *m)
{
	size_t cap = m->cap == 0 ? 64 : m->cap * 2;
	struct web_step *steps =
	    (struct web_step *)realloc(m->steps, cap * sizeof *steps);

	if (steps == NULL)
		return -1;
	m->steps = steps;
	m->t.steps = steps;
	char **texts = (char **)realloc(m->texts, cap * sizeof *texts);
	if (texts == NULL)
		return -1;
	m->texts = texts;
	m->cap = cap;
	return 0;
}

int
mustache_add(struct mustache *m, enum web_op op, const char *text, size_t len)
{
	char *copy = (char *)malloc(len + 1);

	if (copy == NULL || (m->t.n == m->cap && grow(m) != 0)) {
		free(copy);
		return -1;
	}
	memcpy(copy, text, len);
	copy[len] = '\0';
	m->texts[m->t.n] = copy;
	m->steps[m->t.n++] =
	    (struct web_step){.op = op, .text = copy, .len = len};
	return 0;
}

void
mustache_free(struct mustache *m)
{
	for (size_t i = 0; i < m->t.n; i++)
		free(m->texts[i]);
	free((void *)m->texts);
	free(m->steps);
	*m = (struct mustache){0};
}
