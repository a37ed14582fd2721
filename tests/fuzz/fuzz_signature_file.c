/* link: crypto_core base
 * SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Signature files, for a text and a key that are known: the only good ones are
 * those that minisign made, but for their untrusted comment and line ends.
 * Whatever else comes is refused, with an error that fits.
 */
#include <stdint.h>
#include <string.h>

#include "crypto/core/age.h"
#include "crypto/core/minisign.h"
#include "tests/fuzz/fuzz.h"

#define PUBLIC "RWQPhO/dgznoH8I36hAVw64bxoMiN41vy5t9Y6WqCB2krcrLbpy6hET6"
#define TEXT "a keyring\n"

static struct minisign_public key;

static void
begin(void)
{
	static int begun;

	if (begun)
		return;
	require(age_init() == AGE_OK);
	require(
	    minisign_public_parse(PUBLIC, strlen(PUBLIC), &key) == MINISIGN_OK);
	begun = 1;
}

/* What minisign was told to trust, prehashed and legacy. */
static int
is_known(struct view comment)
{
	return view_is(comment, "trusted here") ||
	       view_is(comment, "legacy, trusted");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view text = {
	    .data = (const uint8_t *)TEXT, .len = sizeof TEXT - 1};
	struct view file = {.data = data, .len = size};
	struct view comment = {.data = NULL, .len = 0};
	struct minisign_public other;
	uint8_t id[MINISIGN_ID_LEN];
	size_t which = 9;

	begin();
	int err = minisign_verify(text, file, &key, 1, &which, &comment);
	int claimed = minisign_claimed_id(file, id);
	require((err == MINISIGN_OK) == (which == 0));
	require((err == MINISIGN_E_FORM) == (claimed == MINISIGN_E_FORM));
	if (err == MINISIGN_OK)
		require(is_known(comment));
	else
		require(err == MINISIGN_E_FORM || err == MINISIGN_E_SIGNER ||
			err == MINISIGN_E_SIGNATURE ||
			err == MINISIGN_E_COMMENT);
	/* Of another text it is none. */
	text.len--;
	require(
	    minisign_verify(text, file, &key, 1, &which, NULL) != MINISIGN_OK);
	if (size > 0 &&
	    minisign_public_file_parse(data, size, &other) == MINISIGN_OK) {
		char again[MINISIGN_PUBLIC_TEXT_LEN];
		minisign_public_format(&other, again);
		require(minisign_public_parse(again, strlen(again), &key) ==
			MINISIGN_OK);
		require(memcmp(&other, &key, sizeof key) == 0);
		require(minisign_public_parse(PUBLIC, strlen(PUBLIC), &key) ==
			MINISIGN_OK);
	}
	return 0;
}
