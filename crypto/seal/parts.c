/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The pieces of an age file that every way of sealing is made of: wrapped key,
 * end of header, chunk.
 */
#include "crypto/seal/sealer.h"

#include <sodium.h>

#include "crypto/core/header.h"
#include "crypto/core/secret.h"

_Static_assert(KDF_LEN == crypto_aead_chacha20poly1305_ietf_KEYBYTES, "key");
_Static_assert(
    STREAM_NONCE_LEN == crypto_aead_chacha20poly1305_ietf_NPUBBYTES, "nonce");
_Static_assert(AGE_TAG_LEN == crypto_aead_chacha20poly1305_ietf_ABYTES, "tag");

int
seal_buf_error(const struct buf *b)
{
	switch (b->err) {
	case BUF_OK:
		return AGE_OK;
	case BUF_E_MAX:
		return AGE_E_LIMIT;
	default:
		return AGE_E_MEMORY;
	}
}

int
wrap_file_key(const uint8_t file_key[static AGE_FILE_KEY_LEN],
    const uint8_t wrap_key[static KDF_LEN],
    const uint8_t nonce[static STREAM_NONCE_LEN],
    uint8_t body[static WRAPPED_LEN])
{
	int r = crypto_aead_chacha20poly1305_ietf_encrypt(body, NULL, file_key,
	    AGE_FILE_KEY_LEN, NULL, 0, NULL, nonce, wrap_key);
	secret_stack_wipe();
	return r == 0 ? AGE_OK : AGE_E_CRYPTO;
}

int
seal_header_finish(struct buf *header,
    const uint8_t file_key[static AGE_FILE_KEY_LEN],
    uint8_t key[static KDF_LEN])
{
	uint8_t mac[AGE_MAC_LEN];
	uint8_t nonce[AGE_NONCE_LEN];

	age_header_mark(header);
	if (header->err != BUF_OK)
		return seal_buf_error(header);
	int r = kdf_header_mac(
	    file_key, (struct view){header->data, header->len}, mac);
	if (r != AGE_OK)
		return r;
	age_header_end(header, mac);
	randombytes_buf(nonce, sizeof nonce);
	buf_add(header, nonce, sizeof nonce);
	if (header->err != BUF_OK)
		return seal_buf_error(header);
	return kdf_payload_key(file_key, nonce, key);
}

int
seal_chunk(const uint8_t key[static KDF_LEN], uint64_t counter, bool last,
    const uint8_t *p, size_t n, uint8_t *out)
{
	uint8_t nonce[STREAM_NONCE_LEN];

	stream_nonce(counter, last, nonce);
	int r = crypto_aead_chacha20poly1305_ietf_encrypt(
	    out, NULL, p, n, NULL, 0, NULL, nonce, key);
	secret_stack_wipe();
	return r == 0 ? AGE_OK : AGE_E_CRYPTO;
}
