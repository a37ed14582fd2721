/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The pages: which template, which state, and the padding that makes a page's
 * length say little of what is on it.
 */
#include "gateway/front/pages.h"

#include <stdio.h>
#include <string.h>

#include "base/io.h"
#include "gateway/common/limits.h"
#include "gateway/front/pages_view.h"
#include "web/template.h"
#include "web/view.h"

/* The smallest size class (FORMAT 8.6): every page of the flow with ordinary
 * input fits, and a phone on a bad network loads it in a second. */
#define CLASS_MIN ((size_t)32 * 1024)

/* A write_fn that keeps nothing but the length. */
static int
count(void *ctx, const void *p, size_t n)
{
	size_t *len = ctx;

	(void)p;
	if (n > LIMIT_PAGE - *len)
		return BUF_E_MAX;
	*len += n;
	return 0;
}

static size_t
class_of(size_t len)
{
	size_t class = CLASS_MIN;

	while (class < len)
		class *= 2; /* cannot wrap: a page is at most LIMIT_PAGE */
	return class;
}

/* Line feeds after </html> show nowhere. */
static int
pad(struct buf *out, size_t end)
{
	static const char feeds[] = "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
				    "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
				    "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
				    "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n";
	int r = BUF_OK;

	while (r == BUF_OK && out->len < end) {
		size_t left = end - out->len;
		size_t n = left < sizeof feeds - 1 ? left : sizeof feeds - 1;
		r = buf_add(out, feeds, n);
	}
	return r;
}

/* Measured first, then written into memory of just that size: a page that grew
 * as it was written would hold itself twice in locked memory, and a large tip
 * would be refused on an idle gateway. */
static int
render(const struct page *page, const struct web_template *t, struct buf *out)
{
	struct view_scope root = page_view(page);
	size_t len = 0;
	int r = view_render(t, &root, page->lang, count, &len);

	if (r != 0)
		return r;
	size_t end = out->len + class_of(len);
	r = buf_reserve(out, end);
	if (r == BUF_OK)
		r = view_render(t, &root, page->lang, io_write_to_buf, out);
	return r == 0 ? pad(out, end) : r;
}

/* Colours were checked when the configuration was read. */
void
page_look(const struct config *c, char out[static PAGE_LOOK_MAX])
{
	(void)snprintf(out, PAGE_LOOK_MAX,
	    ":root{--strong:%.7s}@media (prefers-color-scheme:dark)"
	    "{:root{--strong:%.7s}}",
	    c->colour, c->colour_dark);
}

int
page_start(
    const struct pages *p, const struct web_language *lang, struct buf *out)
{
	struct page page;

	page_view_init(&page, p, lang, NULL);
	return render(&page, &web_template_start, out);
}

int
page_questions(const struct pages *p, const struct web_language *lang,
    const struct page_filled *filled, struct buf *out)
{
	struct page page;

	page_view_init(&page, p, lang, filled);
	if (filled->answers->n_faults > 0) {
		page.state = "error";
		page.language_step = "check"; /* the faults, in its words */
	} else {
		page.state = "questions";
	}
	return render(&page, &web_template_questions, out);
}

int
page_now(const struct pages *p, const struct web_language *lang,
    const struct page_filled *filled, struct buf *out)
{
	struct page page;

	page_view_init(&page, p, lang, filled);
	page.language_step = "now";
	return render(&page, &web_template_now, out);
}

int
page_check(const struct pages *p, const struct web_language *lang,
    const struct page_filled *filled, struct buf *out)
{
	struct page page;

	page_view_init(&page, p, lang, filled);
	page.language_step = "check";
	return render(&page, &web_template_check, out);
}

int
page_sent(const struct pages *p, const struct web_language *lang,
    const struct page_filled *filled, struct buf *out)
{
	struct page page;

	page_view_init(&page, p, lang, filled);
	return render(&page, &web_template_sent, out);
}

int
page_help(const struct pages *p, const struct web_language *lang,
    const struct form_help *help, const struct keys_about *keys,
    struct buf *out)
{
	struct page page;

	page_view_init(&page, p, lang, NULL);
	page.help = help;
	page.keys = keys;
	return render(&page, &web_template_help, out);
}

int
page_error(const struct pages *p, const struct web_language *lang,
    enum page_problem problem, const struct page_filled *filled,
    struct buf *out)
{
	struct page page;

	page_view_init(&page, p, lang, filled);
	page.problem = problem;
	return render(&page, &web_template_error, out);
}

int
page_closed(const struct pages *p, const struct web_language *lang,
    const struct page_filled *filled, struct buf *out)
{
	struct page page;

	page_view_init(&page, p, lang, filled);
	return render(&page, &web_template_closed, out);
}
