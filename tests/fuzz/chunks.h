/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Opening chunk by chunk, with what must hold of every chunk.
 */
#ifndef INKAST_TESTS_FUZZ_CHUNKS_H
#define INKAST_TESTS_FUZZ_CHUNKS_H

#include "base/buf.h"
#include "crypto/unseal/unseal.h"
#include "tests/fuzz/fuzz.h"

/* Append what read gives, opened, to out. How it ended. */
static inline int
chunks_open(
    const struct unseal_keys *keys, read_fn read, void *ctx, struct buf *out)
{
	struct unsealer *u;
	const uint8_t *p;
	size_t n;
	int err = unsealer_new(&u, keys, read, ctx);

	if (err != AGE_OK)
		return err;
	while ((err = unsealer_next(u, &p, &n)) == 1) {
		require(n > 0 && n <= AGE_CHUNK_LEN);
		/* Only the last may be short. */
		require(out->len % AGE_CHUNK_LEN == 0);
		require(buf_add(out, p, n) == BUF_OK);
	}
	require(unsealer_next(u, &p, &n) == err);
	unsealer_free(&u);
	return err;
}

#endif
