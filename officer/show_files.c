/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A tip's files and what was taken out of them. The container says which files
 * there are; what tip.json says of them is shown when it is what a gateway
 * would say of just these, and else as all is shown that is not known.
 */
#include "officer/show_files.h"

#include <stdio.h>
#include <string.h>

#include "officer/visible.h"

/* FORMAT 3.6. */
static const struct word {
	const char *sent;
	const char *shown;
} types[] =
    {
	{"image/jpeg", "JPEG"},
	{"image/png", "PNG"},
},
  removed[] = {
      {"place", "plats"},
      {"camera", "kamera"},
      {"time", "tid"},
      {"thumbnail", "miniatyrbild"},
      {"text", "text"},
      {"profile", "färgprofil"},
      {"more", "data efter bilden"},
      {"other", "annat"},
};

#define N_TYPES (sizeof types / sizeof types[0])
#define N_REMOVED (sizeof removed / sizeof removed[0])

/* name, type, bytes, width, height, removed */
#define N_MEMBERS 6

#define INDENT "    "
#define FILE_REST "      "

static const char *
word_for(const struct word *words, size_t n, const json_t *v)
{
	if (!json_is_string(v))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (json_string_length(v) == strlen(words[i].sent) &&
		    strcmp(json_string_value(v), words[i].sent) == 0)
			return words[i].shown;
	return NULL;
}

static bool
is_count(const json_t *v)
{
	return json_is_integer(v) && json_integer_value(v) > 0;
}

static bool
is_size(const json_t *v, size_t size)
{
	return json_is_integer(v) && json_integer_value(v) >= 0 &&
	       (uint64_t)json_integer_value(v) == size;
}

static bool
is_name(const json_t *v, const char *name)
{
	return json_is_string(v) && json_string_length(v) == strlen(name) &&
	       strcmp(json_string_value(v), name) == 0;
}

static bool
removed_known(const json_t *list)
{
	size_t i;
	const json_t *v;

	json_array_foreach(list, i, v)
	{
		if (word_for(removed, N_REMOVED, v) == NULL)
			return false;
	}
	return json_is_array(list);
}

static bool
describes(const json_t *a, const struct container_member *m)
{
	return json_object_size(a) == N_MEMBERS &&
	       is_name(json_object_get(a, "name"), m->name) &&
	       is_size(json_object_get(a, "bytes"), m->size) &&
	       word_for(types, N_TYPES, json_object_get(a, "type")) != NULL &&
	       is_count(json_object_get(a, "width")) &&
	       is_count(json_object_get(a, "height")) &&
	       removed_known(json_object_get(a, "removed"));
}

bool
show_files_described(const json_t *attachments, const struct container *c)
{
	if (!json_is_array(attachments) ||
	    json_array_size(attachments) != c->n - 1)
		return false;
	for (size_t i = 1; i < c->n; i++)
		if (!describes(
			json_array_get(attachments, i - 1), &c->members[i]))
			return false;
	return true;
}

static void
put_number(struct output *o, json_int_t n)
{
	char text[24];

	(void)snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT, n);
	output_str(o, text);
}

static void
put_kind(struct output *o, const json_t *a)
{
	output_str(o, ", ");
	output_str(o, word_for(types, N_TYPES, json_object_get(a, "type")));
	output_str(o, ", ");
	put_number(o, json_integer_value(json_object_get(a, "width")));
	output_str(o, " × ");
	put_number(o, json_integer_value(json_object_get(a, "height")));
}

static void
put_removed(struct output *o, const json_t *a)
{
	const char *separator = "Borttaget: ";
	size_t i;
	const json_t *v;

	output_str(o, FILE_REST);
	json_array_foreach(json_object_get(a, "removed"), i, v)
	{
		output_str(o, separator);
		output_str(o, word_for(removed, N_REMOVED, v));
		separator = ", ";
	}
	if (i == 0)
		output_str(o, "Inget att ta bort");
	output_str(o, "\n");
}

static void
put_file(struct output *o, const struct container_member *m,
    const json_t *attachment)
{
	output_str(o, INDENT);
	/* A checked name: printable ASCII. */
	visible_line(o, strlen(INDENT), FILE_REST, m->name, strlen(m->name));
	if (attachment != NULL)
		put_kind(o, attachment);
	output_str(o, ", ");
	put_number(o, (json_int_t)m->size);
	output_str(o, " byte\n");
	if (attachment != NULL)
		put_removed(o, attachment);
}

void
show_files(
    struct output *o, const struct container *c, const json_t *attachments)
{
	if (c->n > 1)
		output_str(o, "\n  Filer\n");
	for (size_t i = 1; i < c->n; i++)
		put_file(o, &c->members[i], json_array_get(attachments, i - 1));
}
