/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 * link: web base
 *
 * The form definition: no text crashes the parser; what it refuses has a line
 * and a message, and what it takes keeps the rules that the pages count on.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "web/form.h"

static void
check(const struct form *f)
{
	for (size_t i = 0; i < f->n_areas; i++) {
		const struct form_area *a = &f->areas[i];
		size_t at;
		if (form_area(f, a->id, strlen(a->id)) != a ||
		    form_question(a, "what", 4, &at) != a->questions[at] ||
		    a->n_questions > FORM_QUESTIONS_MAX)
			abort();
		for (size_t j = 0; j < a->n_help; j++)
			if (form_help(f, a->help[j]->id,
				strlen(a->help[j]->id)) != a->help[j])
				abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct form_error err;
	struct form *f = form_parse((const char *)data, size, &err);

	if (f != NULL)
		check(f);
	else if (err.line == 0 || err.text[0] == '\0' ||
		 err.text[sizeof err.text - 1] != '\0')
		abort();
	form_free(&f);
	return 0;
}
