/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Text from outside: UTF-8 checking and counting, hexadecimal, and JSON
 * output that goes straight to its destination without a copy in between.
 */
#ifndef INKAST_BASE_TEXT_H
#define INKAST_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/io.h"

/* Whether p is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms,
 * nothing above U+10FFFF). NUL bytes are well-formed. */
bool text_is_utf8(const void *p, size_t n);

/* Characters (code points) in well-formed UTF-8, CR LF counting as one: what a
 * person would count. */
size_t text_count(const void *p, size_t n);

/* Whether p holds only white space (or nothing). */
bool text_is_blank(const void *p, size_t n);

/* Lower-case hexadecimal; out gets 2 n characters and a NUL. */
void text_hex(const uint8_t *p, size_t n, char *out) __attribute__((nonnull));

/* Exactly 2 n lower-case hexadecimal digits into n bytes. False, and out
 * untouched or partly written, for anything else. */
bool text_unhex(const char *s, size_t len, uint8_t *out, size_t n)
    __attribute__((nonnull, warn_unused_result));

/* Write p as a JSON string with its quotes (RFC 8259 section 7). p must be
 * well-formed UTF-8; it is written in pieces, never copied whole. 0 or what
 * write returned. */
int text_json_string(write_fn write, void *ctx, const void *p, size_t n)
    __attribute__((nonnull(1), warn_unused_result));

#endif
