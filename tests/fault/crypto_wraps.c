/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The wrapped functions: of libc, and of libsodium.
 */
#include "tests/fault/crypto_wraps.h"

#include <errno.h>
#include <malloc.h>
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fault/secrets.h"

#define KEY_LEN 32
#define FILE_KEY_LEN 16

static enum fault armed;
static enum fault_way way;
static unsigned left;
static bool fired;
static int live;
static size_t dirty;

void
fault_arm(enum fault kind, unsigned nth)
{
	armed = kind;
	left = nth;
	fired = false;
}

void
fault_set_way(enum fault_way w)
{
	way = w;
}

bool
fault_disarm(void)
{
	armed = FAULT_NONE;
	return fired;
}

bool
fault_now(enum fault kind)
{
	if (kind != armed || fired || left-- > 0)
		return false;
	fired = true;
	return true;
}

bool
fault_done(void)
{
	return way == FAULT_DONE;
}

void
fault_spoil(void *out, size_t n)
{
	if (way == FAULT_GARBAGE)
		memset(out, 0xdb, n);
}

int
fault_live_blocks(void)
{
	return live;
}

size_t
fault_dirty_blocks(void)
{
	return dirty;
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void __real_free(void *p);
void __wrap_free(void *p);
void *__real_sodium_malloc(size_t size);
void *__wrap_sodium_malloc(size_t size);
void __real_sodium_free(void *p);
void __wrap_sodium_free(void *p);

void *
fault_count(void *p)
{
	if (p != NULL)
		live++;
	return p;
}

void *
__wrap_malloc(size_t size)
{
	if (fault_now(FAULT_MALLOC))
		return NULL;
	return fault_count(__real_malloc(size));
}

void
__wrap_free(void *p)
{
	if (p != NULL) {
		live--;
		dirty += secrets_in(p, malloc_usable_size(p)) > 0;
	}
	__real_free(p);
}

void *
__wrap_sodium_malloc(size_t size)
{
	if (fault_now(FAULT_SECRET_MALLOC)) {
		errno = ENOMEM;
		return NULL;
	}
	return fault_count(__real_sodium_malloc(size));
}

/* What libsodium gives back it wipes and unmaps. */
void
__wrap_sodium_free(void *p)
{
	if (p != NULL)
		live--;
	__real_sodium_free(p);
}

/* A wrapper that learns what passes and, when its turn comes, says that it
 * failed. */
#define WRAP(kind, name, params, args, out, out_len, learn)                    \
	int __real_##name params;                                              \
	int __wrap_##name params;                                              \
	int __wrap_##name params                                               \
	{                                                                      \
		bool fail = fault_now(kind);                                   \
		if (fail)                                                      \
			fault_spoil(out, out_len);                             \
		int r = fail && !fault_done() ? -1 : __real_##name args;       \
		learn;                                                         \
		return fail ? -1 : r;                                          \
	}

/* clang-format off */
WRAP(FAULT_INIT, sodium_init, (void), (), &armed, 0, (void)0)
WRAP(FAULT_LOCK, sodium_mlock, (void *p, size_t n), (p, n), p, 0, (void)0)
WRAP(FAULT_SCALARMULT, crypto_scalarmult_curve25519,
    (unsigned char *q, const unsigned char *n, const unsigned char *p),
    (q, n, p), q, KEY_LEN,
    /* With the number 1 nothing is kept secret: recipients are checked. */
    if (n[0] != 1 || !sodium_is_zero(&n[1], KEY_LEN - 1))
	secrets_learn("X25519 secret", n, KEY_LEN);
    if (r == 0)
	secrets_learn("X25519 shared secret", q, KEY_LEN))
WRAP(FAULT_SCALARMULT_BASE, crypto_scalarmult_curve25519_base,
    (unsigned char *q, const unsigned char *n), (q, n), q, KEY_LEN,
    secrets_learn("X25519 secret", n, KEY_LEN))
WRAP(FAULT_ENCRYPT, crypto_aead_chacha20poly1305_ietf_encrypt,
    (unsigned char *c, unsigned long long *c_len, const unsigned char *m,
        unsigned long long m_len, const unsigned char *ad,
        unsigned long long ad_len, const unsigned char *nsec,
        const unsigned char *npub, const unsigned char *k),
    (c, c_len, m, m_len, ad, ad_len, nsec, npub, k), c, (size_t)m_len,
    secrets_learn("key of ChaCha20-Poly1305", k, KEY_LEN);
    if (m_len == FILE_KEY_LEN && m != c)
	secrets_learn("file key", m, FILE_KEY_LEN))
WRAP(FAULT_DECRYPT, crypto_aead_chacha20poly1305_ietf_decrypt,
    (unsigned char *m, unsigned long long *m_len, unsigned char *nsec,
        const unsigned char *c, unsigned long long c_len,
        const unsigned char *ad, unsigned long long ad_len,
        const unsigned char *npub, const unsigned char *k),
    (m, m_len, nsec, c, c_len, ad, ad_len, npub, k), m,
    (size_t)c_len - crypto_aead_chacha20poly1305_ietf_ABYTES,
    secrets_learn("key of ChaCha20-Poly1305", k, KEY_LEN);
    if (r == 0 && c_len == FILE_KEY_LEN +
	    crypto_aead_chacha20poly1305_ietf_ABYTES)
	secrets_learn("file key", m, FILE_KEY_LEN))
/* A key of 32 bytes is a secret; the salts of HKDF have other lengths. */
WRAP(FAULT_HMAC_INIT, crypto_auth_hmacsha256_init,
    (crypto_auth_hmacsha256_state *s, const unsigned char *k, size_t n),
    (s, k, n), s, sizeof *s,
    if (n == KEY_LEN)
	secrets_learn("key of HMAC", k, n))
WRAP(FAULT_HMAC_UPDATE, crypto_auth_hmacsha256_update,
    (crypto_auth_hmacsha256_state *s, const unsigned char *p,
        unsigned long long n),
    (s, p, n), s, sizeof *s, (void)0)
WRAP(FAULT_HMAC_FINAL, crypto_auth_hmacsha256_final,
    (crypto_auth_hmacsha256_state *s, unsigned char *out), (s, out), out,
    KEY_LEN, (void)0)

#define SCRYPT_PARAMS                                                          \
	(const uint8_t *w, size_t w_len, const uint8_t *s, size_t s_len,       \
	    uint64_t n, uint32_t r, uint32_t p, uint8_t *out, size_t out_len)

int __real_crypto_pwhash_scryptsalsa208sha256_ll SCRYPT_PARAMS;
int __wrap_crypto_pwhash_scryptsalsa208sha256_ll SCRYPT_PARAMS;
/* clang-format on */

int __wrap_crypto_pwhash_scryptsalsa208sha256_ll SCRYPT_PARAMS
{
	if (fault_now(FAULT_SCRYPT_MEMORY)) {
		errno = ENOMEM;
		return -1;
	}
	bool fail = fault_now(FAULT_SCRYPT);
	int err = __real_crypto_pwhash_scryptsalsa208sha256_ll(
	    w, w_len, s, s_len, n, r, p, out, out_len);
	secrets_learn("scrypt's key", out, out_len);
	if (!fail)
		return err;
	if (!fault_done())
		memset(out, 0xdb, out_len);
	errno = EINVAL;
	return -1;
}
