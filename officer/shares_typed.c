/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Recovery shares that somebody types from paper, line by line. What is typed
 * can be seen: nobody types 119 characters blindly.
 */
#include "officer/shares.h"

#include <stdbool.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/io.h"
#include "base/say.h"
#include "crypto/core/secret.h"
#include "officer/shares_list.h"

#define LINES 7
/* A line is 23 characters, with as many blanks as somebody likes. */
#define TYPED_LINE_MAX 1024
#define TYPED_SHARE_MAX ((size_t)LINES * (TYPED_LINE_MAX + 1))

/* For messages: they outlive the shares. */
static const char *const names[SHARES_MAX] = {"typed share 1", "typed share 2",
    "typed share 3", "typed share 4", "typed share 5", "typed share 6",
    "typed share 7", "typed share 8", "typed share 9", "typed share 10",
    "typed share 11", "typed share 12", "typed share 13", "typed share 14",
    "typed share 15", "typed share 16"};

struct typing {
	int fd;
	bool person;      /* at a terminal */
	unsigned lines;   /* of the share that is being typed */
	size_t shares;    /* typed before it */
	struct buf line;  /* without its end */
	struct buf share; /* its lines so far */
};

static const char *
name_of(const struct typing *t)
{
	return names[t->shares < SHARES_MAX ? t->shares : SHARES_MAX - 1];
}

/* A byte at a time: what follows the line is not ours to take. 1, 0 at the
 * end, or a negated errno. */
static int
read_line(struct typing *t)
{
	char c = '\0';
	ssize_t n = 1;

	buf_clear(&t->line);
	while (t->line.err == BUF_OK && (n = io_read(t->fd, &c, 1)) == 1) {
		if (c == '\n')
			break;
		buf_add(&t->line, &c, 1);
	}
	explicit_bzero(&c, sizeof c);
	if (n < 0)
		return (int)n;
	return n == 1 || t->line.len > 0;
}

static void
ask(const struct typing *t)
{
	if (!t->person)
		return;
	if (t->lines == 0 && t->shares == 0)
		say("type the shares from their papers, line by line, with "
		    "the number: 1: ABCDE ...");
	if (t->lines == 0)
		say("%s:", name_of(t));
}

/* A line that is no line of a share is passed over, as in a file. */
static int
take_line(struct typing *t)
{
	const struct view line = {t->line.data, t->line.len};
	bool fits = false;
	bool whole = t->line.err == BUF_OK;
	unsigned number = whole && line.len > 0 ? share_line(line, &fits) : 0;

	if (whole && number == 0)
		return EX_OK;
	if (fits) {
		buf_add(&t->share, line.data, line.len);
		buf_add(&t->share, "\n", 1);
		t->lines++;
		return EX_OK;
	}
	if (whole)
		say("%s: line %u is mistyped", name_of(t), number);
	else
		say("%s: a line of more than %d characters", name_of(t),
		    TYPED_LINE_MAX);
	hint(t->person ? "type this line again, and go on from there"
		       : "compare it with the paper, character by character");
	return t->person ? EX_OK : EX_DATAERR;
}

/* When its seven lines are there, or nothing more comes. At a terminal one
 * that is not right is typed again from its beginning. */
static int
take_share(struct typing *t, struct shares *s)
{
	int code = shares_add_text(s, name_of(t), &t->share);

	buf_clear(&t->share);
	t->lines = 0;
	if (code == EX_OK)
		t->shares++;
	if (code == EX_OK && t->person)
		say("that was share %d of %d; %d are needed",
		    s->list[s->n - 1].i, s->list[s->n - 1].n,
		    s->list[s->n - 1].k);
	else if (code == EX_DATAERR && t->person)
		code = EX_OK;
	return code;
}

static int
read_all(struct typing *t, struct shares *s)
{
	int code = EX_OK;
	int r = 1;

	while (code == EX_OK) {
		ask(t);
		r = read_line(t);
		if (r <= 0)
			break;
		code = take_line(t);
		if (code == EX_OK && t->lines == LINES)
			code = take_share(t, s);
		if (t->person && s->n > 0 && s->n >= s->list[0].k)
			break;
	}
	if (r < 0) {
		say_errno("read", "what is typed", r);
		hint("nothing was made");
		return EX_IOERR;
	}
	if (code == EX_OK && t->lines > 0)
		code = shares_add_text(s, name_of(t), &t->share);
	return code;
}

int
shares_add_typed(struct shares *s, int fd)
{
	struct typing t = {.fd = fd, .person = isatty(fd) == 1};
	int code = EX_OSERR;

	buf_init(&t.line, &secret_mem, TYPED_LINE_MAX);
	buf_init(&t.share, &secret_mem, TYPED_SHARE_MAX);
	if (buf_reserve(&t.line, TYPED_LINE_MAX) == BUF_OK &&
	    buf_reserve(&t.share, TYPED_SHARE_MAX) == BUF_OK) {
		code = read_all(&t, s);
	} else {
		say("no memory that can be locked, for the shares");
		hint("'ulimit -l' shows how much may be; allow more");
	}
	buf_free(&t.line);
	buf_free(&t.share);
	return code;
}
