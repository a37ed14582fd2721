/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Hostile text made visible, character by character.
 */
#include "base/visible.h"

#include <string.h>

#include "base/text.h"
#include "base/visible_marks.h"

/* Ranges of code points that are shown as numbers, in rising order. Joiners
 * (U+200C, U+200D) and variation selectors stay as they are: ordinary Persian
 * and emoji need them, and they move nothing. */
static const struct visible_range shown[] = {
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
    {0xe000, 0xf8ff},    /* private use: whatever a font makes of it */
    {0xfdd0, 0xfdef},    /* noncharacters */
    {0xfeff, 0xfeff},    /* byte order mark */
    {0xffa0, 0xffa0},    /* half-width Hangul filler */
    {0xfff0, 0xfffb},    /* unassigned; interlinear annotation */
    {0xfffe, 0xffff},    /* noncharacters */
    {0x13430, 0x1343f},  /* hieroglyph format controls */
    {0x1bca0, 0x1bca3},  /* shorthand format controls */
    {0x1d159, 0x1d159},  /* null note head: invisible */
    {0x1d173, 0x1d17a},  /* musical format controls */
    {0xe0000, 0xe0fff},  /* tags: a whole hidden alphabet */
    {0xf0000, 0x10ffff}, /* private use */
};

/* Marks on one base that are drawn. Vietnamese needs 2, Hebrew with its points
 * and accents 4; more of them climb over the lines above and below. */
#define MARKS_MAX 8

/* Before this come scripts whose characters take one cell; of the others some
 * take two, and which ones is not the same on every terminal. */
#define WIDE_FIRST 0x1100

bool
visible_must_show(uint32_t c)
{
	/* The last two of each plane are noncharacters. */
	return (c & 0xfffe) == 0xfffe ||
	       visible_in_ranges(shown, sizeof shown / sizeof shown[0], c);
}

/* Digits one by one: printf would leave copies of them on its stack. */
static void
add_hex(struct visible *v, uint32_t value, unsigned digits)
{
	while (digits > 0)
		v->number[v->text.len++] =
		    "0123456789ABCDEF"[value >> 4 * --digits & 15];
}

static void
add(struct visible *v, const char *s)
{
	size_t n = strlen(s);

	memcpy(v->number + v->text.len, s, n);
	v->text.len += n;
}

/* "\u27e8U+202E\u27e9": the brackets may be two cells wide. */
static void
number(struct visible *v, const char *kind, uint32_t value, unsigned digits)
{
	v->text = (struct view){.data = (const uint8_t *)v->number};
	add(v, "\u27e8");
	add(v, kind);
	add_hex(v, value, digits);
	add(v, "\u27e9");
	v->columns = 2 + strlen(kind) + digits + 2;
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

bool
visible_char(struct reader *r, struct view *seq, uint32_t *c)
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

struct visible_text
visible_of(const void *p, size_t n)
{
	return (struct visible_text){.r = reader_of(p, n)};
}

bool
visible_next(struct visible_text *t, struct visible *out)
{
	struct view seq = {0};
	uint32_t c = 0;

	if (reader_left(&t->r) == 0)
		return false;
	if (!visible_char(&t->r, &seq, &c)) {
		t->marks = 0;
		number(out, "0x", seq.data[0], 2);
		return true;
	}
	t->marks = visible_is_mark(c) ? t->marks + 1 : 0;
	if (visible_must_show(c) || t->marks > MARKS_MAX) {
		number(out, "U+", c, c > 0xfffff ? 6 : c > 0xffff ? 5 : 4);
		return true;
	}
	out->text = seq;
	out->columns = c < WIDE_FIRST ? 1 : 2;
	return true;
}

int
visible_write(write_fn write, void *ctx, const void *p, size_t n)
{
	struct visible_text t = visible_of(p, n);
	struct visible v;
	int r = 0;

	while (r == 0 && visible_next(&t, &v))
		r = write(ctx, v.text.data, v.text.len);
	return r;
}
