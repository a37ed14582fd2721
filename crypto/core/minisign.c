/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Signature files, checked (docs/FORMAT.md 14.2): the text first, then the
 * trusted comment, which is signed together with the first signature.
 */
#include "crypto/core/minisign.h"

#include <sodium.h>
#include <string.h>

#include "crypto/core/base64.h"

#define ALGORITHM_LEN 2
#define PREHASH_LEN 64
#define HEAD_LEN (ALGORITHM_LEN + MINISIGN_ID_LEN + MINISIGN_SIGNATURE_LEN)

static const char untrusted_prefix[] = "untrusted comment: ";
static const char trusted_prefix[] = "trusted comment: ";

/* What the four lines hold. */
struct signature {
	uint8_t head[HEAD_LEN]; /* algorithm, id, signature of the text */
	struct view comment;
	uint8_t global[MINISIGN_SIGNATURE_LEN];
};

/* One line, without its LF or CR LF. */
static bool
take_line(struct reader *r, struct view *line)
{
	if (!reader_line(r, MINISIGN_FILE_MAX, line))
		return false;
	if (line->len > 0 && line->data[line->len - 1] == '\r')
		line->len--;
	return true;
}

static bool
take_prefixed(struct reader *r, const char *prefix, struct view *rest)
{
	struct view line;

	if (!take_line(r, &line))
		return false;
	struct reader in = reader_of(line.data, line.len);
	return reader_literal(&in, prefix) &&
	       reader_take(&in, reader_left(&in), rest);
}

static bool
take_base64(struct reader *r, uint8_t *out, size_t n)
{
	struct view line;
	size_t got;

	return take_line(r, &line) &&
	       base64_decode_padded(line, out, n, &got) && got == n;
}

static bool
parse(struct view file, struct signature *out)
{
	struct reader r = reader_of(file.data, file.len);
	struct view ignored;

	return file.len <= MINISIGN_FILE_MAX &&
	       take_prefixed(&r, untrusted_prefix, &ignored) &&
	       take_base64(&r, out->head, sizeof out->head) &&
	       take_prefixed(&r, trusted_prefix, &out->comment) &&
	       take_base64(&r, out->global, sizeof out->global) &&
	       reader_left(&r) == 0 && out->head[0] == 'E' &&
	       (out->head[1] == 'D' || out->head[1] == 'd');
}

static bool
text_is_signed(const struct signature *s, struct view text,
    const uint8_t key[static MINISIGN_KEY_LEN])
{
	const uint8_t *signature = &s->head[ALGORITHM_LEN + MINISIGN_ID_LEN];
	uint8_t digest[PREHASH_LEN];

	if (s->head[1] == 'd')
		return crypto_sign_verify_detached(
			   signature, text.data, text.len, key) == 0;
	if (crypto_generichash(
		digest, sizeof digest, text.data, text.len, NULL, 0) != 0)
		return false;
	return crypto_sign_verify_detached(
		   signature, digest, sizeof digest, key) == 0;
}

/* The second signature is over the first one and the comment, joined; a comment
 * is at most as long as the file. */
static bool
comment_is_signed(
    const struct signature *s, const uint8_t key[static MINISIGN_KEY_LEN])
{
	uint8_t joined[MINISIGN_SIGNATURE_LEN + MINISIGN_FILE_MAX];

	memcpy(joined, &s->head[ALGORITHM_LEN + MINISIGN_ID_LEN],
	    MINISIGN_SIGNATURE_LEN);
	if (s->comment.len > 0)
		memcpy(&joined[MINISIGN_SIGNATURE_LEN], s->comment.data,
		    s->comment.len);
	return crypto_sign_verify_detached(s->global, joined,
		   MINISIGN_SIGNATURE_LEN + s->comment.len, key) == 0;
}

static int
verify_by(const struct signature *s, struct view text,
    const struct minisign_public *by)
{
	if (memcmp(by->id, &s->head[ALGORITHM_LEN], MINISIGN_ID_LEN) != 0)
		return MINISIGN_E_SIGNER;
	if (!text_is_signed(s, text, by->key))
		return MINISIGN_E_SIGNATURE;
	return comment_is_signed(s, by->key) ? MINISIGN_OK : MINISIGN_E_COMMENT;
}

/* An id is a name that anybody can give a key: two keys may have the same. */
int
minisign_verify(struct view text, struct view file,
    const struct minisign_public *keys, size_t n, size_t *which,
    struct view *comment)
{
	struct signature s;
	int result = MINISIGN_E_SIGNER;

	if (!parse(file, &s))
		return MINISIGN_E_FORM;
	for (size_t i = 0; i < n && result != MINISIGN_OK; i++) {
		int r = verify_by(&s, text, &keys[i]);
		if (r != MINISIGN_E_SIGNER)
			result = r;
		if (r == MINISIGN_OK)
			*which = i;
	}
	if (result == MINISIGN_OK && comment != NULL)
		*comment = s.comment;
	return result;
}

int
minisign_claimed_id(struct view file, uint8_t id[static MINISIGN_ID_LEN])
{
	struct signature s;

	if (!parse(file, &s))
		return MINISIGN_E_FORM;
	memcpy(id, &s.head[ALGORITHM_LEN], MINISIGN_ID_LEN);
	return MINISIGN_OK;
}

const char *
minisign_strerror(int err)
{
	switch (err) {
	case MINISIGN_OK:
		return "no error";
	case MINISIGN_E_FORM:
		return "not a key or a signature of minisign (FORMAT 14)";
	case MINISIGN_E_SIGNER:
		return "signed by a key that is not among those expected";
	case MINISIGN_E_SIGNATURE:
		return "the signature is not one of this text";
	case MINISIGN_E_COMMENT:
		return "the trusted comment was altered";
	case MINISIGN_E_MEMORY:
		return "not enough memory that can be locked";
	case MINISIGN_E_PASSPHRASE:
		return "wrong passphrase, or a damaged key";
	case MINISIGN_E_LIMIT:
		return "the key asks for more work than is allowed";
	case MINISIGN_E_CRYPTO:
		return "a cryptographic function failed";
	default:
		return "unknown error";
	}
}
