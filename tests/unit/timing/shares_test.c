/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Splitting, writing and joining decide nothing by a secret but whether what
 * was joined is right: the secret, and every random coefficient, is marked as
 * undefined, and memcheck complains of each branch and address that depends on
 * one. decisions_test.c shows that it would.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <valgrind/memcheck.h>

#include "crypto/core/age.h"
#include "crypto/core/hash.h"
#include "crypto/core/secret.h"
#include "crypto/share/share.h"

#define K 3
#define N 5

static uint8_t secret[SHARE_SECRET_LEN] = {1, 2, 3, 5, 7, 11, 13};
static uint8_t joined[SHARE_SECRET_LEN];
static struct share shares[N];

void __real_random_bytes(void *p, size_t n);
void __wrap_random_bytes(void *p, size_t n);

/* The linker sends share_split's calls here. The set, which is random, too, is
 * printed on every paper. */
void
__wrap_random_bytes(void *p, size_t n)
{
	__real_random_bytes(p, n);
	if (n != SHARE_SET_LEN)
		(void)VALGRIND_MAKE_MEM_UNDEFINED(p, n);
}

/* Branches on secrets since the last call. */
static unsigned
counted(void)
{
	static unsigned before;
	unsigned now = (unsigned)VALGRIND_COUNT_ERRORS;
	unsigned n = now - before;

	before = now;
	return n;
}

static void
hide(const void *p, size_t n)
{
	(void)VALGRIND_MAKE_MEM_UNDEFINED(p, n);
}

static void
show(const void *p, size_t n)
{
	(void)VALGRIND_MAKE_MEM_DEFINED(p, n);
}

static void
hide_values(void)
{
	for (size_t i = 0; i < N; i++)
		hide(shares[i].values, sizeof shares[i].values);
}

static void
splitting_decides_nothing_by_the_secret(void **state)
{
	(void)state;
	assert_true(RUNNING_ON_VALGRIND);
	hide(secret, sizeof secret);
	(void)counted();
	int err = share_split(secret, K, N, shares);
	unsigned branches = counted();
	/* The values are such that they would have been counted. */
	unsigned hidden = (unsigned)VALGRIND_CHECK_MEM_IS_DEFINED(
			      shares[N - 1].values, SHARE_SECRET_LEN) != 0;
	(void)counted();
	show(secret, sizeof secret);
	show(shares, sizeof shares);
	assert_int_equal(err, SHARE_OK);
	assert_int_equal(branches, 0);
	assert_int_equal(hidden, 1);
}

static void
writing_a_share_decides_nothing_by_its_values(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, &secret_mem, SHARE_TEXT_LEN);
	assert_int_equal(buf_reserve(&out, SHARE_TEXT_LEN), BUF_OK);
	hide_values();
	(void)counted();
	int err = share_write(&shares[0], &out);
	unsigned branches = counted();
	show(shares, sizeof shares);
	buf_free(&out);
	assert_int_equal(err, SHARE_OK);
	assert_int_equal(branches, 0);
}

/* Whether the commitment fits, and each share that was not needed. */
static void
joining_decides_by_whether_the_result_is_right(void **state)
{
	size_t which;

	(void)state;
	for (size_t n = K; n <= N; n++) {
		hide_values();
		(void)counted();
		int err = share_join(shares, n, joined, &which);
		unsigned branches = counted();
		show(&err, sizeof err);
		show(joined, sizeof joined);
		show(shares, sizeof shares);
		assert_int_equal(err, SHARE_OK);
		assert_memory_equal(joined, secret, sizeof secret);
		print_message("%u branches\n", branches);
		/* Compilers ask after some results twice; one for each byte
		 * would be 33 or more. */
		assert_in_range(branches, 1, 8);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(splitting_decides_nothing_by_the_secret),
	    cmocka_unit_test(writing_a_share_decides_nothing_by_its_values),
	    cmocka_unit_test(joining_decides_by_whether_the_result_is_right),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
