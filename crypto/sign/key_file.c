/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Files of signing keys (docs/FORMAT.md 14.3): a comment, and 158 bytes in
 * base64, most of them hidden under what scrypt makes of a passphrase.
 */
#include "crypto/sign/sign.h"

#include <sodium.h>
#include <string.h>

#include "crypto/core/base64.h"
#include "crypto/core/hash.h"
#include "crypto/core/secret.h"
#include "crypto/sign/key.h"

#define SALT_LEN 32
#define CHECK_LEN 32
/* Id, key, check: what is hidden. */
#define HIDDEN_LEN (MINISIGN_ID_LEN + SIGN_SECRET_LEN + CHECK_LEN)

/* Places in the file's bytes. */
#define AT_KDF 2
#define AT_CHECKSUM 4
#define AT_SALT 6
#define AT_OPS (AT_SALT + SALT_LEN)
#define AT_MEM (AT_OPS + 8)
#define AT_HIDDEN (AT_MEM + 8)
#define FILE_LEN (AT_HIDDEN + HIDDEN_LEN)

/* What minisign -G asks for, libsodium's "sensitive": 1 GiB and some seconds. A
 * file that asks for more would only keep its owner waiting; less is weaker,
 * and theirs to choose. */
#define OPS_MAX crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE
#define MEM_MAX crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE

static const char comment[] =
    "untrusted comment: minisign encrypted secret key\n";
static const char comment_plain[] =
    "untrusted comment: minisign unencrypted secret key\n";

#define LINE_LEN ((size_t)BASE64_PADDED_LEN(FILE_LEN))

/* In secret memory: the file's bytes, what covers them, and their text. */
struct work {
	uint8_t bytes[FILE_LEN];
	uint8_t cover[HIDDEN_LEN];
	char line[LINE_LEN + 1];
};

static uint64_t
number_read(const uint8_t p[static 8])
{
	uint64_t n = 0;

	for (size_t i = 8; i > 0; i--)
		n = n << 8 | p[i - 1];
	return n;
}

static void
number_write(uint64_t n, uint8_t p[static 8])
{
	for (size_t i = 0; i < 8; i++)
		p[i] = (uint8_t)(n >> (8 * i));
}

/* By libsodium, whose time does not depend on a key that is not protected. Its
 * decoder takes other spellings, too: the one that it writes is the one. */
static bool
decode_line(struct view line, struct work *w)
{
	size_t n;

	if (line.len != LINE_LEN ||
	    sodium_base642bin(w->bytes, FILE_LEN, (const char *)line.data,
		LINE_LEN, NULL, &n, NULL,
		sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    n != FILE_LEN)
		return false;
	base64_encode_padded(w->bytes, FILE_LEN, w->line);
	return sodium_memcmp(w->line, line.data, LINE_LEN) == 0;
}

/* The second line's bytes. */
static bool
decode(const void *text, size_t len, struct work *w)
{
	struct reader r = reader_of(text, len);
	struct view line;

	if (len > SIGN_KEY_FILE_MAX ||
	    !reader_literal(&r, "untrusted comment:") ||
	    !reader_line(&r, SIGN_KEY_FILE_MAX, &line))
		return false;
	if (!reader_line(&r, SIGN_KEY_FILE_MAX, &line) &&
	    !reader_take(&r, reader_left(&r), &line))
		return false;
	if (line.len > 0 && line.data[line.len - 1] == '\r')
		line.len--;
	return reader_left(&r) == 0 && decode_line(line, w) &&
	       w->bytes[0] == 'E' && w->bytes[1] == 'd' &&
	       w->bytes[AT_CHECKSUM] == 'B' && w->bytes[AT_CHECKSUM + 1] == '2';
}

static bool
is_protected(const uint8_t file[static FILE_LEN])
{
	return file[AT_KDF] != 0 || file[AT_KDF + 1] != 0;
}

/* BLAKE2b-256 over algorithm, id and key. */
static int
check_of(const uint8_t file[static FILE_LEN], uint8_t out[static CHECK_LEN])
{
	crypto_generichash_state h;
	int r = crypto_generichash_init(&h, NULL, 0, CHECK_LEN);

	if (r == 0)
		r = crypto_generichash_update(&h, file, 2);
	if (r == 0)
		r = crypto_generichash_update(
		    &h, &file[AT_HIDDEN], MINISIGN_ID_LEN + SIGN_SECRET_LEN);
	if (r == 0)
		r = crypto_generichash_final(&h, out, CHECK_LEN);
	sodium_memzero(&h, sizeof h);
	secret_stack_wipe();
	return r == 0 ? MINISIGN_OK : MINISIGN_E_CRYPTO;
}

/* Lay the passphrase's cover over what is hidden, or take it off. */
static int
cover(struct work *w, const void *passphrase, size_t len)
{
	uint64_t ops = number_read(&w->bytes[AT_OPS]);
	uint64_t mem = number_read(&w->bytes[AT_MEM]);

	if (ops > OPS_MAX || mem > MEM_MAX)
		return MINISIGN_E_LIMIT;
	int r = crypto_pwhash_scryptsalsa208sha256(w->cover, sizeof w->cover,
	    passphrase, len, &w->bytes[AT_SALT], ops, (size_t)mem);
	secret_stack_wipe();
	if (r != 0)
		return MINISIGN_E_MEMORY;
	for (size_t i = 0; i < HIDDEN_LEN; i++)
		w->bytes[AT_HIDDEN + i] ^= w->cover[i];
	return MINISIGN_OK;
}

/* The public half is computed from the seed: a file whose halves do not belong
 * together would give signatures that tell the seed. */
static int
check_pair(const struct sign_key *k)
{
	struct sign_key *again = secret_alloc(sizeof *again);
	uint8_t public[MINISIGN_KEY_LEN];
	int r = MINISIGN_OK;

	if (again == NULL)
		return MINISIGN_E_MEMORY;
	if (crypto_sign_seed_keypair(public, again->secret, k->secret) != 0)
		r = MINISIGN_E_CRYPTO;
	else if (sodium_memcmp(again->secret, k->secret, SIGN_SECRET_LEN) != 0)
		r = MINISIGN_E_PASSPHRASE;
	secret_stack_wipe();
	secret_free(again);
	return r;
}

/* minisign -G -W leaves zeros where the check is in protected files; the halves
 * of the key check each other then (check_pair). */
static bool
is_checked(
    const uint8_t file[static FILE_LEN], const uint8_t check[static CHECK_LEN])
{
	const uint8_t *found =
	    &file[AT_HIDDEN + MINISIGN_ID_LEN + SIGN_SECRET_LEN];

	return sodium_memcmp(check, found, CHECK_LEN) == 0 ||
	       (!is_protected(file) && sodium_is_zero(found, CHECK_LEN) == 1);
}

static int
uncover(struct work *w, const void *passphrase, size_t len)
{
	uint8_t check[CHECK_LEN];
	int r = MINISIGN_OK;

	if (is_protected(w->bytes)) {
		if (w->bytes[AT_KDF] != 'S' || w->bytes[AT_KDF + 1] != 'c')
			return MINISIGN_E_FORM;
		r = cover(w, passphrase, len);
	}
	if (r == MINISIGN_OK)
		r = check_of(w->bytes, check);
	if (r == MINISIGN_OK && !is_checked(w->bytes, check))
		r = MINISIGN_E_PASSPHRASE;
	return r;
}

static int
take_key(const struct work *w, struct sign_key **out)
{
	struct sign_key *k = secret_alloc(sizeof *k);

	if (k == NULL)
		return MINISIGN_E_MEMORY;
	memcpy(k->id, &w->bytes[AT_HIDDEN], MINISIGN_ID_LEN);
	memcpy(
	    k->secret, &w->bytes[AT_HIDDEN + MINISIGN_ID_LEN], SIGN_SECRET_LEN);
	int r = check_pair(k);
	if (r == MINISIGN_OK)
		*out = k;
	else
		secret_free(k);
	return r;
}

bool
sign_key_is_protected(const void *text, size_t len)
{
	struct work *w = secret_alloc(sizeof *w);
	bool is = w != NULL && decode(text, len, w) && is_protected(w->bytes);

	secret_free(w);
	return is;
}

int
sign_key_read(const void *text, size_t len, const void *passphrase,
    size_t passphrase_len, struct sign_key **out)
{
	struct work *w = secret_alloc(sizeof *w);
	int r;

	if (w == NULL)
		return MINISIGN_E_MEMORY;
	r = decode(text, len, w) ? uncover(w, passphrase, passphrase_len)
				 : MINISIGN_E_FORM;
	if (r == MINISIGN_OK)
		r = take_key(w, out);
	secret_free(w);
	return r;
}

static int
fill(struct work *w, const struct sign_key *k, const void *passphrase,
    size_t len)
{
	memcpy(w->bytes, "Ed\0\0B2", AT_SALT);
	memcpy(&w->bytes[AT_HIDDEN], k->id, MINISIGN_ID_LEN);
	memcpy(
	    &w->bytes[AT_HIDDEN + MINISIGN_ID_LEN], k->secret, SIGN_SECRET_LEN);
	int r = check_of(
	    w->bytes, &w->bytes[AT_HIDDEN + MINISIGN_ID_LEN + SIGN_SECRET_LEN]);
	if (r != MINISIGN_OK || len == 0)
		return r;
	memcpy(&w->bytes[AT_KDF], "Sc", 2);
	random_bytes(&w->bytes[AT_SALT], SALT_LEN);
	number_write(OPS_MAX, &w->bytes[AT_OPS]);
	number_write(MEM_MAX, &w->bytes[AT_MEM]);
	return cover(w, passphrase, len);
}

int
sign_key_write(const struct sign_key *k, const void *passphrase,
    size_t passphrase_len, struct buf *out)
{
	struct work *w = secret_alloc(sizeof *w);

	if (w == NULL)
		return MINISIGN_E_MEMORY;
	int r = fill(w, k, passphrase, passphrase_len);
	if (r == MINISIGN_OK) {
		base64_encode_padded(w->bytes, FILE_LEN, w->line);
		buf_add_str(out, passphrase_len == 0 ? comment_plain : comment);
		buf_add(out, w->line, LINE_LEN);
		if (buf_add_str(out, "\n") != BUF_OK)
			r = MINISIGN_E_MEMORY;
	}
	secret_free(w);
	return r;
}
