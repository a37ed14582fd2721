/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * ASCII armor, read strictly (c2sp.org/age, "ASCII armor"): but for the white
 * space around it and the choice of LF or CR LF, which the BEGIN line makes for
 * all lines, bytes have one spelling.
 */
#include "crypto/core/armor.h"

#include <string.h>

#include "crypto/core/base64.h"

/* What begins like this and is not our BEGIN is broken armor, or another's; no
 * binary age file does. */
#define MARK "-----BEGIN"
/* From the first byte to the end of the BEGIN line, at most. */
#define START_MAX (ARMOR_SPACE_MAX + sizeof ARMOR_BEGIN "\r\n")
#define LINE_BYTES (ARMOR_COLUMNS + 2) /* with CR LF */

enum state {
	START, /* nothing was judged yet */
	PASS,  /* not armored: bytes pass as they are */
	LINES, /* a line of base64 comes, or END */
	LAST,  /* only END may come: the line before it was not full */
	DONE,
};

_Static_assert(START_MAX < sizeof((struct armor_reader *)0)->bytes, "start");

void
armor_reader_init(
    struct armor_reader *r, enum armor_mode mode, read_fn read, void *ctx)
{
	*r = (struct armor_reader){
	    .read = read, .ctx = ctx, .mode = mode, .state = START};
}

/* Read until want bytes wait or the input ends. */
static ssize_t
fill(struct armor_reader *r, size_t want)
{
	struct view rest;
	size_t have = reader_left(&r->in);

	if (r->eof || have >= want)
		return 0;
	if (have > 0 && reader_take(&r->in, have, &rest))
		memmove(r->bytes, rest.data, rest.len);
	while (!r->eof && have < want) {
		size_t room = sizeof r->bytes - have;
		ssize_t n = r->read(r->ctx, &r->bytes[have], room);
		if (n < 0)
			return n;
		if ((size_t)n > room)
			return -EIO;
		r->eof = n == 0;
		have += (size_t)n;
	}
	r->in = reader_of(r->bytes, have);
	return 0;
}

/* Take white space off the front: how much there was. */
static size_t
skip_space(struct reader *in)
{
	static const char space[] = {' ', '\t', '\r', '\n'};
	struct reader next = *in;
	struct view c;
	size_t n = 0;

	while (reader_take(&next, 1, &c) &&
	       memchr(space, c.data[0], sizeof space) != NULL) {
		*in = next;
		n++;
	}
	return n;
}

/* Everything up to the first line of base64. */
static ssize_t
read_begin(struct armor_reader *r)
{
	ssize_t err = fill(r, START_MAX);

	if (err < 0)
		return err;
	struct reader at = r->in;
	bool near = skip_space(&at) <= ARMOR_SPACE_MAX;
	struct reader mark = at;
	if (r->mode == ARMOR_DETECT && !(near && reader_literal(&mark, MARK))) {
		r->state = PASS;
		return 0;
	}
	if (!near || !reader_literal(&at, ARMOR_BEGIN))
		return ARMOR_READ_BROKEN;
	r->crlf = reader_literal(&at, "\r\n");
	if (!r->crlf && !reader_literal(&at, "\n"))
		return ARMOR_READ_BROKEN;
	r->in = at;
	r->state = LINES;
	return 0;
}

/* After the END line's words: white space, and the end. */
static ssize_t
read_end(struct armor_reader *r)
{
	size_t spaces = 0;

	for (;;) {
		ssize_t err = fill(r, 1);
		if (err < 0)
			return err;
		if (reader_left(&r->in) == 0)
			break;
		spaces += skip_space(&r->in);
		if (reader_left(&r->in) > 0 || spaces > ARMOR_SPACE_MAX)
			return ARMOR_READ_BROKEN;
	}
	r->state = DONE;
	return 0;
}

/* A line without its end, of the kind that BEGIN had. A CR that should not be
 * there is left for the decoder, whose alphabet has none. */
static bool
take_line(struct armor_reader *r, struct view *line)
{
	if (!reader_line(&r->in, LINE_BYTES, line))
		return false;
	if (!r->crlf)
		return true;
	if (line->len == 0 || line->data[line->len - 1] != '\r')
		return false;
	line->len--;
	return true;
}

static ssize_t
read_line(struct armor_reader *r)
{
	struct view line;
	size_t n;
	ssize_t err = fill(r, LINE_BYTES);

	if (err < 0)
		return err;
	if (reader_literal(&r->in, ARMOR_END))
		return read_end(r);
	if (r->state == LAST || !take_line(r, &line) || line.len == 0 ||
	    !base64_decode_padded(line, r->line, sizeof r->line, &n))
		return ARMOR_READ_BROKEN;
	if (n < sizeof r->line)
		r->state = LAST;
	r->out = reader_of(r->line, n);
	return 0;
}

static ssize_t
pass(struct armor_reader *r, void *p, size_t n)
{
	ssize_t done = io_read_from_memory(&r->in, p, n);

	if (done > 0 || r->eof)
		return done;
	done = r->read(r->ctx, p, n);
	r->eof = done == 0;
	return done;
}

ssize_t
armor_read(void *reader, void *p, size_t n)
{
	struct armor_reader *r = reader;
	ssize_t done = r->err;

	if (done == 0 && r->state == START)
		done = read_begin(r);
	while (done == 0 && reader_left(&r->out) == 0 &&
	       (r->state == LINES || r->state == LAST))
		done = read_line(r);
	if (done == 0)
		done = r->state == PASS ? pass(r, p, n)
					: io_read_from_memory(&r->out, p, n);
	if (done < 0)
		r->err = done;
	return done;
}

int
armor_decode(const void *p, size_t len, struct buf *out)
{
	struct reader text = reader_of(p, len);
	struct armor_reader r;
	uint8_t piece[ARMOR_LINE_BYTES];
	ssize_t n;

	armor_reader_init(&r, ARMOR_REQUIRED, io_read_from_memory, &text);
	while ((n = armor_read(&r, piece, sizeof piece)) > 0)
		buf_add(out, piece, (size_t)n);
	int err = n < 0 ? AGE_E_ARMOR : AGE_OK;
	if (err == AGE_OK && out->err != BUF_OK)
		err = out->err == BUF_E_MAX ? AGE_E_LIMIT : AGE_E_MEMORY;
	if (err != AGE_OK)
		buf_clear(out);
	return err;
}
