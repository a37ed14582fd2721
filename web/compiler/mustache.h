/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The template language, read at build time: the part of mustache (spec v1.4:
 * interpolation, sections, inverted, comments, partials, standalone lines)
 * that cannot write unescaped text, and one section of our own,
 * {{#t}}text{{/t}}, whose text is a message to translate.
 */
#ifndef INKAST_WEB_COMPILER_MUSTACHE_H
#define INKAST_WEB_COMPILER_MUSTACHE_H

#include <stddef.h>

#include "base/buf.h"
#include "web/template.h"

struct mustache_error {
	char text[256]; /* "file:line: what is wrong" */
};

/* A partial's text by its name, NUL-terminated, living until compilation ends;
 * NULL when there is none. */
typedef const char *(*mustache_partial)(void *ctx, const char *name);

/* A compiled template and the memory its steps point into. */
struct mustache {
	struct web_template t;
	struct web_step *steps;
	size_t cap;
	char **texts; /* one for each step */
};

/* Compile text, which messages call file. Partials become part of the program;
 * one that includes itself is refused. 0, or -1 with err set. */
int mustache_compile(const char *file, const char *text,
    mustache_partial partial, void *ctx, struct mustache *out,
    struct mustache_error *err) __attribute__((nonnull(1, 2, 3, 5, 6)));

/* Add a step; text is copied. 0, or -1 without memory. */
int mustache_add(struct mustache *m, enum web_op op, const char *text,
    size_t len) __attribute__((nonnull, warn_unused_result));

void mustache_free(struct mustache *m) __attribute__((nonnull));

#endif
