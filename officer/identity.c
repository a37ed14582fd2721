/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Reading and making identity files.
 */
#include "officer/identity.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "base/io.h"
#include "base/reader.h"
#include "base/say.h"
#include "crypto/core/armor.h"
#include "crypto/core/secret.h"
#include "crypto/seal/seal.h"
#include "officer/key_folder.h"

/* FORMAT 10.2: what age uses; about half a second and 256 MiB. */
#define WORK_FACTOR 18

static const char age_magic[] = "age-encryption.org/";
static const char armor_magic[] = "-----BEGIN AGE";

static bool
begins_with(const struct buf *b, const char *s)
{
	struct reader r = reader_of(b->data, b->len);

	return reader_literal(&r, s);
}

static int
parse_failed(const char *path, int err, size_t line)
{
	if (err == AGE_E_LIMIT) {
		say("%s: more than %d identities in all", path, IDENTITIES_MAX);
		hint("name fewer files with -i");
	} else if (line == 0) {
		say("%s: no identity in this file", path);
		hint("an identity file has a line AGE-SECRET-KEY-...; "
		     "'inkast-officer keygen -o FILE' makes one");
	} else if (err == AGE_E_TYPE) {
		say("%s: line %zu is a post-quantum identity, and this build "
		    "has no ML-KEM",
		    path, line);
		hint("use a build that has it");
		return EX_UNAVAILABLE;
	} else if (err == AGE_E_CRYPTO) {
		say("%s: line %zu: %s", path, line, age_strerror(err));
		hint("the key is sound: keep it, and try on another computer");
		return EX_SOFTWARE;
	} else {
		say("%s: line %zu is not an identity", path, line);
		hint("expected AGE-SECRET-KEY-1 or AGE-SECRET-KEY-PQ-1 and 58 "
		     "characters, a comment that begins with #, or an empty "
		     "line");
	}
	return EX_DATAERR;
}

int
keychain_add_text(struct keychain *k, const char *path, const struct buf *text)
{
	size_t n = 0;
	size_t line = 0;
	int r = AGE_E_LIMIT;

	if (k->list == NULL)
		k->list = secret_alloc(IDENTITIES_MAX * sizeof *k->list);
	if (k->list == NULL) {
		say("no memory that can be locked, for the identities");
		hint("'ulimit -l' shows how much may be; allow more");
		return EX_OSERR;
	}
	if (k->n < IDENTITIES_MAX)
		r = identity_file_parse(
		    text->data == NULL ? (const void *)"" : text->data,
		    text->len, k->list + k->n, IDENTITIES_MAX - k->n, &n,
		    &line);
	if (r != AGE_OK)
		return parse_failed(path, r, line);
	k->n += n;
	return EX_OK;
}

static int
unlock_failed(const char *path, int err)
{
	if (err == AGE_E_NO_MATCH) {
		say("%s: the passphrase is wrong", path);
		hint("try again; nobody can recover a lost passphrase");
		return EX_NOPERM;
	}
	say("%s: cannot open the identity file: %s", path, age_strerror(err));
	if (err == AGE_E_MEMORY) {
		hint("opening it takes some 300 MiB for a moment");
		return EX_OSERR;
	}
	hint("the file is damaged, or sealed with something other than a "
	     "passphrase; use a copy");
	return EX_DATAERR;
}

static int
add_protected(struct keychain *k, const char *path,
    const struct passphrase_source *source, const struct buf *file)
{
	struct buf passphrase;
	struct buf text;
	char prompt[256];

	buf_init(&passphrase, &secret_mem, PASSPHRASE_MAX);
	buf_init(&text, &secret_mem, IDENTITY_FILE_MAX);
	(void)snprintf(prompt, sizeof prompt, "passphrase of %.200s", path);
	int code = passphrase_read(source, prompt, &passphrase);
	if (code == EX_OK) {
		struct unseal_keys keys = {.passphrase = passphrase.data,
		    .passphrase_len = passphrase.len};
		/* Room for all of it, so that it is not copied. */
		int r = buf_reserve(&text, file->len) == BUF_OK
			    ? unseal(&keys, file->data, file->len, &text)
			    : AGE_E_MEMORY;
		code = r == AGE_OK ? keychain_add_text(k, path, &text)
				   : unlock_failed(path, r);
	}
	buf_free(&passphrase);
	buf_free(&text);
	return code;
}

/* As age -a -p makes it. */
static int
add_armored(struct keychain *k, const char *path,
    const struct passphrase_source *source, const struct buf *file)
{
	struct buf binary; /* sealed: needs no secret memory */
	int code;

	buf_init(&binary, &buf_heap, IDENTITY_FILE_MAX);
	int r = armor_decode(file->data, file->len, &binary);
	if (r == AGE_OK && !begins_with(&binary, age_magic))
		r = AGE_E_HEADER; /* before a passphrase is asked for */
	if (r == AGE_OK) {
		code = add_protected(k, path, source, &binary);
	} else {
		say("%s: %s", path, age_strerror(r));
		hint("the file is damaged: use a copy");
		code = r == AGE_E_MEMORY ? EX_OSERR : EX_DATAERR;
	}
	buf_free(&binary);
	return code;
}

static int
add_file(struct keychain *k, const char *path,
    const struct passphrase_source *source, const struct buf *file)
{
	if (begins_with(file, age_magic))
		return add_protected(k, path, source, file);
	if (begins_with(file, armor_magic))
		return add_armored(k, path, source, file);
	if (begins_with(file, "age1")) {
		say("%s: this is a recipient, the public half of a key", path);
		hint("name the file with AGE-SECRET-KEY-... inside");
		return EX_DATAERR;
	}
	return keychain_add_text(k, path, file);
}

int
keychain_add(struct keychain *k, const char *path,
    const struct passphrase_source *source)
{
	struct buf file;
	struct stat st;
	int code;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return keychain_add_folder(k, path, source);
	if (stat(path, &st) == 0 && S_ISFIFO(st.st_mode)) {
		say("%s is a pipe", path);
		hint("-i names a file that 'inkast-officer keygen' made");
		return EX_NOINPUT;
	}
	buf_init(&file, &secret_mem, IDENTITY_FILE_MAX);
	/* Room for the whole, so that a secret is not copied as it grows. */
	int r = buf_reserve(&file, IDENTITY_FILE_MAX) == BUF_OK
		    ? io_read_file(path, &file)
		    : -ENOMEM;
	if (r == 0) {
		code = add_file(k, path, source, &file);
	} else if (r == -EFBIG) {
		say("%s: too long for an identity file", path);
		hint("-i names a file that 'inkast-officer keygen' made");
		code = EX_DATAERR;
	} else {
		say_errno("read", path, r);
		hint("-i names a file that 'inkast-officer keygen' made");
		code = r == -ENOMEM ? EX_OSERR : EX_NOINPUT;
	}
	buf_free(&file);
	return code;
}

struct unseal_keys
keychain_keys(const struct keychain *k)
{
	return (struct unseal_keys){
	    .identities = k->list, .n_identities = k->n};
}

void
keychain_free(struct keychain *k)
{
	secret_free(k->list);
	*k = (struct keychain){0};
}

int
identity_file_format(const struct identity *id, struct buf *out,
    char recipient[static RECIPIENT_TEXT_MAX])
{
	char *text = secret_alloc(IDENTITY_TEXT_MAX);
	struct recipient public = {.type = id->type};

	if (text == NULL)
		return AGE_E_MEMORY;
	memcpy(public.key, id->public, sizeof public.key);
	recipient_format(&public, recipient);
	identity_format(id, text);
	/* No time of making: it would tell when a key period began. */
	buf_add_str(out, "# public key: ");
	buf_add_str(out, recipient);
	buf_add_str(out, "\n");
	buf_add_str(out, text);
	buf_add_str(out, "\n");
	secret_free(text);
	return out->err == BUF_OK ? AGE_OK : AGE_E_MEMORY;
}

int
identity_file_text(enum age_key_type type, struct buf *out,
    char recipient[static RECIPIENT_TEXT_MAX])
{
	struct identity *id = secret_alloc(sizeof *id);
	int r = id == NULL ? AGE_E_MEMORY : identity_generate(type, id);

	if (r == AGE_OK)
		r = identity_file_format(id, out, recipient);
	secret_free(id);
	return r;
}

int
identity_file_protect(
    const struct buf *text, const struct buf *passphrase, struct buf *out)
{
	struct sealer *s = NULL;
	int r = sealer_new_passphrase(&s, passphrase->data, passphrase->len,
	    WORK_FACTOR, io_write_to_buf, out);

	if (r == AGE_OK)
		r = sealer_add(s, text->data, text->len);
	if (r == AGE_OK)
		r = sealer_end(s);
	sealer_free(&s);
	return r;
}
