/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the ways of wrapping a file key share. For crypto/seal only.
 */
#ifndef INKAST_CRYPTO_SEAL_SEALER_H
#define INKAST_CRYPTO_SEAL_SEALER_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/seal/seal.h"

#define WRAPPED_LEN (AGE_FILE_KEY_LEN + AGE_TAG_LEN) /* body of a stanza */

/* Encrypt a file key under a wrap key, which is used once: the nonce is zero
 * (age, "X25519 recipient stanza" and "scrypt recipient stanza"). AGE_OK or
 * AGE_E_CRYPTO. */
int wrap_file_key(const uint8_t file_key[static AGE_FILE_KEY_LEN],
    const uint8_t wrap_key[static 32], uint8_t body[static WRAPPED_LEN])
    __attribute__((nonnull, warn_unused_result));

/* Finish a header that holds its stanzas (age_header_begin, _stanza), write it
 * and the nonce, and be ready for the payload. Nothing is written unless all
 * of the header, its MAC and the payload key have succeeded. AGE_OK,
 * AGE_E_MEMORY, AGE_E_LIMIT, AGE_E_CRYPTO or AGE_E_IO. */
int sealer_start(struct sealer **out, struct buf *header,
    const uint8_t file_key[static AGE_FILE_KEY_LEN], write_fn write, void *ctx)
    __attribute__((nonnull(1, 2, 3, 4), warn_unused_result));

/* What a buffer's error means here. */
int seal_buf_error(const struct buf *b) __attribute__((nonnull));

#endif
