/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The Keccak states that PQClean works in: wiped when given back, and whatever
 * goes wrong with them spoils what was computed, not the process.
 */
#include "crypto_test.h"

#include "crypto/core/keccak_pool.h"
#include "crypto/core/sha3.h"

#define STATE_LEN 200

static void
state_given_back_is_wiped(void **state)
{
	static const uint8_t zeros[STATE_LEN];
	uint8_t *p = keccak_take(STATE_LEN);

	(void)state;
	memset(p, 0xa5, STATE_LEN);
	keccak_give(p);
	assert_memory_equal(p, zeros, STATE_LEN);
	assert_ptr_equal(keccak_take(STATE_LEN), p);
	keccak_give(p);
	keccak_give(NULL);
	assert_true(keccak_pool_sound());
}

static void
two_states_at_once_are_two(void **state)
{
	void *a = keccak_take(STATE_LEN);
	void *b = keccak_take(STATE_LEN);

	(void)state;
	assert_ptr_not_equal(a, b);
	keccak_give(b);
	keccak_give(a);
	assert_true(keccak_pool_sound());
}

static void
more_states_than_there_are_is_noticed_once(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 3; i++)
		assert_non_null(keccak_take(STATE_LEN));
	assert_false(keccak_pool_sound());
	assert_true(keccak_pool_sound());
}

static void
state_larger_than_a_place_is_noticed(void **state)
{
	(void)state;
	keccak_give(keccak_take(26 * 8));
	assert_true(keccak_pool_sound());
	keccak_give(keccak_take(26 * 8 + 1));
	assert_false(keccak_pool_sound());
}

static void
state_not_given_back_is_noticed_and_wiped(void **state)
{
	static const uint8_t zeros[STATE_LEN];
	uint8_t *p = keccak_take(STATE_LEN);

	(void)state;
	memset(p, 0xa5, STATE_LEN);
	assert_false(keccak_pool_sound());
	assert_memory_equal(p, zeros, STATE_LEN);
	assert_true(keccak_pool_sound());
}

static void
hash_computed_in_a_broken_pool_is_not_used(void **state)
{
	static const uint8_t zeros[SHA3_256_LEN];
	uint8_t out[SHA3_256_LEN];

	(void)state;
	keccak_give_up(111);
	assert_int_equal(
	    sha3_256_of((const uint8_t *)"abc", 3, out), AGE_E_CRYPTO);
	assert_memory_equal(out, zeros, sizeof out);
	(void)keccak_take(STATE_LEN);
	assert_int_equal(
	    shake256_of((const uint8_t *)"abc", 3, out, sizeof out),
	    AGE_E_CRYPTO);
	assert_memory_equal(out, zeros, sizeof out);
	assert_int_equal(sha3_256_of((const uint8_t *)"abc", 3, out), AGE_OK);
	/* FIPS 202's example. */
	assert_int_equal(out[0], 0x3a);
	assert_int_equal(out[31], 0x32);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(state_given_back_is_wiped),
	    cmocka_unit_test(two_states_at_once_are_two),
	    cmocka_unit_test(more_states_than_there_are_is_noticed_once),
	    cmocka_unit_test(state_larger_than_a_place_is_noticed),
	    cmocka_unit_test(state_not_given_back_is_noticed_and_wiped),
	    cmocka_unit_test(hash_computed_in_a_broken_pool_is_not_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
