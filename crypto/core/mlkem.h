/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * ML-KEM-768 (FIPS 203), from a library: libsodium's where it has it (1.0.22
 * and later), else PQClean's, else none (cmake/InkastMlkem.cmake chooses).
 * Three functions, all deterministic: randomness comes from the caller. Each
 * returns AGE_OK, AGE_E_CRYPTO, or AGE_E_TYPE where this build has no ML-KEM.
 *
 * Time does not depend on secrets: the libraries say so of theirs, and nothing
 * here branches on one. What they leave on the stack is wiped before return.
 */
#ifndef INKAST_CRYPTO_CORE_MLKEM_H
#define INKAST_CRYPTO_CORE_MLKEM_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/core/age.h"

#define MLKEM_SEED_LEN 64     /* FIPS 203, d and z */
#define MLKEM_PUBLIC_LEN 1184 /* encapsulation key */
#define MLKEM_SECRET_LEN 2400 /* decapsulation key */
#define MLKEM_COINS_LEN 32    /* FIPS 203, m */
#define MLKEM_CT_LEN 1088     /* ciphertext */
#define MLKEM_SHARED_LEN 32   /* shared secret */

/* Whether this build has ML-KEM. */
bool mlkem_available(void);

/* FIPS 203, ML-KEM.KeyGen_internal(d, z). */
int mlkem_keypair(const uint8_t seed[static MLKEM_SEED_LEN],
    uint8_t public_key[static MLKEM_PUBLIC_LEN],
    uint8_t secret_key[static MLKEM_SECRET_LEN])
    __attribute__((nonnull, warn_unused_result));

/* FIPS 203, ML-KEM.Encaps_internal(ek, m). The key has been checked: see
 * mlkem_public_is_canonical. */
int mlkem_encapsulate(const uint8_t public_key[static MLKEM_PUBLIC_LEN],
    const uint8_t coins[static MLKEM_COINS_LEN],
    uint8_t ct[static MLKEM_CT_LEN], uint8_t shared[static MLKEM_SHARED_LEN])
    __attribute__((nonnull, warn_unused_result));

/* FIPS 203, ML-KEM.Decaps_internal(dk, c). A ciphertext made for another key
 * gives AGE_OK and a shared secret that nobody else has. No program of the
 * gateway holds this function. */
int mlkem_decapsulate(const uint8_t ct[static MLKEM_CT_LEN],
    const uint8_t secret_key[static MLKEM_SECRET_LEN],
    uint8_t shared[static MLKEM_SHARED_LEN])
    __attribute__((nonnull, warn_unused_result));

/* FIPS 203, 7.2, "modulus check": every coefficient is below q. The libraries
 * leave it to their caller. Public data: needs no constant time. */
bool mlkem_public_is_canonical(
    const uint8_t public_key[static MLKEM_PUBLIC_LEN]) __attribute__((nonnull));

/* A public key at random, of all that pass the modulus check: what is
 * encapsulated to it can be opened by nobody, since no secret key ever was. To
 * tell it from one that has a secret key is the problem ML-KEM rests on. */
void mlkem_public_random(uint8_t public_key[static MLKEM_PUBLIC_LEN])
    __attribute__((nonnull));

#endif
