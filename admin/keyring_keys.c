/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Public keys as a command line gives them: one itself, or a file of them. Tips
 * will be sealed to them, and a mistake here would be found when nobody can
 * open a tip.
 */
#include "admin/keyring.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>

#include "base/io.h"
#include "base/say.h"

static int
refuse_secret(void)
{
	say("expected a public key, found what may be a secret key: it must "
	    "never be on this machine, and is not shown");
	hint("the shell's history and 'ps' may have seen it: make a new pair "
	     "on the officer's computer with 'inkast-officer keygen' and give "
	     "the \"age1...\" that it prints");
	return EX_USAGE;
}

static int
refuse_recipients(const char *path, int err, size_t line)
{
	if (err == AGE_E_TYPE) {
		say("%s: line %zu: the key is post-quantum, and this build has "
		    "no ML-KEM",
		    path, line);
		hint("use a build that has it");
		return EX_UNAVAILABLE;
	}
	if (err == AGE_E_LIMIT)
		say("%s: expected at most %d public keys", path,
		    KEYRING_AREA_RECIPIENTS_MAX);
	else if (err == AGE_E_MIXED)
		say("%s: line %zu: expected keys of one kind", path, line);
	else if (line == 0)
		say("%s: expected a public key, found none", path);
	else
		say("%s: line %zu: expected a public key, \"age1...\"", path,
		    line);
	hint("such a file holds what 'inkast-officer keygen' or 'public' "
	     "prints, one key a line");
	return EX_DATAERR;
}

static int
read_recipients(const char *path, struct recipient *out, size_t *n)
{
	struct buf text;
	size_t line = 0;
	int code = EX_OK;

	buf_init(&text, &buf_heap, LIMIT_RECIPIENTS_FILE);
	int r = io_read_file(path, &text);
	if (r < 0) {
		say_errno("read", path, r);
		hint("expected a public key, \"age1...\", or a file of them");
		code = r == -ENOMEM ? EX_OSERR : EX_NOINPUT;
	} else {
		struct view v = keyring_view(&text);
		r = recipient_file_parse(
		    v.data, v.len, out, KEYRING_AREA_RECIPIENTS_MAX, n, &line);
		if (r != AGE_OK)
			code = refuse_recipients(path, r, line);
	}
	buf_free(&text);
	return code;
}

int
keyring_args_recipients(const char *text,
    struct recipient out[static KEYRING_AREA_RECIPIENTS_MAX], size_t *n)
{
	int r = recipient_parse(text, strlen(text), &out[0]);

	if (r == AGE_OK) {
		*n = 1;
		return EX_OK;
	}
	if (!config_may_show(text))
		return refuse_secret();
	/* Nobody calls a file like that. */
	if (strncmp(text, "age1", 4) == 0 && strlen(text) > 20 &&
	    strpbrk(text, "./") == NULL) {
		say("\"%.24s...\" is not a public key: %s", text,
		    r == AGE_E_TYPE
			? "it is post-quantum, and this build has no ML-KEM"
			: "a character was changed, lost or added");
		hint("copy the whole line that 'inkast-officer keygen' "
		     "printed, or name the file that holds it");
		return r == AGE_E_TYPE ? EX_UNAVAILABLE : EX_DATAERR;
	}
	return read_recipients(text, out, n);
}
