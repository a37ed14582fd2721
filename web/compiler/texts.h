/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The texts that people see, collected from templates and form, and compared
 * with a catalogue.
 */
#ifndef INKAST_WEB_COMPILER_TEXTS_H
#define INKAST_WEB_COMPILER_TEXTS_H

#include <stddef.h>
#include <stdio.h>

#include "web/catalog.h"
#include "web/form.h"
#include "web/template.h"

/* A set of borrowed strings. */
struct texts {
	const char **items;
	size_t n;
	size_t cap;
};

void texts_of_template(struct texts *t, const struct web_template *page)
    __attribute__((nonnull));
void texts_of_form(struct texts *t, const struct form *f)
    __attribute__((nonnull));

/* Print each text without translation, each translation without use, and each
 * whose {names} differ, under the catalogue's name. How many there are. */
size_t texts_compare(const struct texts *t, const struct web_message *m,
    size_t n, const char *name, FILE *out) __attribute__((nonnull));

void texts_free(struct texts *t) __attribute__((nonnull));

#endif
