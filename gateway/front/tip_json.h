/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A citizen's answers as tip.json (docs/FORMAT.md, section 3). Written by hand
 * and in pieces: a JSON library would build a tree first, and so keep copies of
 * the tip in heap memory that nobody guards or wipes.
 */
#ifndef INKAST_GATEWAY_FRONT_TIP_JSON_H
#define INKAST_GATEWAY_FRONT_TIP_JSON_H

#include "base/buf.h"
#include "gateway/front/answers.h"
#include "gateway/front/photos.h"
#include "web/form.h"
#include "web/language.h"

/* Everything that goes into it. Borrowed. */
struct tip {
	const char *service;
	const char *received; /* clock_format_hour */
	const struct form *form;
	const struct web_language *lang; /* of the pages used */
	const struct answers *answers;   /* without faults */
	const struct photos *photos;     /* without faults; or NULL */
};

/* Append the object to out (secret memory). 0 or the buffer's error. */
int tip_json(const struct tip *t, struct buf *out)
    __attribute__((nonnull, warn_unused_result));

#endif
