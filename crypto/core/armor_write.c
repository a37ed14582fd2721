/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * ASCII armor, written (c2sp.org/age, "ASCII armor"): BEGIN line, full lines, a
 * last one that may be shorter, END line; each ends with LF.
 */
#include "crypto/core/armor.h"

#include <string.h>

#include "base/reader.h"
#include "crypto/core/base64.h"

/* Lines that are handed on together: where they end up in a system call, one
 * for each line would cost more than the encoding. */
#define LINES_TOGETHER 63
#define LINE_CHARS (ARMOR_COLUMNS + 1) /* with its LF */

struct lines {
	size_t len;
	char text[LINES_TOGETHER * LINE_CHARS]; /* just under 4 KiB */
};

_Static_assert(ARMOR_COLUMNS == BASE64_PADDED_LEN(ARMOR_LINE_BYTES), "line");

void
armor_writer_init(struct armor_writer *w, write_fn write, void *ctx)
{
	*w = (struct armor_writer){.write = write, .ctx = ctx};
}

static void
put(struct armor_writer *w, const char *text, size_t n)
{
	if (w->err == 0 && n > 0) {
		int r = w->write(w->ctx, text, n);
		w->err = r < 0 ? r : 0;
	}
}

static void
begin(struct armor_writer *w)
{
	static const char first[] = ARMOR_BEGIN "\n";

	if (!w->begun)
		put(w, first, strlen(first));
	w->begun = true;
}

static void
lines_put(struct lines *l, struct armor_writer *w)
{
	put(w, l->text, l->len);
	l->len = 0;
}

/* A line of what waits; its LF takes the place of the encoder's NUL. */
static void
lines_add(struct lines *l, struct armor_writer *w)
{
	size_t chars = BASE64_PADDED_LEN(w->len);

	if (sizeof l->text - l->len < chars + 1)
		lines_put(l, w);
	base64_encode_padded(w->line, w->len, &l->text[l->len]);
	l->text[l->len + chars] = '\n';
	l->len += chars + 1;
	w->len = 0;
}

int
armor_write(void *writer, const void *p, size_t n)
{
	struct armor_writer *w = writer;
	struct reader in = reader_of(p, n);
	struct lines l;
	struct view piece;

	if (w->err != 0 || n == 0)
		return w->err;
	l.len = 0;
	begin(w);
	while (w->err == 0 && reader_left(&in) > 0) {
		size_t room = sizeof w->line - w->len;
		size_t left = reader_left(&in);
		if (!reader_take(&in, left < room ? left : room, &piece))
			break;
		memcpy(&w->line[w->len], piece.data, piece.len);
		w->len += piece.len;
		if (w->len == sizeof w->line)
			lines_add(&l, w);
	}
	lines_put(&l, w);
	return w->err;
}

int
armor_writer_end(struct armor_writer *w)
{
	static const char last[] = ARMOR_END "\n";
	struct lines l;
	int err = w->err;

	if (err != 0)
		return err;
	l.len = 0;
	begin(w);
	if (w->len > 0)
		lines_add(&l, w);
	lines_put(&l, w);
	put(w, last, strlen(last));
	err = w->err;
	/* Nothing may follow: it would stand behind END. */
	if (err == 0)
		w->err = -EINVAL;
	return err;
}
