/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The scenarios, and the primitives of signing that can be made to fail.
 */
#include "tests/fault/sign_runs.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "crypto/core/secret.h"
#include "crypto/seal/keyring.h"
#include "crypto/sign/sign.h"
#include "tests/fault/secrets.h"

#define SEED_LEN 32
#define EXPANDED_LEN 64
/* The least that scrypt takes; the places of FORMAT 14.3 do not matter here. */
#define LOWEST_OPS 32768
#define LOWEST_MEM 16777216

static const char words[] = "a passphrase of a signer";
static struct sign_key *key;
static struct buf plain_file;
static struct buf protected_file;
static struct buf keyring_text;

/* ---- primitives ---- */

/* A seed, and what Ed25519 makes of it (RFC 8032, 5.1.5): the scalar as it is
 * hashed and as it is used, and the prefix of nonces. */
static void
learn_seed(const uint8_t *seed)
{
	uint8_t expanded[EXPANDED_LEN];

	secrets_learn("seed of a signing key", seed, SEED_LEN);
	(void)crypto_hash_sha512(expanded, seed, SEED_LEN);
	secrets_learn("expanded signing key", expanded, sizeof expanded);
	expanded[0] &= 248;
	expanded[31] = (uint8_t)((expanded[31] & 127) | 64);
	secrets_learn("scalar of a signing key", expanded, SEED_LEN);
	explicit_bzero(expanded, sizeof expanded);
	secret_stack_wipe();
}

/* Say that it failed when its turn comes; out is what it should have made. */
static int
result(enum fault kind, int r, void *out, size_t n)
{
	if (!fault_now(kind))
		return r;
	if (!fault_done()) {
		memset(out, 0, n);
		fault_spoil(out, n);
	}
	return -1;
}

int __real_crypto_sign_keypair(unsigned char *pk, unsigned char *sk);
int __wrap_crypto_sign_keypair(unsigned char *pk, unsigned char *sk);

int
__wrap_crypto_sign_keypair(unsigned char *pk, unsigned char *sk)
{
	int r = __real_crypto_sign_keypair(pk, sk);

	learn_seed(sk);
	return result(FAULT_SIGN_KEYPAIR, r, sk, 2 * SEED_LEN);
}

int __real_crypto_sign_seed_keypair(
    unsigned char *pk, unsigned char *sk, const unsigned char *seed);
int __wrap_crypto_sign_seed_keypair(
    unsigned char *pk, unsigned char *sk, const unsigned char *seed);

int
__wrap_crypto_sign_seed_keypair(
    unsigned char *pk, unsigned char *sk, const unsigned char *seed)
{
	int r = __real_crypto_sign_seed_keypair(pk, sk, seed);

	learn_seed(seed);
	return result(FAULT_SIGN_PAIR, r, sk, 2 * SEED_LEN);
}

int __real_crypto_sign_detached(unsigned char *sig, unsigned long long *len,
    const unsigned char *m, unsigned long long m_len, const unsigned char *sk);
int __wrap_crypto_sign_detached(unsigned char *sig, unsigned long long *len,
    const unsigned char *m, unsigned long long m_len, const unsigned char *sk);

int
__wrap_crypto_sign_detached(unsigned char *sig, unsigned long long *len,
    const unsigned char *m, unsigned long long m_len, const unsigned char *sk)
{
	int r = __real_crypto_sign_detached(sig, len, m, m_len, sk);

	learn_seed(sk);
	return result(FAULT_SIGN, r, sig, MINISIGN_SIGNATURE_LEN);
}

int __real_crypto_generichash(unsigned char *out, size_t n,
    const unsigned char *in, unsigned long long in_len, const unsigned char *k,
    size_t k_len);
int __wrap_crypto_generichash(unsigned char *out, size_t n,
    const unsigned char *in, unsigned long long in_len, const unsigned char *k,
    size_t k_len);

int
__wrap_crypto_generichash(unsigned char *out, size_t n, const unsigned char *in,
    unsigned long long in_len, const unsigned char *k, size_t k_len)
{
	return result(FAULT_BLAKE2,
	    __real_crypto_generichash(out, n, in, in_len, k, k_len), out, n);
}

int __real_crypto_generichash_init(
    crypto_generichash_state *s, const unsigned char *k, size_t n, size_t out);
int __wrap_crypto_generichash_init(
    crypto_generichash_state *s, const unsigned char *k, size_t n, size_t out);

int
__wrap_crypto_generichash_init(
    crypto_generichash_state *s, const unsigned char *k, size_t n, size_t out)
{
	return result(FAULT_BLAKE2,
	    __real_crypto_generichash_init(s, k, n, out), s, sizeof *s);
}

int __real_crypto_generichash_update(
    crypto_generichash_state *s, const unsigned char *in, unsigned long long n);
int __wrap_crypto_generichash_update(
    crypto_generichash_state *s, const unsigned char *in, unsigned long long n);

int
__wrap_crypto_generichash_update(
    crypto_generichash_state *s, const unsigned char *in, unsigned long long n)
{
	return result(FAULT_BLAKE2, __real_crypto_generichash_update(s, in, n),
	    s, sizeof *s);
}

int __real_crypto_generichash_final(
    crypto_generichash_state *s, unsigned char *out, size_t n);
int __wrap_crypto_generichash_final(
    crypto_generichash_state *s, unsigned char *out, size_t n);

int
__wrap_crypto_generichash_final(
    crypto_generichash_state *s, unsigned char *out, size_t n)
{
	return result(
	    FAULT_BLAKE2, __real_crypto_generichash_final(s, out, n), out, n);
}

#define SCRYPT_PARAMS                                                          \
	(unsigned char *const out, unsigned long long n,                       \
	    const char *const passphrase, unsigned long long len,              \
	    const unsigned char *const salt, unsigned long long ops,           \
	    size_t mem)

/* clang-format off */
int __real_crypto_pwhash_scryptsalsa208sha256 SCRYPT_PARAMS;
int __wrap_crypto_pwhash_scryptsalsa208sha256 SCRYPT_PARAMS;

int
__wrap_crypto_pwhash_scryptsalsa208sha256 SCRYPT_PARAMS
{
	(void)ops;
	(void)mem;
	int r = __real_crypto_pwhash_scryptsalsa208sha256(
	    out, n, passphrase, len, salt, LOWEST_OPS, LOWEST_MEM);
	secrets_learn("what covers a signing key", out, (size_t)n);
	return result(FAULT_SIGN_SCRYPT, r, out, (size_t)n);
}
/* clang-format on */

void *__real_calloc(size_t n, size_t size);
void *__wrap_calloc(size_t n, size_t size);

/* What it gives goes back through free, which counts. */
void *
__wrap_calloc(size_t n, size_t size)
{
	if (fault_now(FAULT_CALLOC))
		return NULL;
	return fault_count(__real_calloc(n, size));
}

/* ---- scenarios ---- */

static struct outcome
ended(int err, struct sign_key **k)
{
	struct outcome o = {.err = err, .out_len = *k != NULL};

	if (err == MINISIGN_OK)
		o.out_len = 0;
	sign_key_free(k);
	return o;
}

struct outcome
sign_run_new(void)
{
	struct sign_key *k = NULL;
	int err = sign_key_new(&k);

	return ended(err, &k);
}

static struct outcome
read_with(const struct buf *file, const char *passphrase)
{
	struct sign_key *k = NULL;
	int err = sign_key_read(
	    file->data, file->len, passphrase, strlen(passphrase), &k);

	return ended(err, &k);
}

struct outcome
sign_run_read(void)
{
	return read_with(&plain_file, "");
}

struct outcome
sign_run_read_protected(void)
{
	return read_with(&protected_file, words);
}

struct outcome
sign_run_read_wrong(void)
{
	return read_with(&protected_file, &words[1]);
}

static struct outcome
write_with(const char *passphrase)
{
	struct buf out;

	buf_init(&out, &secret_mem, SIGN_KEY_FILE_MAX);
	int err = sign_key_write(key, passphrase, strlen(passphrase), &out);
	/* What was begun is whole or nothing that could be a key. */
	struct outcome o = {
	    .err = err, .out_len = err != MINISIGN_OK && out.len > 100};
	buf_free(&out);
	return o;
}

struct outcome
sign_run_write(void)
{
	return write_with("");
}

struct outcome
sign_run_write_protected(void)
{
	return write_with(words);
}

struct outcome
sign_run_sign(void)
{
	struct buf out;
	struct view text = {.data = (const uint8_t *)words, .len = 4};

	buf_init(&out, &buf_heap, MINISIGN_FILE_MAX);
	int err = sign_text(key, text, "today", &out);
	/* Four lines or no signature. */
	struct outcome o = {.err = err, .out_len = 0};
	if (err != MINISIGN_OK && out.len > 0)
		o.out_len = out.data[out.len - 1] == '\n' && out.len > 250;
	buf_free(&out);
	return o;
}

struct outcome
sign_run_parse(void)
{
	struct keyring_error why;
	struct keyring *k = NULL;
	int err = keyring_parse(keyring_text.data, keyring_text.len, &k, &why);
	struct outcome o = {
	    .err = err, .out_len = err != KEYRING_OK && k != NULL};

	keyring_free(&k);
	return o;
}

static void
write_keyring(void)
{
	char text[RECIPIENT_TEXT_MAX];

	buf_init(&keyring_text, &buf_heap, KEYRING_TEXT_MAX);
	buf_add_str(&keyring_text,
	    "[keyring]\nformat = inkast-keyring/1\nservice = a\nserial = 1\n"
	    "issued = 2026-11-22\nexpires = 2026-11-22\nstanzas = 2\n"
	    "[epoch 1]\nfrom = 2026-11-22\nuntil = 2026-11-22\n"
	    "destroy-after = 2026-11-22\n");
	for (size_t i = 0; i < RECIPIENTS; i++) {
		recipient_format(&fault_to[i], text);
		buf_add_str(&keyring_text, "area * = ");
		buf_add_str(&keyring_text, text);
		buf_add_str(&keyring_text, "\n");
	}
}

int
sign_runs_begin(void)
{
	int err = sign_key_new(&key);

	buf_init(&plain_file, &secret_mem, SIGN_KEY_FILE_MAX);
	buf_init(&protected_file, &secret_mem, SIGN_KEY_FILE_MAX);
	if (err == MINISIGN_OK)
		err = sign_key_write(key, NULL, 0, &plain_file);
	if (err == MINISIGN_OK)
		err =
		    sign_key_write(key, words, strlen(words), &protected_file);
	write_keyring();
	return err;
}

void
sign_runs_secrets(void)
{
	/* Where the caller keeps them, nothing is searched. */
	secrets_kept_in(words, sizeof words);
	secrets_kept_in(plain_file.data, plain_file.cap);
	secrets_kept_in(protected_file.data, protected_file.cap);
	secrets_kept_in(key, sizeof(uint8_t[8 + 2 * SEED_LEN]));
	secrets_learn("passphrase", words, sizeof words - 1);
	/* In base64, where the seed is. */
	secrets_learn("text of a signing key", &plain_file.data[136], 40);
	secrets_remember();
}
