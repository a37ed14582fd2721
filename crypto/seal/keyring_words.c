/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What was found in a keyring, for a message: only as far as it cannot be a
 * secret. People paste the wrong line, and logs are read by many.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/visible.h"
#include "crypto/seal/keyring_parser.h"

#define SHOWN_MAX 40
/* The longest word that is shown whole. Areas, types of keys and numbers are
 * shorter; half of a key's characters (32 bytes are 43) are not. */
#define WORD_MAX 24
/* Of a public key: its type and enough to find it again. */
#define KEY_SHOWN 12

static bool
begins(struct view v, size_t at, const char *word)
{
	size_t n = strlen(word);

	return v.len - at >= n &&
	       strncasecmp((const char *)&v.data[at], word, n) == 0;
}

static bool
names_secret(struct view v)
{
	for (size_t i = 0; i < v.len; i++)
		if (begins(v, i, "secret"))
			return true;
	return false;
}

/* What Bech32, base64 and hexadecimal are written with. */
static bool
is_key_character(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '+' || c == '/' || c == '-' ||
	       c == '_';
}

/* How much of v may be shown: up to its first long word. */
static size_t
showable(struct view v)
{
	size_t begin = 0;

	for (size_t i = 0; i < v.len; i++) {
		if (!is_key_character(v.data[i]))
			begin = i + 1;
		else if (i - begin == WORD_MAX)
			return begins(v, begin, "age1") ? begin + KEY_SHOWN
							: begin;
	}
	return v.len;
}

/* Whether all of it fitted. */
static bool
put_shown(struct view v, char *out, size_t max)
{
	struct visible_text t = visible_of(v.data, v.len);
	struct visible c;
	size_t at = 0;

	for (size_t n = 0; n < SHOWN_MAX && visible_next(&t, &c); n++) {
		if (c.text.len > max - at)
			break;
		memcpy(&out[at], c.text.data, c.text.len);
		at += c.text.len;
	}
	out[at] = '\0';
	return !visible_next(&t, &c);
}

void
parser_quote(struct view v, char out[static PARSER_QUOTE_LEN])
{
	/* With two quotes, three dots and a NUL. */
	char shown[PARSER_QUOTE_LEN - 6];
	size_t n = showable(v);

	if (names_secret(v)) {
		(void)snprintf(
		    out, PARSER_QUOTE_LEN, "what may be a secret key");
	} else if (v.len == 0) {
		(void)snprintf(out, PARSER_QUOTE_LEN, "nothing");
	} else if (n == 0) {
		(void)snprintf(out, PARSER_QUOTE_LEN,
		    "%zu characters that may be a key", v.len);
	} else {
		bool all = put_shown((struct view){.data = v.data, .len = n},
		    shown, sizeof shown - 1);
		(void)snprintf(out, PARSER_QUOTE_LEN, "\"%s%s\"", shown,
		    all && n == v.len ? "" : "...");
	}
}
