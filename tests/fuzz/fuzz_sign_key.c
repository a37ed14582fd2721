/* link: crypto_sign crypto_core base
 * SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Files of signing keys that are not protected: what is read signs, its
 * signature is good for its public key, and written it is read as the same.
 * (Protected ones differ by what scrypt hides, which takes too long here; the
 * unit tests alter one at every byte.)
 */
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "crypto/core/age.h"
#include "crypto/core/secret.h"
#include "crypto/sign/sign.h"
#include "tests/fuzz/fuzz.h"

#define TEXT "a keyring\n"

static const struct view text = {
    .data = (const uint8_t *)TEXT, .len = sizeof TEXT - 1};

static void
signs_for_its_public_key(const struct sign_key *k)
{
	struct minisign_public p;
	struct view comment;
	struct buf file;
	size_t which;

	buf_init(&file, &buf_heap, MINISIGN_FILE_MAX);
	sign_key_public(k, &p);
	require(sign_text(k, text, "today", &file) == MINISIGN_OK);
	require(minisign_verify(text,
		    (struct view){.data = file.data, .len = file.len}, &p, 1,
		    &which, &comment) == MINISIGN_OK);
	require(view_is(comment, "today"));
	buf_free(&file);
}

static void
written_it_is_read_as_the_same(const struct sign_key *k)
{
	struct minisign_public a;
	struct minisign_public b;
	struct sign_key *again;
	struct buf file;

	buf_init(&file, &secret_mem, SIGN_KEY_FILE_MAX);
	require(sign_key_write(k, NULL, 0, &file) == MINISIGN_OK);
	require(
	    sign_key_read(file.data, file.len, NULL, 0, &again) == MINISIGN_OK);
	sign_key_public(k, &a);
	sign_key_public(again, &b);
	require(memcmp(&a, &b, sizeof a) == 0);
	sign_key_free(&again);
	buf_free(&file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sign_key *k = NULL;

	if (size == 0)
		return 0;
	require(age_init() == AGE_OK);
	if (sign_key_is_protected(data, size))
		return 0;
	int err = sign_key_read(data, size, NULL, 0, &k);
	require((err == MINISIGN_OK) == (k != NULL));
	if (err != MINISIGN_OK) {
		require(err == MINISIGN_E_FORM || err == MINISIGN_E_PASSPHRASE);
		return 0;
	}
	signs_for_its_public_key(k);
	written_it_is_read_as_the_same(k);
	sign_key_free(&k);
	return 0;
}
