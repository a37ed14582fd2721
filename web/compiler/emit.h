/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Writing C: the tables that the web library is made of.
 */
#ifndef INKAST_WEB_COMPILER_EMIT_H
#define INKAST_WEB_COMPILER_EMIT_H

#include <stddef.h>

#include "base/buf.h"
#include "web/catalog.h"
#include "web/template.h"

/* One language's row in the table of languages. */
struct emit_language {
	char tag[16];
	char name[64];
	char dir[4];
	const struct web_message *messages; /* NULL for Swedish */
	size_t n;
};

/* Append C to out; the buffer keeps an error until the caller looks. */
void emit_template(struct buf *out, const char *name,
    const struct web_template *t) __attribute__((nonnull));
void emit_languages(struct buf *out, const struct emit_language *l, size_t n)
    __attribute__((nonnull));
/* "const char NAME[] = {...};" with a NUL at the end. */
void emit_bytes(struct buf *out, const char *declaration, const char *p,
    size_t n) __attribute__((nonnull));

#endif
