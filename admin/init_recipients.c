/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The recipients that init is given: tips will be sealed to them, so that a
 * mistake here would be found when nobody can open a tip.
 */
#include "admin/init.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/say.h"
#include "crypto/seal/seal.h"

#define MAKE_A_NEW_PAIR                                                        \
	"the shell's history and 'ps' may have seen it: make a new pair on "   \
	"the officer's computer with 'inkast-officer keygen -o FILE' and "     \
	"give "                                                                \
	"the \"age1...\" that it prints"

static int
refuse_identity(size_t i)
{
	say("recipient %zu is the secret key: it must never be on this machine",
	    i);
	hint(MAKE_A_NEW_PAIR);
	return EX_USAGE;
}

static int
refuse_text(const char *where, size_t i, const char *s, int err)
{
	if (err == AGE_E_TYPE) {
		say("%srecipient %zu is post-quantum, and this build has no "
		    "ML-KEM: nothing could be sealed to it",
		    where, i);
		hint("use a build that has it, or keys that 'inkast-officer "
		     "keygen --classic' made");
		return EX_UNAVAILABLE;
	}
	say("%srecipient %zu is not a public key: expected \"age1\" and 58 "
	    "characters or \"age1pq1\" and 1952, found %zu characters%s",
	    where, i, strlen(s),
	    strncmp(s, "age1", 4) == 0 ? " with a wrong checksum or length"
				       : " that begin otherwise");
	hint("copy the whole line that 'inkast-officer keygen -o FILE' "
	     "printed, or name a file of such lines with --recipients");
	return EX_USAGE;
}

static int
add(struct config *c, size_t i, const char *s)
{
	struct recipient r;
	char text[RECIPIENT_TEXT_MAX];

	if (config_is_secret_key(s))
		return refuse_identity(i);
	int err = recipient_parse(s, strlen(s), &r);
	if (err != AGE_OK)
		return refuse_text("", i, s, err);
	/* As we write it, so that upper case is no second spelling. */
	recipient_format(&r, text);
	const char *expected = config_add_recipient(c, text);
	if (expected == NULL)
		return EX_OK;
	say("recipient %zu: expected %s", i, expected);
	hint("give each key once, and keys of one kind: the weaker kind would "
	     "decide who can open a tip");
	return EX_USAGE;
}

static int
add_file(struct config *c, const char *path)
{
	struct config_error err;
	struct recipient ignored;

	if (!config_may_show(path)) {
		say("--recipients names a file, and what was given may be a "
		    "secret key: it must never be on this machine");
		hint(MAKE_A_NEW_PAIR);
		return EX_USAGE;
	}
	size_t before = c->n_recipients;
	int r = config_add_recipients_of(path, c, &err);

	if (r != CONFIG_OK) {
		say("%s", err.text);
		hint("a file of recipients has a public key a line, all of one "
		     "kind, as 'inkast-officer keygen -o FILE' prints them");
		return r == CONFIG_E_FILE     ? EX_NOINPUT
		       : r == CONFIG_E_MEMORY ? EX_OSERR
					      : EX_DATAERR;
	}
	for (size_t i = before; i < c->n_recipients; i++) {
		const char *s = c->recipients[i];
		r = recipient_parse(s, strlen(s), &ignored);
		if (r != AGE_OK) {
			char where[256];
			(void)snprintf(where, sizeof where, "%.250s: ", path);
			int code = refuse_text(where, i - before + 1, s, r);
			return code == EX_USAGE ? EX_DATAERR : code;
		}
	}
	return EX_OK;
}

int
init_recipients_add(const struct init_recipients *q, struct config *c)
{
	int code = EX_OK;

	if (q->n_texts == 0 && q->file == NULL) {
		say("expected at least one --recipient KEY, or --recipients "
		    "FILE: who can open tips");
		hint("'inkast-officer keygen -o FILE', on the officer's "
		     "computer, makes a key and prints its recipient");
		return EX_USAGE;
	}
	if (q->n_texts > LIMIT_RECIPIENTS) {
		say("expected at most %d recipients, found %zu",
		    LIMIT_RECIPIENTS, q->n_texts);
		hint("share an identity among officers of one desk");
		return EX_USAGE;
	}
	for (size_t i = 0; code == EX_OK && i < q->n_texts; i++)
		code = add(c, i + 1, q->texts[i]);
	if (code == EX_OK && q->file != NULL)
		code = add_file(c, q->file);
	return code;
}

void
init_recipients_text(const struct config *c, struct buf *out)
{
	buf_add_str(out, "# Who can open tips: one public key a line.\n");
	for (size_t i = 0; i < c->n_recipients; i++) {
		buf_add_str(out, c->recipients[i]);
		buf_add_str(out, "\n");
	}
}
