/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The renderer: walks a compiled template, asks scopes for values, and is the
 * one place where text is escaped for HTML.
 */
#include "web/view.h"

#include <stdio.h>
#include <string.h>

/* The longest name in a template or a message, and its NUL. inkast-webc
 * refuses longer ones. */
#define VIEW_NAME_MAX 32

struct render {
	const struct web_step *steps;
	const struct web_language *lang;
	write_fn write;
	void *ctx;
};

bool
view_bool(struct view_value *out, bool yes)
{
	*out = (struct view_value){.kind = VIEW_BOOL, .n = yes ? 1 : 0};
	return true;
}

bool
view_number(struct view_value *out, size_t n)
{
	*out = (struct view_value){.kind = VIEW_NUMBER, .n = n};
	return true;
}

bool
view_text(struct view_value *out, struct view text)
{
	*out = (struct view_value){.kind = VIEW_TEXT, .text = text};
	return true;
}

static struct view
view_of(const char *s)
{
	return (struct view){(const uint8_t *)s, strlen(s)};
}

bool
view_string(struct view_value *out, const char *s)
{
	return view_text(out, view_of(s));
}

bool
view_ltr(struct view_value *out, const char *s)
{
	*out = (struct view_value){.kind = VIEW_LTR, .text = view_of(s)};
	return true;
}

bool
view_message(struct view_value *out, const char *swedish)
{
	*out = (struct view_value){
	    .kind = VIEW_MESSAGE, .text = view_of(swedish ? swedish : "")};
	return true;
}

bool
view_list(struct view_value *out, size_t n, view_get get, const void *data,
    const size_t *items)
{
	*out = (struct view_value){.kind = VIEW_LIST,
	    .n = n,
	    .get = get,
	    .data = data,
	    .items = items};
	return true;
}

static const char *
reference(uint8_t c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

/* Runs without special characters go out in one piece. */
static int
write_escaped(const struct render *r, const uint8_t *p, size_t n)
{
	size_t begin = 0;

	for (size_t i = 0; i < n; i++) {
		const char *ref = reference(p[i]);
		if (ref == NULL)
			continue;
		int e = i > begin ? r->write(r->ctx, p + begin, i - begin) : 0;
		if (e == 0)
			e = r->write(r->ctx, ref, strlen(ref));
		if (e != 0)
			return e;
		begin = i + 1;
	}
	return n > begin ? r->write(r->ctx, p + begin, n - begin) : 0;
}

/* The innermost scope that knows name, or NULL. */
static const struct view_scope *
find(const struct view_scope *s, const char *name, struct view_value *out)
{
	for (; s != NULL; s = s->parent)
		if (s->get(s, name, out))
			return s;
	return NULL;
}

static int
write_number(const struct render *r, size_t n)
{
	char digits[24]; /* 2^64 has 20 */
	int len = snprintf(digits, sizeof digits, "%zu", n);

	return r->write(r->ctx, digits, (size_t)len);
}

/* A message has names, and a name may stand for a message: one deep.
 * NOLINTBEGIN(misc-no-recursion) */
static int write_message(
    const struct render *r, const struct view_scope *s, const char *swedish);

/* Among Arabic letters the groups of "114 14" would change places: then it is
 * isolated (U+2066, U+2069; Unicode Annex 9, 2.4). */
static int
write_ltr(const struct render *r, struct view text)
{
	static const uint8_t isolate[] = {0xe2, 0x81, 0xa6};
	static const uint8_t end[] = {0xe2, 0x81, 0xa9};
	bool rtl = strcmp(r->lang->dir, "rtl") == 0;
	int e = rtl ? r->write(r->ctx, isolate, sizeof isolate) : 0;

	if (e == 0)
		e = write_escaped(r, text.data, text.len);
	if (e == 0 && rtl)
		e = r->write(r->ctx, end, sizeof end);
	return e;
}

static int
write_variable(
    const struct render *r, const struct view_scope *s, const char *name)
{
	struct view_value v;

	if (find(s, name, &v) == NULL)
		return VIEW_E_NAME;
	switch (v.kind) {
	case VIEW_NUMBER:
		return write_number(r, v.n);
	case VIEW_TEXT:
		return write_escaped(r, v.text.data, v.text.len);
	case VIEW_LTR:
		return write_ltr(r, v.text);
	case VIEW_MESSAGE:
		return write_message(r, s, (const char *)v.text.data);
	case VIEW_BOOL:
	case VIEW_LIST:
	default:
		return VIEW_E_NAME;
	}
}

/* The braces come from our own catalogues and form definitions; what a name
 * stands for is not looked into again, since none of those is a message. */
static int
write_message(
    const struct render *r, const struct view_scope *s, const char *swedish)
{
	const char *p = web_text(r->lang, swedish);

	for (;;) {
		size_t n = strcspn(p, "{");
		int e = write_escaped(r, (const uint8_t *)p, n);
		if (e != 0 || p[n] == '\0')
			return e;
		p += n + 1;

		char name[VIEW_NAME_MAX];
		n = strcspn(p, "}");
		if (p[n] == '\0' || n >= sizeof name)
			return VIEW_E_NAME;
		memcpy(name, p, n);
		name[n] = '\0';
		e = write_variable(r, s, name);
		if (e != 0)
			return e;
		p += n + 1;
	}
}

/* NOLINTEND(misc-no-recursion) */

/* Templates are trees: rendering recurses, at most WEB_DEPTH_MAX deep, counted
 * down by depth. NOLINTBEGIN(misc-no-recursion) */
static int render_steps(const struct render *r, const struct view_scope *s,
    size_t from, size_t to, unsigned depth);

static bool
is_empty(const struct view_value *v)
{
	switch (v->kind) {
	case VIEW_BOOL:
	case VIEW_NUMBER:
	case VIEW_LIST:
		return v->n == 0;
	case VIEW_TEXT:
	case VIEW_LTR:
	case VIEW_MESSAGE:
	default:
		return v->text.len == 0;
	}
}

static int
render_list(const struct render *r, const struct view_scope *s,
    const struct view_scope *owner, const struct view_value *v, size_t from,
    size_t to, unsigned depth)
{
	for (size_t i = 0; i < v->n; i++) {
		struct view_scope item = {
		    .get = v->get,
		    .data = v->data,
		    .index = v->items != NULL ? v->items[i] : i,
		    .owner = owner,
		    .parent = s,
		};
		int e = render_steps(r, &item, from, to, depth);
		if (e != 0)
			return e;
	}
	return 0;
}

static int
render_section(const struct render *r, const struct view_scope *s, size_t at,
    unsigned depth)
{
	const struct web_step *step = &r->steps[at];
	struct view_value v;
	const struct view_scope *owner = find(s, step->text, &v);

	if (owner == NULL)
		return VIEW_E_NAME;
	if (depth == 0)
		return VIEW_E_DEPTH;
	if (is_empty(&v) != (step->op == WEB_INVERTED))
		return 0;
	if (step->op == WEB_SECTION && v.kind == VIEW_LIST)
		return render_list(
		    r, s, owner, &v, at + 1, step->next, depth - 1);
	return render_steps(r, s, at + 1, step->next, depth - 1);
}

static int
render_steps(const struct render *r, const struct view_scope *s, size_t from,
    size_t to, unsigned depth)
{
	int e = 0;

	for (size_t i = from; i < to && e == 0; i++) {
		const struct web_step *step = &r->steps[i];

		switch (step->op) {
		case WEB_LITERAL:
			e = r->write(r->ctx, step->text, step->len);
			break;
		case WEB_VARIABLE:
			e = write_variable(r, s, step->text);
			break;
		case WEB_MESSAGE:
			e = write_message(r, s, step->text);
			break;
		case WEB_SECTION:
		case WEB_INVERTED:
			e = render_section(r, s, i, depth);
			i = step->next - 1;
			break;
		default:
			return VIEW_E_NAME;
		}
	}
	return e;
}

/* NOLINTEND(misc-no-recursion) */

int
view_render(const struct web_template *t, const struct view_scope *root,
    const struct web_language *lang, write_fn write, void *ctx)
{
	struct render r = {t->steps, lang, write, ctx};

	return render_steps(&r, root, 0, t->n, WEB_DEPTH_MAX);
}
