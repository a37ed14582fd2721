/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The yardstick: libsodium called directly, with nothing around it. No header
 * is written, nothing is checked, no random number drawn, nothing wiped: what a
 * file costs before anybody has made a format or a library of it.
 */
#ifndef INKAST_TESTS_BENCH_PRIMITIVES_H
#define INKAST_TESTS_BENCH_PRIMITIVES_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/core/age.h"

/* How many HKDFs a raw tip is charged for. The issue that set the floors names
 * two. The format takes three (wrap key, header MAC key, payload key), and the
 * header's MAC and the wrapping of the file key besides: RAW_ALL charges all.
 */
enum raw_extent { RAW_TWO_HKDF, RAW_ALL };

struct raw {
	uint8_t secret[X25519_LEN]; /* of the recipient */
	uint8_t public[X25519_LEN];
	uint8_t ephemeral[X25519_LEN];
	uint8_t share[X25519_LEN];
	uint8_t file_key[AGE_FILE_KEY_LEN];
	const uint8_t *plain; /* len bytes */
	uint8_t *sealed;      /* len and a tag for each chunk */
	uint8_t *opened;      /* len bytes */
	size_t len;
	enum raw_extent extent;
};

/* Random keys; the buffers are the caller's. 0, or -1. */
int raw_init(struct raw *r) __attribute__((nonnull, warn_unused_result));

/* One base-point and one variable-point X25519, the HKDFs, ChaCha20-Poly1305
 * over the chunks. Opening: one variable-point X25519, the same HKDFs, the
 * chunks. ctx is a struct raw. 0, or -1. */
int raw_seal(void *ctx);
int raw_open(void *ctx);

/* A chunk of at most AGE_CHUNK_LEN under a fixed key. 0, or -1. */
int raw_seal_chunk(uint64_t counter, const uint8_t *p, size_t n, uint8_t *out)
    __attribute__((nonnull));
int raw_open_chunk(uint64_t counter, const uint8_t *p, size_t n, uint8_t *out)
    __attribute__((nonnull));

#endif
