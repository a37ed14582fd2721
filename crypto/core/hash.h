/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * SHA-256, for checksums of public bytes (bundles, style hashes), and random
 * bytes. <sodium.h> stays inside crypto/.
 */
#ifndef INKAST_CRYPTO_CORE_HASH_H
#define INKAST_CRYPTO_CORE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HASH_LEN 32
#define HASH_BASE64_LEN 45 /* 44 characters with padding, and a NUL */

/* Opaque to users; large enough for libsodium's SHA-256 state (checked). */
struct hash {
	_Alignas(16) uint8_t state[128];
};

void hash_init(struct hash *h) __attribute__((nonnull));
void hash_add(struct hash *h, const void *p, size_t n)
    __attribute__((nonnull(1)));
void hash_end(struct hash *h, uint8_t out[static HASH_LEN])
    __attribute__((nonnull));

void hash_of(const void *p, size_t n, uint8_t out[static HASH_LEN]);

/* Whether two pieces of n bytes are the same, in a time that does not tell
 * where they differ: for MACs. */
bool hash_is_same(const uint8_t *a, const uint8_t *b, size_t n)
    __attribute__((nonnull, warn_unused_result));

/* Standard base64 with padding, as a Content-Security-Policy hash wants it. */
void hash_base64(
    const uint8_t digest[static HASH_LEN], char out[static HASH_BASE64_LEN]);

/* n bytes from the system's random source. Ends the process when that fails:
 * there is nothing to fall back to that would be random. */
void random_bytes(void *p, size_t n) __attribute__((nonnull));

#endif
