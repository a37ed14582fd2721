/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Rules over all questions of an area.
 */
#include "web/form_check.h"

/* Characters that the texts of one area may have together. Each is at most 12
 * bytes on its way (four, each as %XX): 480 000 of the 524 288 that a gateway
 * takes in (LIMIT_FORM_BODY). More would let citizens type what is then refused
 * unread. */
#define AREA_TEXT_MAX 40000

/* FORMAT 7.3 */
static int
check_what(const struct form_node *n, const struct form_area *a)
{
	const struct form_question *q = form_question(a, "what", 4, NULL);

	if (q == NULL || q->type != FORM_TEXTAREA || !q->required)
		return form_wrong(n, "questions",
		    "expected the question \"what\", a required textarea");
	return 0;
}

/* FORMAT 7.6 */
static int
check_room(const struct form_node *n, const struct form_area *a)
{
	size_t sum = 0;

	for (size_t i = 0; i < a->n_questions; i++)
		sum += a->questions[i]->max;
	if (sum > AREA_TEXT_MAX)
		return form_wrong(n, "questions",
		    "expected texts of at most %d characters together, found "
		    "%zu",
		    AREA_TEXT_MAX, sum);
	return 0;
}

int
form_check_area(const struct form_node *n, const struct form_area *a)
{
	return check_what(n, a) != 0 ? -1 : check_room(n, a);
}
