/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Recovery shares: any k give the secret back, and nothing else gives anything.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "crypto/core/age.h"
#include "crypto/core/hash.h"
#include "crypto/share/gf256.h"
#include "crypto/share/share.h"

static uint8_t secret[SHARE_SECRET_LEN];
static struct share shares[SHARES_MAX];

static void
split(unsigned k, unsigned n)
{
	random_bytes(secret, sizeof secret);
	assert_int_equal(share_split(secret, k, n, shares), SHARE_OK);
}

/* The shares whose bits are set in chosen, from the highest down. */
static size_t
choose(unsigned chosen, struct share *out)
{
	size_t n = 0;

	for (unsigned i = SHARES_MAX; i-- > 0;)
		if (chosen >> i & 1)
			out[n++] = shares[i];
	return n;
}

static void
all_subsets(unsigned k, unsigned n)
{
	struct share some[SHARES_MAX];
	uint8_t out[SHARE_SECRET_LEN];
	size_t which;
	unsigned joined = 0;

	split(k, n);
	for (unsigned chosen = 0; chosen < 1U << n; chosen++) {
		size_t have = choose(chosen, some);
		memset(out, 0x55, sizeof out);
		int err = share_join(some, have, out, &which);
		if (have >= k) {
			assert_int_equal(err, SHARE_OK);
			assert_memory_equal(out, secret, sizeof secret);
			joined++;
			continue;
		}
		static const uint8_t zeros[SHARE_SECRET_LEN];
		assert_int_equal(err, SHARE_E_TOO_FEW);
		assert_memory_equal(out, zeros, sizeof zeros);
	}
	assert_true(joined > 0);
}

static void
every_subset_of_three_of_five_restores_or_is_too_few(void **state)
{
	(void)state;
	all_subsets(3, 5);
}

static void
every_subset_of_two_of_three_restores_or_is_too_few(void **state)
{
	(void)state;
	all_subsets(2, 3);
}

static void
sixteen_of_sixteen_restore_and_fifteen_do_not(void **state)
{
	uint8_t out[SHARE_SECRET_LEN];
	struct share some[SHARES_MAX];
	size_t which;

	(void)state;
	split(16, 16);
	assert_int_equal(share_join(shares, 16, out, &which), SHARE_OK);
	assert_memory_equal(out, secret, sizeof secret);
	for (unsigned left_out = 0; left_out < 16; left_out++) {
		size_t n = choose(0xffffU ^ 1U << left_out, some);
		assert_int_equal(
		    share_join(some, n, out, &which), SHARE_E_TOO_FEW);
	}
}

static void
numbers_of_shares_out_of_range_are_refused(void **state)
{
	static const struct {
		unsigned k, n;
	} bad[] = {{0, 3}, {1, 3}, {4, 3}, {2, 17}, {17, 17}, {0, 0}, {2, 1},
	    {257, 258}, {2, 258}};
	static const struct share untouched[SHARES_MAX];

	(void)state;
	memset(shares, 0, sizeof shares);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(
		    share_split(secret, bad[i].k, bad[i].n, shares),
		    SHARE_E_RANGE);
	assert_memory_equal(shares, untouched, sizeof shares);
}

static void
a_share_with_numbers_out_of_range_is_named(void **state)
{
	uint8_t out[SHARE_SECRET_LEN];
	size_t which;

	(void)state;
	for (int field = 0; field < 4; field++) {
		split(2, 3);
		if (field == 0)
			shares[1].i = 0;
		else if (field == 1)
			shares[1].i = 4;
		else if (field == 2)
			shares[1].k = 1;
		else
			shares[1].n = 17;
		assert_int_equal(
		    share_join(shares, 3, out, &which), SHARE_E_RANGE);
		assert_int_equal(which, 1);
	}
}

static void
a_share_of_another_set_is_named(void **state)
{
	uint8_t out[SHARE_SECRET_LEN];
	struct share first[3];
	size_t which;

	(void)state;
	split(2, 3);
	memcpy(first, shares, sizeof first);
	/* Of the same secret even. */
	assert_int_equal(share_split(secret, 2, 3, shares), SHARE_OK);
	first[2] = shares[2];
	assert_int_equal(share_join(first, 3, out, &which), SHARE_E_OTHER_SET);
	assert_int_equal(which, 2);
	first[1] = shares[1];
	assert_int_equal(share_join(first, 2, out, &which), SHARE_E_OTHER_SET);
	assert_int_equal(which, 1);
}

static void
a_share_that_differs_in_any_one_thing_is_of_another_set(void **state)
{
	uint8_t out[SHARE_SECRET_LEN];
	size_t which;

	(void)state;
	for (int field = 0; field < 4; field++) {
		split(2, 3);
		if (field == 0)
			shares[1].set[0] ^= 1;
		else if (field == 1)
			shares[1].commitment[15] ^= 1;
		else if (field == 2)
			shares[1].k = 3;
		else
			shares[1].n = 4;
		assert_int_equal(
		    share_join(shares, 3, out, &which), SHARE_E_OTHER_SET);
		assert_int_equal(which, 1);
	}
}

static void
the_same_share_twice_is_named(void **state)
{
	uint8_t out[SHARE_SECRET_LEN];
	size_t which;

	(void)state;
	split(3, 5);
	shares[2] = shares[0];
	assert_int_equal(share_join(shares, 3, out, &which), SHARE_E_TWICE);
	assert_int_equal(which, 2);
	/* It may not pass for another with other values either. */
	shares[2].values[0] ^= 1;
	assert_int_equal(share_join(shares, 3, out, &which), SHARE_E_TWICE);
}

static void
altered_values_never_give_a_secret(void **state)
{
	static const uint8_t zeros[SHARE_SECRET_LEN];
	uint8_t out[SHARE_SECRET_LEN];
	size_t which;

	(void)state;
	split(3, 5);
	for (unsigned i = 0; i < 3; i++) {
		for (size_t b = 0; b < SHARE_SECRET_LEN; b++) {
			memset(out, 0x55, sizeof out);
			shares[i].values[b] ^= (uint8_t)(1U << (b % 8));
			assert_int_equal(
			    share_join(shares, 3, out, &which), SHARE_E_WRONG);
			assert_int_equal(which, 3);
			assert_memory_equal(out, zeros, sizeof zeros);
			shares[i].values[b] ^= (uint8_t)(1U << (b % 8));
		}
	}
	assert_int_equal(share_join(shares, 3, out, &which), SHARE_OK);
}

static void
a_wrong_commitment_is_refused(void **state)
{
	uint8_t out[SHARE_SECRET_LEN];
	size_t which;

	(void)state;
	split(2, 2);
	for (size_t b = 0; b < SHARE_COMMITMENT_LEN; b++) {
		shares[0].commitment[b] ^= 0x80;
		shares[1].commitment[b] ^= 0x80;
		assert_int_equal(
		    share_join(shares, 2, out, &which), SHARE_E_WRONG);
		shares[0].commitment[b] ^= 0x80;
		shares[1].commitment[b] ^= 0x80;
	}
	assert_int_equal(share_join(shares, 2, out, &which), SHARE_OK);
}

static void
the_commitment_holds_the_numbers_and_the_set(void **state)
{
	uint8_t out[SHARE_SECRET_LEN];
	size_t which;

	(void)state;
	split(2, 3);
	shares[0].n = shares[1].n = 4;
	assert_int_equal(share_join(shares, 2, out, &which), SHARE_E_WRONG);
	shares[0].n = shares[1].n = 3;
	shares[0].set[7] ^= 1;
	shares[1].set[7] ^= 1;
	assert_int_equal(share_join(shares, 2, out, &which), SHARE_E_WRONG);
}

static void
a_share_more_than_needed_must_agree(void **state)
{
	uint8_t out[SHARE_SECRET_LEN];
	size_t which;

	(void)state;
	split(2, 4);
	shares[3].values[32] ^= 1;
	assert_int_equal(share_join(shares, 4, out, &which), SHARE_E_WRONG);
	assert_int_equal(which, 3);
	assert_int_equal(share_join(shares, 3, out, &which), SHARE_OK);
}

static void
no_share_is_too_few(void **state)
{
	uint8_t out[SHARE_SECRET_LEN];
	size_t which;

	(void)state;
	assert_int_equal(share_join(shares, 0, out, &which), SHARE_E_TOO_FEW);
}

static void
two_splits_of_one_secret_have_nothing_in_common(void **state)
{
	struct share first;

	(void)state;
	split(2, 2);
	first = shares[0];
	assert_int_equal(share_split(secret, 2, 2, shares), SHARE_OK);
	assert_memory_not_equal(first.set, shares[0].set, SHARE_SET_LEN);
	assert_memory_not_equal(
	    first.commitment, shares[0].commitment, SHARE_COMMITMENT_LEN);
	assert_memory_not_equal(
	    first.values, shares[0].values, SHARE_SECRET_LEN);
}

/* Chi-squared over the values that a share takes: 255 degrees of freedom, so
 * 255 on average with a deviation of 22.6; above 400 (6.4 deviations) once in
 * 10^7 runs. A distribution that leaves out one value of 256, as when a leading
 * coefficient may not be zero, gives 255 + samples/255. */
#define SPLITS 4000
#define SAMPLES (SPLITS * SHARE_SECRET_LEN)

static double
chi_squared(uint8_t byte, unsigned k, unsigned i)
{
	static unsigned seen[256];
	const double expected = SAMPLES / 256.0;
	double sum = 0;

	memset(seen, 0, sizeof seen);
	memset(secret, byte, sizeof secret);
	for (int s = 0; s < SPLITS; s++) {
		assert_int_equal(share_split(secret, k, k, shares), SHARE_OK);
		for (size_t b = 0; b < SHARE_SECRET_LEN; b++)
			seen[shares[i].values[b]]++;
	}
	for (int v = 0; v < 256; v++) {
		double off = seen[v] - expected;
		sum += off * off / expected;
	}
	return sum;
}

static void
a_single_share_is_uniform_whatever_the_secret(void **state)
{
	static const uint8_t bytes[] = {0x00, 0x01, 0xff, 0x8d};

	(void)state;
	for (size_t i = 0; i < sizeof bytes; i++) {
		assert_true(chi_squared(bytes[i], 2, 0) < 400);
		assert_true(chi_squared(bytes[i], 3, 2) < 400);
	}
}

/* The difference of two shares of 3 tells nothing of a secret that the two do
 * not hold: for k of 3 it takes all values too. */
static void
two_shares_of_three_are_uniform_together(void **state)
{
	static unsigned seen[256];
	const double expected = SAMPLES / 256.0;
	double sum = 0;

	(void)state;
	memset(secret, 0, sizeof secret);
	for (int s = 0; s < SPLITS; s++) {
		assert_int_equal(share_split(secret, 3, 3, shares), SHARE_OK);
		for (size_t b = 0; b < SHARE_SECRET_LEN; b++) {
			/* What 2 of 2 would say that the secret is. */
			uint8_t w1 = gf256_mul(2, gf256_inverse(3));
			uint8_t w2 = gf256_mul(1, gf256_inverse(3));
			seen[gf256_mul(shares[0].values[b], w1) ^
			     gf256_mul(shares[1].values[b], w2)]++;
		}
	}
	for (int v = 0; v < 256; v++) {
		double off = seen[v] - expected;
		sum += off * off / expected;
	}
	assert_true(sum < 400);
}

/* Powers of 3 and their logarithms: another way to the same field. */
static void
products_and_inverses_are_those_of_the_field(void **state)
{
	uint8_t power[255];
	unsigned log[256] = {0};
	unsigned x = 1;

	(void)state;
	for (unsigned i = 0; i < 255; i++) {
		power[i] = (uint8_t)x;
		log[x] = i;
		x ^= x << 1; /* times x + 1 */
		if (x > 0xff)
			x ^= 0x11b;
	}
	assert_int_equal(x, 1);
	for (unsigned a = 0; a < 256; a++)
		for (unsigned b = 0; b < 256; b++)
			assert_int_equal(gf256_mul((uint8_t)a, (uint8_t)b),
			    a == 0 || b == 0 ? 0
					     : power[(log[a] + log[b]) % 255]);
	for (unsigned a = 1; a < 256; a++)
		assert_int_equal(
		    gf256_mul((uint8_t)a, gf256_inverse((uint8_t)a)), 1);
	assert_int_equal(gf256_inverse(0), 0);
}

static void
every_error_has_words_of_its_own(void **state)
{
	(void)state;
	for (int a = SHARE_E_CRYPTO - 1; a <= SHARE_OK; a++) {
		assert_non_null(share_strerror(a));
		for (int b = a + 1; b <= SHARE_OK; b++)
			assert_string_not_equal(
			    share_strerror(a), share_strerror(b));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		every_subset_of_three_of_five_restores_or_is_too_few),
	    cmocka_unit_test(
		every_subset_of_two_of_three_restores_or_is_too_few),
	    cmocka_unit_test(sixteen_of_sixteen_restore_and_fifteen_do_not),
	    cmocka_unit_test(numbers_of_shares_out_of_range_are_refused),
	    cmocka_unit_test(a_share_with_numbers_out_of_range_is_named),
	    cmocka_unit_test(a_share_of_another_set_is_named),
	    cmocka_unit_test(
		a_share_that_differs_in_any_one_thing_is_of_another_set),
	    cmocka_unit_test(the_same_share_twice_is_named),
	    cmocka_unit_test(altered_values_never_give_a_secret),
	    cmocka_unit_test(a_wrong_commitment_is_refused),
	    cmocka_unit_test(the_commitment_holds_the_numbers_and_the_set),
	    cmocka_unit_test(a_share_more_than_needed_must_agree),
	    cmocka_unit_test(no_share_is_too_few),
	    cmocka_unit_test(two_splits_of_one_secret_have_nothing_in_common),
	    cmocka_unit_test(a_single_share_is_uniform_whatever_the_secret),
	    cmocka_unit_test(two_shares_of_three_are_uniform_together),
	    cmocka_unit_test(products_and_inverses_are_those_of_the_field),
	    cmocka_unit_test(every_error_has_words_of_its_own),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
