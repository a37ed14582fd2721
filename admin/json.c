/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * JSON on standard output. One object at a time, as a program has one standard
 * output.
 */
#include "admin/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

static bool comma; /* something stands before in this object or list */
static int depth;

static int
put(void *ctx, const void *p, size_t n)
{
	return fwrite(p, 1, n, ctx) == n ? 0 : -1;
}

static void
put_string(const char *s)
{
	int r = text_json_string(put, stdout, s, strlen(s));

	(void)r; /* the stream remembers it until it is flushed */
}

static void
begin(const char *key)
{
	if (comma)
		putchar(',');
	comma = true;
	if (key != NULL) {
		put_string(key);
		putchar(':');
	}
}

void
json_open(const char *key, char bracket)
{
	begin(key);
	putchar(bracket);
	comma = false;
	depth++;
}

void
json_close(char bracket)
{
	putchar(bracket);
	comma = true;
	if (--depth == 0) {
		putchar('\n');
		comma = false;
	}
}

void
json_text(const char *key, const char *value)
{
	begin(key);
	if (value == NULL)
		fputs("null", stdout);
	else
		put_string(value);
}

void
json_number(const char *key, uint64_t value)
{
	begin(key);
	printf("%" PRIu64, value);
}

void
json_bool(const char *key, bool value)
{
	begin(key);
	fputs(value ? "true" : "false", stdout);
}
