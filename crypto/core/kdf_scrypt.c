/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The key that a passphrase gives (age, "The scrypt recipient type"). A file of
 * its own: only the officer's programs link it.
 */
#include "crypto/core/kdf.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "crypto/core/secret.h"

#define SCRYPT_LABEL "age-encryption.org/v1/scrypt"
#define SCRYPT_LABEL_LEN (sizeof SCRYPT_LABEL - 1)

int
kdf_scrypt_wrap_key(const void *passphrase, size_t len,
    const uint8_t salt[static SCRYPT_SALT_LEN], unsigned log_n,
    uint8_t key[static KDF_LEN])
{
	uint8_t labelled[SCRYPT_LABEL_LEN + SCRYPT_SALT_LEN];

	if (log_n < 1 || log_n > SCRYPT_LOG_N_LIMIT)
		return AGE_E_LIMIT;
	memcpy(labelled, SCRYPT_LABEL, SCRYPT_LABEL_LEN);
	memcpy(labelled + SCRYPT_LABEL_LEN, salt, SCRYPT_SALT_LEN);
	/* r = 8 and p = 1 are fixed by the format. */
	int r = crypto_pwhash_scryptsalsa208sha256_ll(passphrase, len, labelled,
	    sizeof labelled, (uint64_t)1 << log_n, 8, 1, key, KDF_LEN);
	int why = errno;
	/* Its PBKDF2 leaves the key there. */
	secret_stack_wipe();
	if (r == 0)
		return AGE_OK;
	return why == ENOMEM ? AGE_E_MEMORY : AGE_E_CRYPTO;
}
