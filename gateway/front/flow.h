/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The citizen's way through the form (docs/FORMAT.md, section 8): what each
 * request is answered with. Knows nothing of HTTP beyond a status.
 */
#ifndef INKAST_GATEWAY_FRONT_FLOW_H
#define INKAST_GATEWAY_FRONT_FLOW_H

#include <stdbool.h>

#include "base/buf.h"
#include "gateway/front/pages.h"
#include "gateway/front/tip_seal.h"
#include "gateway/front/token.h"
#include "gateway/front/vault_link.h"
#include "web/language.h"

/* What a running front serves from. Borrowed; the same for every request. */
struct flow {
	struct pages pages;
	struct keys *keys;
	struct vault_link *vault;
	struct tokens *tokens;
};

/* Pages without a word of the citizen's are the same for everybody and are made
 * once, at start; they can be answered when there is no memory left. */
enum flow_page {
	FLOW_WRITTEN, /* made for this request: see page */
	FLOW_START,
	FLOW_SENT,
	FLOW_CLOSED,
	FLOW_PROBLEM, /* see problem */
};

struct flow_answer {
	unsigned status;
	enum flow_page kind;
	enum page_problem problem;
	struct buf page; /* guarded; the caller frees it, whatever the kind */
	bool forget;     /* a receipt: the browser shall drop what it keeps */
};

/* A body as it came. */
struct flow_body {
	const struct buf *raw;
	struct view
	    boundary; /* of multipart/form-data; data NULL: urlencoded */
	enum body_cut cut;
};

/* Whether a tip could be sealed and stored now. */
bool flow_is_open(const struct flow *f) __attribute__((nonnull));

/* GET or HEAD. */
void flow_get(const struct flow *f, struct flow_answer *out)
    __attribute__((nonnull));

/* POST. The body is not changed. */
void flow_post(const struct flow *f, const struct web_language *lang,
    const struct flow_body *body, struct flow_answer *out)
    __attribute__((nonnull));

/* A page that is the same for everybody, appended to out. */
int flow_fixed_page(const struct flow *f, const struct web_language *lang,
    enum flow_page kind, enum page_problem problem, struct buf *out)
    __attribute__((nonnull, warn_unused_result));

#endif
