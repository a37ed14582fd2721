/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * That no branch and no address depends on a secret: Valgrind is told that
 * secrets are undefined, and reports whatever is decided by them, in the
 * program as the compiler made it. "control" decides by one, to be reported.
 *
 * Left out is what the format wants decided: whether an X25519 secret is zero,
 * a tag fits, a text is a key; and ML-KEM's d, of which the public seed of the
 * matrix comes, which may be branched on.
 */
#include <stdio.h>
#include <string.h>
#include <valgrind/memcheck.h>

#include "crypto/core/bech32.h"
#include "crypto/core/hybrid.h"
#include "crypto/core/sha3.h"
#include "crypto/seal/sealer.h"
#include "crypto/sign/key.h"

/* FIPS 203: the secret key is s, the public key and its hash, z. */
#define MLKEM_S_LEN 1152
#define MLKEM_Z_LEN 32

static void
is_secret(const void *p, size_t n)
{
	(void)VALGRIND_MAKE_MEM_UNDEFINED(p, n);
}

static void
is_public(const void *p, size_t n)
{
	(void)VALGRIND_MAKE_MEM_DEFINED(p, n);
}

static uint8_t secret[64] = {1};
static uint8_t public_key[MLKEM_PUBLIC_LEN];
static uint8_t secret_key[MLKEM_SECRET_LEN];
static uint8_t ct[MLKEM_CT_LEN];
static uint8_t shared[MLKEM_SHARED_LEN];

static int
make_keys(void)
{
	is_secret(&secret[MLKEM_SEED_LEN - MLKEM_Z_LEN], MLKEM_Z_LEN);
	int err = mlkem_keypair(secret, public_key, secret_key);

	is_public(public_key, sizeof public_key);
	return err;
}

static int
encapsulate(void)
{
	is_secret(secret, sizeof secret);
	int err = mlkem_encapsulate(public_key, secret, ct, shared);

	is_public(ct, sizeof ct);
	return err;
}

static int
decapsulate(void)
{
	is_secret(secret_key, MLKEM_S_LEN);
	is_secret(&secret_key[MLKEM_SECRET_LEN - MLKEM_Z_LEN], MLKEM_Z_LEN);
	return mlkem_decapsulate(ct, secret_key, shared);
}

/* That a ciphertext is rejected is itself a secret (FIPS 203, 6.3). */
static int
decapsulate_damaged(void)
{
	ct[0] ^= 1;
	return decapsulate();
}

static int
hash(void)
{
	uint8_t out[96];

	is_secret(secret, sizeof secret);
	int err = sha3_256_of(secret, sizeof secret, out);
	if (err == AGE_OK)
		err = shake256_of(secret, HYBRID_SEED_LEN, out, sizeof out);
	return err;
}

/* From the two shared secrets to the wrapped file key. */
static int
wrap(void)
{
	uint8_t key[KDF_LEN];
	uint8_t nonce[HPKE_NONCE_LEN];
	uint8_t body[WRAPPED_LEN];

	is_secret(secret, sizeof secret);
	int err = hybrid_combine(
	    secret, &secret[32], public_key, &public_key[32], shared);
	if (err == AGE_OK)
		err = hpke_schedule(shared, key, nonce);
	if (err == AGE_OK)
		err = wrap_file_key(secret, key, nonce, body);
	return err;
}

static int
derive(void)
{
	uint8_t key[KDF_LEN];

	is_secret(secret, sizeof secret);
	int err = kdf_payload_key(secret, public_key, key);
	if (err == AGE_OK)
		err = kdf_x25519_wrap_key(
		    secret, public_key, &public_key[32], key);
	return err;
}

static int
write_identity(void)
{
	char text[BECH32_LEN(sizeof "age-secret-key-pq-", 32)];

	is_secret(secret, sizeof secret);
	bech32_encode("age-secret-key-pq-", secret, 32, 1, text);
	return AGE_OK;
}

static int
write_signing_key(void)
{
	struct sign_key *k;
	struct buf out;
	int err = sign_key_new(&k);

	if (err != MINISIGN_OK)
		return err;
	buf_init(&out, &buf_heap, SIGN_KEY_FILE_MAX);
	is_secret(k->secret, SIGN_SECRET_LEN - MINISIGN_KEY_LEN);
	err = sign_key_write(k, NULL, 0, &out);
	buf_free(&out);
	sign_key_free(&k);
	return err;
}

static int
control(void)
{
	is_secret(secret, sizeof secret);
	if (secret[0] == 7)
		(void)fputs("never\n", stderr);
	return AGE_OK;
}

int
main(int argc, char **argv)
{
	static int (*const steps[])(void) = {make_keys, encapsulate,
	    decapsulate, decapsulate_damaged, hash, wrap, derive,
	    write_identity, write_signing_key};

	if (RUNNING_ON_VALGRIND == 0 || age_init() != AGE_OK)
		return 2;
	if (argc == 2 && strcmp(argv[1], "control") == 0)
		return control() == AGE_OK ? 0 : 3;
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		if (steps[i]() != AGE_OK) {
			(void)fprintf(stderr, "step %zu failed\n", i);
			return 2;
		}
	}
	return 0;
}
