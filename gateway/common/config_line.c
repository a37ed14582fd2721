/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The grammar of one line of the configuration.
 */
#include "gateway/common/config_line.h"

#include <stdbool.h>

#include "base/text.h"
#include "gateway/common/limits.h"

#define STRING_OF(n) #n
#define STRING(n) STRING_OF(n)

static bool
is_space(uint8_t c)
{
	return c == ' ' || c == '\t';
}

static bool
is_name(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || c == '_';
}

/* Controls but the tab; C1 controls are caught in values. */
static bool
has_control(struct view v)
{
	for (size_t i = 0; i < v.len; i++)
		if ((v.data[i] < 0x20 && v.data[i] != '\t') ||
		    v.data[i] == 0x7f)
			return true;
	return false;
}

/* inih would take the rest of the line away as a comment. */
static bool
has_inline_comment(struct reader r)
{
	bool space = true;
	struct view c;

	while (reader_take(&r, 1, &c)) {
		if (c.data[0] == ';' && space)
			return true;
		space = is_space(c.data[0]);
	}
	return false;
}

/* Take what `is` accepts off the front; how much it was. */
static size_t
skip(struct reader *r, bool (*is)(uint8_t))
{
	size_t n = 0;
	struct reader ahead = *r;
	struct view c;

	while (reader_take(&ahead, 1, &c) && is(c.data[0])) {
		*r = ahead;
		n++;
	}
	return n;
}

static const char *
section_fault(struct reader *r)
{
	if (!reader_literal(r, "[") || skip(r, is_name) == 0 ||
	    !reader_literal(r, "]"))
		return "expected [section] with its closing bracket";
	skip(r, is_space);
	return reader_left(r) == 0 ? NULL : "expected nothing after [section]";
}

static const char *
pair_fault(struct reader *r)
{
	size_t name = skip(r, is_name);

	skip(r, is_space);
	if (name == 0 || !reader_literal(r, "="))
		return "expected key = value, a [section], or a # comment";
	if (has_inline_comment(*r))
		return "expected no comment after a value; comments have their "
		       "own line";
	return NULL;
}

const char *
config_line_fault(struct view line)
{
	struct reader r = reader_of(line.data, line.len);

	if (line.len > LIMIT_CONFIG_LINE)
		return "expected a line of at most " STRING(
		    LIMIT_CONFIG_LINE) " bytes";
	if (has_control(line))
		return "expected no control characters, and lines that end in "
		       "LF";
	if (!text_is_utf8(line.data, line.len))
		return "expected UTF-8";
	if (reader_literal(&r, "#") || reader_literal(&r, ";"))
		return NULL;
	if (skip(&r, is_space) > 0)
		return reader_left(&r) == 0
			   ? NULL
			   : "expected a line that begins at its first column";
	if (line.len == 0)
		return NULL;
	return line.data[0] == '[' ? section_fault(&r) : pair_fault(&r);
}
