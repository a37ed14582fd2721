/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * From a parsed header to its file key. For crypto/unseal only.
 */
#ifndef INKAST_CRYPTO_UNSEAL_UNWRAP_H
#define INKAST_CRYPTO_UNSEAL_UNWRAP_H

#include <stdint.h>

#include "crypto/core/header.h"
#include "crypto/core/hybrid.h"
#include "crypto/core/kdf.h"
#include "crypto/unseal/unseal.h"

/* A stanza's wrapped file key: 16 bytes and a tag. */
#define WRAPPED_LEN (AGE_FILE_KEY_LEN + AGE_TAG_LEN)

/* The file key by the first key that opens a stanza, and the header's MAC
 * checked with it. AGE_OK, AGE_E_HEADER (a stanza for our kinds of key breaks
 * its rules, or scrypt beside another), AGE_E_NO_MATCH, AGE_E_HMAC,
 * AGE_E_MEMORY, AGE_E_CRYPTO. file_key is wiped unless AGE_OK. */
int unwrap_file_key(const struct age_header *h, const struct unseal_keys *keys,
    uint8_t file_key[static AGE_FILE_KEY_LEN])
    __attribute__((nonnull, warn_unused_result));

/* One kind of key each, which looks at no other stanzas: AGE_OK,
 * AGE_E_NO_MATCH, or an error that ends it. */
int unwrap_x25519(const struct age_header *h, const struct unseal_keys *keys,
    uint8_t file_key[static AGE_FILE_KEY_LEN])
    __attribute__((nonnull, warn_unused_result));
int unwrap_hybrid(const struct age_header *h, const struct unseal_keys *keys,
    uint8_t file_key[static AGE_FILE_KEY_LEN])
    __attribute__((nonnull, warn_unused_result));
int unwrap_scrypt(const struct age_header *h, const struct unseal_keys *keys,
    uint8_t file_key[static AGE_FILE_KEY_LEN])
    __attribute__((nonnull, warn_unused_result));

/* Open an encapsulated key (X-Wing, Decapsulate) with the secret of
 * public_key. AGE_OK, AGE_E_TYPE, AGE_E_CRYPTO, or AGE_E_HEADER when its X25519
 * part gives a shared secret of zero: then the identity must abort. */
int hybrid_decapsulate(const struct hybrid_secret *secret,
    const uint8_t public_key[static HYBRID_PUBLIC_LEN],
    const uint8_t enc[static HYBRID_ENC_LEN],
    uint8_t shared[static HYBRID_SHARED_LEN])
    __attribute__((nonnull, warn_unused_result));

/* Open a stanza's body under its wrap key and nonce: AGE_OK or
 * AGE_E_NO_MATCH. */
int unwrap_body(const uint8_t body[static WRAPPED_LEN],
    const uint8_t wrap_key[static KDF_LEN],
    const uint8_t nonce[static STREAM_NONCE_LEN],
    uint8_t file_key[static AGE_FILE_KEY_LEN])
    __attribute__((nonnull, warn_unused_result));

#endif
