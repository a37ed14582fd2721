/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The payload, chunk by chunk (age, "Payload"). For crypto/unseal only.
 */
#ifndef INKAST_CRYPTO_UNSEAL_PAYLOAD_H
#define INKAST_CRYPTO_UNSEAL_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/core/age.h"
#include "crypto/core/kdf.h"

#define SEALED_CHUNK_LEN (AGE_CHUNK_LEN + AGE_TAG_LEN)

/* Fields may be read. Wipe it after use: it holds the payload's key. */
struct payload {
	uint8_t key[KDF_LEN];
	uint64_t counter; /* chunks opened */
	bool last;        /* the last chunk was opened: nothing may follow */
};

/* Begin with the nonce that stands before the chunks. AGE_OK or AGE_E_CRYPTO.
 */
int payload_begin(struct payload *p,
    const uint8_t file_key[static AGE_FILE_KEY_LEN],
    const uint8_t nonce[static AGE_NONCE_LEN])
    __attribute__((nonnull, warn_unused_result));

/* Open the next chunk, n bytes with its tag (SEALED_CHUNK_LEN, or less at the
 * end of the file), into n - AGE_TAG_LEN bytes that do not overlap it. AGE_OK,
 * or AGE_E_PAYLOAD: then out holds zeros or what it held, never plaintext. */
int payload_open(struct payload *p, const uint8_t *in, size_t n, uint8_t *out)
    __attribute__((nonnull, warn_unused_result));

#endif
