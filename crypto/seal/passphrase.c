/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Wrapping a file key with a passphrase (age, "The scrypt recipient type").
 * No program of the gateway calls this.
 */
#include "crypto/seal/sealer.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "crypto/core/base64.h"
#include "crypto/core/header.h"

/* 2^10: what a test can bear. 2^22: what a reader accepts (4 GiB). */
#define LOG_N_MIN 10
#define LOG_N_MAX SCRYPT_LOG_N_LIMIT
/* Longer than anybody types; a limit, so that a wrong file is not read in. */
#define PASSPHRASE_MAX 1024

static int
add_stanza(struct buf *header, const void *passphrase, size_t len,
    unsigned log_n, const uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	uint8_t salt[SCRYPT_SALT_LEN];
	uint8_t key[KDF_LEN];
	uint8_t body[WRAPPED_LEN];
	char salt_text[BASE64_LEN(SCRYPT_SALT_LEN) + 1];
	char log_n_text[sizeof "22"];

	randombytes_buf(salt, sizeof salt);
	int err = kdf_scrypt_wrap_key(passphrase, len, salt, log_n, key);
	if (err == AGE_OK)
		err = wrap_file_key(file_key, key, zero_nonce, body);
	explicit_bzero(key, sizeof key);
	if (err != AGE_OK)
		return err;
	base64_encode(salt, sizeof salt, salt_text);
	(void)snprintf(log_n_text, sizeof log_n_text, "%u", log_n % 100);
	const char *const args[] = {"scrypt", salt_text, log_n_text};
	age_header_begin(header);
	age_header_stanza(header, args, 3, body, sizeof body);
	return AGE_OK;
}

int
sealer_new_passphrase(struct sealer **out, const void *passphrase, size_t len,
    unsigned log_n, write_fn write, void *ctx)
{
	uint8_t file_key[AGE_FILE_KEY_LEN];
	uint8_t key[KDF_LEN];
	struct buf header;

	if (len == 0 || len > PASSPHRASE_MAX || log_n < LOG_N_MIN ||
	    log_n > LOG_N_MAX)
		return AGE_E_LIMIT;
	buf_init(&header, &buf_heap, AGE_HEADER_MAX);
	randombytes_buf(file_key, sizeof file_key);
	int err = add_stanza(&header, passphrase, len, log_n, file_key);
	if (err == AGE_OK)
		err = seal_header_finish(&header, file_key, key);
	if (err == AGE_OK)
		err = sealer_start(out, &header, key, write, ctx);
	explicit_bzero(key, sizeof key);
	explicit_bzero(file_key, sizeof file_key);
	buf_free(&header);
	return err;
}
