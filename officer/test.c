/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-officer test: whether identities can be used: for each, a probe is
 * sealed to its recipient and opened again.
 */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/say.h"
#include "crypto/core/hash.h"
#include "crypto/core/secret.h"
#include "crypto/seal/fingerprint.h"
#include "officer/identity.h"
#include "officer/key_args.h"
#include "officer/verbs.h"

static const char help[] =
    "usage: inkast-officer test -i FILE [--passphrase-fd N]\n\n"
    "Seals a probe to each identity's recipient and opens it again, and says\n"
    "which work. To be done with a new key before it goes into a keyring, and\n"
    "with a recovery key now and then.\n\n"
    "  -i, --identity FILE    an identity file, or a folder of them\n"
    "      --passphrase-fd N  read the identity file's passphrase as a line\n"
    "                         from descriptor N\n"
    "      --help             show this and exit\n";

/* Bytes of the probe: more than a key, less than a page. */
#define PROBE_LEN 1024

/* AGE_OK, or why the probe did not come back. The identity alone is tried: no
 * other of the file may open it in its place. */
static int
probe(const struct identity *id, const struct recipient *r)
{
	struct unseal_keys keys = {.identities = id, .n_identities = 1};
	uint8_t bytes[PROBE_LEN];
	struct buf sealed, opened;

	random_bytes(bytes, sizeof bytes);
	buf_init(&sealed, &buf_heap, (size_t)4 * PROBE_LEN);
	buf_init(&opened, &secret_mem, PROBE_LEN);
	int e = seal(r, 1, 1, bytes, sizeof bytes, &sealed);
	if (e == AGE_OK)
		e = unseal(&keys, sealed.data, sealed.len, &opened);
	if (e == AGE_OK && (opened.len != sizeof bytes ||
			       memcmp(opened.data, bytes, sizeof bytes) != 0))
		e = AGE_E_PAYLOAD;
	buf_free(&sealed);
	buf_free(&opened);
	return e;
}

static int
test_one(const struct identity *id)
{
	struct recipient r = {.type = id->type};
	char fingerprint[FINGERPRINT_LEN];

	memcpy(r.key, id->public, sizeof r.key);
	fingerprint_recipient(&r, fingerprint);
	int e = probe(id, &r);
	printf("%-6s  %s  %s\n", e == AGE_OK ? "works" : "FAILS", fingerprint,
	    r.type == AGE_HYBRID ? "post-quantum" : "classic");
	if (e == AGE_OK)
		return EX_OK;
	say("%s: a probe could not be sealed and opened: %s", fingerprint,
	    age_strerror(e));
	hint("do not use this key; make a new one");
	return EX_SOFTWARE;
}

int
verb_test(int argc, char **argv)
{
	struct keychain keys = {0};
	struct key_args q;
	int code = key_args_parse(&q, help, argc, argv);

	if (code != EX_OK)
		return code < 0 ? EX_OK : code;
	code = keychain_add(&keys, q.identity, &q.source);
	for (size_t i = 0; i < keys.n; i++) {
		int one = test_one(&keys.list[i]);
		if (code == EX_OK)
			code = one;
	}
	if (code == EX_OK && keys.n_left_out > 0)
		code = EX_NOPERM; /* not all of the folder was looked at */
	keychain_free(&keys);
	if (fflush(stdout) != 0 && code == EX_OK)
		code = EX_IOERR;
	return code;
}
