/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * MLKEM768-X25519, the hybrid key encapsulation of age's post-quantum
 * recipients (X-Wing; draft-ietf-hpke-pq, filippo.io/hpke-pq): safe as long as
 * one of ML-KEM-768 and X25519 is. And HPKE's base mode key schedule (RFC 9180,
 * 5.1) for one message. For crypto/seal and crypto/unseal only.
 */
#ifndef INKAST_CRYPTO_CORE_HYBRID_H
#define INKAST_CRYPTO_CORE_HYBRID_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/core/age.h"
#include "crypto/core/kdf.h"
#include "crypto/core/mlkem.h"

#define HYBRID_SEED_LEN 32 /* what an identity is */
#define HYBRID_SHARED_LEN 32
#define HYBRID_ENC_LEN (MLKEM_CT_LEN + X25519_LEN) /* 1120 */
_Static_assert(HYBRID_PUBLIC_LEN == MLKEM_PUBLIC_LEN + X25519_LEN, "1216");

/* The stanza's type, and HPKE's info (age, "mlkem768x25519 recipient stanza").
 */
#define HYBRID_STANZA "mlkem768x25519"
#define HYBRID_INFO "age-encryption.org/mlkem768x25519"

/* A seed, expanded. Secret: in secret memory, or wiped after use. */
struct hybrid_secret {
	uint8_t mlkem[MLKEM_SECRET_LEN];
	uint8_t x25519[X25519_LEN];
};

/* Expand a seed (SHAKE256 to 64 + 32 bytes) into the secret and the public key
 * (ML-KEM's, then X25519's). AGE_OK, AGE_E_TYPE, AGE_E_CRYPTO; secret is wiped
 * on failure. */
int hybrid_keypair(const uint8_t seed[static HYBRID_SEED_LEN],
    struct hybrid_secret *secret, uint8_t public_key[static HYBRID_PUBLIC_LEN])
    __attribute__((nonnull, warn_unused_result));

/* What both sides compute of the two shared secrets: SHA3-256 over
 * ML-KEM's, X25519's, X25519's ciphertext and public key, and a label. */
int hybrid_combine(const uint8_t mlkem_shared[static MLKEM_SHARED_LEN],
    const uint8_t x25519_shared[static X25519_LEN],
    const uint8_t x25519_share[static X25519_LEN],
    const uint8_t x25519_public[static X25519_LEN],
    uint8_t shared[static HYBRID_SHARED_LEN])
    __attribute__((nonnull, warn_unused_result));

/* HPKE base mode for MLKEM768-X25519 (0x647a), HKDF-SHA256, ChaCha20Poly1305,
 * HYBRID_INFO: the key and nonce of the first message, both secret and wiped on
 * failure. AGE_OK or AGE_E_CRYPTO. */
#define HPKE_NONCE_LEN 12
int hpke_schedule(const uint8_t shared[static HYBRID_SHARED_LEN],
    uint8_t key[static KDF_LEN], uint8_t nonce[static HPKE_NONCE_LEN])
    __attribute__((nonnull, warn_unused_result));

#endif
