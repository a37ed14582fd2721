/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * ML-KEM-768 and SHA-3 as crypto/core/mlkem.h and sha3.h promise them,
 * whichever library they come from. That the values are right is tested against
 * another implementation (tests/vectors/mlkem.test.mjs).
 */
#include "crypto_test.h"

#include <pthread.h>

#include "crypto/core/mlkem.h"
#include "crypto/core/sha3.h"

#define THREADS 8
#define ROUNDS 50

/* What comes of a seed and coins. */
struct exchange {
	uint8_t public_key[MLKEM_PUBLIC_LEN];
	uint8_t secret_key[MLKEM_SECRET_LEN];
	uint8_t ct[MLKEM_CT_LEN];
	uint8_t made[MLKEM_SHARED_LEN];
	uint8_t opened[MLKEM_SHARED_LEN];
};

/* 0 or the first error. No assertions: cmocka's are for one thread. */
static int
run_exchange(uint8_t which, struct exchange *e)
{
	uint8_t seed[MLKEM_SEED_LEN];
	uint8_t coins[MLKEM_COINS_LEN];

	memset(seed, which, sizeof seed);
	memset(coins, which + 1, sizeof coins);
	int err = mlkem_keypair(seed, e->public_key, e->secret_key);
	if (err == AGE_OK)
		err = mlkem_encapsulate(e->public_key, coins, e->ct, e->made);
	if (err == AGE_OK)
		err = mlkem_decapsulate(e->ct, e->secret_key, e->opened);
	return err;
}

static void
what_is_encapsulated_is_what_opens(void **state)
{
	static struct exchange a;
	static struct exchange b;

	(void)state;
	assert_true(mlkem_available());
	assert_int_equal(run_exchange(1, &a), AGE_OK);
	assert_int_equal(run_exchange(2, &b), AGE_OK);
	assert_memory_equal(a.made, a.opened, MLKEM_SHARED_LEN);
	assert_memory_not_equal(a.made, b.made, MLKEM_SHARED_LEN);
	assert_memory_not_equal(a.public_key, b.public_key, MLKEM_PUBLIC_LEN);
}

static void
same_seed_and_coins_give_the_same(void **state)
{
	static struct exchange a;
	static struct exchange b;

	(void)state;
	assert_int_equal(run_exchange(3, &a), AGE_OK);
	assert_int_equal(run_exchange(3, &b), AGE_OK);
	assert_memory_equal(&a, &b, sizeof a);
}

/* Every byte, one bit each; FIPS 203, 6.3. */
static void
damaged_ciphertext_gives_another_secret_and_no_error(void **state)
{
	static struct exchange e;
	uint8_t opened[MLKEM_SHARED_LEN];

	(void)state;
	assert_int_equal(run_exchange(4, &e), AGE_OK);
	for (size_t i = 0; i < MLKEM_CT_LEN; i++) {
		e.ct[i] ^= (uint8_t)(1 << i % 8);
		assert_int_equal(
		    mlkem_decapsulate(e.ct, e.secret_key, opened), AGE_OK);
		assert_memory_not_equal(opened, e.made, sizeof opened);
		e.ct[i] ^= (uint8_t)(1 << i % 8);
	}
}

static void
random_public_keys_are_usable_and_differ(void **state)
{
	static uint8_t a[MLKEM_PUBLIC_LEN];
	static uint8_t b[MLKEM_PUBLIC_LEN];
	static const uint8_t coins[MLKEM_COINS_LEN];
	uint8_t ct[MLKEM_CT_LEN];
	uint8_t shared[MLKEM_SHARED_LEN];

	(void)state;
	for (int i = 0; i < 20; i++) {
		mlkem_public_random(a);
		mlkem_public_random(b);
		assert_true(mlkem_public_is_canonical(a));
		assert_int_equal(
		    mlkem_encapsulate(a, coins, ct, shared), AGE_OK);
		/* Every quarter of it, the seed at its end too. */
		for (size_t at = 0; at < sizeof a; at += sizeof a / 4)
			assert_memory_not_equal(&a[at], &b[at], sizeof a / 4);
		assert_memory_not_equal(
		    &a[sizeof a - 32], &b[sizeof b - 32], 32);
	}
}

/* Coefficients of random keys are as those of a real one: 0 to 3328, each as
 * likely. 60 000 of them in 13 bins of 256: 4 615 each, standard deviation 65.
 */
static void
random_public_keys_are_even(void **state)
{
	static uint8_t key[MLKEM_PUBLIC_LEN];
	size_t bins[14] = {0};

	(void)state;
	for (int k = 0; k < 78; k++) {
		mlkem_public_random(key);
		for (size_t i = 0; i + 3 <= MLKEM_PUBLIC_LEN - 32; i += 3) {
			bins[(key[i] | (key[i + 1] & 15U) << 8) / 256]++;
			bins[(key[i + 1] >> 4 | (unsigned)key[i + 2] << 4) /
			     256]++;
		}
	}
	for (size_t i = 0; i < 13; i++)
		assert_in_range(bins[i], 4605 - 520, 4605 + 520);
	/* Only 3328 itself is in the last. */
	assert_in_range(bins[13], 0, 80);
}

static void
one_coefficient_of_q_or_more_is_not_canonical(void **state)
{
	static uint8_t key[MLKEM_PUBLIC_LEN];

	(void)state;
	memset(key, 0, sizeof key);
	assert_true(mlkem_public_is_canonical(key));
	/* The seed behind the coefficients may be anything. */
	memset(&key[sizeof key - 32], 0xff, 32);
	assert_true(mlkem_public_is_canonical(key));
	key[0] = 0x00; /* 3328 */
	key[1] = 0x0d;
	assert_true(mlkem_public_is_canonical(key));
	key[0] = 0x01; /* 3329 */
	assert_false(mlkem_public_is_canonical(key));
	key[0] = 0;
	key[1] = 0;
	key[1151] = 0xd0; /* the last: 3328, then 3329 */
	assert_true(mlkem_public_is_canonical(key));
	key[1150] = 0x10;
	assert_false(mlkem_public_is_canonical(key));
}

struct worker {
	pthread_t thread;
	uint8_t which;
	struct exchange expected;
	int failures;
};

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct exchange e;

	for (int i = 0; i < ROUNDS; i++) {
		if (run_exchange(w->which, &e) != AGE_OK ||
		    memcmp(&e, &w->expected, sizeof e) != 0)
			w->failures++;
	}
	return NULL;
}

/* Nothing is shared between threads (PQClean's states are each thread's own).
 * The build with the thread sanitizer runs this too. */
static void
eight_threads_at_once_compute_what_one_does(void **state)
{
	static struct worker workers[THREADS];

	(void)state;
	for (uint8_t i = 0; i < THREADS; i++) {
		workers[i].which = (uint8_t)(10 + i);
		assert_int_equal(
		    run_exchange(workers[i].which, &workers[i].expected),
		    AGE_OK);
	}
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(
		    pthread_create(&workers[i].thread, NULL, work, &workers[i]),
		    0);
	for (size_t i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
		assert_int_equal(workers[i].failures, 0);
	}
}

/* FIPS 202's own examples: the empty message. */
static void
hashes_of_nothing_are_as_published(void **state)
{
	static const uint8_t nothing[1];
	static const uint8_t sha3[SHA3_256_LEN] = {0xa7, 0xff, 0xc6, 0xf8, 0xbf,
	    0x1e, 0xd7, 0x66, 0x51, 0xc1, 0x47, 0x56, 0xa0, 0x61, 0xd6, 0x62,
	    0xf5, 0x80, 0xff, 0x4d, 0xe4, 0x3b, 0x49, 0xfa, 0x82, 0xd8, 0x0a,
	    0x4b, 0x80, 0xf8, 0x43, 0x4a};
	static const uint8_t shake[16] = {0x46, 0xb9, 0xdd, 0x2b, 0x0b, 0xa8,
	    0x8d, 0x13, 0x23, 0x3b, 0x3f, 0xeb, 0x74, 0x3e, 0xeb, 0x24};
	uint8_t out[SHA3_256_LEN];

	(void)state;
	assert_int_equal(sha3_256_of(nothing, 0, out), AGE_OK);
	assert_memory_equal(out, sha3, sizeof sha3);
	assert_int_equal(shake256_of(nothing, 0, out, sizeof shake), AGE_OK);
	assert_memory_equal(out, shake, sizeof shake);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_encapsulated_is_what_opens),
	    cmocka_unit_test(same_seed_and_coins_give_the_same),
	    cmocka_unit_test(
		damaged_ciphertext_gives_another_secret_and_no_error),
	    cmocka_unit_test(random_public_keys_are_usable_and_differ),
	    cmocka_unit_test(random_public_keys_are_even),
	    cmocka_unit_test(one_coefficient_of_q_or_more_is_not_canonical),
	    cmocka_unit_test(eight_threads_at_once_compute_what_one_does),
	    cmocka_unit_test(hashes_of_nothing_are_as_published),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
