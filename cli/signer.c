/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Signing keys in files. What may be a secret key, or its path given where a
 * key was meant, is never shown.
 */
#include "cli/signer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/io.h"
#include "base/say.h"
#include "crypto/core/secret.h"

/* A public key file: minisign's comments are at most 1 KiB. */
#define PUBLIC_FILE_MAX 2048

static int
failed(const char *path, int err)
{
	say("%s: %s", path, minisign_strerror(err));
	switch (err) {
	case MINISIGN_E_PASSPHRASE:
		hint("type it again; nothing was changed");
		return EX_NOPERM;
	case MINISIGN_E_FORM:
		hint("expected what 'signer -o FILE' or 'minisign -G' made");
		return EX_DATAERR;
	case MINISIGN_E_LIMIT:
		hint("a key made by 'minisign -G' asks for 1 GiB; make a new "
		     "one");
		return EX_DATAERR;
	case MINISIGN_E_MEMORY:
		hint("a passphrase takes 1 GiB of memory for some seconds: "
		     "close other programs, or use another machine");
		return EX_OSERR;
	default:
		hint("nothing was changed");
		return EX_SOFTWARE;
	}
}

static int
not_written(const char *path, int err)
{
	if (err == -EEXIST) {
		say("%s is there already, and is never overwritten", path);
		hint("name another file; a signing key that was lost cannot be "
		     "made again");
		return EX_CANTCREAT;
	}
	say_errno("write", path, err);
	hint("the folder must exist and let you write");
	return err == -ENOSPC || err == -EIO ? EX_IOERR : EX_CANTCREAT;
}

/* Two files, both or none: who finds a key without its public half would make
 * another, and pin that. */
static int
write_pair(const char *path, const char *pub_path, const struct buf *secret,
    const struct minisign_public *p)
{
	char key[MINISIGN_PUBLIC_TEXT_LEN];
	char id[MINISIGN_ID_TEXT_LEN];
	char text[128];

	minisign_public_format(p, key);
	minisign_id_format(p->id, id);
	int n = snprintf(text, sizeof text,
	    "untrusted comment: minisign public key %s\n%s\n", id, key);
	int r = io_write_file(path, 0600, 0, secret->data, secret->len);
	if (r < 0)
		return not_written(path, r);
	r = io_write_file(pub_path, 0644, 0, text, (size_t)n);
	if (r == 0)
		return EX_OK;
	(void)unlink(path);
	return not_written(pub_path, r);
}

static int
make(const char *path, const char *pub_path,
    const struct passphrase_source *source, struct buf *passphrase,
    struct buf *text, struct minisign_public *out)
{
	struct sign_key *k = NULL;
	struct minisign_public p;
	int code = EX_OK;

	/* Before a passphrase is thought up and typed twice for nothing. */
	if (access(path, F_OK) == 0)
		return not_written(path, -EEXIST);
	if (access(pub_path, F_OK) == 0)
		return not_written(pub_path, -EEXIST);
	if (source != NULL)
		code = passphrase_read_new(source, passphrase);
	if (code != EX_OK)
		return code;
	int r = sign_key_new(&k);
	/* All at once, so that the secret is not copied while it grows. */
	if (r == MINISIGN_OK && buf_reserve(text, SIGN_KEY_FILE_MAX) != BUF_OK)
		r = MINISIGN_E_MEMORY;
	if (r == MINISIGN_OK)
		r = sign_key_write(k, passphrase->data, passphrase->len, text);
	if (r == MINISIGN_OK) {
		sign_key_public(k, &p);
		code = write_pair(path, pub_path, text, &p);
		if (code == EX_OK)
			*out = p;
	} else {
		code = failed(path, r);
	}
	sign_key_free(&k);
	return code;
}

int
signer_make(const char *path, const struct passphrase_source *source,
    struct minisign_public *out)
{
	struct buf passphrase;
	struct buf text;
	char *pub_path;

	if (asprintf(&pub_path, "%s.pub", path) < 0)
		return failed(path, MINISIGN_E_MEMORY);
	buf_init(&passphrase, &secret_mem, PASSPHRASE_MAX);
	buf_init(&text, &secret_mem, SIGN_KEY_FILE_MAX);
	int code = make(path, pub_path, source, &passphrase, &text, out);
	buf_free(&passphrase);
	buf_free(&text);
	free(pub_path);
	return code;
}

static int
not_read(const char *path, int err)
{
	if (err == -EFBIG) {
		say("%s is too large for a key", path);
		hint("expected what 'signer -o FILE' or 'minisign -G' made");
		return EX_DATAERR;
	}
	if (err == -ENOMEM) {
		say("no memory that can be locked");
		hint("'ulimit -l' shows how much may be; allow more");
		return EX_OSERR;
	}
	say_errno("read", path, err);
	hint("expected a file that 'signer -o FILE' or 'minisign -G' made");
	return EX_NOINPUT;
}

static int
load(const char *path, const struct passphrase_source *source, struct buf *text,
    struct buf *passphrase, struct sign_key **out)
{
	char what[300];
	int code = EX_OK;
	int r = buf_reserve(text, SIGN_KEY_FILE_MAX) == BUF_OK ? 0 : -ENOMEM;

	if (r == 0)
		r = io_read_file(path, text);
	if (r < 0)
		return not_read(path, r);
	if (text->len == 0)
		return failed(path, MINISIGN_E_FORM);
	if (sign_key_is_protected(text->data, text->len)) {
		(void)snprintf(what, sizeof what, "passphrase of %.250s", path);
		code = passphrase_read(source, what, passphrase);
	}
	if (code != EX_OK)
		return code;
	r = sign_key_read(
	    text->data, text->len, passphrase->data, passphrase->len, out);
	return r == MINISIGN_OK ? EX_OK : failed(path, r);
}

int
signer_load(const char *path, const struct passphrase_source *source,
    struct sign_key **out)
{
	struct buf text;
	struct buf passphrase;

	buf_init(&text, &secret_mem, SIGN_KEY_FILE_MAX);
	buf_init(&passphrase, &secret_mem, PASSPHRASE_MAX);
	int code = load(path, source, &text, &passphrase, out);
	buf_free(&text);
	buf_free(&passphrase);
	return code;
}

/* A key of minisign's, of whichever sort, begins with "Ed" in base64. */
static bool
looks_like_key(const char *s)
{
	return strncmp(s, "RW", 2) == 0 && strlen(s) >= 40 &&
	       strchr(s, '.') == NULL;
}

int
signer_public(const char *text_or_path, struct minisign_public *out)
{
	struct buf text;
	const char *s = text_or_path;

	if (minisign_public_parse(s, strlen(s), out) == MINISIGN_OK)
		return EX_OK;
	if (looks_like_key(s)) {
		say("expected a signer's public key, 56 characters that begin "
		    "with RW, found %zu that are none; not shown, since they "
		    "may be secret",
		    strlen(s));
		hint("copy the second line of the signer's FILE.pub, or name "
		     "that file");
		return EX_USAGE;
	}
	/* Somebody may name the secret half: then no copy may stay behind. */
	buf_init(&text, &secret_mem, PUBLIC_FILE_MAX);
	int r = buf_reserve(&text, PUBLIC_FILE_MAX) == BUF_OK ? 0 : -ENOMEM;
	if (r == 0)
		r = io_read_file(s, &text);
	int code = r < 0 ? not_read(s, r) : EX_OK;
	if (code == EX_OK &&
	    (text.len == 0 || minisign_public_file_parse(
				  text.data, text.len, out) != MINISIGN_OK)) {
		say("%s: expected a signer's public key", s);
		hint("it is FILE.pub of 'signer -o FILE' or of 'minisign -G'; "
		     "the secret key is not needed here and must stay with "
		     "its owner");
		code = EX_DATAERR;
	}
	buf_free(&text);
	return code;
}

int
signer_sign(const struct sign_key *k, struct view text, const char *trusted,
    const char *path, int replace)
{
	struct buf out;

	buf_init(&out, &buf_heap, MINISIGN_FILE_MAX);
	int r = sign_text(k, text, trusted, &out);
	int code = r == MINISIGN_OK ? EX_OK : failed(path, r);
	if (code == EX_OK) {
		r = io_write_file(path, 0644, replace, out.data, out.len);
		code = r == 0 ? EX_OK : not_written(path, r);
	}
	buf_free(&out);
	return code;
}
