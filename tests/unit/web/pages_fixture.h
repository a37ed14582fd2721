/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the tests of the pages share: a configuration, the built-in form, and
 * posted bodies made of pairs.
 */
#ifndef INKAST_TESTS_UNIT_WEB_PAGES_FIXTURE_H
#define INKAST_TESTS_UNIT_WEB_PAGES_FIXTURE_H

#include "base/buf.h"
#include "gateway/front/answers.h"
#include "gateway/front/body.h"
#include "gateway/front/pages.h"
#include "web/form.h"
#include "web/language.h"

/* Pages under test, by the state they must be in. */
enum which {
	START,
	QUESTIONS,
	FAULTS,
	NOW,
	CHECK,
	SENT,
	HELP_KEYS,
	HELP_ACCESSIBILITY,
	ERROR,
	ERROR_KEPT,
	CLOSED,
	CLOSED_KEPT,
	N_PAGES
};

struct fixture {
	struct config config;
	struct form *form;
	struct pages pages;
	struct body body;
	struct answers answers;
	struct photos photos;      /* none */
	struct page_filled filled; /* answers, photos and a token */
	struct keys_about keys;
	struct buf html;
};

/* Ready to render; free with fixture_free. */
void fixture_init(struct fixture *f);
void fixture_free(struct fixture *f);

/* Begin a new posted form for the area; f->answers follows each fill. */
void fixture_area(struct fixture *f, const char *area);

/* Add a field. The value is borrowed. */
void fixture_fill(
    struct fixture *f, const char *name, const void *value, size_t len);
void fixture_fill_str(struct fixture *f, const char *name, const char *value);

/* Something plausible in every field of the area. */
void fixture_fill_all(struct fixture *f);

/* The page as a string, kept by the fixture until the next one. */
const char *fixture_page(
    struct fixture *f, enum which which, const struct web_language *lang);

/* A language by its tag: which number it has follows from its neighbours. */
const struct web_language *fixture_language(const char *tag);

/* How often what stands in html. */
size_t fixture_count(const char *html, const char *what);

#endif
