/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Squeezing a stylesheet. Only white space and comments go: a rule is never
 * changed, so what is tested is what was written.
 */
#include "web/compiler/css.h"

#include <stdbool.h>
#include <string.h>

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* After these no space is needed. A space before any of them may matter
 * (descendant selectors), but for '{', '}' and ';'. */
static bool
ends_token(char c)
{
	return c == '{' || c == '}' || c == ';' || c == ',';
}

static size_t
skip_comment(const char *css, size_t len, size_t i)
{
	for (i += 2; i + 1 < len; i++)
		if (css[i] == '*' && css[i + 1] == '/')
			return i + 2;
	return len;
}

size_t
css_squeeze(char *css, size_t len)
{
	size_t out = 0;
	char quote = '\0';

	for (size_t i = 0; i < len;) {
		char c = css[i];
		if (quote == '\0' && c == '/' && i + 1 < len &&
		    css[i + 1] == '*') {
			i = skip_comment(css, len, i);
			continue;
		}
		i++;
		if (quote == '\0' && is_space(c)) {
			if (out > 0 && css[out - 1] != ' ' &&
			    !ends_token(css[out - 1]))
				css[out++] = ' ';
			continue;
		}
		if (quote == '\0' && (c == '{' || c == '}') && out > 0 &&
		    css[out - 1] == ' ')
			out--;
		if (quote == c)
			quote = '\0';
		else if (quote == '\0' && (c == '"' || c == '\''))
			quote = c;
		css[out++] = c;
	}
	css[out] = '\0';
	return out;
}
