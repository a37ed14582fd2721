/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Writing an identity's file.
 */
#include "officer/identity_save.h"

#include <errno.h>
#include <sysexits.h>

#include "base/io.h"
#include "base/say.h"
#include "crypto/core/secret.h"
#include "officer/identity.h"
#include "officer/words_ask.h"

static int
write_file(const char *path, const struct buf *content)
{
	int r = io_write_file(path, 0600, 0, content->data, content->len);

	if (r == 0)
		return EX_OK;
	say_errno("write", path, r);
	if (r == -EEXIST)
		hint("an identity is never overwritten: name a new file");
	else
		hint("nothing was left behind");
	return EX_CANTCREAT;
}

static int
protect(const struct identity_protection *how, const struct buf *text,
    struct buf *out)
{
	struct buf passphrase;

	buf_init(&passphrase, &secret_mem, PASSPHRASE_MAX);
	int code = how->words ? words_ask(&passphrase)
			      : passphrase_read_new(&how->source, &passphrase);
	if (code == EX_OK) {
		int r = identity_file_protect(text, &passphrase, out);
		if (r != AGE_OK) {
			say("cannot protect the identity: %s", age_strerror(r));
			hint("nothing was made; it takes some 300 MiB of "
			     "memory for a moment");
			code = EX_OSERR;
		}
	}
	buf_free(&passphrase);
	return code;
}

int
identity_save(const char *path, const struct buf *text,
    const struct identity_protection *how)
{
	struct buf sealed; /* ciphertext: needs no secret memory */

	if (how->plain)
		return write_file(path, text);
	buf_init(&sealed, &buf_heap, IDENTITY_FILE_MAX);
	int code = protect(how, text, &sealed);
	if (code == EX_OK)
		code = write_file(path, &sealed);
	buf_free(&sealed);
	return code;
}
