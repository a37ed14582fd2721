/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A folder of identity files, old and new: each is tried, whatever its name;
 * what is no identity is passed over, and said. A passphrase that was given for
 * one file is tried on the next before it is asked for: often all have the
 * same.
 */
#include "officer/key_folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "base/io.h"
#include "base/reader.h"
#include "base/say.h"
#include "crypto/core/armor.h"
#include "crypto/core/secret.h"

/* Passphrases that are kept for the next file. Each try is half a second. */
#define REMEMBERED 8

/* What a shell reports for a program that a signal ended, less its number. */
#define SIGNALLED 128

static const char age_magic[] = "age-encryption.org/v1\n";
static const char armor_magic[] = "-----BEGIN AGE";
static const char scrypt_stanza[] = "-> scrypt ";
static const char secret_key[] = "AGE-SECRET-KEY-";

struct folder {
	struct keychain *keys;
	const struct passphrase_source *source;
	struct buf passphrases[REMEMBERED];
	size_t n_passphrases;
	size_t n_added;    /* files */
	size_t n_left_out; /* that looked like identities */
};

enum file_kind { FILE_OTHER, FILE_PLAIN, FILE_PROTECTED, FILE_ARMORED };

static bool
begins_with(const struct buf *b, const char *s)
{
	struct reader r = reader_of(b->data, b->len);

	return b->data != NULL && reader_literal(&r, s);
}

static bool
is_passphrase_file(const struct buf *b)
{
	struct reader r = reader_of(b->data, b->len);

	return reader_literal(&r, age_magic) &&
	       reader_literal(&r, scrypt_stanza);
}

static enum file_kind
kind_of(const struct buf *b)
{
	if (b->data == NULL)
		return FILE_OTHER;
	if (begins_with(b, armor_magic))
		return FILE_ARMORED;
	if (begins_with(b, age_magic))
		return is_passphrase_file(b) ? FILE_PROTECTED : FILE_OTHER;
	return memmem(b->data, b->len, secret_key, sizeof secret_key - 1) !=
		       NULL
		   ? FILE_PLAIN
		   : FILE_OTHER;
}

bool
identity_file_looks(const char *path)
{
	struct buf file;

	buf_init(&file, &secret_mem, IDENTITY_FILE_MAX);
	bool looks = buf_reserve(&file, IDENTITY_FILE_MAX) == BUF_OK &&
		     io_read_file(path, &file) == 0 &&
		     kind_of(&file) != FILE_OTHER;
	buf_free(&file);
	return looks;
}

/* AGE_OK, AGE_E_NO_MATCH for a wrong passphrase, or another AGE_E_. */
static int
unlock(const struct buf *passphrase, const struct buf *file, struct buf *text)
{
	struct unseal_keys keys = {
	    .passphrase = passphrase->data, .passphrase_len = passphrase->len};

	buf_clear(text);
	return buf_reserve(text, file->len) == BUF_OK
		   ? unseal(&keys, file->data, file->len, text)
		   : AGE_E_MEMORY;
}

static int
unlock_failed(const char *path, int err)
{
	say("%s: %s", path, age_strerror(err));
	return err == AGE_E_MEMORY ? EX_OSERR : EX_DATAERR;
}

/* Ask for the passphrase of a file and try it. EX_OK with the text; EX_NOINPUT:
 * none was given; EX_NOPERM: it was wrong; or another code. */
static int
ask_and_unlock(struct folder *f, const char *path, const struct buf *file,
    struct buf *text)
{
	struct buf passphrase;
	char prompt[256];

	buf_init(&passphrase, &secret_mem, PASSPHRASE_MAX);
	(void)snprintf(prompt, sizeof prompt,
	    "passphrase of %.180s (Enter alone: leave it out)", path);
	int code = passphrase_read(f->source, prompt, &passphrase);
	if (code == EX_OK) {
		int r = unlock(&passphrase, file, text);
		if (r == AGE_E_NO_MATCH)
			code = EX_NOPERM;
		else if (r != AGE_OK)
			code = unlock_failed(path, r);
	}
	if (code == EX_OK && f->n_passphrases < REMEMBERED)
		f->passphrases[f->n_passphrases++] = passphrase;
	else
		buf_free(&passphrase);
	return code;
}

/* What a file came to: one that is no use is left out, and said; only what
 * concerns all files ends the whole. */
static int
left_out(struct folder *f, const char *path, int code)
{
	if (code == EX_OK) {
		f->n_added++;
		return EX_OK;
	}
	if (code == EX_OSERR || code > SIGNALLED)
		return code;
	f->n_left_out++;
	if (code == EX_NOPERM)
		say("%s: the passphrase is wrong; the file is left out", path);
	else
		say("%s is left out", path);
	return EX_OK;
}

static int
add_protected(struct folder *f, const char *path, const struct buf *file)
{
	struct buf text;
	int r = AGE_E_NO_MATCH;
	int code = EX_OK;

	buf_init(&text, &secret_mem, IDENTITY_FILE_MAX);
	for (size_t i = 0; r == AGE_E_NO_MATCH && i < f->n_passphrases; i++)
		r = unlock(&f->passphrases[i], file, &text);
	if (r == AGE_E_NO_MATCH)
		code = ask_and_unlock(f, path, file, &text);
	else if (r != AGE_OK)
		code = unlock_failed(path, r);
	if (code == EX_OK)
		code = keychain_add_text(f->keys, path, &text);
	buf_free(&text);
	return left_out(f, path, code);
}

static int
add_armored(struct folder *f, const char *path, const struct buf *file)
{
	struct buf binary; /* sealed: needs no secret memory */
	int code = EX_OK;

	buf_init(&binary, &buf_heap, IDENTITY_FILE_MAX);
	if (armor_decode(file->data, file->len, &binary) == AGE_OK &&
	    is_passphrase_file(&binary))
		code = add_protected(f, path, &binary);
	else
		say("%s is no identity file: left out", path);
	buf_free(&binary);
	return code;
}

static int
add_content(struct folder *f, const char *path, const struct buf *file)
{
	switch (kind_of(file)) {
	case FILE_PLAIN:
		return left_out(
		    f, path, keychain_add_text(f->keys, path, file));
	case FILE_PROTECTED:
		return add_protected(f, path, file);
	case FILE_ARMORED:
		return add_armored(f, path, file);
	case FILE_OTHER:
		break;
	}
	say("%s is no identity file: left out", path);
	return EX_OK;
}

static bool
is_plain_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static int
add_path(struct folder *f, const char *path)
{
	struct buf file;
	int code = EX_OK;

	if (!is_plain_file(path)) {
		say("%s is no file: left out", path);
		return EX_OK;
	}
	buf_init(&file, &secret_mem, IDENTITY_FILE_MAX);
	/* Room for the whole, so that a secret is not copied as it grows. */
	int r = buf_reserve(&file, IDENTITY_FILE_MAX) == BUF_OK
		    ? io_read_file(path, &file)
		    : -ENOMEM;
	if (r == 0)
		code = add_content(f, path, &file);
	else if (r == -EFBIG)
		say("%s is too long for an identity file: left out", path);
	else if (r != -ENOMEM)
		say_errno("read", path, r);
	else {
		say("no memory that can be locked, for the identities");
		hint("'ulimit -l' shows how much may be; allow more");
		code = EX_OSERR;
	}
	buf_free(&file);
	return code;
}

/* All but folders, and what an editor or a system hides. Links are followed; a
 * pipe or a device is no file, and would make us wait. */
static int
is_wanted(const struct dirent *e)
{
	return e->d_name[0] != '.' && e->d_type != DT_DIR;
}

static int
add_names(struct folder *f, const char *path, struct dirent **names, int n)
{
	int code = EX_OK;

	for (int i = 0; code == EX_OK && i < n; i++) {
		char *file;
		if (asprintf(&file, "%s/%s", path, names[i]->d_name) < 0)
			return EX_OSERR;
		code = add_path(f, file);
		free(file);
	}
	return code;
}

static int
add_all(struct folder *f, const char *path)
{
	struct dirent **names;
	int n = scandir(path, &names, is_wanted, alphasort);

	if (n < 0) {
		say_errno("read", path, -errno);
		return EX_NOINPUT;
	}
	int code = add_names(f, path, names, n);
	for (int i = 0; i < n; i++)
		free(names[i]);
	free(names);
	if (code == EX_OK && f->n_added == 0) {
		say("%s: no identity in this folder that could be opened",
		    path);
		hint("-i names a file that 'inkast-officer keygen' made, or a "
		     "folder of such");
		code = EX_NOINPUT;
	}
	return code;
}

int
keychain_add_folder(struct keychain *k, const char *path,
    const struct passphrase_source *source)
{
	struct folder f = {.keys = k, .source = source};
	int code = add_all(&f, path);

	k->n_left_out += f.n_left_out;
	for (size_t i = 0; i < f.n_passphrases; i++)
		buf_free(&f.passphrases[i]);
	return code;
}
