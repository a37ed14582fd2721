/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Hostile text made visible.
 */
#include "officer/visible.h"

#include "base/reader.h"
#include "base/text.h"

/* Ranges of code points that are shown as numbers, in rising order. Joiners
 * (U+200C, U+200D) and variation selectors stay as they are: ordinary Persian
 * and emoji need them, and they move nothing. */
static const struct range {
	uint32_t first, last;
} shown[] = {
    {0x0000, 0x001f},    /* C0: escape sequences, bells, line ends */
    {0x007f, 0x009f},    /* delete; C1: one-byte escape sequences */
    {0x00ad, 0x00ad},    /* soft hyphen: invisible */
    {0x034f, 0x034f},    /* grapheme joiner: invisible */
    {0x061c, 0x061c},    /* Arabic letter mark */
    {0x115f, 0x1160},    /* Hangul fillers: blank letters */
    {0x17b4, 0x17b5},    /* Khmer inherent vowels: invisible */
    {0x180b, 0x180f},    /* Mongolian selectors and vowel separator */
    {0x200b, 0x200b},    /* zero width space */
    {0x200e, 0x200f},    /* direction marks */
    {0x2028, 0x202e},    /* line and paragraph separator; embeddings */
    {0x2060, 0x206f},    /* invisible operators; isolates */
    {0x27e8, 0x27e8},    /* the bracket we mark with: no text can fake it */
    {0x3164, 0x3164},    /* Hangul filler */
    {0xfdd0, 0xfdef},    /* noncharacters */
    {0xfeff, 0xfeff},    /* byte order mark */
    {0xffa0, 0xffa0},    /* half-width Hangul filler */
    {0xfff0, 0xfffb},    /* unassigned; interlinear annotation */
    {0xfffe, 0xffff},    /* noncharacters */
    {0x1bca0, 0x1bca3},  /* shorthand format controls */
    {0x1d173, 0x1d17a},  /* musical format controls */
    {0xe0000, 0xe0fff},  /* tags: a whole hidden alphabet */
    {0xf0000, 0x10ffff}, /* private use: whatever a font makes of it */
};

bool
visible_must_show(uint32_t c)
{
	for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
		if (c >= shown[i].first && c <= shown[i].last)
			return true;
	return false;
}

/* Digits one by one: printf would leave copies of them on its stack. */
static void
put_hex(struct output *o, uint32_t value, unsigned digits)
{
	while (digits > 0)
		output_put(
		    o, &"0123456789ABCDEF"[value >> 4 * --digits & 15], 1);
}

static void
put_number(struct output *o, uint32_t c)
{
	output_str(o, "\u27e8U+");
	put_hex(o, c, c > 0xfffff ? 6 : c > 0xffff ? 5 : 4);
	output_str(o, "\u27e9");
}

static void
put_byte(struct output *o, uint8_t byte)
{
	output_str(o, "\u27e8"
		      "0x");
	put_hex(o, byte, 2);
	output_str(o, "\u27e9");
}

/* Bytes that the sequence beginning with lead should have; 0: none does. */
static size_t
sequence_len(uint8_t lead)
{
	return lead < 0x80             ? 1
	       : (lead & 0xe0) == 0xc0 ? 2
	       : (lead & 0xf0) == 0xe0 ? 3
	       : (lead & 0xf8) == 0xf0 ? 4
				       : 0;
}

/* Take a character: true with its code point and bytes, false with a single
 * byte that begins none. The reader is not empty. */
static bool
take(struct reader *r, struct view *seq, uint32_t *c)
{
	struct reader first = *r;
	size_t n = 0;

	if (!reader_take(&first, 1, seq))
		return false;
	n = sequence_len(seq->data[0]);
	struct view whole;
	struct reader all = *r;
	if (n == 0 || !reader_take(&all, n, &whole) ||
	    !text_is_utf8(whole.data, n)) {
		*r = first;
		return false;
	}
	*r = all;
	*seq = whole;
	*c = n == 1 ? whole.data[0] : whole.data[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++)
		*c = *c << 6 | (whole.data[i] & 0x3fu);
	return true;
}

static void
put_next(struct output *o, struct reader *r)
{
	struct view seq;
	uint32_t c = 0;

	if (!take(r, &seq, &c))
		put_byte(o, seq.data[0]);
	else if (visible_must_show(c))
		put_number(o, c);
	else
		output_put(o, seq.data, seq.len);
}

void
visible_line(struct output *o, const void *p, size_t n)
{
	struct reader r = reader_of(p, n);

	while (reader_left(&r) > 0)
		put_next(o, &r);
}

void
visible_lines(struct output *o, const char *prefix, const void *p, size_t n)
{
	struct reader r = reader_of(p, n);

	output_str(o, prefix);
	while (reader_left(&r) > 0) {
		if (reader_literal(&r, "\r\n") || reader_literal(&r, "\n")) {
			output_str(o, "\n");
			output_str(o, prefix);
		} else {
			put_next(o, &r);
		}
	}
	output_str(o, "\n");
}
