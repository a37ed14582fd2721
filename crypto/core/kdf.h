/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Key derivation of age files, and HMAC. All
 * return AGE_OK or AGE_E_CRYPTO; the key is usable only with AGE_OK.
 */
#ifndef INKAST_CRYPTO_CORE_KDF_H
#define INKAST_CRYPTO_CORE_KDF_H

#include <stddef.h>
#include <stdint.h>

#include "base/reader.h"
#include "crypto/core/age.h"

#define KDF_LEN 32

/* HMAC-SHA-256 (RFC 2104) over n pieces, one behind the other, so that secrets
 * need not be joined in memory. */
int kdf_hmac(const uint8_t *key, size_t key_len, const struct view *pieces,
    size_t n, uint8_t out[static KDF_LEN])
    __attribute__((nonnull, warn_unused_result));

/* HKDF-SHA-256 (RFC 5869), 32 bytes out. salt may be empty. Everything derived
 * on the way is wiped. */
int kdf_hkdf(const uint8_t *ikm, size_t ikm_len, const uint8_t *salt,
    size_t salt_len, const char *info, uint8_t out[static KDF_LEN])
    __attribute__((warn_unused_result));

/* HMAC-SHA-256 of a header under the key derived from the file key (age,
 * "Header MAC"). */
int kdf_header_mac(const uint8_t file_key[static AGE_FILE_KEY_LEN],
    struct view mac_input, uint8_t mac[static AGE_MAC_LEN])
    __attribute__((warn_unused_result));

/* The payload key (age, "Payload"). */
int kdf_payload_key(const uint8_t file_key[static AGE_FILE_KEY_LEN],
    const uint8_t nonce[static AGE_NONCE_LEN], uint8_t key[static KDF_LEN])
    __attribute__((warn_unused_result));

/* The key that wraps a file key for an X25519 recipient (age, "X25519
 * recipient stanza"). */
int kdf_x25519_wrap_key(const uint8_t shared[static X25519_LEN],
    const uint8_t share[static X25519_LEN],
    const uint8_t recipient[static X25519_LEN], uint8_t key[static KDF_LEN])
    __attribute__((warn_unused_result));

/* The key that a passphrase of len bytes gives in 2^log_n rounds (age, "scrypt
 * recipient stanza"). Takes 2^log_n KiB of memory. Also AGE_E_MEMORY, and
 * AGE_E_LIMIT when log_n is not 1 to SCRYPT_LOG_N_LIMIT. */
#define SCRYPT_SALT_LEN 16
#define SCRYPT_LOG_N_LIMIT 22 /* 4 GiB: as age itself, when reading */
int kdf_scrypt_wrap_key(const void *passphrase, size_t len,
    const uint8_t salt[static SCRYPT_SALT_LEN], unsigned log_n,
    uint8_t key[static KDF_LEN]) __attribute__((nonnull, warn_unused_result));

/* The AEAD nonce of a payload chunk: 11 bytes of big-endian counter, then 1 for
 * the last chunk and 0 for the others. */
#define STREAM_NONCE_LEN 12
void stream_nonce(
    uint64_t counter, int last, uint8_t nonce[static STREAM_NONCE_LEN]);

/* The nonce of a wrap key, which is used once (age, "X25519 recipient stanza"
 * and "scrypt recipient stanza"). */
extern const uint8_t zero_nonce[STREAM_NONCE_LEN];

#endif
