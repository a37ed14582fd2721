/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The text of a posted field, as HTML forms define it, whatever the form was
 * encoded as: line ends are CR LF, and there is no NUL.
 */
#ifndef INKAST_GATEWAY_FRONT_BODY_TEXT_H
#define INKAST_GATEWAY_FRONT_BODY_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/reader.h"

/* One name or value on its way into out, which has room for it. */
struct body_text {
	struct buf *out;
	bool after_cr; /* the last thing put was a line end from CR */
};

/* The most bytes that sent can become: a line end or a NUL that a sloppy client
 * sent bare grows. */
size_t body_text_max(struct view sent);

/* Append one byte: CR, LF and CR LF become CR LF, NUL becomes U+FFFD. What goes
 * wrong is the buffer's sticky error. */
void body_text_put(struct body_text *t, uint8_t c) __attribute__((nonnull));

#endif
