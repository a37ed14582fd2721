/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A keyring that is being made: its file and the signatures beside it, read
 * without a question of who signed. What others made, and what is to be used,
 * goes through gateway/keys instead.
 */
#include "admin/keyring.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/io.h"
#include "base/say.h"

struct view
keyring_view(const struct buf *b)
{
	/* A buffer of nothing has no memory. */
	return (struct view){
	    .data = b->data == NULL ? (const uint8_t *)"" : b->data,
	    .len = b->len};
}

char *
keyring_file_signature(const char *path, unsigned slot)
{
	char *name = NULL;
	int n = slot == 1 ? asprintf(&name, "%s.minisig", path)
			  : asprintf(&name, "%s.%u.minisig", path, slot);

	return n < 0 ? NULL : name;
}

static int
failed(const char *path, int err, size_t max)
{
	if (err == -EFBIG) {
		say("%s: expected at most %zu KiB", path, max / 1024);
		hint("name a keyring; 'inkast-admin keyring new' begins one");
		return EX_DATAERR;
	}
	say_errno("read", path, err);
	hint("name a keyring's file; 'inkast-admin keyring new' begins one");
	return err == -ENOENT   ? EX_NOINPUT
	       : err == -ENOMEM ? EX_OSERR
				: EX_IOERR;
}

/* The signature of a slot, if there is one. */
static int
read_signature(const char *path, unsigned slot, struct keyring_files *f)
{
	char *name = keyring_file_signature(path, slot);
	int r =
	    name == NULL ? -ENOMEM : io_read_file(name, &f->signatures[f->n]);
	int code = EX_OK;

	if (r == 0)
		f->slots[f->n++] = slot;
	else if (r != -ENOENT)
		code = failed(name == NULL ? path : name, r, MINISIGN_FILE_MAX);
	free(name);
	return code;
}

void
keyring_files_begin(struct keyring_files *f, const char *path)
{
	*f = (struct keyring_files){.path = path};
	buf_init(&f->text, &buf_heap, KEYRING_TEXT_MAX);
	for (size_t i = 0; i < KEYRING_SIGNERS_MAX; i++)
		buf_init(&f->signatures[i], &buf_heap, MINISIGN_FILE_MAX);
}

int
keyring_files_read(const char *path, struct keyring_files *f)
{
	int code = EX_OK;

	keyring_files_begin(f, path);
	if (!config_may_show(path)) {
		say("expected a keyring's file, found what may be a secret "
		    "key: not shown");
		hint("'-s SECRETKEY' names the file of a signing key");
		return EX_USAGE;
	}
	int r = io_read_file(path, &f->text);
	if (r < 0)
		return failed(path, r, KEYRING_TEXT_MAX);
	for (unsigned slot = 1; code == EX_OK && slot <= KEYRING_SIGNERS_MAX;
	     slot++)
		code = read_signature(path, slot, f);
	return code;
}

void
keyring_files_free(struct keyring_files *f)
{
	buf_free(&f->text);
	for (size_t i = 0; i < KEYRING_SIGNERS_MAX; i++)
		buf_free(&f->signatures[i]);
}

/* Whether an epoch begins in the text. */
static bool
has_epoch(struct view text)
{
	struct reader r = reader_of(text.data, text.len);
	struct view line;
	const char begin[] = "[epoch";

	while (reader_line(&r, KEYRING_TEXT_MAX, &line))
		if (line.len >= sizeof begin - 1 &&
		    memcmp(line.data, begin, sizeof begin - 1) == 0)
			return true;
	return false;
}

/* What 'new' begins is no keyring yet, for want of an epoch (FORMAT 13.4). All
 * the rest is checked as ever, with one put behind it that is taken away
 * again. */
static int
parse_begun(struct view text, struct keyring **out, struct keyring_error *err)
{
	/* The base point's own text: a valid key, and used for nothing. */
	const struct recipient nobody = {.type = AGE_X25519, .key = {9}};
	char key[RECIPIENT_TEXT_MAX];
	struct buf whole;

	recipient_format(&nobody, key);
	buf_init(&whole, &buf_heap, KEYRING_TEXT_MAX + RECIPIENT_TEXT_MAX);
	buf_add(&whole, text.data, text.len);
	buf_add_fmt(&whole,
	    "\n[epoch 1]\nfrom = 1970-01-01\nuntil = 1970-01-01\n"
	    "destroy-after = 1970-01-01\narea * = %s\n",
	    key);
	int r = whole.err != BUF_OK
		    ? KEYRING_E_MEMORY
		    : keyring_parse(whole.data, whole.len, out, err);
	if (r == KEYRING_OK) {
		(*out)->n_epochs = 0;
		(*out)->n_recipients = 0;
		memset((*out)->epochs, 0, sizeof(*out)->epochs);
		memset((*out)->recipients, 0, sizeof(*out)->recipients);
	}
	buf_free(&whole);
	return r;
}

int
keyring_files_parse(const struct keyring_files *f, struct keyring **out)
{
	struct keyring_error err = {"out of memory"};
	struct view text = keyring_view(&f->text);
	int r = has_epoch(text) ? keyring_parse(text.data, text.len, out, &err)
				: parse_begun(text, out, &err);

	if (r == KEYRING_OK)
		return EX_OK;
	say("%s: %s", f->path, err.text);
	hint("nothing was changed; docs/FORMAT.md 13 says what stands in a "
	     "keyring");
	return r == KEYRING_E_MEMORY ? EX_OSERR : EX_DATAERR;
}

int
keyring_files_open(const struct keyring_files *f,
    const struct minisign_public *pins, size_t n_pins, size_t needed,
    size_t *which, struct keyring **out, struct keyring_error *err)
{
	struct view signatures[KEYRING_SIGNERS_MAX];
	char *names[KEYRING_SIGNERS_MAX] = {NULL};
	struct view text = keyring_view(&f->text);
	int r = KEYRING_OK;

	*err = (struct keyring_error){"out of memory"};
	for (size_t i = 0; i < f->n; i++) {
		signatures[i] = keyring_view(&f->signatures[i]);
		names[i] = keyring_file_signature(f->path, f->slots[i]);
		if (names[i] == NULL)
			r = KEYRING_E_MEMORY;
	}
	if (r == KEYRING_OK)
		r = keyring_verify(text, signatures, (const char *const *)names,
		    f->n, pins, n_pins, needed, which, err);
	if (r == KEYRING_OK)
		r = keyring_parse(text.data, text.len, out, err);
	for (size_t i = 0; i < f->n; i++)
		free(names[i]);
	return r;
}
