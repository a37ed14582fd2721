/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Tables as C source. Every byte that is not plainly printable is an octal
 * escape: source stays ASCII, and no trigraph or encoding can change it.
 */
#include "web/compiler/emit.h"

#include <stdbool.h>
#include <string.h>

static bool
is_plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\'' && c != '\\' &&
	       c != '?';
}

static void
emit_char(struct buf *out, unsigned char c)
{
	if (is_plain(c))
		(void)buf_add(out, &c, 1);
	else
		(void)buf_add_fmt(out, "\\%03o", c);
}

static void
emit_string(struct buf *out, const char *s, size_t n)
{
	(void)buf_add_str(out, "\"");
	for (size_t i = 0; i < n; i++)
		emit_char(out, (unsigned char)s[i]);
	(void)buf_add_str(out, "\"");
}

static const char *
op_name(enum web_op op)
{
	switch (op) {
	case WEB_LITERAL:
		return "WEB_LITERAL";
	case WEB_VARIABLE:
		return "WEB_VARIABLE";
	case WEB_MESSAGE:
		return "WEB_MESSAGE";
	case WEB_SECTION:
		return "WEB_SECTION";
	case WEB_INVERTED:
	default:
		return "WEB_INVERTED";
	}
}

void
emit_template(struct buf *out, const char *name, const struct web_template *t)
{
	(void)buf_add_fmt(
	    out, "static const struct web_step %s_steps[] = {\n", name);
	for (size_t i = 0; i < t->n; i++) {
		const struct web_step *s = &t->steps[i];
		(void)buf_add_fmt(out, "\t{%s, ", op_name(s->op));
		emit_string(out, s->text, s->len);
		(void)buf_add_fmt(out, ", %zu, %zu},\n", s->len, s->next);
	}
	(void)buf_add_fmt(out,
	    "};\nconst struct web_template web_template_%s = {%s_steps, "
	    "%zu};\n\n",
	    name, name, t->n);
}

static void
emit_catalog(struct buf *out, const struct emit_language *l, size_t index)
{
	(void)buf_add_fmt(
	    out, "static const struct web_message messages_%zu[] = {\n", index);
	for (size_t i = 0; i < l->n; i++) {
		const struct web_message *m = &l->messages[i];
		(void)buf_add_str(out, "\t{");
		emit_string(out, m->swedish, strlen(m->swedish));
		(void)buf_add_str(out, ",\n\t ");
		emit_string(out, m->translated, strlen(m->translated));
		(void)buf_add_str(out, "},\n");
	}
	(void)buf_add_fmt(out,
	    "};\nstatic const struct web_catalog catalog_%zu = {messages_%zu, "
	    "%zu};\n\n",
	    index, index, l->n);
}

void
emit_languages(struct buf *out, const struct emit_language *l, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (l[i].messages != NULL)
			emit_catalog(out, &l[i], i);
	(void)buf_add_str(
	    out, "static const struct web_language languages[] = {\n");
	for (size_t i = 0; i < n; i++) {
		bool swedish = l[i].messages == NULL;
		(void)buf_add_str(out, "\t{");
		emit_string(out, l[i].tag, strlen(l[i].tag));
		(void)buf_add_str(out, ", ");
		emit_string(out, l[i].name, strlen(l[i].name));
		(void)buf_add_fmt(out, ", \"%s%s\", \"%s\", ",
		    swedish ? "" : l[i].tag, swedish ? "" : "/", l[i].dir);
		if (swedish)
			(void)buf_add_str(out, "NULL},\n");
		else
			(void)buf_add_fmt(out, "&catalog_%zu},\n", i);
	}
	(void)buf_add_fmt(out,
	    "};\nconst struct web_language *const web_languages = languages;\n"
	    "const size_t web_n_languages = %zu;\n",
	    n);
}

void
emit_bytes(struct buf *out, const char *declaration, const char *p, size_t n)
{
	(void)buf_add_fmt(out, "%s = {", declaration);
	for (size_t i = 0; i < n; i++) {
		if (i % 16 == 0)
			(void)buf_add_str(out, "\n\t");
		(void)buf_add_str(out, "'");
		emit_char(out, (unsigned char)p[i]);
		(void)buf_add_str(out, "',");
	}
	(void)buf_add_str(out, "\n\t'\\0'};\n");
}
