/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-officer public: the public half of an identity, and its fingerprint,
 * to compare over the telephone.
 */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/say.h"
#include "crypto/seal/fingerprint.h"
#include "officer/identity.h"
#include "officer/key_args.h"
#include "officer/poster.h"
#include "officer/verbs.h"

static const char help[] =
    "usage: inkast-officer public -i FILE [--poster PAGE.html]\n\n"
    "Prints each identity's recipient (the public key) on standard output, and "
    "its\n"
    "kind and fingerprint beside it. The admin's 'inkast-admin keyring show'\n"
    "prints the same fingerprint if it is the same key: read it aloud over "
    "the\n"
    "telephone before a keyring is signed.\n\n"
    "  -i, --identity FILE    an identity file, or a folder of them\n"
    "      --poster PAGE      also write a page to print, with the recipient "
    "and\n"
    "                         its fingerprint; of one identity\n"
    "      --passphrase-fd N  read the identity file's passphrase as a line\n"
    "                         from descriptor N\n"
    "      --help             show this and exit\n";

static struct recipient
recipient_of(const struct identity *id)
{
	struct recipient r = {.type = id->type};

	memcpy(r.key, id->public, sizeof r.key);
	return r;
}

/* The recipient alone on standard output, so that it can go to a file; the rest
 * is for eyes. */
static int
print(const struct keychain *keys)
{
	char text[RECIPIENT_TEXT_MAX];
	char fingerprint[FINGERPRINT_LEN];

	for (size_t i = 0; i < keys->n; i++) {
		struct recipient r = recipient_of(&keys->list[i]);
		recipient_format(&r, text);
		fingerprint_recipient(&r, fingerprint);
		printf("%s\n", text);
		if (fflush(stdout) != 0)
			return EX_IOERR;
		say("%s, fingerprint %s",
		    r.type == AGE_HYBRID ? "post-quantum" : "classic",
		    fingerprint);
	}
	return EX_OK;
}

static int
write_poster(const struct keychain *keys, const char *path)
{
	if (keys->n != 1) {
		say("a poster is of one identity, and there are %zu", keys->n);
		hint("name the file of one with -i");
		return EX_USAGE;
	}
	struct recipient r = recipient_of(&keys->list[0]);
	return poster_write(&r, path);
}

int
verb_public(int argc, char **argv)
{
	struct keychain keys = {0};
	struct key_args q;
	int code = key_args_parse(&q, help, argc, argv);

	if (code != EX_OK)
		return code < 0 ? EX_OK : code;
	code = keychain_add(&keys, q.identity, &q.source);
	if (code == EX_OK && q.poster != NULL)
		code = write_poster(&keys, q.poster);
	if (code == EX_OK)
		code = print(&keys);
	if (code == EX_OK && keys.n_left_out > 0)
		code = EX_NOPERM; /* not all of the folder was looked at */
	keychain_free(&keys);
	return code;
}
