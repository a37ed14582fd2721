/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Hostile text in rows. They are folded here: a terminal that folds a long line
 * itself goes on at the left edge, where a tip could then write what looks like
 * the head of another.
 */
#include "officer/visible.h"

#include <stdbool.h>
#include <string.h>

#include "base/reader.h"
#include "base/visible.h"

struct rows {
	struct output *o;
	const char *rest;
	size_t indent; /* columns of rest */
	size_t column; /* where the next character goes */
};

static size_t
columns_of(const char *s)
{
	struct visible_text t = visible_of(s, strlen(s));
	struct visible v;
	size_t n = 0;

	while (visible_next(&t, &v))
		n += v.columns;
	return n;
}

/* Columns up to the next space, or as many as no row has. */
static size_t
word_columns(struct visible_text t)
{
	struct visible v;
	size_t n = 0;

	while (n <= VISIBLE_COLUMNS && visible_next(&t, &v) &&
	       !view_is(v.text, " "))
		n += v.columns;
	return n;
}

static void
new_row(struct rows *r)
{
	output_str(r->o, "\n");
	output_str(r->o, r->rest);
	r->column = r->indent;
}

static void
put_text(struct rows *r, struct visible_text t)
{
	bool word = true; /* a word begins here */
	struct visible v;

	for (struct visible_text from = t; visible_next(&t, &v); from = t) {
		size_t need = word ? word_columns(from) : v.columns;
		/* A word longer than a row is broken where the row ends. */
		if (need > VISIBLE_COLUMNS - r->indent || need < v.columns)
			need = v.columns;
		if (r->column + need > VISIBLE_COLUMNS && r->column > r->indent)
			new_row(r);
		output_put(r->o, v.text.data, v.text.len);
		r->column += v.columns;
		word = view_is(v.text, " ");
	}
}

void
visible_line(
    struct output *o, size_t column, const char *rest, const void *p, size_t n)
{
	struct rows r = {
	    .o = o, .rest = rest, .indent = columns_of(rest), .column = column};

	put_text(&r, visible_of(p, n));
}

void
visible_lines(struct output *o, const char *prefix, const void *p, size_t n)
{
	size_t indent = columns_of(prefix);
	struct reader r = reader_of(p, n);
	struct view line;

	while (reader_line(&r, n, &line)) {
		if (line.len > 0 && line.data[line.len - 1] == '\r')
			line.len--;
		output_str(o, prefix);
		visible_line(o, indent, prefix, line.data, line.len);
		output_str(o, "\n");
	}
	if (!reader_take(&r, reader_left(&r), &line))
		return; /* cannot be: it takes what is left */
	output_str(o, prefix);
	visible_line(o, indent, prefix, line.data, line.len);
	output_str(o, "\n");
}
