/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Checked access to JSON members, with messages that name the member.
 */
#include "web/form_read.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ID_MAX 40 /* FORMAT 7.2 */

int
form_wrong(const struct form_node *n, const char *key, const char *fmt, ...)
{
	const char *dot = n->path[0] != '\0' && key[0] != '\0' ? "." : "";
	char *text = n->err->text;
	size_t size = sizeof n->err->text;

	(void)snprintf(text, size, "%s%s%s: ", n->path, dot, key);
	size_t len = strlen(text);

	va_list ap;
	va_start(ap, fmt);
	/* clang 14 loses sight of va_start in a callee.
	 * NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized) */
	(void)vsnprintf(text + len, size - len, fmt, ap);
	va_end(ap);
	return -1;
}

int
form_item(
    const struct form_node *n, const char *key, size_t i, struct form_node *out)
{
	const char *dot = n->path[0] != '\0' ? "." : "";

	out->json = json_array_get(json_object_get(n->json, key), i);
	out->err = n->err;
	(void)snprintf(out->path, sizeof out->path, "%.40s%s%.24s[%zu]",
	    n->path, dot, key, i);
	if (!json_is_object(out->json))
		return form_wrong(out, "", "expected an object");
	return 0;
}

int
form_only(const struct form_node *n, const char *const *allowed)
{
	void *it = json_object_iter(n->json);

	for (; it != NULL; it = json_object_iter_next(n->json, it)) {
		const char *key = json_object_iter_key(it);
		const char *const *a = allowed;
		while (*a != NULL && strcmp(*a, key) != 0)
			a++;
		if (*a == NULL)
			return form_wrong(n, key,
			    "unknown member; see docs/FORMAT.md, section 7");
	}
	return 0;
}

/* Names that stand for something on every page; the renderer knows no other in
 * a text of the definition. */
static bool
braces_are_known(const char *s)
{
	static const char *const names[] = {"{emergency}", "{police}"};

	while ((s = strpbrk(s, "{}")) != NULL) {
		size_t n = 0;
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (strncmp(s, names[i], strlen(names[i])) == 0)
				n = strlen(names[i]);
		if (n == 0)
			return false;
		s += n;
	}
	return true;
}

static int
check_text(const struct form_node *n, const char *key, const json_t *j,
    size_t max, const char **out)
{
	if (!json_is_string(j))
		return form_wrong(n, key, "expected a text");
	const char *s = json_string_value(j);
	size_t len = strlen(s);
	if (len == 0 || len > max)
		return form_wrong(n, key,
		    "expected a text of 1 to %zu bytes, found %zu", max, len);
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7f)
			return form_wrong(n, key,
			    "expected no control characters, found 0x%02x",
			    (unsigned)(unsigned char)s[i]);
	if (!braces_are_known(s))
		return form_wrong(
		    n, key, "expected no braces but {emergency} and {police}");
	*out = s;
	return 0;
}

int
form_optional_text(
    const struct form_node *n, const char *key, size_t max, const char **out)
{
	const json_t *j = json_object_get(n->json, key);

	if (j == NULL) {
		*out = NULL;
		return 0;
	}
	return check_text(n, key, j, max, out);
}

const char *
form_id_item(const struct form_node *n, const char *key, size_t i,
    char name[static FORM_PATH_MAX])
{
	(void)snprintf(name, FORM_PATH_MAX, "%.24s[%zu]", key, i);
	return json_string_value(
	    json_array_get(json_object_get(n->json, key), i));
}

int
form_text_item(const struct form_node *n, const char *key, size_t i, size_t max,
    const char **out)
{
	char item[FORM_PATH_MAX];

	(void)snprintf(item, sizeof item, "%.24s[%zu]", key, i);
	return check_text(n, item,
	    json_array_get(json_object_get(n->json, key), i), max, out);
}

int
form_text(
    const struct form_node *n, const char *key, size_t max, const char **out)
{
	if (json_object_get(n->json, key) == NULL)
		return form_wrong(n, key, "expected a text, found nothing");
	return form_optional_text(n, key, max, out);
}

bool
form_is_id(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return n > 0 && n <= ID_MAX && s[n] == '\0';
}

int
form_id(const struct form_node *n, const char *key, const char **out)
{
	const char *id = json_string_value(json_object_get(n->json, key));

	if (id == NULL)
		return form_wrong(n, key, "expected an id");
	if (!form_is_id(id))
		return form_wrong(n, key,
		    "expected 1 to 40 of a-z, 0-9 and -, found \"%.60s\"", id);
	*out = id;
	return 0;
}

int
form_number(const struct form_node *n, const char *key, size_t min, size_t max,
    size_t *out)
{
	const json_t *j = json_object_get(n->json, key);

	if (j == NULL) {
		*out = 0;
		return 0;
	}
	json_int_t v = json_is_integer(j) ? json_integer_value(j) : -1;
	if (v < (json_int_t)min || v > (json_int_t)max)
		return form_wrong(
		    n, key, "expected a number from %zu to %zu", min, max);
	*out = (size_t)v;
	return 0;
}

int
form_bool(const struct form_node *n, const char *key, bool *out)
{
	const json_t *j = json_object_get(n->json, key);

	if (j != NULL && !json_is_boolean(j))
		return form_wrong(n, key, "expected true or false");
	*out = json_is_true(j);
	return 0;
}

int
form_array(const struct form_node *n, const char *key, size_t min, size_t max,
    const json_t **out, size_t *len)
{
	const json_t *j = json_object_get(n->json, key);

	if (!json_is_array(j))
		return form_wrong(n, key, "expected an array");
	size_t size = json_array_size(j);
	if (size < min || size > max)
		return form_wrong(n, key,
		    "expected %zu to %zu items, found %zu", min, max, size);
	*out = j;
	*len = size;
	return 0;
}
