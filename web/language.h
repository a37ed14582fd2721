/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The languages of the pages: catalogues compiled from po/ files. The keys are
 * the Swedish texts, so a text without translation shows in Swedish.
 */
#ifndef INKAST_WEB_LANGUAGE_H
#define INKAST_WEB_LANGUAGE_H

#include <stddef.h>

struct web_language {
	const char *tag;     /* BCP 47: "sv", "en" */
	const char *name;    /* in its own words: "Svenska" */
	const char *path;    /* below the base path: "" for Swedish, "en/" */
	const char *dir;     /* "ltr" or "rtl" */
	const void *catalog; /* web's own */
};

/* All of them, Swedish first. */
extern const struct web_language *const web_languages;
extern const size_t web_n_languages;

/* The translation of a Swedish text, or the text itself. */
const char *web_text(const struct web_language *lang, const char *swedish)
    __attribute__((nonnull));

/* The stylesheet that every page carries inside <style>: what a
 * Content-Security-Policy hash is computed over. */
extern const char *const web_style;

#endif
