/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What a citizen filled in: the posted fields matched to the questions of an
 * area and checked. Text is borrowed from the request's guarded body.
 */
#ifndef INKAST_GATEWAY_FRONT_ANSWERS_H
#define INKAST_GATEWAY_FRONT_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/reader.h"
#include "gateway/front/body.h"
#include "web/form.h"

enum answer_fault {
	ANSWER_OK = 0,
	ANSWER_MISSING,  /* required and blank */
	ANSWER_TOO_LONG, /* more characters than the question takes */
	ANSWER_NOT_TEXT, /* not UTF-8 */
	ANSWER_UNKNOWN_CHOICE,
};

struct answer {
	struct view text; /* FORM_TEXT, FORM_TEXTAREA; len 0 when unanswered */
	uint32_t chosen;  /* bit i: choice i */
	enum answer_fault fault;
};

/* The answers to area's questions, by the question's index in the area. */
struct answers {
	const struct form_area *area;
	struct answer items[FORM_QUESTIONS_MAX];
	size_t n_faults;
};

/* Match fields to the area's questions and check each. Unknown fields are
 * ignored: a form of an older version must still send. Text that is not UTF-8
 * is shown as empty and marked. A field given twice: the first text counts. */
void answers_read(const struct form_area *area, const struct body *body,
    struct answers *out) __attribute__((nonnull));

/* Questions that the pages themselves react to, when a form has them: what
 * happens now needs a call, and a loss of one's own a report. */
#define QUESTION_NOW "now"
#define QUESTION_OWN "own"
#define CHOICE_YES "yes"

/* Whether the question was asked and answered with CHOICE_YES. */
bool answers_say_yes(const struct answers *a, const char *question)
    __attribute__((nonnull));

#endif
