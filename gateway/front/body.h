/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A posted form body: application/x-www-form-urlencoded (WHATWG URL, section
 * 5.1), decoded in place in the guarded memory that received it.
 */
#ifndef INKAST_GATEWAY_FRONT_BODY_H
#define INKAST_GATEWAY_FRONT_BODY_H

#include <stddef.h>

#include "base/buf.h"
#include "base/reader.h"
#include "gateway/common/limits.h"

struct body_field {
	struct view name;
	struct view value;
};

/* Fields in the order sent. Views point into text. */
struct body {
	struct body_field fields[LIMIT_FORM_FIELDS];
	size_t n_fields;
	struct buf text; /* secret memory */
};

enum body_err {
	BODY_OK = 0,
	BODY_E_FIELDS = -1,  /* more than LIMIT_FORM_FIELDS */
	BODY_E_PERCENT = -2, /* '%' without two hexadecimal digits */
	BODY_E_MEMORY = -3,
};

/* Decode raw into out->text (initialised by the caller, over secret memory).
 * Line ends become CR LF and NUL becomes U+FFFD, as HTML forms define (a
 * browser cannot send either otherwise). Whether text is UTF-8 is for
 * answers_read to say, field by field. */
int body_decode(const struct buf *raw, struct body *out)
    __attribute__((nonnull, warn_unused_result));

/* The first field of that name, or a view of length 0 with data NULL. */
struct view body_field(const struct body *b, const char *name)
    __attribute__((nonnull));

/* Wipe and free. */
void body_free(struct body *b) __attribute__((nonnull));

#endif
