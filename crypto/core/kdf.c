/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * HKDF-SHA-256 (RFC 5869) from HMAC, since libsodium 1.0.18 has none, and the
 * keys that the age format derives with it.
 */
#include "crypto/core/kdf.h"

#include <sodium.h>
#include <string.h>

_Static_assert(KDF_LEN == crypto_auth_hmacsha256_BYTES,
    "one block of HKDF-Expand is a whole key");

const uint8_t zero_nonce[STREAM_NONCE_LEN];

int
kdf_hmac(const uint8_t *key, size_t key_len, const struct view *pieces,
    size_t n, uint8_t out[static KDF_LEN])
{
	crypto_auth_hmacsha256_state st;
	int r = crypto_auth_hmacsha256_init(&st, key, key_len);

	for (size_t i = 0; i < n && r == 0; i++)
		r = crypto_auth_hmacsha256_update(
		    &st, pieces[i].data, pieces[i].len);
	if (r == 0)
		r = crypto_auth_hmacsha256_final(&st, out);
	sodium_memzero(&st, sizeof st);
	return r == 0 ? AGE_OK : AGE_E_CRYPTO;
}

int
kdf_hkdf(const uint8_t *ikm, size_t ikm_len, const uint8_t *salt,
    size_t salt_len, const char *info, uint8_t out[static KDF_LEN])
{
	static const uint8_t nothing[1];
	static const uint8_t first_block[1] = {1};
	const struct view extract[] = {{ikm, ikm_len}};
	const struct view expand[] = {{(const uint8_t *)info, strlen(info)},
	    {first_block, sizeof first_block}};
	uint8_t prk[KDF_LEN];

	/* Extract (2.2). An empty salt and HashLen zeros give the same HMAC. */
	int r =
	    kdf_hmac(salt_len == 0 ? nothing : salt, salt_len, extract, 1, prk);
	/* Expand (2.3) to one block: T(1) = HMAC(PRK, info || 0x01). */
	if (r == AGE_OK)
		r = kdf_hmac(prk, sizeof prk, expand, 2, out);
	sodium_memzero(prk, sizeof prk);
	return r;
}

int
kdf_header_mac(const uint8_t file_key[static AGE_FILE_KEY_LEN],
    struct view mac_input, uint8_t mac[static AGE_MAC_LEN])
{
	uint8_t key[KDF_LEN];
	int r = kdf_hkdf(file_key, AGE_FILE_KEY_LEN, NULL, 0, "header", key);

	if (r == AGE_OK)
		r = kdf_hmac(key, sizeof key, &mac_input, 1, mac);
	sodium_memzero(key, sizeof key);
	return r;
}

int
kdf_payload_key(const uint8_t file_key[static AGE_FILE_KEY_LEN],
    const uint8_t nonce[static AGE_NONCE_LEN], uint8_t key[static KDF_LEN])
{
	return kdf_hkdf(
	    file_key, AGE_FILE_KEY_LEN, nonce, AGE_NONCE_LEN, "payload", key);
}

int
kdf_x25519_wrap_key(const uint8_t shared[static X25519_LEN],
    const uint8_t share[static X25519_LEN],
    const uint8_t recipient[static X25519_LEN], uint8_t key[static KDF_LEN])
{
	uint8_t salt[2 * X25519_LEN];

	memcpy(salt, share, X25519_LEN);
	memcpy(salt + X25519_LEN, recipient, X25519_LEN);
	return kdf_hkdf(shared, X25519_LEN, salt, sizeof salt,
	    "age-encryption.org/v1/X25519", key);
}

void
stream_nonce(uint64_t counter, int last, uint8_t nonce[static STREAM_NONCE_LEN])
{
	memset(nonce, 0, STREAM_NONCE_LEN);
	for (size_t i = 0; i < sizeof counter; i++)
		nonce[STREAM_NONCE_LEN - 2 - i] = (uint8_t)(counter >> 8 * i);
	nonce[STREAM_NONCE_LEN - 1] = last ? 1 : 0;
}
