/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Sealing: age v1 files for X25519 recipients (c2sp.org/age). This library
 * cannot open anything; what opens is crypto/unseal.
 */
#ifndef INKAST_CRYPTO_SEAL_SEAL_H
#define INKAST_CRYPTO_SEAL_SEAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/io.h"
#include "crypto/core/age.h"

/* "age1", 58 characters of Bech32, and a NUL. */
#define RECIPIENT_TEXT_LEN 63

/* A public key that tips are sealed to. */
struct recipient {
	uint8_t key[X25519_LEN];
};

/* Parse "age1...". AGE_OK, or AGE_E_KEY for anything else: also for points of
 * low order (nothing sealed to one would be secret) and for spellings of a
 * point that no identity computes (nothing sealed to one could be opened). */
int recipient_parse(const char *s, size_t len, struct recipient *out)
    __attribute__((nonnull, warn_unused_result));

/* The text of a recipient. */
void recipient_format(const struct recipient *r,
    char out[static RECIPIENT_TEXT_LEN]) __attribute__((nonnull));

struct sealer;

/* Begin an age file: make a file key, wrap it for n recipients (1 or more),
 * fill up with throw-away recipients to exactly stanzas stanzas in random order
 * (0: no filling, order kept), write the header. Bytes go to write as they are
 * ready. AGE_OK, AGE_E_LIMIT (n or stanzas out of range), AGE_E_MEMORY,
 * AGE_E_CRYPTO, AGE_E_IO. *out is freed by sealer_free. */
int sealer_new(struct sealer **out, const struct recipient *r, size_t n,
    size_t stanzas, write_fn write, void *ctx)
    __attribute__((nonnull(1, 2, 5), warn_unused_result));

/* Seal n bytes more. After a failure every further call fails the same. */
int sealer_add(struct sealer *s, const void *p, size_t n)
    __attribute__((nonnull(1), warn_unused_result));

/* Seal the last chunk. Without this the output is not a valid age file, and no
 * reader accepts it as whole. */
int sealer_end(struct sealer *s) __attribute__((nonnull, warn_unused_result));

/* Wipe and free; *s becomes NULL. */
void sealer_free(struct sealer **s) __attribute__((nonnull));

/* All of the above in one call: seal len bytes, append to out. On failure out
 * is cleared: there is never part of a file in it. */
int seal(const struct recipient *r, size_t n, size_t stanzas, const void *p,
    size_t len, struct buf *out)
    __attribute__((nonnull(1, 6), warn_unused_result));

/* Wrap a file key with a passphrase (age, "scrypt recipient stanza"), to keep
 * an identity in a file: as sealer_new, for 2^log_n rounds (10 to 22; 18 is
 * what age uses). The passphrase is 1 to 1024 bytes. */
int sealer_new_passphrase(struct sealer **out, const void *passphrase,
    size_t len, unsigned log_n, write_fn write, void *ctx)
    __attribute__((nonnull(1, 2, 5), warn_unused_result));

#endif
