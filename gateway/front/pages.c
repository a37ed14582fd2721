/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The pages: which template, which state, and the padding that makes a page's
 * length say little of what is on it.
 */
#include "gateway/front/pages.h"

#include <string.h>

#include "base/io.h"
#include "gateway/front/pages_view.h"
#include "web/template.h"
#include "web/view.h"

/* The smallest size class (FORMAT 8.6): every page of the flow with ordinary
 * input fits, and a phone on a bad network loads it in a second. */
#define CLASS_MIN ((size_t)32 * 1024)

/* Line feeds after </html> show nowhere. */
static int
pad(struct buf *out, size_t begin)
{
	static const char feeds[] = "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
				    "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
				    "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
				    "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n";
	size_t len = out->len - begin;
	size_t class = CLASS_MIN;

	while (class < len)
		class *= 2; /* cannot wrap: a page is at most LIMIT_PAGE */
	int r = buf_reserve(out, begin + class);
	for (size_t left = class - len; r == BUF_OK && left > 0;) {
		size_t n = left < sizeof feeds - 1 ? left : sizeof feeds - 1;
		r = buf_add(out, feeds, n);
		left -= n;
	}
	return r;
}

static int
render(const struct page *page, const struct web_template *t, struct buf *out)
{
	struct view_scope root = page_view(page);
	size_t begin = out->len;
	int r = buf_reserve(out, begin + CLASS_MIN);

	if (r == BUF_OK)
		r = view_render(t, &root, page->lang, io_write_to_buf, out);
	return r == 0 ? pad(out, begin) : r;
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
    const struct answers *a, struct buf *out)
{
	struct page page;

	page_view_init(&page, p, lang, a);
	page.state = a->n_faults > 0 ? "error" : "questions";
	return render(&page, &web_template_questions, out);
}

int
page_check(const struct pages *p, const struct web_language *lang,
    const struct answers *a, struct buf *out)
{
	struct page page;

	page_view_init(&page, p, lang, a);
	page.language_step = "check";
	return render(&page, &web_template_check, out);
}

int
page_sent(
    const struct pages *p, const struct web_language *lang, struct buf *out)
{
	struct page page;

	page_view_init(&page, p, lang, NULL);
	return render(&page, &web_template_sent, out);
}

int
page_error(const struct pages *p, const struct web_language *lang,
    enum page_problem problem, const struct answers *a, struct buf *out)
{
	struct page page;

	page_view_init(&page, p, lang, a);
	page.problem = problem;
	return render(&page, &web_template_error, out);
}

int
page_closed(const struct pages *p, const struct web_language *lang,
    const struct answers *a, struct buf *out)
{
	struct page page;

	page_view_init(&page, p, lang, a);
	return render(&page, &web_template_closed, out);
}
