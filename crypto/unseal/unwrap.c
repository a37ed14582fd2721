/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Finding a file's key: rules across stanzas, then each kind of key, then the
 * header's MAC.
 */
#include "crypto/unseal/unwrap.h"

#include <sodium.h>

#include "crypto/core/kdf.h"
#include "crypto/core/secret.h"

/* age, "scrypt recipient stanza": whoever knows the passphrase must be the only
 * one who can have written the file, so such a stanza stands alone. */
static int
check_scrypt_alone(const struct age_header *h)
{
	for (size_t i = 0; i < h->n_stanzas && h->n_stanzas > 1; i++) {
		if (view_is(h->stanzas[i].args[0], "scrypt"))
			return AGE_E_HEADER;
	}
	return AGE_OK;
}

int
unwrap_body(const uint8_t body[static WRAPPED_LEN],
    const uint8_t wrap_key[static KDF_LEN],
    const uint8_t nonce[static STREAM_NONCE_LEN],
    uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	int r = crypto_aead_chacha20poly1305_ietf_decrypt(
	    file_key, NULL, NULL, body, WRAPPED_LEN, NULL, 0, nonce, wrap_key);
	secret_stack_wipe();
	return r == 0 ? AGE_OK : AGE_E_NO_MATCH;
}

static int
check_mac(
    const struct age_header *h, const uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	uint8_t mac[AGE_MAC_LEN];
	int err = kdf_header_mac(file_key, h->mac_input, mac);

	if (err != AGE_OK)
		return err;
	return sodium_memcmp(mac, h->mac, sizeof mac) == 0 ? AGE_OK
							   : AGE_E_HMAC;
}

int
unwrap_file_key(const struct age_header *h, const struct unseal_keys *keys,
    uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	int err = check_scrypt_alone(h);

	if (err == AGE_OK)
		err = unwrap_x25519(h, keys, file_key);
	if (err == AGE_E_NO_MATCH)
		err = unwrap_hybrid(h, keys, file_key);
	if (err == AGE_E_NO_MATCH)
		err = unwrap_scrypt(h, keys, file_key);
	if (err == AGE_OK)
		err = check_mac(h, file_key);
	if (err != AGE_OK)
		sodium_memzero(file_key, AGE_FILE_KEY_LEN);
	return err;
}
