/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-webc: makes C of the web folder, at build time.
 *
 *	inkast-webc build OUT PAGE.mustache... STYLE.css FORM.json LANG.mo...
 *	inkast-webc missing PAGE.mustache... STYLE.css FORM.json LANG.mo...
 *
 * build writes OUT/templates.c, languages.c and files.c. missing prints every
 * text that a catalogue lacks, or has and nobody uses, and ends with 1 if there
 * is any. A file whose name begins with _ is a partial, as is the stylesheet,
 * under the name "style".
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "web/compiler/css.h"
#include "web/compiler/emit.h"
#include "web/compiler/mo.h"
#include "web/compiler/mustache.h"
#include "web/compiler/texts.h"
#include "web/form.h"

/* Far above what a municipality's form takes, far below what a build machine
 * has. */
#define FILES_MAX 64
#define FILE_MAX ((size_t)4 * 1024 * 1024)

enum kind {
	KIND_PAGE,
	KIND_PARTIAL,
	KIND_STYLE,
	KIND_FORM,
	KIND_CATALOG,
};

struct input {
	const char *path;
	char name[64]; /* without folder and ending */
	enum kind kind;
	struct buf text; /* NUL-terminated; len without the NUL */
	size_t len;
	struct mustache page;
	struct mo mo;
};

struct build {
	struct input in[FILES_MAX];
	size_t n;
	struct form *form;
};

static int
complain(const char *path, const char *what)
{
	fprintf(stderr, "%s: %s\n", path, what);
	return -1;
}

static bool
has_ending(const char *s, const char *ending)
{
	size_t n = strlen(s);
	size_t m = strlen(ending);

	return n > m && strcmp(s + n - m, ending) == 0;
}

static int
classify(struct input *in)
{
	const char *slash = strrchr(in->path, '/');
	const char *base = slash != NULL ? slash + 1 : in->path;

	(void)snprintf(
	    in->name, sizeof in->name, "%.*s", (int)strcspn(base, "."), base);
	if (has_ending(base, ".mustache"))
		in->kind = base[0] == '_' ? KIND_PARTIAL : KIND_PAGE;
	else if (has_ending(base, ".css"))
		in->kind = KIND_STYLE;
	else if (has_ending(base, ".json"))
		in->kind = KIND_FORM;
	else if (has_ending(base, ".mo"))
		in->kind = KIND_CATALOG;
	else
		return complain(in->path, "expected a file that ends with "
					  ".mustache, .css, .json or .mo");
	return 0;
}

static int
read_input(struct input *in)
{
	if (classify(in) != 0)
		return -1;
	buf_init(&in->text, &buf_heap, FILE_MAX);
	int r = io_read_file(in->path, &in->text);
	if (r != 0)
		/* One thread. */
		return complain(in->path, strerror(-r));
	in->len = in->text.len;
	if (buf_add_zeros(&in->text, 1) != BUF_OK)
		return complain(in->path, "out of memory");
	if (in->kind != KIND_CATALOG &&
	    strlen((char *)in->text.data) != in->len)
		return complain(in->path, "expected text, found a NUL byte");
	if (in->kind == KIND_STYLE)
		in->len = css_squeeze((char *)in->text.data, in->len);
	return 0;
}

static const char *
partial(void *ctx, const char *name)
{
	const struct build *b = (const struct build *)ctx;

	for (size_t i = 0; i < b->n; i++)
		if ((b->in[i].kind == KIND_PARTIAL ||
			b->in[i].kind == KIND_STYLE) &&
		    strcmp(b->in[i].name, name) == 0)
			return (const char *)b->in[i].text.data;
	return NULL;
}

static int
compile_input(struct build *b, struct input *in)
{
	struct mustache_error err;
	struct form_error form_err;

	switch (in->kind) {
	case KIND_PAGE:
		if (mustache_compile(in->path, (const char *)in->text.data,
			partial, b, &in->page, &err) != 0) {
			fprintf(stderr, "%s\n", err.text);
			return -1;
		}
		return 0;
	case KIND_FORM:
		b->form =
		    form_parse((const char *)in->text.data, in->len, &form_err);
		if (b->form != NULL)
			return 0;
		fprintf(stderr, "%s:%u: %s\n", in->path, form_err.line,
		    form_err.text);
		return -1;
	case KIND_CATALOG:
		if (mo_parse(&in->text, &in->mo) != 0 || in->mo.n == 0)
			return complain(
			    in->path, "expected a MO file with texts");
		return 0;
	case KIND_STYLE:
		return strstr((char *)in->text.data, "{{") == NULL
			   ? 0
			   : complain(in->path, "expected no {{");
	case KIND_PARTIAL:
	default:
		return 0;
	}
}

static int
write_out(const char *dir, const char *name, struct buf *c)
{
	char path[4096];
	int r = c->err;

	(void)snprintf(path, sizeof path, "%s/%s", dir, name);
	if (r == 0)
		r = io_write_file(path, 0644, 1, c->data, c->len);
	buf_free(c);
	return r == 0 ? 0 : complain(path, "cannot write");
}

static int
build_templates(const struct build *b, const char *dir)
{
	struct buf c;

	buf_init(&c, &buf_heap, 4 * FILE_MAX);
	(void)buf_add_str(&c, "#include \"web/template.h\"\n\n");
	for (size_t i = 0; i < b->n; i++)
		if (b->in[i].kind == KIND_PAGE)
			emit_template(&c, b->in[i].name, &b->in[i].page.t);
	return write_out(dir, "templates.c", &c);
}

static int
language_of(const struct input *in, struct emit_language *l)
{
	l->messages = in->mo.messages;
	l->n = in->mo.n;
	if (mo_header(&in->mo, "Language", l->tag, sizeof l->tag) != 0 ||
	    mo_header(&in->mo, "X-Name", l->name, sizeof l->name) != 0 ||
	    mo_header(&in->mo, "X-Direction", l->dir, sizeof l->dir) != 0)
		return complain(in->path,
		    "expected header lines Language, X-Name and X-Direction");
	return 0;
}

static int
build_languages(const struct build *b, const char *dir)
{
	struct emit_language l[FILES_MAX + 1] = {
	    {.tag = "sv", .name = "Svenska", .dir = "ltr"}};
	size_t n = 1;
	struct buf c;

	for (size_t i = 0; i < b->n; i++)
		if (b->in[i].kind == KIND_CATALOG &&
		    language_of(&b->in[i], &l[n++]) != 0)
			return -1;
	buf_init(&c, &buf_heap, FILE_MAX);
	(void)buf_add_str(
	    &c, "#include \"web/catalog.h\"\n#include \"web/language.h\"\n\n");
	emit_languages(&c, l, n);
	return write_out(dir, "languages.c", &c);
}

static int
build_files(const struct build *b, const char *dir)
{
	struct buf c;

	buf_init(&c, &buf_heap, 4 * FILE_MAX);
	(void)buf_add_str(
	    &c, "#include \"web/builtin.h\"\n#include \"web/language.h\"\n\n");
	for (size_t i = 0; i < b->n; i++) {
		const struct input *in = &b->in[i];
		const char *text = (const char *)in->text.data;
		if (in->kind == KIND_STYLE) {
			emit_bytes(
			    &c, "static const char style[]", text, in->len);
			(void)buf_add_str(
			    &c, "const char *const web_style = style;\n\n");
		} else if (in->kind == KIND_FORM) {
			emit_bytes(
			    &c, "static const char form[]", text, in->len);
			(void)buf_add_fmt(&c,
			    "const char *const web_form_json = form;\n"
			    "const size_t web_form_json_len = %zu;\n\n",
			    in->len);
		}
	}
	return write_out(dir, "files.c", &c);
}

static int
report_missing(const struct build *b)
{
	struct texts used = {0};
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		if (b->in[i].kind == KIND_PAGE)
			texts_of_template(&used, &b->in[i].page.t);
	texts_of_form(&used, b->form);
	for (size_t i = 0; i < b->n; i++)
		if (b->in[i].kind == KIND_CATALOG)
			n += texts_compare(&used, b->in[i].mo.messages,
			    b->in[i].mo.n, b->in[i].path, stdout);
	printf("%zu texts, %zu faults\n", used.n, n);
	texts_free(&used);
	return n == 0 ? 0 : -1;
}

static void
free_inputs(struct build *b)
{
	form_free(&b->form);
	for (size_t i = 0; i < b->n; i++) {
		mustache_free(&b->in[i].page);
		mo_free(&b->in[i].mo);
		buf_free(&b->in[i].text);
	}
}

static int
run(struct build *b, const char *verb, const char *dir, int n, char **paths)
{
	for (int i = 0; i < n; i++) {
		b->in[b->n].path = paths[i];
		if (read_input(&b->in[b->n++]) != 0)
			return -1;
	}
	for (size_t i = 0; i < b->n; i++)
		if (compile_input(b, &b->in[i]) != 0)
			return -1;
	if (b->form == NULL)
		return complain("inkast-webc", "expected a form definition");
	if (strcmp(verb, "missing") == 0)
		return report_missing(b);
	if (build_templates(b, dir) != 0 || build_languages(b, dir) != 0)
		return -1;
	return build_files(b, dir);
}

int
main(int argc, char **argv)
{
	static struct build b; /* too large for a stack frame */
	bool build = argc > 3 && strcmp(argv[1], "build") == 0;
	bool missing = argc > 2 && strcmp(argv[1], "missing") == 0;
	int first = build ? 3 : 2;

	if ((!build && !missing) || argc - first > FILES_MAX) {
		fputs(
		    "usage: inkast-webc build OUT FILE... | missing FILE...\n",
		    stderr);
		return 64; /* EX_USAGE */
	}
	int r = run(&b, argv[1], argv[2], argc - first, argv + first);
	free_inputs(&b);
	return r == 0 ? 0 : 1;
}
