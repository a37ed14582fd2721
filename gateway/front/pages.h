/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The pages a citizen sees. Each function appends one whole HTML page to out
 * (secret memory: pages show what was typed), padded with white space to a size
 * class (docs/FORMAT.md, section 8).
 */
#ifndef INKAST_GATEWAY_FRONT_PAGES_H
#define INKAST_GATEWAY_FRONT_PAGES_H

#include <stddef.h>

#include "base/buf.h"
#include "gateway/common/config.h"
#include "gateway/front/answers.h"
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

/* All return 0, or the buffer's error. */

/* data-state="start": emergency numbers, what is not stored, areas. */
int page_start(const struct pages *p, const struct web_language *lang,
    struct buf *out) __attribute__((nonnull, warn_unused_result));

/* data-state="questions", or "error" when a has faults: then with a summary
 * that links to each field, and all that was typed. */
int page_questions(const struct pages *p, const struct web_language *lang,
    const struct answers *a, struct buf *out)
    __attribute__((nonnull, warn_unused_result));

/* data-state="check": all that was typed, to read, and in hidden fields. */
int page_check(const struct pages *p, const struct web_language *lang,
    const struct answers *a, struct buf *out)
    __attribute__((nonnull, warn_unused_result));

/* data-state="sent". */
int page_sent(const struct pages *p, const struct web_language *lang,
    struct buf *out) __attribute__((nonnull, warn_unused_result));

/* data-state="error". a is NULL, or what was typed: it is then in hidden fields
 * with a button to try again. */
int page_error(const struct pages *p, const struct web_language *lang,
    enum page_problem problem, const struct answers *a, struct buf *out)
    __attribute__((nonnull(1, 2, 5), warn_unused_result));

/* data-state="closed": phone numbers. a as for page_error. */
int page_closed(const struct pages *p, const struct web_language *lang,
    const struct answers *a, struct buf *out)
    __attribute__((nonnull(1, 2, 4), warn_unused_result));

#endif
