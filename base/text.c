/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * UTF-8, hexadecimal, JSON strings.
 */
#include "base/text.h"

#include <string.h>

/* The length of the UTF-8 sequence at p, of which n bytes are there; 0 when it
 * is not well-formed. RFC 3629 section 4 is this table. */
static size_t
utf8_sequence(const uint8_t *p, size_t n)
{
	uint8_t low = 0x80, high = 0xbf;
	size_t len;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	len = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (p[0] == 0xe0)
		low = 0xa0; /* overlong */
	else if (p[0] == 0xed)
		high = 0x9f; /* surrogates */
	else if (p[0] == 0xf0)
		low = 0x90; /* overlong */
	else if (p[0] == 0xf4)
		high = 0x8f; /* above U+10FFFF */
	if (len > n || p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

bool
text_is_utf8(const void *p, size_t n)
{
	const uint8_t *s = p;

	for (size_t i = 0; i < n;) {
		size_t len = utf8_sequence(s + i, n - i);
		if (len == 0)
			return false;
		i += len;
	}
	return true;
}

size_t
text_count(const void *p, size_t n)
{
	const uint8_t *s = p;
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		bool continuation = (s[i] & 0xc0) == 0x80;
		bool lf_of_crlf = s[i] == '\n' && i > 0 && s[i - 1] == '\r';
		if (!continuation && !lf_of_crlf)
			count++;
	}
	return count;
}

bool
text_is_blank(const void *p, size_t n)
{
	const uint8_t *s = p;

	for (size_t i = 0; i < n; i++)
		if (s[i] != ' ' && (s[i] < '\t' || s[i] > '\r'))
			return false;
	return true;
}

void
text_hex(const uint8_t *p, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[p[i] >> 4];
		out[2 * i + 1] = digits[p[i] & 15];
	}
	out[2 * n] = '\0';
}

static int
unhex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool
text_unhex(const char *s, size_t len, uint8_t *out, size_t n)
{
	if (len % 2 != 0 || len / 2 != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int high = unhex_digit(s[2 * i]);
		int low = unhex_digit(s[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high * 16 + low);
	}
	return true;
}

/* Write the escape of one byte that JSON does not take as it is. */
static int
json_escape(write_fn write, void *ctx, uint8_t c)
{
	static const char digits[] = "0123456789abcdef";
	char u[] = "\\u00xx";

	switch (c) {
	case '"':
		return write(ctx, "\\\"", 2);
	case '\\':
		return write(ctx, "\\\\", 2);
	case '\n':
		return write(ctx, "\\n", 2);
	case '\r':
		return write(ctx, "\\r", 2);
	case '\t':
		return write(ctx, "\\t", 2);
	default:
		u[4] = digits[c >> 4];
		u[5] = digits[c & 15];
		return write(ctx, u, 6);
	}
}

int
text_json_string(write_fn write, void *ctx, const void *p, size_t n)
{
	const uint8_t *s = p;
	size_t from = 0;
	int r = write(ctx, "\"", 1);

	for (size_t i = 0; r == 0 && i < n; i++) {
		if (s[i] >= 0x20 && s[i] != '"' && s[i] != '\\')
			continue;
		if (i > from)
			r = write(ctx, s + from, i - from);
		if (r == 0)
			r = json_escape(write, ctx, s[i]);
		from = i + 1;
	}
	if (r == 0 && n > from)
		r = write(ctx, s + from, n - from);
	return r != 0 ? r : write(ctx, "\"", 1);
}
