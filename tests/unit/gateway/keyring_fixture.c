/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Keyrings of a test's own.
 */
#include "tests/unit/gateway/keyring_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "crypto/core/age.h"
#include "crypto/seal/keyring.h"

#define SIGNERS 3

struct keyring_wish
keyring_wish(uint32_t serial)
{
	int32_t today = clock_today();

	return (struct keyring_wish){
	    .serial = serial,
	    .issued = today,
	    .expires = today + 364,
	    .from = today,
	    .until = today + 364,
	};
}

const struct sign_key *
fixture_signer(unsigned n)
{
	static struct sign_key *keys[SIGNERS];

	assert_true(n < SIGNERS);
	assert_int_equal(age_init(), AGE_OK);
	if (keys[n] == NULL)
		assert_int_equal(sign_key_new(&keys[n]), MINISIGN_OK);
	return keys[n];
}

const char *
fixture_signer_text(unsigned n)
{
	static char texts[SIGNERS][MINISIGN_PUBLIC_TEXT_LEN];
	struct minisign_public public;

	sign_key_public(fixture_signer(n), &public);
	minisign_public_format(&public, texts[n]);
	return texts[n];
}

static void
keyring_text(const struct keyring_wish *wish, struct buf *out)
{
	struct keyring *k = keyring_new();
	struct recipient recipient;

	assert_non_null(k);
	assert_int_equal(age_init(), AGE_OK);
	assert_int_equal(recipient_parse(GATEWAY_RECIPIENT,
			     strlen(GATEWAY_RECIPIENT), &recipient),
	    AGE_OK);
	strcpy(k->service, wish->service == NULL ? "Inkast" : wish->service);
	k->serial = wish->serial;
	k->issued = wish->issued;
	k->expires = wish->expires;
	k->stanzas = 1;
	k->n_epochs = 1;
	k->epochs[0].id = 1;
	k->epochs[0].from = wish->from;
	k->epochs[0].until = wish->until;
	k->epochs[0].destroy_after = wish->until;
	k->epochs[0].n_areas = 1;
	strcpy(k->epochs[0].areas[0].id, KEYRING_ANY_AREA);
	k->epochs[0].areas[0].n = 1;
	assert_int_equal(keyring_add_recipient(k, &recipient,
			     &k->epochs[0].areas[0].recipients[0]),
	    KEYRING_OK);
	assert_int_equal(keyring_write(k, io_write_to_buf, out), 0);
	keyring_free(&k);
}

static const char *
signature_path(const char *dir, unsigned n)
{
	static char path[512];

	if (n == 0)
		snprintf(path, sizeof path, "%s/keyring.ini.minisig", dir);
	else
		snprintf(
		    path, sizeof path, "%s/keyring.ini.%u.minisig", dir, n + 1);
	return path;
}

void
fixture_keyring(
    const char *dir, const struct keyring_wish *wish, unsigned n_signers)
{
	struct buf text, signature;
	char path[512];

	assert_true(mkdir(dir, 0755) == 0 || errno == EEXIST);
	buf_init(&text, &buf_heap, KEYRING_TEXT_MAX);
	buf_init(&signature, &buf_heap, MINISIGN_FILE_MAX);
	keyring_text(wish, &text);
	snprintf(path, sizeof path, "%s/keyring.ini", dir);
	assert_int_equal(io_write_file(path, 0644, 1, text.data, text.len), 0);
	for (unsigned i = 0; i < SIGNERS; i++) {
		unlink(signature_path(dir, i));
		if (i >= n_signers)
			continue;
		buf_clear(&signature);
		assert_int_equal(sign_text(fixture_signer(i),
				     (struct view){text.data, text.len},
				     "a test's", &signature),
		    MINISIGN_OK);
		assert_int_equal(io_write_file(signature_path(dir, i), 0644, 1,
				     signature.data, signature.len),
		    0);
	}
	buf_free(&signature);
	buf_free(&text);
}

void
fixture_remove(const char *dir)
{
	char path[512];

	snprintf(path, sizeof path, "%s/keyring.ini", dir);
	unlink(path);
	for (unsigned i = 0; i < SIGNERS; i++)
		unlink(signature_path(dir, i));
	rmdir(dir);
}
