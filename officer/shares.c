/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Recovery shares from files, and what is wrong with them.
 */
#include "officer/shares.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>

#include "base/io.h"
#include "base/say.h"
#include "crypto/core/secret.h"
#include "officer/shares_list.h"

/* A share is 168 bytes; what else may stand on its page is little. */
#define FILE_MAX ((size_t)16 * 1024)

_Static_assert(SHARE_SECRET_LEN == 1 + IDENTITY_SECRET_LEN, "FORMAT 15.1");
_Static_assert(AGE_X25519 == 1 && AGE_HYBRID == 2, "FORMAT 15.1");

void
shares_secret(const struct identity *id, uint8_t out[static SHARE_SECRET_LEN])
{
	out[0] = (uint8_t)id->type;
	memcpy(&out[1], id->secret, sizeof id->secret);
}

int
shares_identity(
    const uint8_t secret[static SHARE_SECRET_LEN], struct identity *out)
{
	if (secret[0] == AGE_X25519)
		return identity_of_secret(AGE_X25519, &secret[1], out);
	if (secret[0] == AGE_HYBRID)
		return identity_of_secret(AGE_HYBRID, &secret[1], out);
	return AGE_E_KEY;
}

static int
no_memory(void)
{
	say("no memory that can be locked, for the shares");
	hint("'ulimit -l' shows how much may be; allow more");
	return EX_OSERR;
}

static int
say_unreadable(const char *from, int err, unsigned line)
{
	if (err == SHARE_E_MEMORY)
		return no_memory();
	if (err == SHARE_E_CHECKSUM && line != 0) {
		say("%s: line %u is mistyped", from, line);
		hint("compare the line with the paper, character by character");
	} else if (err == SHARE_E_CHECKSUM) {
		say("%s: each line is right, but they are not of one share",
		    from);
		hint("all seven lines must come from the same paper");
	} else if (err == SHARE_E_FORM && line != 0) {
		say("%s: line %u is missing, or there twice", from, line);
		hint("a share has the lines 1: to 7:, each once");
	} else if (err == SHARE_E_FORM) {
		say("%s: no share that this program can read", from);
		hint("a share has the lines 1: to 7:, as on its paper");
	} else {
		say("%s: %s", from, share_strerror(err));
		hint("no program of ours makes such a share");
	}
	return EX_DATAERR;
}

int
shares_add_text(struct shares *s, const char *from, const struct buf *text)
{
	unsigned line = 0;

	if (s->list == NULL)
		s->list = secret_alloc(SHARES_MAX * sizeof *s->list);
	if (s->list == NULL)
		return no_memory();
	if (s->n == SHARES_MAX) {
		say("%s: more than %d shares in all", from, SHARES_MAX);
		hint("no set has more; name each once");
		return EX_USAGE;
	}
	int r = share_read(text->data == NULL ? (const void *)"" : text->data,
	    text->len, &s->list[s->n], &line);
	if (r != SHARE_OK)
		return say_unreadable(from, r, line);
	s->from[s->n++] = from;
	return EX_OK;
}

int
shares_add_file(struct shares *s, const char *path)
{
	struct buf file;
	int code;

	buf_init(&file, &secret_mem, FILE_MAX);
	/* Room for the whole, so that a secret is not copied as it grows. */
	int r = buf_reserve(&file, FILE_MAX) == BUF_OK
		    ? io_read_file(path, &file)
		    : -ENOMEM;
	if (r == 0) {
		code = shares_add_text(s, path, &file);
	} else if (r == -ENOMEM) {
		code = no_memory();
	} else if (r == -EFBIG) {
		say("%s: too long for a share", path);
		hint("name the text of a share, share-1.txt say");
		code = EX_DATAERR;
	} else {
		say_errno("read", path, r);
		hint("name the files of the shares, or - to type them");
		code = EX_NOINPUT;
	}
	buf_free(&file);
	return code;
}

static void
say_twice(const struct shares *s, size_t which)
{
	size_t first = 0;

	while (s->list[first].i != s->list[which].i)
		first++;
	say("%s: share %d is there twice, in %s as well", s->from[which],
	    s->list[which].i, s->from[first]);
	hint("%d different shares are needed", s->list[0].k);
}

static void
say_wrong(const struct shares *s, size_t which)
{
	if (which < s->n) {
		say("%s: does not fit the others, though its checksum is right",
		    s->from[which]);
		hint("somebody made it so; leave it out, and find out who");
		return;
	}
	say("these shares do not give back what was split, so at least one of "
	    "them was altered");
	hint("their checksums are right: somebody made it so; try with others "
	     "of the set, and find out who");
}

static void
say_too_few(const struct shares *s)
{
	unsigned needed = s->n == 0 ? SHARES_MIN : s->list[0].k;

	say("too few shares: %zu, and %u are needed", s->n, needed);
	hint("what is missing may be any of the others of the same set");
}

int
shares_join(const struct shares *s, uint8_t secret[static SHARE_SECRET_LEN])
{
	size_t which = 0;

	if (s->n == 0) {
		say_too_few(s);
		return EX_DATAERR;
	}
	int r = share_join(s->list, s->n, secret, &which);
	if (r == SHARE_OK)
		return EX_OK;
	if (r == SHARE_E_OTHER_SET) {
		say("%s: is of another set of shares than %s", s->from[which],
		    s->from[0]);
		hint("the pages of one set have the same number in common");
	} else if (r == SHARE_E_TWICE) {
		say_twice(s, which);
	} else if (r == SHARE_E_TOO_FEW) {
		say_too_few(s);
	} else if (r == SHARE_E_WRONG) {
		say_wrong(s, which);
	} else {
		say("cannot join the shares: %s", share_strerror(r));
		hint("the shares are sound: keep them, and try on another "
		     "computer");
		return EX_SOFTWARE;
	}
	return EX_DATAERR;
}

void
shares_free(struct shares *s)
{
	secret_free(s->list);
	*s = (struct shares){0};
}
