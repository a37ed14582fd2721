/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Opening an scrypt stanza (age, "The scrypt recipient type").
 */
#include "crypto/unseal/unwrap.h"

#include <sodium.h>

#include "crypto/core/kdf.h"

_Static_assert(SCRYPT_LOG_N_MAX == SCRYPT_LOG_N_LIMIT, "one limit");

/* age: decimal, no leading zero, digits only. A work factor beyond ours is
 * refused as age refuses it, as a header that no reader should take: computing
 * it would be a denial of service. */
static int
read_work_factor(struct view arg, unsigned *log_n)
{
	unsigned n = 0;

	if (arg.len > 2 || arg.data[0] == '0')
		return AGE_E_HEADER;
	for (size_t i = 0; i < arg.len; i++) {
		if (arg.data[i] < '0' || arg.data[i] > '9')
			return AGE_E_HEADER;
		n = n * 10 + (unsigned)(arg.data[i] - '0');
	}
	if (n > SCRYPT_LOG_N_MAX)
		return AGE_E_HEADER;
	*log_n = n;
	return AGE_OK;
}

int
unwrap_scrypt(const struct age_header *h, const struct unseal_keys *keys,
    uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	const struct age_stanza *s = &h->stanzas[0];
	uint8_t salt[SCRYPT_SALT_LEN];
	uint8_t body[WRAPPED_LEN];
	uint8_t key[KDF_LEN];
	unsigned log_n;

	/* Where there is one, it is the only stanza: that was checked. */
	if (keys->passphrase == NULL || !view_is(s->args[0], "scrypt"))
		return AGE_E_NO_MATCH;
	if (s->n_args != 3 ||
	    age_arg_bytes(s->args[1], salt, sizeof salt) != AGE_OK ||
	    read_work_factor(s->args[2], &log_n) != AGE_OK ||
	    age_stanza_body(s, body, sizeof body) != AGE_OK)
		return AGE_E_HEADER;
	int err = kdf_scrypt_wrap_key(
	    keys->passphrase, keys->passphrase_len, salt, log_n, key);
	if (err == AGE_OK)
		err = unwrap_body(body, key, zero_nonce, file_key);
	sodium_memzero(key, sizeof key);
	return err;
}
