/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Public keys of signers as text (docs/FORMAT.md 14.1).
 */
#include "crypto/core/minisign.h"

#include <string.h>

#include "crypto/core/base64.h"

#define ALGORITHM_LEN 2
#define BYTES (ALGORITHM_LEN + MINISIGN_ID_LEN + MINISIGN_KEY_LEN)

_Static_assert(BASE64_PADDED_LEN(BYTES) + 1 == MINISIGN_PUBLIC_TEXT_LEN,
    "42 bytes are 56 characters, without padding");

int
minisign_public_parse(const char *s, size_t len, struct minisign_public *out)
{
	struct view text = {.data = (const uint8_t *)s, .len = len};
	uint8_t bytes[BYTES];
	size_t n;

	if (!base64_decode_padded(text, bytes, sizeof bytes, &n) ||
	    n != sizeof bytes || bytes[0] != 'E' || bytes[1] != 'd')
		return MINISIGN_E_FORM;
	memcpy(out->id, &bytes[ALGORITHM_LEN], MINISIGN_ID_LEN);
	memcpy(out->key, &bytes[ALGORITHM_LEN + MINISIGN_ID_LEN],
	    MINISIGN_KEY_LEN);
	return MINISIGN_OK;
}

/* The next line, without LF or CR LF; the last one may lack both. */
static struct view
next_line(struct reader *r)
{
	struct view line;

	if (!reader_line(r, reader_left(r), &line) &&
	    !reader_take(r, reader_left(r), &line))
		return (struct view){.data = (const uint8_t *)""};
	if (line.len > 0 && line.data[line.len - 1] == '\r')
		line.len--;
	return line;
}

int
minisign_public_file_parse(
    const void *text, size_t len, struct minisign_public *out)
{
	static const char comment[] = "untrusted comment:";
	struct reader r = reader_of(text, len);
	struct view line = next_line(&r);
	struct reader first = reader_of(line.data, line.len);

	if (reader_literal(&first, comment))
		line = next_line(&r);
	if (reader_left(&r) != 0)
		return MINISIGN_E_FORM;
	return minisign_public_parse((const char *)line.data, line.len, out);
}

void
minisign_public_format(
    const struct minisign_public *p, char out[static MINISIGN_PUBLIC_TEXT_LEN])
{
	uint8_t bytes[BYTES] = {'E', 'd'};

	memcpy(&bytes[ALGORITHM_LEN], p->id, MINISIGN_ID_LEN);
	memcpy(
	    &bytes[ALGORITHM_LEN + MINISIGN_ID_LEN], p->key, MINISIGN_KEY_LEN);
	base64_encode_padded(bytes, sizeof bytes, out);
}

/* minisign reads the id as a little-endian number. */
void
minisign_id_format(const uint8_t id[static MINISIGN_ID_LEN],
    char out[static MINISIGN_ID_TEXT_LEN])
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < MINISIGN_ID_LEN; i++) {
		uint8_t b = id[MINISIGN_ID_LEN - 1 - i];
		out[2 * i] = digits[b >> 4];
		out[2 * i + 1] = digits[b & 15];
	}
	out[MINISIGN_ID_TEXT_LEN - 1] = '\0';
}
