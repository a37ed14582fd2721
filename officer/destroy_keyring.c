/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A keyring and its signatures from files (docs/FORMAT.md 13.8).
 */
#include "officer/destroy_keyring.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/io.h"
#include "base/say.h"

#define NAME_MAX_LEN 64

/* Signatures beside a file: texts, and what they are called in messages. */
struct signatures {
	struct buf files[KEYRING_SIGNERS_MAX];
	struct view views[KEYRING_SIGNERS_MAX];
	char names[KEYRING_SIGNERS_MAX][NAME_MAX_LEN];
	const char *shown[KEYRING_SIGNERS_MAX];
	size_t n;
};

static int
unreadable(const char *path, int err)
{
	say_errno("read", path, err);
	hint("nothing was destroyed; --keyring names the gateway's "
	     "keyring.ini, with its signatures beside it");
	return EX_NOINPUT;
}

/* FILE.minisig, FILE.2.minisig to FILE.9.minisig: those that are there. */
static int
read_signatures(const char *path, struct signatures *s)
{
	for (unsigned i = 1; i <= KEYRING_SIGNERS_MAX; i++) {
		char number[4] = "";
		char *name;
		if (i > 1)
			(void)snprintf(number, sizeof number, ".%u", i);
		if (asprintf(&name, "%s%s.minisig", path, number) < 0)
			return unreadable(path, -ENOMEM);
		struct buf *b = &s->files[s->n];
		buf_clear(b);
		int r = io_read_file(name, b);
		free(name);
		if (r == -ENOENT)
			continue;
		if (r < 0)
			return unreadable("a signature of the keyring", r);
		(void)snprintf(s->names[s->n], NAME_MAX_LEN,
		    "signature %s.minisig", number);
		s->shown[s->n] = s->names[s->n];
		s->views[s->n] = (struct view){b->data, b->len};
		s->n++;
	}
	return EX_OK;
}

static int
parse(const char *path, struct view text, const struct minisign_public *signers,
    size_t n, size_t needed, struct keyring **out)
{
	struct signatures s = {.n = 0};
	struct keyring_error err;
	int code = EX_OK;
	int r;

	for (size_t i = 0; i < KEYRING_SIGNERS_MAX; i++)
		buf_init(&s.files[i], &buf_heap, MINISIGN_FILE_MAX);
	if (n > 0)
		code = read_signatures(path, &s);
	else
		say("warning: nobody vouches for %s: --signer says who signed "
		    "it",
		    path);
	if (code == EX_OK) {
		r = n > 0 ? keyring_open(text, s.views, s.shown, s.n, signers,
				n, needed, out, &err)
			  : keyring_parse(text.data, text.len, out, &err);
		if (r != KEYRING_OK) {
			say("%s: %s", path, err.text);
			hint("nothing was destroyed; take the keyring as the "
			     "gateway has it");
			code = EX_DATAERR;
		}
	}
	for (size_t i = 0; i < KEYRING_SIGNERS_MAX; i++)
		buf_free(&s.files[i]);
	return code;
}

int
destroy_keyring_read(const char *path, const struct minisign_public *signers,
    size_t n, size_t needed, struct keyring **out,
    uint8_t digest[static HASH_LEN])
{
	struct buf text;

	buf_init(&text, &buf_heap, KEYRING_TEXT_MAX);
	int r = io_read_file(path, &text);
	int code = r < 0 ? unreadable(path, r)
			 : parse(path, (struct view){text.data, text.len},
			       signers, n, needed, out);
	if (code == EX_OK)
		hash_of(text.data, text.len, digest);
	buf_free(&text);
	return code;
}
