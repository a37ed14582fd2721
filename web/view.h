/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Rendering a page: a template, and scopes that say what its names stand for.
 * A scope is asked when a name is met, so there is no tree to build, nothing to
 * allocate, and no copy of what a citizen wrote: text goes from where it lies
 * straight to the writer, escaped on the way.
 *
 * Differs from mustache(5) in being strict: a name that no scope knows is an
 * error, not an empty string, and there is no way to write text unescaped.
 */
#ifndef INKAST_WEB_VIEW_H
#define INKAST_WEB_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/io.h"
#include "base/reader.h"
#include "web/language.h"
#include "web/template.h"

enum view_err {
	VIEW_OK = 0,
	/* Far from -1, -2, ...: what write returned is handed on as it is. */
	VIEW_E_NAME =
	    -1001, /* a name that no scope knows, or of a wrong kind */
	VIEW_E_DEPTH = -1002, /* more than WEB_DEPTH_MAX sections are open */
};

enum view_kind {
	VIEW_BOOL,    /* n is 0 or 1 */
	VIEW_NUMBER,  /* n, in decimal digits */
	VIEW_TEXT,    /* text: shown as it is */
	VIEW_LTR,     /* text that reads from left to right in any language: a
		       * telephone number, a day */
	VIEW_MESSAGE, /* text: Swedish, shown in the page's language */
	VIEW_LIST,    /* n items, each a scope */
};

struct view_scope;
struct view_value;

/* Say what name stands for in s. False when s does not know it: its parent is
 * asked next. */
typedef bool (*view_get)(
    const struct view_scope *s, const char *name, struct view_value *out);

struct view_scope {
	view_get get;
	const void *data;
	size_t index;                    /* which item of its list */
	const struct view_scope *owner;  /* the scope that had the list */
	const struct view_scope *parent; /* the scope asked next */
};

struct view_value {
	enum view_kind kind;
	size_t n;
	struct view text;
	/* Of a list: its items' scopes get these; index is items[i], or i. */
	view_get get;
	const void *data;
	const size_t *items;
};

/* Fill out; all return true, so that a view_get can end with them. */
bool view_bool(struct view_value *out, bool yes) __attribute__((nonnull));
bool view_number(struct view_value *out, size_t n) __attribute__((nonnull));
bool view_text(struct view_value *out, struct view text)
    __attribute__((nonnull));
bool view_string(struct view_value *out, const char *s)
    __attribute__((nonnull));
bool view_ltr(struct view_value *out, const char *s) __attribute__((nonnull));
/* swedish may be NULL: then it is an empty text. */
bool view_message(struct view_value *out, const char *swedish)
    __attribute__((nonnull(1)));
bool view_list(struct view_value *out, size_t n, view_get get, const void *data,
    const size_t *items) __attribute__((nonnull(1, 3)));

/* Write t with the names of root, in lang. Text is written byte for byte but
 * for & < > " ', which become references: every other byte, control characters
 * too, reaches the browser as it was typed (a reference to a control character
 * would not). 0, a view_err, or what write returned; what was written until
 * then is no page. */
int view_render(const struct web_template *t, const struct view_scope *root,
    const struct web_language *lang, write_fn write, void *ctx)
    __attribute__((nonnull(1, 2, 3, 4), warn_unused_result));

#endif
