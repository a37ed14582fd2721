/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Key derivation of age files. For crypto/seal and crypto/unseal only.
 */
#ifndef INKAST_CRYPTO_CORE_KDF_H
#define INKAST_CRYPTO_CORE_KDF_H

#include <stddef.h>
#include <stdint.h>

#include "base/reader.h"
#include "crypto/core/age.h"

#define KDF_LEN 32

/* HKDF-SHA-256 (RFC 5869), 32 bytes out. salt may be empty. Everything derived
 * on the way is wiped. */
void kdf_hkdf(const uint8_t *ikm, size_t ikm_len, const uint8_t *salt,
    size_t salt_len, const char *info, uint8_t out[static KDF_LEN]);

/* HMAC-SHA-256 of a header under the key derived from the file key (age,
 * "Header MAC"). */
void kdf_header_mac(const uint8_t file_key[static AGE_FILE_KEY_LEN],
    struct view mac_input, uint8_t mac[static AGE_MAC_LEN]);

/* The payload key (age, "Payload"). */
void kdf_payload_key(const uint8_t file_key[static AGE_FILE_KEY_LEN],
    const uint8_t nonce[static AGE_NONCE_LEN], uint8_t key[static KDF_LEN]);

/* The key that wraps a file key for an X25519 recipient (age, "X25519
 * recipient stanza"). */
void kdf_x25519_wrap_key(const uint8_t shared[static X25519_LEN],
    const uint8_t share[static X25519_LEN],
    const uint8_t recipient[static X25519_LEN], uint8_t key[static KDF_LEN]);

/* The AEAD nonce of a payload chunk: 11 bytes of big-endian counter, then 1 for
 * the last chunk and 0 for the others. */
#define STREAM_NONCE_LEN 12
void stream_nonce(
    uint64_t counter, int last, uint8_t nonce[static STREAM_NONCE_LEN]);

#endif
