/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What ML-KEM and SHA-3 leave on the stack: each runs on a stack that is
 * looked through afterwards. Not for sanitizers, which guard that memory.
 */
#include "crypto_test.h"

#include <pthread.h>
#include <sys/mman.h>

#include "crypto/core/mlkem.h"
#include "crypto/core/sha3.h"

#define STACK_LEN ((size_t)1 << 20)
#define PIECE 8 /* bytes that do not stand together by chance */

/* Not on any stack. */
static uint8_t seed[MLKEM_SEED_LEN];
static uint8_t coins[MLKEM_COINS_LEN];
static uint8_t public_key[MLKEM_PUBLIC_LEN];
static uint8_t secret_key[MLKEM_SECRET_LEN];
static uint8_t ct[MLKEM_CT_LEN];
static uint8_t shared[MLKEM_SHARED_LEN];
static uint8_t expanded[64];
static int result;

static void *
run_keypair(void *unused)
{
	result = mlkem_keypair(seed, public_key, secret_key);
	return unused;
}

static void *
run_encapsulate(void *unused)
{
	result = mlkem_encapsulate(public_key, coins, ct, shared);
	return unused;
}

static void *
run_decapsulate(void *unused)
{
	result = mlkem_decapsulate(ct, secret_key, shared);
	return unused;
}

static void *
run_sha3(void *unused)
{
	result = sha3_256_of(seed, sizeof seed, shared);
	return unused;
}

static void *
run_shake(void *unused)
{
	result = shake256_of(seed, sizeof seed, expanded, sizeof expanded);
	return unused;
}

/* Runs what is asked for on a stack of its own, whose bytes are 0xa5 before, so
 * that what is neither that nor zero was left there. */
static uint8_t *
stack_after(void *(*run)(void *))
{
	pthread_attr_t attr;
	pthread_t thread;
	uint8_t *stack = mmap(NULL, STACK_LEN, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_true(stack != MAP_FAILED);
	memset(stack, 0xa5, STACK_LEN);
	assert_int_equal(pthread_attr_init(&attr), 0);
	assert_int_equal(pthread_attr_setstack(&attr, stack, STACK_LEN), 0);
	assert_int_equal(pthread_create(&thread, &attr, run, NULL), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(result, AGE_OK);
	assert_int_equal(pthread_attr_destroy(&attr), 0);
	return stack;
}

static bool
left(const uint8_t *stack, const uint8_t *secret, size_t n)
{
	for (size_t i = 0; i + PIECE <= n; i += PIECE) {
		if (memmem(stack, STACK_LEN, &secret[i], PIECE) != NULL)
			return true;
	}
	return false;
}

/* Bytes neither painted nor wiped, from the lowest up to the frames that the
 * thread library and the call itself have at the top. */
static size_t
touched(const uint8_t *stack)
{
	size_t n = 0;

	for (size_t i = 0; i < STACK_LEN; i++)
		n += stack[i] != 0xa5 && stack[i] != 0;
	return n;
}

static void *
run_nothing(void *unused)
{
	result = AGE_OK;
	return unused;
}

/* What threads leave at the top of their stack, more in one that calls a
 * function of a few arguments. */
static size_t
left_by_a_thread(void)
{
	uint8_t *stack = stack_after(run_nothing);
	size_t n = touched(stack);

	assert_int_equal(munmap(stack, STACK_LEN), 0);
	return n + 160;
}

static void
check(void *(*run)(void *), const uint8_t *const secrets[],
    const size_t lengths[], size_t n)
{
	uint8_t *stack = stack_after(run);

	for (size_t i = 0; i < n; i++)
		assert_false(left(stack, secrets[i], lengths[i]));
	assert_in_range(touched(stack), 0, left_by_a_thread());
	assert_int_equal(munmap(stack, STACK_LEN), 0);
}

static void
keys_and_shared_secrets_are_not_left_on_the_stack(void **state)
{
	const uint8_t *const keys[] = {seed, secret_key};
	const size_t key_lengths[] = {sizeof seed, sizeof secret_key};
	const uint8_t *const secrets[] = {coins, shared};
	const size_t lengths[] = {sizeof coins, sizeof shared};

	(void)state;
	for (size_t i = 0; i < sizeof seed; i++)
		seed[i] = (uint8_t)(i * 7 + 1);
	for (size_t i = 0; i < sizeof coins; i++)
		coins[i] = (uint8_t)(i * 5 + 3);
	check(run_keypair, keys, key_lengths, 2);
	check(run_encapsulate, secrets, lengths, 2);
	check(run_decapsulate, secrets, lengths, 2);
}

static void
what_is_hashed_is_not_left_on_the_stack(void **state)
{
	const uint8_t *const hashed[] = {seed, shared};
	const uint8_t *const shaken[] = {seed, expanded};
	const size_t hashed_lengths[] = {sizeof seed, sizeof shared};
	const size_t shaken_lengths[] = {sizeof seed, sizeof expanded};

	(void)state;
	check(run_sha3, hashed, hashed_lengths, 2);
	check(run_shake, shaken, shaken_lengths, 2);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keys_and_shared_secrets_are_not_left_on_the_stack),
	    cmocka_unit_test(what_is_hashed_is_not_left_on_the_stack),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
