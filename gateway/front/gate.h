/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The first-call gate: what a request must look like before a byte of its body
 * is read. libmicrohttpd lets through what RFC 9112 forbids (two lengths, a
 * length beside a transfer coding, folded lines); a proxy in front may read
 * such a request in another way than we do. So everything is judged again here,
 * against the short list of what a browser sends. Pure functions, no HTTP
 * library.
 */
#ifndef INKAST_GATEWAY_FRONT_GATE_H
#define INKAST_GATEWAY_FRONT_GATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/reader.h"
#include "gateway/common/config.h"
#include "gateway/common/limits.h"
#include "gateway/front/body.h"
#include "gateway/front/pages.h"

/* The paths there are: one for each language. */
#define GATE_PATHS_MAX 32
#define GATE_PATH_LEN (CONFIG_TEXT_MAX + 16)

struct gate_paths {
	char path[GATE_PATHS_MAX][GATE_PATH_LEN];
	size_t n;
};

/* base_path followed by each language's path, in the order of web_languages.
 * False when there are more or longer ones than fit. */
bool gate_paths_init(struct gate_paths *p, const char *base_path)
    __attribute__((nonnull, warn_unused_result));

/* A request target, exactly as sent. The index of the language, or: */
enum gate_target {
	GATE_TARGET_UNKNOWN = -1, /* a path, but none of ours */
	GATE_TARGET_BAD = -2,     /* query, fragment, or not a path at all */
};
int gate_target(const struct gate_paths *p, const char *target)
    __attribute__((nonnull));

struct gate_header {
	struct view name;
	struct view value;
};

/* What the HTTP library understood. Borrowed. One header more than allowed is
 * enough to tell that there were too many. */
struct gate_request {
	const char *method;
	const char *version;
	int target; /* from gate_target */
	struct gate_header headers[LIMIT_HEADERS + 1];
	size_t n_headers;
};

/* A body that is too large, up to this, is read and thrown away before the
 * answer. A browser that is still sending when we close shows "connection
 * reset" instead of the page that says what was wrong. Eight times the limit:
 * a whole book; costs us a few milliseconds and no memory. */
#define GATE_DRAIN_MAX (8 * LIMIT_FORM_BODY)

/* The same for a form with photos: four of 16 MB, as the largest telephones
 * make them. Its text is kept, and the page says that the photos are too large.
 */
#define GATE_DRAIN_UPLOAD_MAX ((size_t)64 * 1024 * 1024)

/* status 0: pass. Otherwise the answer. */
struct gate_verdict {
	unsigned status;
	enum page_problem problem; /* with a status */
	bool post;                 /* POST; otherwise GET or HEAD */
	bool drain;                /* refused, but read the body first */
	size_t content_length;     /* when passed or to be drained */
	size_t keep;               /* when passed: of its first bytes */
	enum body_cut cut;         /* why those are not all */
	struct view boundary; /* of multipart/form-data, into the header, at
			       * most LIMIT_BOUNDARY; or data NULL */
};

struct gate_verdict gate_judge(const struct gate_request *q)
    __attribute__((nonnull));

#endif
