/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A posted form body: application/x-www-form-urlencoded (WHATWG URL, section
 * 5.1) or multipart/form-data (RFC 7578), decoded in guarded memory.
 */
#ifndef INKAST_GATEWAY_FRONT_BODY_H
#define INKAST_GATEWAY_FRONT_BODY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/reader.h"
#include "gateway/common/limits.h"

struct body_field {
	struct view name;
	struct view value;
};

/* A file that was posted: its content, a view into the raw body. Its name stays
 * there: a file's name is nobody's business. */
struct body_file {
	struct view field; /* name of the input */
	struct view content;
	bool has_name; /* an input that no file was chosen in has none */
};

/* Why not all of a multipart body is there; its text fields are, since the form
 * posts them before its files. */
enum body_cut {
	BODY_WHOLE = 0,
	BODY_CUT_LARGE,  /* it was larger than LIMIT_UPLOAD */
	BODY_CUT_MEMORY, /* there was no memory for the files */
};

/* Fields in the order sent. Views of fields point into text, those of files
 * into the raw body. */
struct body {
	struct body_field fields[LIMIT_FORM_FIELDS];
	size_t n_fields;
	struct body_file files[LIMIT_FILES];
	size_t n_files;
	bool more_files; /* than LIMIT_FILES */
	enum body_cut cut;
	struct buf text; /* secret memory */
};

enum body_err {
	BODY_OK = 0,
	BODY_E_FIELDS = -1,  /* more than LIMIT_FORM_FIELDS */
	BODY_E_PERCENT = -2, /* '%' without two hexadecimal digits */
	BODY_E_MEMORY = -3,
	BODY_E_PARTS = -4, /* not multipart/form-data as browsers write it */
	BODY_E_LARGE = -5, /* its text fields are beyond LIMIT_FORM_BODY */
};

/* Decode raw into out->text (initialised by the caller, over secret memory).
 * Line ends become CR LF and NUL becomes U+FFFD, as HTML forms define (a
 * browser cannot send either otherwise). Whether text is UTF-8 is for
 * answers_read to say, field by field. */
int body_decode(const struct buf *raw, struct body *out)
    __attribute__((nonnull, warn_unused_result));

/* The same for multipart/form-data with this boundary (1 to LIMIT_BOUNDARY
 * bytes, without CR and LF). cut is what the caller knows of the body: when it
 * is not BODY_WHOLE, raw may end anywhere, and what began before its end and
 * did not end there is left out. Where not even the text is there, since no
 * file had begun: BODY_E_LARGE or BODY_E_MEMORY, as cut says. */
int body_decode_multipart(const struct buf *raw, struct view boundary,
    enum body_cut cut, struct body *out)
    __attribute__((nonnull, warn_unused_result));

/* The first field of that name, or a view of length 0 with data NULL. */
struct view body_field(const struct body *b, const char *name)
    __attribute__((nonnull));

/* Wipe, and forget all fields and files; the memory is kept. */
void body_clear(struct body *b) __attribute__((nonnull));

/* Wipe and free. */
void body_free(struct body *b) __attribute__((nonnull));

#endif
