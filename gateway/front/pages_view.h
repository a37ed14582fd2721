/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the names in web/pages/ stand for: one page's facts, and the scope that
 * the renderer asks for them. Nothing here is copied from what a citizen wrote.
 */
#ifndef INKAST_GATEWAY_FRONT_PAGES_VIEW_H
#define INKAST_GATEWAY_FRONT_PAGES_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "gateway/front/pages.h"
#include "web/language.h"
#include "web/view.h"

/* Indexes of an area's questions, section by section: those of section s are
 * items[begin[s]] to items[begin[s + 1] - 1]. */
struct page_order {
	size_t items[FORM_QUESTIONS_MAX];
	size_t begin[FORM_SECTIONS_MAX + 1];
};

struct page {
	const struct pages *p;
	const struct web_language *lang;
	const struct page_filled *filled; /* or NULL, and then these, too */
	const struct answers *a;
	const struct photos *photos;
	const struct form_help *help;  /* of a help page */
	const struct keys_about *keys; /* of the one about keys */
	enum page_problem problem;
	const char *state;         /* of <main> */
	const char *language_step; /* the step that shows this page again */
	char emergency_tel[CONFIG_TEXT_MAX];
	char police_tel[CONFIG_TEXT_MAX];
	char look[PAGE_LOOK_MAX];
	struct page_order asked;
	struct page_order given; /* those that were answered */
	struct page_order faulty;
};

/* Fill in what follows from p, lang and filled. */
void page_view_init(struct page *page, const struct pages *p,
    const struct web_language *lang, const struct page_filled *filled)
    __attribute__((nonnull(1, 2, 3)));

/* The root scope. page must outlive it. */
struct view_scope page_view(const struct page *page) __attribute__((nonnull));

/* For the two above: the orders of page->a's questions; and what names stand
 * for, false when they are none of these. */
void page_view_order(struct page *page) __attribute__((nonnull));
bool page_view_answers(const struct page *page, const char *name,
    struct view_value *out) __attribute__((nonnull));
bool page_view_photos(const struct page *page, const char *name,
    struct view_value *out) __attribute__((nonnull));
bool page_view_help(const struct page *page, const char *name,
    struct view_value *out) __attribute__((nonnull));

#endif
