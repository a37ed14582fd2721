/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The wrapped functions.
 */
#include "tests/fault/crypto_wraps.h"

#include <errno.h>
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>

static enum fault armed;
static unsigned left;
static bool fired;
static int live;

void
fault_arm(enum fault kind, unsigned nth)
{
	armed = kind;
	left = nth;
	fired = false;
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

int
fault_live_blocks(void)
{
	return live;
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void __real_free(void *p);
void __wrap_free(void *p);
void *__real_sodium_malloc(size_t size);
void *__wrap_sodium_malloc(size_t size);
void __real_sodium_free(void *p);
void __wrap_sodium_free(void *p);

static void *
counted(void *p)
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
	return counted(__real_malloc(size));
}

void
__wrap_free(void *p)
{
	if (p != NULL)
		live--;
	__real_free(p);
}

void *
__wrap_sodium_malloc(size_t size)
{
	if (fault_now(FAULT_SECRET_MALLOC)) {
		errno = ENOMEM;
		return NULL;
	}
	return counted(__real_sodium_malloc(size));
}

void
__wrap_sodium_free(void *p)
{
	if (p != NULL)
		live--;
	__real_sodium_free(p);
}

/* A wrapper that fails with -1 and does nothing else then. */
#define WRAP(kind, name, params, args)                                         \
	int __real_##name params;                                              \
	int __wrap_##name params;                                              \
	int __wrap_##name params                                               \
	{                                                                      \
		return fault_now(kind) ? -1 : __real_##name args;              \
	}

/* clang-format off */
WRAP(FAULT_LOCK, sodium_mlock, (void *p, size_t n), (p, n))
WRAP(FAULT_SCALARMULT, crypto_scalarmult_curve25519,
    (unsigned char *q, const unsigned char *n, const unsigned char *p),
    (q, n, p))
WRAP(FAULT_SCALARMULT_BASE, crypto_scalarmult_curve25519_base,
    (unsigned char *q, const unsigned char *n), (q, n))
WRAP(FAULT_ENCRYPT, crypto_aead_chacha20poly1305_ietf_encrypt,
    (unsigned char *c, unsigned long long *c_len, const unsigned char *m,
        unsigned long long m_len, const unsigned char *ad,
        unsigned long long ad_len, const unsigned char *nsec,
        const unsigned char *npub, const unsigned char *k),
    (c, c_len, m, m_len, ad, ad_len, nsec, npub, k))
WRAP(FAULT_DECRYPT, crypto_aead_chacha20poly1305_ietf_decrypt,
    (unsigned char *m, unsigned long long *m_len, unsigned char *nsec,
        const unsigned char *c, unsigned long long c_len,
        const unsigned char *ad, unsigned long long ad_len,
        const unsigned char *npub, const unsigned char *k),
    (m, m_len, nsec, c, c_len, ad, ad_len, npub, k))
WRAP(FAULT_HMAC_INIT, crypto_auth_hmacsha256_init,
    (crypto_auth_hmacsha256_state *s, const unsigned char *k, size_t n),
    (s, k, n))
WRAP(FAULT_HMAC_UPDATE, crypto_auth_hmacsha256_update,
    (crypto_auth_hmacsha256_state *s, const unsigned char *p,
        unsigned long long n),
    (s, p, n))
WRAP(FAULT_HMAC_FINAL, crypto_auth_hmacsha256_final,
    (crypto_auth_hmacsha256_state *s, unsigned char *out), (s, out))

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
	if (fault_now(FAULT_SCRYPT)) {
		errno = EINVAL;
		return -1;
	}
	return __real_crypto_pwhash_scryptsalsa208sha256_ll(
	    w, w_len, s, s_len, n, r, p, out, out_len);
}
