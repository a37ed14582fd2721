/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Opening chunk by chunk, with what comes out compared to the pattern.
 */
#ifndef INKAST_TESTS_UNIT_CRYPTO_UNSEAL_HELPER_H
#define INKAST_TESTS_UNIT_CRYPTO_UNSEAL_HELPER_H

#include "crypto_test.h"

#include "base/reader.h"

/* A reader that hands out at most step bytes at a time. */
struct slow {
	struct reader r;
	size_t step;
};

static inline ssize_t
read_slowly(void *ctx, void *p, size_t n)
{
	struct slow *s = ctx;

	return io_read_from_memory(&s->r, p, n < s->step ? n : s->step);
}

/* Open p with id: the outcome, and in *released how many bytes came out, which
 * are checked against the pattern. */
static inline int
open_with(const struct identity *id, const void *p, size_t len, size_t step,
    size_t *released)
{
	struct unseal_keys keys = {.identities = id, .n_identities = 1};
	struct slow s = {reader_of(p, len), step};
	struct unsealer *u = NULL;
	const uint8_t *chunk;
	size_t n;
	uint8_t *want = pattern(len);

	*released = 0;
	int r = unsealer_new(&u, &keys, read_slowly, &s);
	if (r != AGE_OK) {
		assert_null(u);
		free(want);
		return r;
	}
	while ((r = unsealer_next(u, &chunk, &n)) == 1) {
		assert_in_range(n, 1, AGE_CHUNK_LEN);
		assert_memory_equal(chunk, want + *released, n);
		*released += n;
	}
	/* Asked again, the answer is the same. */
	assert_int_equal(unsealer_next(u, &chunk, &n), r);
	unsealer_free(&u);
	assert_null(u);
	free(want);
	return r;
}

#endif
