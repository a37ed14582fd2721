/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A page template as web/compiler leaves it: a flat program of steps. What
 * inkast-webc writes and view_render reads; nobody else looks inside.
 */
#ifndef INKAST_WEB_TEMPLATE_H
#define INKAST_WEB_TEMPLATE_H

#include <stddef.h>

/* Sections and messages that may be open at once. The deepest page has five
 * (sections, questions, choices, two conditions); the renderer recurses once
 * for each. */
#define WEB_DEPTH_MAX 12

enum web_op {
	WEB_LITERAL,  /* text, as it stands */
	WEB_VARIABLE, /* the value named text, escaped */
	WEB_MESSAGE,  /* text translated, its {names} replaced, escaped */
	WEB_SECTION,  /* steps up to next, for each item of the value text */
	WEB_INVERTED, /* steps up to next, when the value text is empty */
};

struct web_step {
	enum web_op op;
	const char *text; /* NUL-terminated */
	size_t len;       /* of text */
	size_t next;      /* of a section: the first step after it */
};

struct web_template {
	const struct web_step *steps;
	size_t n;
};

/* The pages: web/pages/NAME.mustache. */
extern const struct web_template web_template_start;
extern const struct web_template web_template_questions;
extern const struct web_template web_template_now;
extern const struct web_template web_template_check;
extern const struct web_template web_template_sent;
extern const struct web_template web_template_help;
extern const struct web_template web_template_error;
extern const struct web_template web_template_closed;

#endif
