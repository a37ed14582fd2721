/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The recipients that init is given: tips will be sealed to them, so that a
 * mistake here would be found when nobody can open a tip.
 */
#include "admin/init.h"

#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "base/say.h"
#include "crypto/seal/seal.h"

/* How an identity begins, in either case (Bech32 allows both). */
static bool
is_identity(const char *s)
{
	static const char prefix[] = "age-secret-key-";

	return strncasecmp(s, prefix, strlen(prefix)) == 0;
}

static int
refuse_identity(size_t i)
{
	say("recipient %zu is the secret key: it must never be on this machine",
	    i);
	hint("the shell's history and 'ps' may have seen it: make a new pair "
	     "on the officer's computer with 'inkast-officer keygen -o FILE' "
	     "and give the \"age1...\" that it prints");
	return EX_USAGE;
}

static int
refuse_text(size_t i, const char *s)
{
	say("recipient %zu is not a public key: expected \"age1\" and 58 "
	    "characters, found %zu characters%s",
	    i, strlen(s),
	    strncmp(s, "age1", 4) == 0 ? " with a wrong checksum or length"
				       : " that begin otherwise");
	hint("copy the whole line that 'inkast-officer keygen -o FILE' "
	     "printed");
	return EX_USAGE;
}

static int
add(struct config *c, size_t i, const char *s)
{
	struct recipient r;
	char text[RECIPIENT_TEXT_MAX];

	if (is_identity(s))
		return refuse_identity(i);
	if (recipient_parse(s, strlen(s), &r) != AGE_OK)
		return refuse_text(i, s);
	/* As we write it, so that upper case is no second spelling. */
	recipient_format(&r, text);
	for (size_t k = 0; k < c->n_recipients; k++)
		if (strcmp(c->recipients[k], text) == 0) {
			say("recipient %zu is the same key as recipient %zu", i,
			    k + 1);
			hint("give each key once");
			return EX_USAGE;
		}
	memcpy(c->recipients[c->n_recipients++], text, sizeof text);
	return EX_OK;
}

int
init_recipients(const char *const *texts, size_t n, struct config *c)
{
	if (n == 0) {
		say("expected at least one --recipient KEY: who can open tips");
		hint("'inkast-officer keygen -o FILE', on the officer's "
		     "computer, makes a key and prints its recipient");
		return EX_USAGE;
	}
	if (n > LIMIT_RECIPIENTS) {
		say("expected at most %d recipients, found %zu",
		    LIMIT_RECIPIENTS, n);
		hint("share an identity among officers of one desk");
		return EX_USAGE;
	}
	for (size_t i = 0; i < n; i++) {
		int code = add(c, i + 1, texts[i]);
		if (code != EX_OK)
			return code;
	}
	return EX_OK;
}
