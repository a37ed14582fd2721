/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The template parser. One pass over the text; a section is closed by patching
 * the step that opened it.
 */
#include "web/compiler/mustache.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Partials within partials: pages use two. */
#define PARTIAL_DEPTH_MAX 8
/* view.c keeps a name of a message in as much. */
#define NAME_MAX_LEN 31
/* A C compiler need not take string literals above 4095 characters. */
#define LITERAL_MAX 1000

struct parse {
	struct mustache *out;
	struct mustache_error *err;
	mustache_partial partial;
	void *ctx;
	const char *file;
	const char *text;
	size_t len;
	size_t pos;
	unsigned partials;          /* how many we are inside of */
	size_t open[WEB_DEPTH_MAX]; /* steps of sections not yet closed */
	size_t n_open;
	size_t outer_open; /* of those, opened by the including files */
};

static int fail(const struct parse *p, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static int
fail(const struct parse *p, size_t at, const char *fmt, ...)
{
	size_t line = 1;
	char *text = p->err->text;
	size_t size = sizeof p->err->text;

	for (size_t i = 0; i < at && i < p->len; i++)
		line += p->text[i] == '\n' ? 1 : 0;
	(void)snprintf(text, size, "%s:%zu: ", p->file, line);
	size_t n = strlen(text);

	va_list ap;
	va_start(ap, fmt);
	/* clang 14 loses sight of va_start in a callee.
	 * NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized) */
	(void)vsnprintf(text + n, size - n, fmt, ap);
	va_end(ap);
	return -1;
}

static int
add_step(struct parse *p, enum web_op op, const char *text, size_t len)
{
	return mustache_add(p->out, op, text, len) == 0
		   ? 0
		   : fail(p, p->pos, "out of memory");
}

static int
add_literal(struct parse *p, size_t begin, size_t end)
{
	while (begin < end) {
		size_t n =
		    end - begin < LITERAL_MAX ? end - begin : LITERAL_MAX;
		if (add_step(p, WEB_LITERAL, p->text + begin, n) != 0)
			return -1;
		begin += n;
	}
	return 0;
}

/* A tag as found: where it stands, its sign, its trimmed content. */
struct tag {
	size_t begin; /* of "{{" */
	size_t end;   /* after "}}" */
	char sign;    /* '#', '^', '/', '!', '>', or '\0' for a variable */
	const char *name;
	size_t len;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
trim(const char **s, size_t *n)
{
	while (*n > 0 && is_blank(**s)) {
		(*s)++;
		(*n)--;
	}
	while (*n > 0 && is_blank((*s)[*n - 1]))
		(*n)--;
}

static bool
is_name(const char *s, size_t n)
{
	if (n == 0 || n > NAME_MAX_LEN)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!(s[i] >= 'a' && s[i] <= 'z') && s[i] != '_' &&
		    !(i > 0 && s[i] >= '0' && s[i] <= '9'))
			return false;
	return true;
}

static int
read_tag(const struct parse *p, size_t at, struct tag *t)
{
	const char *content = p->text + at + 2;
	const char *close = strstr(content, "}}");

	if (content[0] == '{' || content[0] == '&')
		return fail(
		    p, at, "unescaped variables are refused: write {{name}}");
	if (content[0] == '=')
		return fail(p, at, "changing delimiters is refused");
	if (close == NULL)
		return fail(p, at, "expected }} after {{");
	*t = (struct tag){.begin = at,
	    .end = (size_t)(close - p->text) + 2,
	    .name = content,
	    .len = (size_t)(close - content)};
	if (t->len > 0 && strchr("#^/!>", content[0]) != NULL) {
		t->sign = content[0];
		t->name++;
		t->len--;
	}
	trim(&t->name, &t->len);
	if (t->sign != '!' && !is_name(t->name, t->len))
		return fail(p, at,
		    "expected a name of a-z, 0-9 and _ in {{...}}, found "
		    "\"%.*s\"",
		    (int)(t->len < 40 ? t->len : 40), t->name);
	return 0;
}

/* Whether the tag is alone on its line; then line begins at *begin, and the
 * next one at *end. */
static bool
is_standalone(
    const struct parse *p, const struct tag *t, size_t *begin, size_t *end)
{
	size_t b = t->begin;
	size_t e = t->end;

	while (b > 0 && (p->text[b - 1] == ' ' || p->text[b - 1] == '\t'))
		b--;
	if (b > 0 && p->text[b - 1] != '\n')
		return false;
	while (e < p->len && (p->text[e] == ' ' || p->text[e] == '\t'))
		e++;
	if (e < p->len && p->text[e] == '\r')
		e++;
	if (e < p->len && p->text[e] != '\n')
		return false;
	*begin = b;
	*end = e < p->len ? e + 1 : e;
	return true;
}

/* Line breaks and indentation of the template are not the translator's. */
static size_t
collapse(char *s, const char *from, size_t n)
{
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		if (!is_blank(from[i]))
			s[len++] = from[i];
		else if (len > 0 && s[len - 1] != ' ')
			s[len++] = ' ';
	}
	while (len > 0 && s[len - 1] == ' ')
		len--;
	return len;
}

static int
parse_message(struct parse *p, const struct tag *t)
{
	const char *begin = p->text + t->end;
	const char *close = strstr(begin, "{{");

	if (close == NULL || strncmp(close, "{{/t}}", 6) != 0)
		return fail(p, t->begin,
		    "expected only text and then {{/t}} after {{#t}}");
	size_t n = (size_t)(close - begin);
	char *text = (char *)malloc(n + 1);
	if (text == NULL)
		return fail(p, t->begin, "out of memory");
	size_t len = collapse(text, begin, n);
	int r = len == 0 ? fail(p, t->begin, "expected text after {{#t}}")
			 : add_step(p, WEB_MESSAGE, text, len);
	free(text);
	p->pos = (size_t)(close - p->text) + 6;
	return r;
}

static int
open_section(struct parse *p, const struct tag *t)
{
	if (p->n_open == WEB_DEPTH_MAX)
		return fail(p, t->begin, "expected at most %d open sections",
		    WEB_DEPTH_MAX);
	p->open[p->n_open++] = p->out->t.n;
	return add_step(
	    p, t->sign == '#' ? WEB_SECTION : WEB_INVERTED, t->name, t->len);
}

static int
close_section(struct parse *p, const struct tag *t)
{
	if (p->n_open == p->outer_open)
		return fail(p, t->begin, "{{/%.*s}} closes nothing",
		    (int)t->len, t->name);
	struct web_step *s = &p->out->steps[p->open[p->n_open - 1]];
	if (s->len != t->len || memcmp(s->text, t->name, t->len) != 0)
		return fail(p, t->begin, "expected {{/%s}}, found {{/%.*s}}",
		    s->text, (int)t->len, t->name);
	s->next = p->out->t.n;
	p->n_open--;
	return 0;
}

/* The partial with indent before each of its lines (spec: partials,
 * "Standalone Indentation"). */
static char *
indented(const char *text, const char *indent, size_t n)
{
	size_t lines = 1;

	for (const char *c = text; *c != '\0'; c++)
		lines += *c == '\n' ? 1 : 0;
	char *out = (char *)malloc(strlen(text) + lines * n + 1);
	if (out == NULL)
		return NULL;
	char *o = out;
	for (const char *c = text; *c != '\0'; c++) {
		if (c == text || c[-1] == '\n') {
			memcpy(o, indent, n);
			o += n;
		}
		*o++ = *c;
	}
	*o = '\0';
	return out;
}

/* Partials recurse, at most PARTIAL_DEPTH_MAX deep.
 * NOLINTBEGIN(misc-no-recursion) */
static int parse_text(struct parse *p);

static int
parse_partial(struct parse *p, const struct tag *t, size_t indent)
{
	char name[NAME_MAX_LEN + 1];

	memcpy(name, t->name, t->len);
	name[t->len] = '\0';
	const char *text = p->partial(p->ctx, name);
	if (text == NULL)
		return fail(p, t->begin, "no partial named %s", name);
	if (p->partials == PARTIAL_DEPTH_MAX)
		return fail(p, t->begin, "partial %s includes itself", name);
	char *copy = indented(text, p->text + t->begin - indent, indent);
	if (copy == NULL)
		return fail(p, t->begin, "out of memory");

	struct parse sub = *p;
	sub.file = name;
	sub.text = copy;
	sub.len = strlen(copy);
	sub.pos = 0;
	sub.partials++;
	sub.outer_open = p->n_open;
	int r = parse_text(&sub);
	free(copy);
	return r;
}

/* One tag, and the literal text before it. */
static int
parse_tag(struct parse *p, size_t at)
{
	struct tag t = {.begin = at, .name = ""};
	size_t begin = at;
	size_t end = 0;

	if (read_tag(p, at, &t) != 0)
		return -1;
	bool message = t.sign == '#' && t.len == 1 && t.name[0] == 't';
	bool alone =
	    t.sign != '\0' && !message && is_standalone(p, &t, &begin, &end);
	if (!alone) {
		begin = at;
		end = t.end;
	}
	if (add_literal(p, p->pos, begin) != 0)
		return -1;
	p->pos = end;
	if (message)
		return parse_message(p, &t);
	switch (t.sign) {
	case '!':
		return 0;
	case '#':
	case '^':
		return open_section(p, &t);
	case '/':
		return close_section(p, &t);
	case '>':
		return parse_partial(p, &t, at - begin);
	default:
		return add_step(p, WEB_VARIABLE, t.name, t.len);
	}
}

static int
parse_text(struct parse *p)
{
	for (;;) {
		const char *tag = strstr(p->text + p->pos, "{{");
		if (tag == NULL)
			break;
		if (parse_tag(p, (size_t)(tag - p->text)) != 0)
			return -1;
	}
	if (p->n_open > p->outer_open)
		return fail(p, p->len, "expected {{/%s}} before the end",
		    p->out->steps[p->open[p->n_open - 1]].text);
	return add_literal(p, p->pos, p->len);
}

/* NOLINTEND(misc-no-recursion) */

int
mustache_compile(const char *file, const char *text, mustache_partial partial,
    void *ctx, struct mustache *out, struct mustache_error *err)
{
	*out = (struct mustache){0};
	struct parse p = {
	    .out = out,
	    .err = err,
	    .partial = partial,
	    .ctx = ctx,
	    .file = file,
	    .text = text,
	    .len = strlen(text),
	};

	int r = parse_text(&p);
	if (r != 0)
		mustache_free(out);
	return r;
}
