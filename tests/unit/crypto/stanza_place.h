/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Where in a header the stanza for an identity stands.
 */
#ifndef INKAST_TESTS_UNIT_CRYPTO_STANZA_PLACE_H
#define INKAST_TESTS_UNIT_CRYPTO_STANZA_PLACE_H

#include "crypto_test.h"

#include "crypto/core/header.h"
#include "crypto/unseal/unwrap.h"

/* From 0. There is exactly one. */
static inline size_t
stanza_place(const struct identity *id, const struct buf *b)
{
	static struct age_header h;
	static struct age_header one = {.n_stanzas = 1};
	struct unseal_keys keys = {.identities = id, .n_identities = 1};
	uint8_t file_key[AGE_FILE_KEY_LEN];
	size_t at = SIZE_MAX;

	assert_int_equal(age_header_parse(b->data, b->len, &h), AGE_OK);
	for (size_t i = 0; i < h.n_stanzas; i++) {
		one.stanzas[0] = h.stanzas[i];
		int err = id->type == AGE_HYBRID
			      ? unwrap_hybrid(&one, &keys, file_key)
			      : unwrap_x25519(&one, &keys, file_key);
		if (err != AGE_OK)
			continue;
		assert_int_equal(at, SIZE_MAX);
		at = i;
	}
	assert_true(at < h.n_stanzas);
	return at;
}

#endif
