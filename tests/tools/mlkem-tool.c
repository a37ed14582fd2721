/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * mlkem-tool: the post-quantum primitives with the randomness given, for tests
 * that compare them with another implementation. A line of standard input is an
 * operation and its arguments in hexadecimal; a line of standard output has
 * what comes of it, or the error's number.
 *
 *   keypair SEED             public key, secret key     (ML-KEM-768)
 *   encapsulate PUBLIC COINS ciphertext, shared secret
 *   decapsulate CT SECRET    shared secret
 *   canonical PUBLIC         1 or 0
 *   hybrid-keypair SEED      public key                 (MLKEM768-X25519)
 *   hybrid-encapsulate PUBLIC COINS
 *   hybrid-decapsulate SEED ENC
 *   hpke SHARED              key, nonce
 *   sha3 BYTES, shake BYTES  32 bytes, 96 bytes
 *
 * Exits with 0, or 64 for a line that is none of these.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/core/hybrid.h"
#include "crypto/core/sha3.h"
#include "crypto/seal/sealer.h"
#include "crypto/unseal/unwrap.h"

#define EXIT_USAGE 64
#define LINE_MAX_LEN 16384
#define SHAKE_OUT 96

/* A line's words after the first, decoded. */
struct args {
	uint8_t a[4096];
	uint8_t b[4096];
	size_t a_len;
	size_t b_len;
};

static bool
decode(const char *hex, uint8_t *out, size_t max, size_t *n)
{
	*n = 0;
	return hex == NULL ||
	       sodium_hex2bin(out, max, hex, strlen(hex), NULL, n, NULL) == 0;
}

static void
put(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		printf("%02x", p[i]);
	printf(" ");
}

/* Each answers with 0 or an error. */

static int
keypair(const struct args *in)
{
	uint8_t public_key[MLKEM_PUBLIC_LEN] = {0};
	uint8_t secret_key[MLKEM_SECRET_LEN] = {0};
	int err = mlkem_keypair(in->a, public_key, secret_key);

	put(public_key, err == AGE_OK ? sizeof public_key : 0);
	put(secret_key, err == AGE_OK ? sizeof secret_key : 0);
	return err;
}

static int
encapsulate(const struct args *in)
{
	uint8_t ct[MLKEM_CT_LEN] = {0};
	uint8_t shared[MLKEM_SHARED_LEN] = {0};
	int err = mlkem_encapsulate(in->a, in->b, ct, shared);

	put(ct, err == AGE_OK ? sizeof ct : 0);
	put(shared, err == AGE_OK ? sizeof shared : 0);
	return err;
}

static int
decapsulate(const struct args *in)
{
	uint8_t shared[MLKEM_SHARED_LEN] = {0};
	int err = mlkem_decapsulate(in->a, in->b, shared);

	put(shared, err == AGE_OK ? sizeof shared : 0);
	return err;
}

static int
canonical(const struct args *in)
{
	printf("%d ", mlkem_public_is_canonical(in->a));
	return AGE_OK;
}

static int
x_keypair(const struct args *in)
{
	struct hybrid_secret secret;
	uint8_t public_key[HYBRID_PUBLIC_LEN] = {0};
	int err = hybrid_keypair(in->a, &secret, public_key);

	put(public_key, err == AGE_OK ? sizeof public_key : 0);
	return err;
}

static int
x_encapsulate(const struct args *in)
{
	uint8_t enc[HYBRID_ENC_LEN] = {0};
	uint8_t shared[HYBRID_SHARED_LEN] = {0};
	int err = hybrid_encapsulate(in->a, in->b, enc, shared);

	put(enc, err == AGE_OK ? sizeof enc : 0);
	put(shared, err == AGE_OK ? sizeof shared : 0);
	return err;
}

static int
x_decapsulate(const struct args *in)
{
	struct hybrid_secret secret;
	uint8_t public_key[HYBRID_PUBLIC_LEN] = {0};
	uint8_t shared[HYBRID_SHARED_LEN] = {0};
	int err = hybrid_keypair(in->a, &secret, public_key);

	if (err == AGE_OK)
		err = hybrid_decapsulate(&secret, public_key, in->b, shared);
	put(shared, err == AGE_OK ? sizeof shared : 0);
	return err;
}

static int
hpke(const struct args *in)
{
	uint8_t key[KDF_LEN] = {0};
	uint8_t nonce[HPKE_NONCE_LEN] = {0};
	int err = hpke_schedule(in->a, key, nonce);

	put(key, err == AGE_OK ? sizeof key : 0);
	put(nonce, err == AGE_OK ? sizeof nonce : 0);
	return err;
}

static int
sha3(const struct args *in)
{
	uint8_t out[SHA3_256_LEN] = {0};
	int err = sha3_256_of(in->a, in->a_len, out);

	put(out, err == AGE_OK ? sizeof out : 0);
	return err;
}

static int
shake(const struct args *in)
{
	uint8_t out[SHAKE_OUT] = {0};
	int err = shake256_of(in->a, in->a_len, out, sizeof out);

	put(out, err == AGE_OK ? sizeof out : 0);
	return err;
}

#define ANY SIZE_MAX
static const struct {
	const char *name;
	size_t a_len;
	size_t b_len;
	int (*answer)(const struct args *in);
} operations[] = {
    {"keypair", MLKEM_SEED_LEN, 0, keypair},
    {"encapsulate", MLKEM_PUBLIC_LEN, MLKEM_COINS_LEN, encapsulate},
    {"decapsulate", MLKEM_CT_LEN, MLKEM_SECRET_LEN, decapsulate},
    {"canonical", MLKEM_PUBLIC_LEN, 0, canonical},
    {"hybrid-keypair", HYBRID_SEED_LEN, 0, x_keypair},
    {"hybrid-encapsulate", HYBRID_PUBLIC_LEN, HYBRID_COINS_LEN, x_encapsulate},
    {"hybrid-decapsulate", HYBRID_SEED_LEN, HYBRID_ENC_LEN, x_decapsulate},
    {"hpke", HYBRID_SHARED_LEN, 0, hpke},
    {"sha3", ANY, 0, sha3},
    {"shake", ANY, 0, shake},
};

static bool
answer(const char *name, const struct args *in)
{
	for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++) {
		if (strcmp(name, operations[i].name) != 0)
			continue;
		if (in->b_len != operations[i].b_len ||
		    (in->a_len != operations[i].a_len &&
			operations[i].a_len != ANY))
			return false;
		int err = operations[i].answer(in);
		if (err != AGE_OK)
			printf("error %d", err);
		printf("\n");
		return true;
	}
	return false;
}

int
main(void)
{
	static char line[LINE_MAX_LEN];
	static struct args in;

	if (age_init() != AGE_OK)
		return EXIT_USAGE;
	while (fgets(line, sizeof line, stdin) != NULL) {
		char *rest = NULL;
		const char *name = strtok_r(line, " \n", &rest);
		const char *a = strtok_r(NULL, " \n", &rest);
		const char *b = strtok_r(NULL, " \n", &rest);
		if (name == NULL || !decode(a, in.a, sizeof in.a, &in.a_len) ||
		    !decode(b, in.b, sizeof in.b, &in.b_len) ||
		    !answer(name, &in))
			return EXIT_USAGE;
	}
	return 0;
}
