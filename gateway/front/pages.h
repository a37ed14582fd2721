/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The pages a citizen sees. Each function appends one whole HTML page to out
 * (secret memory: pages show what was typed), padded with white space to a size
 * class (docs/FORMAT.md, section 8).
 */
#ifndef INKAST_GATEWAY_FRONT_PAGES_H
#define INKAST_GATEWAY_FRONT_PAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "gateway/common/config.h"
#include "gateway/front/answers.h"
#include "gateway/front/keys.h"
#include "gateway/front/photos.h"
#include "web/form.h"

struct web_language; /* web/language.h: Swedish, English */

/* What every page needs. Borrowed, lives as long as the process. */
struct pages {
	const struct config *config;
	const struct form *form;
};

/* Why a page says "your tip was not sent". */
enum page_problem {
	PROBLEM_REQUEST,      /* a request no browser sends */
	PROBLEM_PATH,         /* no such page */
	PROBLEM_METHOD,       /* neither GET nor POST */
	PROBLEM_TYPE,         /* content type we do not take */
	PROBLEM_TOO_LARGE,    /* body beyond the limit */
	PROBLEM_UNKNOWN_AREA, /* no such area */
	PROBLEM_UNKNOWN_STEP, /* no such step */
	PROBLEM_BUSY,         /* no memory just now: try again */
	PROBLEM_NOT_STORED,   /* sealed or stored it could not be; text kept */
};

/* What a page that asks to send once more says first. */
enum page_notice {
	NOTICE_NONE,
	NOTICE_BUSY,    /* it is being stored: press once more */
	NOTICE_EXPIRED, /* the form was open for long: press once more */
	NOTICE_CHANGED, /* sent before, and changed since */
	NOTICE_PHOTOS,  /* photos were refused, see them */
	NOTICE_CHECKED, /* photos were looked at, and have to be chosen again */
};

/* What was filled in. Borrowed. */
struct page_filled {
	const struct answers *answers;
	const struct photos *photos; /* NULL: this page is not about them */
	const char *token;           /* for pages that offer to send */
	enum page_notice notice;
	bool seen_now; /* it was said that 112 comes first */
};

/* The colours of the configuration, as a stylesheet that comes after web_style;
 * both together are what <style> holds. */
#define PAGE_LOOK_MAX 160
void page_look(const struct config *c, char out[static PAGE_LOOK_MAX])
    __attribute__((nonnull));

/* All return 0, or the buffer's error. */

/* data-state="start": emergency numbers, what is not stored, areas. */
int page_start(const struct pages *p, const struct web_language *lang,
    struct buf *out) __attribute__((nonnull, warn_unused_result));

/* data-state="questions", or "error" when there are faults: then with a summary
 * that links to each field, and all that was typed. */
int page_questions(const struct pages *p, const struct web_language *lang,
    const struct page_filled *filled, struct buf *out)
    __attribute__((nonnull, warn_unused_result));

/* data-state="now": call first. All that was typed is in hidden fields. */
int page_now(const struct pages *p, const struct web_language *lang,
    const struct page_filled *filled, struct buf *out)
    __attribute__((nonnull, warn_unused_result));

/* data-state="check": all that was typed, to read, and in hidden fields. */
int page_check(const struct pages *p, const struct web_language *lang,
    const struct page_filled *filled, struct buf *out)
    __attribute__((nonnull, warn_unused_result));

/* data-state="sent". filled is NULL, or has the photos that were sent. */
int page_sent(const struct pages *p, const struct web_language *lang,
    const struct page_filled *filled, struct buf *out)
    __attribute__((nonnull(1, 2, 4), warn_unused_result));

/* data-state="help". help is NULL for the pages that are not of the form's
 * definition: the accessibility statement and, with keys, that of the keyring.
 */
int page_help(const struct pages *p, const struct web_language *lang,
    const struct form_help *help, const struct keys_about *keys,
    struct buf *out) __attribute__((nonnull(1, 2, 5), warn_unused_result));

/* data-state="error". filled is NULL, or what was typed: it is then in hidden
 * fields with a button to try again. */
int page_error(const struct pages *p, const struct web_language *lang,
    enum page_problem problem, const struct page_filled *filled,
    struct buf *out) __attribute__((nonnull(1, 2, 5), warn_unused_result));

/* data-state="closed": phone numbers. filled as for page_error. */
int page_closed(const struct pages *p, const struct web_language *lang,
    const struct page_filled *filled, struct buf *out)
    __attribute__((nonnull(1, 2, 4), warn_unused_result));

#endif
