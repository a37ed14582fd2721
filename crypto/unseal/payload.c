/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Opening a chunk: which one may be the last, and what makes it authentic (age,
 * "Payload").
 */
#include "crypto/unseal/payload.h"

#include <sodium.h>

#include "crypto/core/secret.h"

int
payload_begin(struct payload *p,
    const uint8_t file_key[static AGE_FILE_KEY_LEN],
    const uint8_t nonce[static AGE_NONCE_LEN])
{
	p->counter = 0;
	p->last = false;
	return kdf_payload_key(file_key, nonce, p->key);
}

/* libsodium checks the tag before it decrypts, and writes zeros when it does
 * not fit. */
static bool
open_as(const struct payload *p, bool last, const uint8_t *in, size_t n,
    uint8_t *out)
{
	uint8_t nonce[STREAM_NONCE_LEN];

	stream_nonce(p->counter, last, nonce);
	int r = crypto_aead_chacha20poly1305_ietf_decrypt(
	    out, NULL, NULL, in, n, NULL, 0, nonce, p->key);
	secret_stack_wipe();
	return r == 0;
}

/* A full chunk may be any, a shorter one only the last. */
int
payload_open(struct payload *p, const uint8_t *in, size_t n, uint8_t *out)
{
	if (n < AGE_TAG_LEN)
		return AGE_E_PAYLOAD;
	if (n < SEALED_CHUNK_LEN || !open_as(p, false, in, n, out)) {
		if (!open_as(p, true, in, n, out))
			return AGE_E_PAYLOAD;
		p->last = true;
	}
	/* "The final chunk [...] MUST NOT be empty unless the whole payload is
	 * empty." */
	if (n == AGE_TAG_LEN && p->counter > 0)
		return AGE_E_PAYLOAD;
	p->counter++;
	return AGE_OK;
}
