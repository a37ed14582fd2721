/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Sealing: age v1 files for X25519 and hybrid post-quantum recipients
 * (c2sp.org/age). This library cannot open anything; what opens is
 * crypto/unseal.
 */
#ifndef INKAST_CRYPTO_SEAL_SEAL_H
#define INKAST_CRYPTO_SEAL_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/io.h"
#include "crypto/core/age.h"

/* Room for the text of a recipient of either kind: "age1pq1", 1952 characters
 * of Bech32, and a NUL. A classic one takes 63. */
#define RECIPIENT_TEXT_MAX 1960

/* A public key that tips are sealed to. A classic one fills the first
 * X25519_LEN bytes of key, the rest is zero. */
struct recipient {
	enum age_key_type type;
	uint8_t key[HYBRID_PUBLIC_LEN];
};

/* Parse "age1..." or "age1pq1...". AGE_OK; AGE_E_TYPE for a post-quantum one in
 * a build without; AGE_E_KEY for anything else: also for points of low order
 * (nothing sealed to one would be secret), for spellings of a point that no
 * identity computes (nothing sealed to one could be opened), and for ML-KEM
 * keys that FIPS 203, 7.2 refuses. */
int recipient_parse(const char *s, size_t len, struct recipient *out)
    __attribute__((nonnull, warn_unused_result));

/* The text of a recipient, in lower case. */
void recipient_format(const struct recipient *r,
    char out[static RECIPIENT_TEXT_MAX]) __attribute__((nonnull));

/* Whether two are the same key. */
bool recipient_equal(const struct recipient *a, const struct recipient *b)
    __attribute__((nonnull));

/* Recipients of a file, one a line, as age -R takes them: empty lines and lines
 * that begin with '#' are skipped; LF or CR LF. *n gets their number (at least
 * 1). AGE_OK; AGE_E_KEY, AGE_E_TYPE, AGE_E_LIMIT (more than max) or AGE_E_MIXED
 * with *line set to the line (0: there is none at all). */
int recipient_file_parse(const void *text, size_t len, struct recipient *out,
    size_t max, size_t *n, size_t *line)
    __attribute__((nonnull, warn_unused_result));

struct sealer;

/* Begin an age file: make a file key, wrap it for n recipients of one kind (1
 * or more), fill up with throw-away recipients of that kind to exactly stanzas
 * stanzas in random order (0: no filling, order kept), write the header. Bytes
 * go to write as they are ready; for armor, put an armor_writer behind it.
 * AGE_OK, AGE_E_LIMIT (n or stanzas out of range, or a header beyond
 * AGE_HEADER_MAX), AGE_E_MIXED, AGE_E_TYPE, AGE_E_MEMORY, AGE_E_CRYPTO,
 * AGE_E_IO. *out is freed by sealer_free. */
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
