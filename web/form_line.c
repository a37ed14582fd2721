/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * One pass over the text, with the path of the value that begins at each place.
 */
#include "web/form_line.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Deeper is no form definition: help, page, parts, part, contacts, contact. */
#define DEPTH_MAX 16
#define PATH_MAX_LEN 200

struct frame {
	bool is_array;
	size_t index;
	size_t path_len; /* of the object or array itself */
};

struct walk {
	const char *target;
	char path[PATH_MAX_LEN];
	size_t path_len;
	struct frame frames[DEPTH_MAX];
	size_t depth;
	unsigned line;
	unsigned found; /* line of the best value so far */
	size_t matched; /* how much of target its path is */
	bool is_key;    /* the next string names a member */
};

/* A value begins here: is it the target, or around it? */
static void
meet_value(struct walk *w)
{
	if (strncmp(w->target, w->path, w->path_len) != 0)
		return;
	char next = w->target[w->path_len];
	if (w->path_len > 0 && strchr(".[:", next) == NULL)
		return; /* strchr finds the NUL, too */
	if (w->path_len >= w->matched) {
		w->matched = w->path_len;
		w->found = w->line;
	}
}

/* The path of the next item, or of the member called name. */
static void
extend(struct walk *w, const char *name, size_t len)
{
	const struct frame *f = &w->frames[w->depth - 1];
	char *at = w->path + f->path_len;
	size_t room = sizeof w->path - f->path_len;
	int n = f->is_array
		    ? snprintf(at, room, "[%zu]", f->index)
		    : snprintf(at, room, "%s%.*s", f->path_len > 0 ? "." : "",
			  (int)(len < room ? len : room), name);

	w->path_len =
	    n < 0 || (size_t)n >= room ? f->path_len : f->path_len + (size_t)n;
}

static bool
open_frame(struct walk *w, bool is_array)
{
	meet_value(w);
	if (w->depth == DEPTH_MAX)
		return false;
	w->frames[w->depth++] =
	    (struct frame){.is_array = is_array, .path_len = w->path_len};
	w->is_key = !is_array;
	if (is_array)
		extend(w, "", 0);
	return true;
}

static void
close_frame(struct walk *w)
{
	if (w->depth > 0)
		w->path_len = w->frames[--w->depth].path_len;
	w->is_key = false;
}

static void
next_item(struct walk *w)
{
	if (w->depth == 0)
		return;
	struct frame *f = &w->frames[w->depth - 1];
	f->index++;
	w->is_key = !f->is_array;
	if (f->is_array)
		extend(w, "", 0);
}

/* The length of a string's content that begins at p. */
static size_t
string_len(const char *p, size_t left)
{
	size_t n = 0;

	while (n < left && p[n] != '"')
		n += p[n] == '\\' && n + 1 < left ? 2 : 1;
	return n < left ? n : left;
}

/* The bytes that the token at p takes; 0 ends the walk. */
static size_t
take(struct walk *w, const char *p, size_t left)
{
	size_t n = 1;

	switch (*p) {
	case '{':
	case '[':
		return open_frame(w, *p == '[') ? 1 : 0;
	case '}':
	case ']':
		close_frame(w);
		return 1;
	case ',':
		next_item(w);
		return 1;
	case ':':
		w->is_key = false;
		return 1;
	case '"':
		n = string_len(p + 1, left - 1);
		if (w->is_key && w->depth > 0)
			extend(w, p + 1, n);
		else
			meet_value(w);
		return n + 2 < left ? n + 2 : left;
	default: /* a number or a word */
		meet_value(w);
		while (n < left && strchr(",]} \t\r\n", p[n]) == NULL)
			n++;
		return n;
	}
}

unsigned
form_line(const char *json, size_t len, const char *path)
{
	struct walk w = {.target = path, .line = 1, .found = 1};
	size_t at = 0;

	while (at < len) {
		if (json[at] == '\n')
			w.line++;
		if (isspace((unsigned char)json[at])) {
			at++;
			continue;
		}
		size_t n = take(&w, json + at, len - at);
		if (n == 0)
			break;
		at += n;
	}
	return w.found;
}
