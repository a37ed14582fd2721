/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The wrapped functions of the hybrid key encapsulation: ML-KEM, SHA-3, and
 * what joins them.
 */
#include <string.h>

#include "crypto/core/hybrid.h"
#include "crypto/core/sha3.h"
#include "tests/fault/crypto_wraps.h"
#include "tests/fault/secrets.h"

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
		int r =                                                        \
		    fail && !fault_done() ? AGE_E_CRYPTO : __real_##name args; \
		learn;                                                         \
		return fail ? AGE_E_CRYPTO : r;                                \
	}

/* clang-format off */
WRAP(FAULT_MLKEM_KEYPAIR, mlkem_keypair,
    (const uint8_t *seed, uint8_t *public_key, uint8_t *secret_key),
    (seed, public_key, secret_key), secret_key, MLKEM_SECRET_LEN,
    secrets_learn("ML-KEM's seed", seed, MLKEM_SEED_LEN);
    if (r == AGE_OK)
	secrets_learn("ML-KEM's secret key", secret_key, MLKEM_SECRET_LEN))
WRAP(FAULT_MLKEM_ENCAPSULATE, mlkem_encapsulate,
    (const uint8_t *public_key, const uint8_t *coins, uint8_t *ct,
	uint8_t *shared),
    (public_key, coins, ct, shared), shared, MLKEM_SHARED_LEN,
    secrets_learn("ML-KEM's coins", coins, MLKEM_COINS_LEN);
    if (r == AGE_OK)
	secrets_learn("ML-KEM's shared secret", shared, MLKEM_SHARED_LEN))
WRAP(FAULT_MLKEM_DECAPSULATE, mlkem_decapsulate,
    (const uint8_t *ct, const uint8_t *secret_key, uint8_t *shared),
    (ct, secret_key, shared), shared, MLKEM_SHARED_LEN,
    secrets_learn("ML-KEM's secret key", secret_key, MLKEM_SECRET_LEN);
    if (r == AGE_OK)
	secrets_learn("ML-KEM's shared secret", shared, MLKEM_SHARED_LEN))
WRAP(FAULT_SHA3, sha3_256_of, (const uint8_t *p, size_t n, uint8_t *out),
    (p, n, out), out, SHA3_256_LEN,
    if (r == AGE_OK)
	secrets_learn("SHA-3 of shared secrets", out, SHA3_256_LEN))
WRAP(FAULT_SHAKE, shake256_of,
    (const uint8_t *p, size_t n, uint8_t *out, size_t out_len),
    (p, n, out, out_len), out, out_len,
    secrets_learn("seed", p, n);
    if (r == AGE_OK)
	secrets_learn("expanded seed", out, out_len))
WRAP(FAULT_COMBINE, hybrid_combine,
    (const uint8_t *mlkem_shared, const uint8_t *x25519_shared,
	const uint8_t *x25519_share, const uint8_t *x25519_public,
	uint8_t *shared),
    (mlkem_shared, x25519_shared, x25519_share, x25519_public, shared),
    shared, HYBRID_SHARED_LEN,
    secrets_learn("X25519 shared secret", x25519_shared, X25519_LEN);
    if (r == AGE_OK)
	secrets_learn("hybrid shared secret", shared, HYBRID_SHARED_LEN))
WRAP(FAULT_HPKE, hpke_schedule,
    (const uint8_t *shared, uint8_t *key, uint8_t *nonce),
    (shared, key, nonce), key, KDF_LEN,
    secrets_learn("hybrid shared secret", shared, HYBRID_SHARED_LEN);
    if (r == AGE_OK)
	secrets_learn("HPKE's key", key, KDF_LEN))
