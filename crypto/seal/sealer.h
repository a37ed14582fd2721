/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the ways of wrapping a file key share. For crypto/seal only.
 */
#ifndef INKAST_CRYPTO_SEAL_SEALER_H
#define INKAST_CRYPTO_SEAL_SEALER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/core/hybrid.h"
#include "crypto/core/kdf.h"
#include "crypto/seal/seal.h"

#define WRAPPED_LEN (AGE_FILE_KEY_LEN + AGE_TAG_LEN) /* body of a stanza */

/* Encrypt a file key under a wrap key, which is used once: with zero_nonce
 * (age, "X25519 recipient stanza" and "scrypt recipient stanza") or HPKE's.
 * AGE_OK or AGE_E_CRYPTO. */
int wrap_file_key(const uint8_t file_key[static AGE_FILE_KEY_LEN],
    const uint8_t wrap_key[static KDF_LEN],
    const uint8_t nonce[static STREAM_NONCE_LEN],
    uint8_t body[static WRAPPED_LEN])
    __attribute__((nonnull, warn_unused_result));

/* A kind of recipient. */
struct seal_kind {
	enum age_key_type type;
	size_t stanza_len; /* bytes that every stanza of it takes */
	/* Wrap a file key for a public key, append the stanza (errors of
	 * appending stick to the buffer). AGE_OK, AGE_E_CRYPTO or
	 * AGE_E_TYPE. */
	int (*add_stanza)(struct buf *header, const uint8_t *public_key,
	    const uint8_t file_key[static AGE_FILE_KEY_LEN]);
	/* Make a public key at random that nobody ever had the secret of. It
	 * looks like any other. */
	void (*throw_away)(uint8_t *public_key);
};

extern const struct seal_kind seal_kind_x25519;
extern const struct seal_kind seal_kind_hybrid;

/* Encapsulate to a hybrid public key (X-Wing, EncapsulateDerand): coins are m
 * for ML-KEM and X25519's ephemeral scalar, 32 random bytes each. enc is what
 * the stanza has as its argument. AGE_OK, AGE_E_TYPE, or AGE_E_CRYPTO: also for
 * an ML-KEM part that FIPS 203, 7.2 refuses and an X25519 part of low order. */
#define HYBRID_COINS_LEN (MLKEM_COINS_LEN + X25519_LEN)
int hybrid_encapsulate(const uint8_t public_key[static HYBRID_PUBLIC_LEN],
    const uint8_t coins[static HYBRID_COINS_LEN],
    uint8_t enc[static HYBRID_ENC_LEN],
    uint8_t shared[static HYBRID_SHARED_LEN])
    __attribute__((nonnull, warn_unused_result));

/* Whether recipients and a number of stanzas are what sealer_new takes: AGE_OK,
 * AGE_E_LIMIT, AGE_E_MIXED or AGE_E_TYPE. */
int seal_check(const struct recipient *r, size_t n, size_t stanzas)
    __attribute__((nonnull, warn_unused_result));

/* Bytes of a header of so many stanzas of a kind that seal_check knows. */
size_t seal_header_len(enum age_key_type type, size_t stanzas);

/* Finish a header that holds its stanzas (age_header_begin, _stanza): the MAC
 * and the payload's nonce are added, *key is the payload's key. AGE_OK,
 * AGE_E_MEMORY, AGE_E_LIMIT or AGE_E_CRYPTO. */
int seal_header_finish(struct buf *header,
    const uint8_t file_key[static AGE_FILE_KEY_LEN],
    uint8_t key[static KDF_LEN]) __attribute__((nonnull, warn_unused_result));

/* A whole header, as sealer_new describes it, ready to be written: every wrap
 * has succeeded. Errors as sealer_new's but AGE_E_IO. */
int seal_header(struct buf *header, const struct recipient *r, size_t n,
    size_t stanzas, uint8_t key[static KDF_LEN])
    __attribute__((nonnull(1, 2, 5), warn_unused_result));

/* Encrypt a chunk of n bytes (at most AGE_CHUNK_LEN) into n + AGE_TAG_LEN; p
 * and out may be the same. AGE_OK or AGE_E_CRYPTO. */
int seal_chunk(const uint8_t key[static KDF_LEN], uint64_t counter, bool last,
    const uint8_t *p, size_t n, uint8_t *out)
    __attribute__((nonnull(1, 6), warn_unused_result));

/* A sealer for the payload that follows a finished header, which it writes.
 * AGE_OK, AGE_E_MEMORY or AGE_E_IO. */
int sealer_start(struct sealer **out, const struct buf *header,
    const uint8_t key[static KDF_LEN], write_fn write, void *ctx)
    __attribute__((nonnull(1, 2, 3, 4), warn_unused_result));

/* What a buffer's error means here. */
int seal_buf_error(const struct buf *b) __attribute__((nonnull));

#endif
