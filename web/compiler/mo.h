/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A catalogue as msgfmt writes it (GNU gettext manual, "The Format of GNU MO
 * Files"), read at build time.
 */
#ifndef INKAST_WEB_COMPILER_MO_H
#define INKAST_WEB_COMPILER_MO_H

#include <stddef.h>

#include "base/buf.h"
#include "web/catalog.h"

/* Messages point into the file's bytes, sorted as the format demands. */
struct mo {
	struct web_message *messages; /* without the header entry */
	size_t n;
	const char *header; /* the translation of "" */
};

/* 0, or -1 when the bytes are no such file. file must outlive out. */
int mo_parse(const struct buf *file, struct mo *out) __attribute__((nonnull));

/* The value of a header line "Name: value", copied into out (cut to n). 0, or
 * -1 when there is none. */
int mo_header(const struct mo *m, const char *name, char *out, size_t n)
    __attribute__((nonnull));

void mo_free(struct mo *m) __attribute__((nonnull));

#endif
