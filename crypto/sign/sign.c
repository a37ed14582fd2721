/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Signing keys in memory, and signing (docs/FORMAT.md 14.2).
 */
#include "crypto/sign/sign.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "crypto/core/base64.h"
#include "crypto/core/hash.h"
#include "crypto/core/secret.h"
#include "crypto/sign/key.h"

#define PREHASH_LEN 64
#define HEAD_LEN (2 + MINISIGN_ID_LEN + MINISIGN_SIGNATURE_LEN)
#define TRUSTED_MAX 1024

int
sign_key_new(struct sign_key **out)
{
	struct sign_key *k = secret_alloc(sizeof *k);
	uint8_t public[MINISIGN_KEY_LEN];

	if (k == NULL)
		return MINISIGN_E_MEMORY;
	int r = crypto_sign_keypair(public, k->secret);
	secret_stack_wipe();
	if (r != 0) {
		secret_free(k);
		return MINISIGN_E_CRYPTO;
	}
	random_bytes(k->id, sizeof k->id);
	*out = k;
	return MINISIGN_OK;
}

void
sign_key_free(struct sign_key **k)
{
	secret_free(*k);
	*k = NULL;
}

void
sign_key_public(const struct sign_key *k, struct minisign_public *out)
{
	memcpy(out->id, k->id, sizeof out->id);
	memcpy(out->key, &k->secret[SIGN_SECRET_LEN - MINISIGN_KEY_LEN],
	    sizeof out->key);
}

/* One line that a terminal shows as it is. */
static bool
is_comment(const char *s)
{
	size_t len = strlen(s);

	if (len > TRUSTED_MAX || !text_is_utf8(s, len))
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return false;
	return true;
}

/* Ed25519 of p; what it leaves on the stack goes. */
static int
sign_bytes(const struct sign_key *k, const void *p, size_t n,
    uint8_t out[static MINISIGN_SIGNATURE_LEN])
{
	int r = crypto_sign_detached(out, NULL, p, n, k->secret);

	secret_stack_wipe();
	return r == 0 ? MINISIGN_OK : MINISIGN_E_CRYPTO;
}

static int
sign_both(const struct sign_key *k, struct view text, const char *trusted,
    uint8_t head[static HEAD_LEN],
    uint8_t global[static MINISIGN_SIGNATURE_LEN])
{
	uint8_t *signature = &head[2 + MINISIGN_ID_LEN];
	uint8_t digest[PREHASH_LEN];
	uint8_t joined[MINISIGN_SIGNATURE_LEN + TRUSTED_MAX];
	size_t len = strlen(trusted);

	head[0] = 'E';
	head[1] = 'D';
	memcpy(&head[2], k->id, MINISIGN_ID_LEN);
	if (crypto_generichash(
		digest, sizeof digest, text.data, text.len, NULL, 0) != 0)
		return MINISIGN_E_CRYPTO;
	int r = sign_bytes(k, digest, sizeof digest, signature);
	if (r != MINISIGN_OK)
		return r;
	memcpy(joined, signature, MINISIGN_SIGNATURE_LEN);
	/* What is signed has no NUL.
	 * NOLINTNEXTLINE(bugprone-not-null-terminated-result) */
	memcpy(&joined[MINISIGN_SIGNATURE_LEN], trusted, len);
	return sign_bytes(k, joined, MINISIGN_SIGNATURE_LEN + len, global);
}

int
sign_text(const struct sign_key *k, struct view text, const char *trusted,
    struct buf *out)
{
	uint8_t head[HEAD_LEN];
	uint8_t global[MINISIGN_SIGNATURE_LEN];
	char line[BASE64_PADDED_LEN(HEAD_LEN) + 1];
	char id[MINISIGN_ID_TEXT_LEN];

	if (!is_comment(trusted))
		return MINISIGN_E_FORM;
	int r = sign_both(k, text, trusted, head, global);
	if (r != MINISIGN_OK)
		return r;
	minisign_id_format(k->id, id);
	buf_add_str(out, "untrusted comment: signature by key ");
	buf_add_str(out, id);
	base64_encode_padded(head, sizeof head, line);
	buf_add_str(out, "\n");
	buf_add_str(out, line);
	buf_add_str(out, "\ntrusted comment: ");
	buf_add_str(out, trusted);
	base64_encode_padded(global, sizeof global, line);
	buf_add_str(out, "\n");
	buf_add_str(out, line);
	return buf_add_str(out, "\n") == BUF_OK ? MINISIGN_OK
						: MINISIGN_E_MEMORY;
}
