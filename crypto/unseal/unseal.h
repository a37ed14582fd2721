/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Opening: age v1 files with X25519 and hybrid post-quantum identities or a
 * passphrase (c2sp.org/age).
 * No program of the gateway links this library; tests/arch proves it.
 */
#ifndef INKAST_CRYPTO_UNSEAL_UNSEAL_H
#define INKAST_CRYPTO_UNSEAL_UNSEAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/io.h"
#include "crypto/core/age.h"

/* Room for the text of an identity of either kind: "AGE-SECRET-KEY-PQ-1", 58
 * characters, and a NUL. A classic one takes 75. */
#define IDENTITY_TEXT_MAX 78
#define IDENTITY_SECRET_LEN 32 /* X25519's scalar, or the hybrid's seed */
#define SCRYPT_LOG_N_MAX 22    /* 4 GiB of memory; age's own limit */
#define IDENTITIES_MAX 64      /* of one key file */

/* A secret key and the recipient that belongs to it (as struct recipient has
 * its key). Lives in secret memory only (secret_alloc). */
struct identity {
	enum age_key_type type;
	uint8_t secret[IDENTITY_SECRET_LEN];
	uint8_t public[HYBRID_PUBLIC_LEN];
};

/* Make a new one. AGE_OK, AGE_E_TYPE (post-quantum, in a build without) or
 * AGE_E_CRYPTO; out is wiped on failure. */
int identity_generate(enum age_key_type type, struct identity *out)
    __attribute__((nonnull, warn_unused_result));

/* The one with this secret, from recovery shares say. AGE_OK, AGE_E_TYPE or
 * AGE_E_CRYPTO, as identity_generate; out is wiped on failure. */
int identity_of_secret(enum age_key_type type,
    const uint8_t secret[static IDENTITY_SECRET_LEN], struct identity *out)
    __attribute__((nonnull, warn_unused_result));

/* Parse "AGE-SECRET-KEY-1..." or "AGE-SECRET-KEY-PQ-1...". AGE_OK; AGE_E_KEY:
 * it is not one; AGE_E_TYPE or AGE_E_CRYPTO: it is one, and nothing is wrong
 * with it, but its recipient cannot be computed here. out is wiped on failure.
 */
int identity_parse(const char *s, size_t len, struct identity *out)
    __attribute__((nonnull, warn_unused_result));

/* The text of an identity: a secret. */
void identity_format(const struct identity *id,
    char out[static IDENTITY_TEXT_MAX]) __attribute__((nonnull));

/* The identities of an identity file's text: one a line; empty lines and lines
 * that begin with '#' are skipped; LF or CR LF. *n gets their number (at least
 * 1). AGE_OK; AGE_E_KEY, AGE_E_TYPE or AGE_E_CRYPTO, as identity_parse, with
 * *line set to that line (0: no identity at all); AGE_E_LIMIT beyond max. Both
 * kinds may stand in one file. */
int identity_file_parse(const void *text, size_t len, struct identity *out,
    size_t max, size_t *n, size_t *line)
    __attribute__((nonnull, warn_unused_result));

/* What may open a file: identities, or a passphrase, or both. Borrowed. */
struct unseal_keys {
	const struct identity *identities;
	size_t n_identities;
	const void *passphrase; /* NULL: none */
	size_t passphrase_len;
};

struct unsealer;

/* Read a header with read, unwrap the file key, check the MAC. For armor, put
 * an armor_reader before it. AGE_OK; AGE_E_HEADER, AGE_E_HMAC, AGE_E_NO_MATCH,
 * AGE_E_ARMOR (read said ARMOR_READ_BROKEN), AGE_E_LIMIT, AGE_E_MEMORY,
 * AGE_E_IO, AGE_E_CRYPTO. AGE_E_HEADER also when an scrypt stanza is not the
 * only one or asks for more than SCRYPT_LOG_N_MAX, for a shared secret of zero,
 * and when the payload's nonce is missing. *out is set only on AGE_OK and is
 * freed by unsealer_free. */
int unsealer_new(struct unsealer **out, const struct unseal_keys *keys,
    read_fn read, void *ctx)
    __attribute__((nonnull(1, 2, 3), warn_unused_result));

/* The next authenticated chunk: 1 with *p and *n (1 to 65536 bytes, valid until
 * the next call, in secret memory), 0 at the authenticated end, or
 * AGE_E_PAYLOAD, AGE_E_ARMOR, AGE_E_IO. No byte is released before its chunk is
 * authenticated, and 0 comes only after the last chunk was seen as such and
 * nothing follows it. */
int unsealer_next(struct unsealer *u, const uint8_t **p, size_t *n)
    __attribute__((nonnull, warn_unused_result));

/* Wipe and free; *u becomes NULL. */
void unsealer_free(struct unsealer **u) __attribute__((nonnull));

/* A whole file in memory: append the plaintext to out (use secret_mem). On
 * failure out is cleared. AGE_E_LIMIT when out's maximum is too small. */
int unseal(const struct unseal_keys *keys, const void *p, size_t len,
    struct buf *out) __attribute__((nonnull, warn_unused_result));

#endif
