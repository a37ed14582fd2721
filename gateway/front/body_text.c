/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Line ends and NUL (HTML, 4.10.21.4, "convert to a list of name-value pairs").
 */
#include "gateway/front/body_text.h"

/* U+FFFD in UTF-8: HTML's stand-in for NUL, which no page could show again. */
static const uint8_t replacement[] = {0xef, 0xbf, 0xbd};

size_t
body_text_max(struct view sent)
{
	size_t max = sent.len;

	for (size_t i = 0; i < sent.len; i++) {
		uint8_t c = sent.data[i];
		if (c == '\r' || c == '\n')
			max += 1;
		else if (c == '\0')
			max += sizeof(replacement) - 1;
	}
	return max;
}

void
body_text_put(struct body_text *t, uint8_t c)
{
	bool lf_of_crlf = c == '\n' && t->after_cr;

	t->after_cr = c == '\r';
	if (lf_of_crlf)
		return;
	if (c == '\r' || c == '\n')
		(void)buf_add(t->out, "\r\n", 2);
	else if (c == '\0')
		(void)buf_add(t->out, replacement, sizeof(replacement));
	else
		(void)buf_add(t->out, &c, 1);
}
