/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A share as seven lines of text (docs/FORMAT.md 15.2 and 15.4).
 */
#include "crypto/share/share.h"

#include <string.h>

#include "base/reader.h"
#include "crypto/core/hash.h"
#include "crypto/core/secret.h"
#include "crypto/share/apart.h"
#include "crypto/share/line.h"

#define VERSION 1
#define CHECK_LEN 2
#define SHARE_LEN ((size_t)LINES * LINE_BYTES)
#define BODY_LEN (SHARE_LEN - CHECK_LEN)
#define GROUP 5 /* characters that an eye takes at once */

_Static_assert(
    4 + SHARE_SET_LEN + SHARE_COMMITMENT_LEN + SHARE_SECRET_LEN == BODY_LEN,
    "seven lines hold a share");

/* The first bytes of SHA-256 over what stands before. */
static void
checksum(const uint8_t bytes[static SHARE_LEN], uint8_t out[static CHECK_LEN])
{
	uint8_t digest[HASH_LEN];

	hash_of(bytes, BODY_LEN, digest);
	memcpy(out, digest, CHECK_LEN);
	secret_stack_wipe();
}

APART void
pack(const struct share *s, uint8_t bytes[static SHARE_LEN])
{
	const uint8_t head[] = {VERSION, s->k, s->n, s->i};
	uint8_t *p = mempcpy(bytes, head, sizeof head);

	p = mempcpy(p, s->set, sizeof s->set);
	p = mempcpy(p, s->commitment, sizeof s->commitment);
	p = mempcpy(p, s->values, sizeof s->values);
	checksum(bytes, p);
}

APART void
write_line(unsigned number, const uint8_t bytes[static LINE_BYTES],
    char chars[static LINE_CHARS], struct buf *out)
{
	const char mark[] = {(char)('0' + number), ':'};

	line_encode(number, bytes, chars);
	buf_add(out, mark, sizeof mark);
	for (size_t at = 0; at < LINE_CHARS; at += GROUP) {
		size_t left = LINE_CHARS - at;
		buf_add(out, " ", 1);
		buf_add(out, &chars[at], left < GROUP ? left : GROUP);
	}
	buf_add(out, "\n", 1);
}

struct scratch {
	uint8_t bytes[SHARE_LEN];
	char chars[LINE_CHARS];
};

int
share_write(const struct share *s, struct buf *out)
{
	struct scratch *room = secret_alloc(sizeof *room);

	if (room == NULL)
		return SHARE_E_MEMORY;
	pack(s, room->bytes);
	for (unsigned i = 0; i < LINES; i++)
		write_line(i + 1, &room->bytes[(size_t)i * LINE_BYTES],
		    room->chars, out);
	secret_free(room);
	secret_stack_wipe();
	return out->err == BUF_OK ? SHARE_OK : SHARE_E_MEMORY;
}

/* Up to the line's end, or the text's. False when nothing is left. */
static bool
next_line(struct reader *r, struct view *line)
{
	size_t left = reader_left(r);

	return left > 0 &&
	       (reader_line(r, left, line) || reader_take(r, left, line));
}

/* "1:" and so on. 0 when it is no line of a share; *rest gets what follows. */
static unsigned
line_number(struct view line, struct view *rest)
{
	struct reader r = reader_of(line.data, line.len);
	uint8_t digit = 0;

	while (reader_literal(&r, " ") || reader_literal(&r, "\t"))
		continue;
	if (!reader_u8(&r, &digit) || digit < '1' || digit > '0' + LINES)
		return 0;
	while (reader_literal(&r, " ") || reader_literal(&r, "\t"))
		continue;
	if (!reader_literal(&r, ":") || !reader_take(&r, reader_left(&r), rest))
		return 0;
	return (unsigned)(digit - '0');
}

unsigned
share_line(struct view line, bool *fits)
{
	uint8_t bytes[LINE_BYTES];
	struct view rest;
	unsigned number = line_number(line, &rest);

	*fits = number != 0 && line_decode(number, rest, bytes);
	explicit_bzero(bytes, sizeof bytes);
	secret_stack_wipe();
	return number;
}

/* Every line of the share, once. */
APART int
read_lines(struct reader *r, uint8_t bytes[static SHARE_LEN], unsigned *line)
{
	bool seen[LINES + 1] = {false};
	unsigned n = 0;
	struct view text;
	struct view rest;

	while (next_line(r, &text)) {
		unsigned number = line_number(text, &rest);
		if (number == 0)
			continue;
		*line = number;
		if (!line_decode(number, rest,
			&bytes[(size_t)(number - 1) * LINE_BYTES]))
			return SHARE_E_CHECKSUM;
		if (seen[number])
			return SHARE_E_FORM;
		seen[number] = true;
		n++;
	}
	*line = 0;
	if (n == LINES)
		return SHARE_OK;
	for (unsigned i = LINES; n > 0 && i > 0; i--)
		if (!seen[i])
			*line = i; /* the first that is missing */
	return SHARE_E_FORM;
}

/* There is room for a whole share behind r. */
static bool
take(struct reader *r, uint8_t *out, size_t n)
{
	struct view v;

	if (!reader_take(r, n, &v))
		return false;
	memcpy(out, v.data, n);
	return true;
}

APART int
unpack(const uint8_t bytes[static SHARE_LEN], struct share *s)
{
	struct reader r = reader_of(bytes, SHARE_LEN);
	uint8_t expected[CHECK_LEN], check[CHECK_LEN];
	uint8_t version = 0;

	bool whole = reader_u8(&r, &version) && reader_u8(&r, &s->k) &&
		     reader_u8(&r, &s->n) && reader_u8(&r, &s->i) &&
		     take(&r, s->set, sizeof s->set) &&
		     take(&r, s->commitment, sizeof s->commitment) &&
		     take(&r, s->values, sizeof s->values) &&
		     take(&r, check, sizeof check);
	checksum(bytes, expected);
	/* That a share was mistyped is told, and nothing else. */
	if (!whole || memcmp(check, expected, sizeof check) != 0)
		return SHARE_E_CHECKSUM;
	return version == VERSION ? SHARE_OK : SHARE_E_FORM;
}

int
share_read(const void *text, size_t len, struct share *out, unsigned *line)
{
	struct reader r = reader_of(text, len);
	uint8_t *bytes = secret_alloc(SHARE_LEN);
	int err = SHARE_E_MEMORY;

	*line = 0;
	if (bytes != NULL)
		err = read_lines(&r, bytes, line);
	if (err == SHARE_OK)
		err = unpack(bytes, out);
	if (err == SHARE_OK && !share_in_range(out))
		err = SHARE_E_RANGE;
	secret_free(bytes);
	secret_stack_wipe();
	if (err != SHARE_OK)
		explicit_bzero(out, sizeof *out);
	return err;
}
