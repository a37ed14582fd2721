/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The shared fixture of the page tests.
 */
#include "pages_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As a front makes them, and as a keyring says it. */
static const char token[] = "00112233445566778899aabbccddeeff"
			    "fedcba98765432100123456789abcdef";
static const struct keys_about keys = {
    .counts = true,
    .serial = 3,
    .issued = "2026-11-01",
    .expires = "2027-02-01",
    .fingerprint = "01234 56789 01234 56789 01234 56789",
};

static void
configure(struct fixture *f)
{
	(void)snprintf(
	    f->config.service_name, CONFIG_TEXT_MAX, "Tips & <Kinda>");
	(void)snprintf(f->config.base_path, CONFIG_TEXT_MAX, "/");
	(void)snprintf(f->config.phone_emergency, CONFIG_TEXT_MAX, "112");
	(void)snprintf(f->config.phone_police, CONFIG_TEXT_MAX, "114 14");
	(void)snprintf(
	    f->config.leave_url, CONFIG_TEXT_MAX, "https://www.smhi.se/");
	(void)snprintf(f->config.owner, CONFIG_TEXT_MAX, "Kinda kommun");
	(void)snprintf(f->config.colour, CONFIG_TEXT_MAX, "#0b3d6b");
	(void)snprintf(f->config.colour_dark, CONFIG_TEXT_MAX, "#8cc4f5");
	(void)snprintf(f->config.a11y_status, CONFIG_TEXT_MAX, "partial");
	(void)snprintf(f->config.a11y_faults, CONFIG_TEXT_MAX,
	    "Översättningarna är inte granskade.");
	(void)snprintf(f->config.a11y_assessed, CONFIG_TEXT_MAX, "2026-11-20");
	(void)snprintf(f->config.a11y_contact, CONFIG_TEXT_MAX, "0494-190 00");
	(void)snprintf(f->config.a11y_complaint, CONFIG_TEXT_MAX,
	    "https://www.digg.se/tdosanmalan");
}

void
fixture_init(struct fixture *f)
{
	*f = (struct fixture){0};
	configure(f);
	f->keys = keys;
	f->filled = (struct page_filled){
	    .answers = &f->answers,
	    .photos = &f->photos,
	    .token = token,
	};
	f->form = form_builtin();
	if (f->form == NULL)
		abort();
	f->pages = (struct pages){&f->config, f->form};
	buf_init(&f->html, &buf_heap, LIMIT_PAGE);
}

void
fixture_free(struct fixture *f)
{
	form_free(&f->form);
	buf_free(&f->html);
}

void
fixture_area(struct fixture *f, const char *area)
{
	const struct form_area *a = form_area(f->form, area, strlen(area));

	if (a == NULL)
		abort();
	f->body.n_fields = 0;
	answers_read(a, &f->body, &f->answers);
}

void
fixture_fill(struct fixture *f, const char *name, const void *value, size_t len)
{
	struct body_field *field = &f->body.fields[f->body.n_fields++];

	field->name = (struct view){(const uint8_t *)name, strlen(name)};
	field->value = (struct view){(const uint8_t *)value, len};
	answers_read(f->answers.area, &f->body, &f->answers);
}

void
fixture_fill_str(struct fixture *f, const char *name, const char *value)
{
	fixture_fill(f, name, value, strlen(value));
}

void
fixture_fill_all(struct fixture *f)
{
	const struct form_area *a = f->answers.area;

	for (size_t i = 0; i < a->n_questions; i++) {
		const struct form_question *q = a->questions[i];
		if (q->type == FORM_TEXTAREA)
			fixture_fill_str(f, q->id,
			    "En röd bil stannade vid kiosken.\r\n"
			    "Någon lämnade över en påse.\r\n\r\nDet såg jag.");
		else if (q->type == FORM_TEXT)
			fixture_fill_str(f, q->id, "Bakom idrottshallen");
		else
			fixture_fill_str(f, q->id, q->choices[0].id);
		if (q->type == FORM_CHECKBOX)
			fixture_fill_str(f, q->id, q->choices[1].id);
	}
}

static int
render(struct fixture *f, enum which which, const struct web_language *lang)
{
	const struct pages *p = &f->pages;

	buf_clear(&f->html);
	switch (which) {
	case START:
		return page_start(p, lang, &f->html);
	case QUESTIONS:
	case FAULTS:
		return page_questions(p, lang, &f->filled, &f->html);
	case NOW:
		return page_now(p, lang, &f->filled, &f->html);
	case CHECK:
		return page_check(p, lang, &f->filled, &f->html);
	case SENT:
		return page_sent(p, lang, NULL, &f->html);
	case HELP_KEYS:
		return page_help(p, lang, NULL, &f->keys, &f->html);
	case HELP_ACCESSIBILITY:
		return page_help(p, lang, NULL, NULL, &f->html);
	case ERROR:
		return page_error(p, lang, PROBLEM_PATH, NULL, &f->html);
	case ERROR_KEPT:
		return page_error(
		    p, lang, PROBLEM_NOT_STORED, &f->filled, &f->html);
	case CLOSED:
		return page_closed(p, lang, NULL, &f->html);
	case CLOSED_KEPT:
		return page_closed(p, lang, &f->filled, &f->html);
	case N_PAGES:
	default:
		abort();
	}
}

const char *
fixture_page(
    struct fixture *f, enum which which, const struct web_language *lang)
{
	if (render(f, which, lang) != 0)
		abort();
	size_t len = f->html.len;
	if (buf_add_zeros(&f->html, 1) != BUF_OK)
		abort();
	f->html.len = len;
	return (const char *)f->html.data;
}

const struct web_language *
fixture_language(const char *tag)
{
	for (size_t i = 0; i < web_n_languages; i++)
		if (strcmp(web_languages[i].tag, tag) == 0)
			return &web_languages[i];
	abort();
}

size_t
fixture_count(const char *html, const char *what)
{
	size_t n = 0;

	for (const char *p = html; (p = strstr(p, what)) != NULL; p++)
		n++;
	return n;
}
