/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * multipart/form-data (RFC 7578), of all that RFC 2046 allows only what
 * browsers and curl write (FORMAT 8.11). Read line by line, each byte once or
 * twice whatever it is; a file's bytes are never copied.
 */
#include "gateway/front/body.h"

#include <stdbool.h>
#include <string.h>

#include "gateway/front/body_text.h"

/* A header line. What is long in one is the file's name: 255 characters, in
 * UTF-8 or with each as %22, are less than 800 bytes. */
#define HEADER_MAX 4096

/* Content-Disposition and Content-Type. */
#define HEADERS_MAX 2

/* Beside the errors of body.h: the body ends in the middle of something. */
#define ENDS 1

struct parts {
	struct reader r;
	struct view boundary;
	struct body *out;
	size_t text_len; /* of names and texts, as sent */
	bool file_begun; /* so all text that the form posts is here */
};

/* What stands in the header of a part. */
struct part {
	struct view name; /* data NULL: not yet */
	bool is_file;
	bool has_name; /* of a file */
};

enum mark {
	MARK_NONE,  /* content */
	MARK_PART,  /* another part follows */
	MARK_CLOSE, /* none does */
	MARK_BAD,   /* the boundary, and then something else */
};

/* What a line, without its line end, is. Browsers choose a boundary that the
 * content does not have, so one that goes on otherwise was not made by one. */
static enum mark
mark_of(const struct parts *p, struct view line)
{
	struct reader r = reader_of(line.data, line.len);
	struct view found;

	if (!reader_literal(&r, "--") ||
	    !reader_take(&r, p->boundary.len, &found) ||
	    memcmp(found.data, p->boundary.data, found.len) != 0)
		return MARK_NONE;
	if (reader_left(&r) == 0)
		return MARK_PART;
	return reader_literal(&r, "--") && reader_left(&r) == 0 ? MARK_CLOSE
								: MARK_BAD;
}

static bool
ends_with_cr(struct view line)
{
	return line.len > 0 && line.data[line.len - 1] == '\r';
}

static struct view
without_last(struct view line)
{
	return (struct view){.data = line.data, .len = line.len - 1};
}

/* A line that ends with CR LF, without those. */
static int
take_line(struct reader *r, struct view *line)
{
	if (!reader_line(r, HEADER_MAX, line))
		return reader_left(r) < HEADER_MAX ? ENDS : BODY_E_PARTS;
	if (!ends_with_cr(*line))
		return BODY_E_PARTS;
	*line = without_last(*line);
	return BODY_OK;
}

/* What follows the boundary's line: nothing behind the last one. */
static int
end_of_mark(const struct parts *p, enum mark mark, bool *last)
{
	if (mark == MARK_NONE || mark == MARK_BAD)
		return BODY_E_PARTS;
	*last = mark == MARK_CLOSE;
	return *last && reader_left(&p->r) > 0 ? BODY_E_PARTS : BODY_OK;
}

static struct view
view_between(const struct reader *r, size_t begin, size_t end)
{
	struct reader from = *r;
	struct view v = {.data = r->data, .len = 0};

	from.pos = begin;
	/* Both are places where r has been. */
	(void)!reader_take(&from, end - begin, &v);
	return v;
}

static int
take_first_boundary(struct parts *p, bool *last)
{
	struct view line;
	int err = take_line(&p->r, &line);

	return err != BODY_OK ? err : end_of_mark(p, mark_of(p, line), last);
}

/* The next line of a content, and what it is: a boundary only behind CR LF. */
static int
take_content_line(struct parts *p, bool *after_crlf, enum mark *mark)
{
	struct view line;

	if (!reader_line(&p->r, reader_left(&p->r), &line)) {
		/* The last boundary may come without a line end. */
		(void)!reader_take(&p->r, reader_left(&p->r), &line);
		*mark = mark_of(p, line);
		return *after_crlf && *mark == MARK_CLOSE ? BODY_OK : ENDS;
	}
	bool cr = ends_with_cr(line);
	*mark = MARK_NONE;
	if (*after_crlf)
		*mark = mark_of(p, cr ? without_last(line) : line);
	*after_crlf = cr;
	return cr || *mark == MARK_NONE ? BODY_OK : BODY_E_PARTS;
}

/* Up to the boundary that ends it. The line end before that is the boundary's
 * (RFC 2046, 5.1.1), and the one before the content is the header's. */
static int
take_content(struct parts *p, struct view *content, bool *last)
{
	size_t begin = p->r.pos;
	bool after_crlf = false;
	enum mark mark = MARK_NONE;
	size_t at = begin;

	while (mark == MARK_NONE) {
		at = p->r.pos;
		int err = take_content_line(p, &after_crlf, &mark);
		if (err != BODY_OK)
			return err;
	}
	*content = view_between(&p->r, begin, at - 2);
	return end_of_mark(p, mark, last);
}

/* A name ends at the next quote: browsers write one that is part of it as %22.
 * No field of ours has one. */
static bool
take_quoted(struct reader *r, struct view *out)
{
	size_t begin = r->pos;
	uint8_t c;

	while (reader_u8(r, &c)) {
		if (c != '"')
			continue;
		*out = view_between(r, begin, r->pos - 1);
		return true;
	}
	return false;
}

/* What browsers write where no file was chosen. */
static bool
says_no_name(const struct reader *r)
{
	struct reader rest = *r;

	return reader_literal(&rest, "=\"\"") && reader_left(&rest) == 0;
}

/* A file's name is not read, not even to find its end: how a quote in it is
 * written differs between programs, and it stands last in all of them. */
static int
read_disposition(struct reader *r, struct part *part)
{
	if (part->name.data != NULL)
		return BODY_E_PARTS;
	if (!reader_literal(r, " form-data; name=\"") ||
	    !take_quoted(r, &part->name))
		return BODY_E_PARTS;
	part->is_file = reader_literal(r, "; filename");
	part->has_name = part->is_file && !says_no_name(r);
	return part->is_file || reader_left(r) == 0 ? BODY_OK : BODY_E_PARTS;
}

/* Of a file, what it says its type is means nothing: photo/ looks itself. */
static int
read_header(struct view line, struct part *part)
{
	struct reader r = reader_of(line.data, line.len);

	if (reader_literal(&r, "Content-Disposition:"))
		return read_disposition(&r, part);
	return reader_literal(&r, "Content-Type:") ? BODY_OK : BODY_E_PARTS;
}

static int
take_headers(struct parts *p, struct part *part)
{
	for (int n = 0;; n++) {
		struct view line;
		int err = take_line(&p->r, &line);
		if (err != BODY_OK)
			return err;
		if (line.len == 0)
			return part->name.data != NULL ? BODY_OK : BODY_E_PARTS;
		if (n == HEADERS_MAX)
			return BODY_E_PARTS;
		err = read_header(line, part);
		if (err != BODY_OK)
			return err;
	}
}

static int
add_field(struct parts *p, struct view name, struct view value)
{
	struct body *b = p->out;

	if (b->n_fields == LIMIT_FORM_FIELDS)
		return BODY_E_FIELDS;
	p->text_len += name.len + value.len;
	if (p->text_len > LIMIT_FORM_BODY)
		return BODY_E_LARGE;
	b->fields[b->n_fields++] =
	    (struct body_field){.name = name, .value = value};
	return BODY_OK;
}

static void
add_file(struct body *b, const struct part *part, struct view content)
{
	if (b->n_files == LIMIT_FILES) {
		b->more_files = true;
		return;
	}
	b->files[b->n_files++] = (struct body_file){.field = part->name,
	    .content = content,
	    .has_name = part->has_name};
}

static int
take_part(struct parts *p, bool *last)
{
	struct part part = {.is_file = false};
	struct view content;
	int err = take_headers(p, &part);

	if (err != BODY_OK)
		return err;
	p->file_begun = p->file_begun || part.is_file;
	err = take_content(p, &content, last);
	if (err != BODY_OK)
		return err;
	if (!part.is_file)
		return add_field(p, part.name, content);
	add_file(p->out, &part, content);
	return BODY_OK;
}

/* Fields and files as views of what was sent. */
static int
take_parts(struct parts *p)
{
	bool last = false;
	int err = take_first_boundary(p, &last);

	while (err == BODY_OK && !last)
		err = take_part(p, &last);
	return err;
}

static struct view
decode_text(struct buf *text, struct view sent)
{
	struct body_text t = {.out = text};
	size_t begin = text->len;

	for (size_t i = 0; i < sent.len; i++)
		body_text_put(&t, sent.data[i]);
	return (struct view){
	    .data = text->data + begin, .len = text->len - begin};
}

/* All room at once: views point into text, so it must not move. */
static int
decode_fields(struct body *b)
{
	size_t max = 0;

	for (size_t i = 0; i < b->n_fields; i++)
		max += body_text_max(b->fields[i].name) +
		       body_text_max(b->fields[i].value);
	/* Room even for no text: a value of length 0 has data. */
	if (buf_reserve(&b->text, max > 0 ? max : 1) != BUF_OK)
		return BODY_E_MEMORY;
	for (size_t i = 0; i < b->n_fields; i++) {
		struct body_field *f = &b->fields[i];
		f->name = decode_text(&b->text, f->name);
		f->value = decode_text(&b->text, f->value);
	}
	return b->text.err == BUF_OK ? BODY_OK : BODY_E_MEMORY;
}

/* The body ended too early, or as its cut explains. */
static int
early_end(const struct parts *p, enum body_cut cut)
{
	if (cut == BODY_WHOLE)
		return BODY_E_PARTS;
	if (p->file_begun)
		return BODY_OK;
	return cut == BODY_CUT_LARGE ? BODY_E_LARGE : BODY_E_MEMORY;
}

int
body_decode_multipart(const struct buf *raw, struct view boundary,
    enum body_cut cut, struct body *out)
{
	struct parts p = {
	    .r = reader_of(raw->data, raw->len),
	    .boundary = boundary,
	    .out = out,
	};

	body_clear(out);
	out->cut = cut;
	int err = take_parts(&p);
	if (err == ENDS)
		err = early_end(&p, cut);
	if (err == BODY_OK)
		err = decode_fields(out);
	if (err != BODY_OK)
		body_clear(out);
	return err;
}
