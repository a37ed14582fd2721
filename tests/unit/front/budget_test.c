/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The ceiling over guarded memory.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "crypto/core/age.h"
#include "gateway/common/limits.h"
#include "gateway/front/budget.h"

static void
what_is_taken_is_given_back(void **state)
{
	(void)state;
	budget_set(1 << 20, 0);
	void *p = budget_mem.alloc(100);
	assert_non_null(p);
	assert_in_range(budget_used(), 100, 8192);
	budget_mem.release(p, 100);
	assert_int_equal(budget_used(), 0);
}

static void
beyond_the_budget_there_is_none(void **state)
{
	(void)state;
	budget_set(64 * 1024, 0);
	void *p = budget_mem.alloc(40 * 1024);
	assert_non_null(p);
	assert_null(budget_mem.alloc(40 * 1024));
	budget_mem.release(p, 40 * 1024);
	p = budget_mem.alloc(40 * 1024);
	assert_non_null(p);
	budget_mem.release(p, 40 * 1024);
	assert_int_equal(budget_used(), 0);
}

static void
sizes_that_overflow_are_refused(void **state)
{
	(void)state;
	budget_set(SIZE_MAX, 0);
	for (size_t n = 0; n < 10000; n++)
		assert_null(budget_mem.alloc(SIZE_MAX - n));
	assert_int_equal(budget_used(), 0);
}

static void
the_budget_leaves_room_for_sealers_and_is_bounded(void **state)
{
	const size_t mib = 1024 * 1024;

	(void)state;
	/* 8 MiB is what an ordinary user has. */
	assert_in_range(budget_of(8 * mib, 8), 6 * mib, 7 * mib);
	assert_int_equal(budget_of(8 * mib, LIMIT_WORKERS), 4 * mib);
	assert_int_equal(budget_of(0, 8), 0);
	assert_int_equal(budget_of(SIZE_MAX, 8), LIMIT_FRONT_BUDGET);
}

/* The number is the promise: what a worker needs for an ordinary tip. */
static void
uploads_leave_every_worker_room_for_a_tip(void **state)
{
	const size_t mib = 1024 * 1024;
	const size_t tip = 128 * 1024;
	void *one;
	size_t n = 0;
	void *bodies[64];

	(void)state;
	assert_int_equal(budget_for_uploads(6 * mib, 8), 5 * mib);
	assert_int_equal(budget_for_uploads(4 * mib, LIMIT_WORKERS), 2 * mib);
	budget_set(1 * mib, 2);
	while (
	    n < 64 && (bodies[n] = budget_upload_mem.alloc(64 * 1024)) != NULL)
		n++;
	assert_in_range(n, 8, 12);
	assert_null(budget_upload_mem.alloc(64 * 1024));
	one = budget_mem.alloc(tip - 4096);
	void *other = budget_mem.alloc(tip - 4096);
	assert_non_null(one);
	assert_non_null(other);
	budget_mem.release(one, tip - 4096);
	budget_mem.release(other, tip - 4096);
	while (n > 0)
		budget_upload_mem.release(bodies[--n], 64 * 1024);
	assert_int_equal(budget_used(), 0);
	one = budget_upload_mem.alloc(64 * 1024);
	assert_non_null(one);
	budget_upload_mem.release(one, 64 * 1024);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_taken_is_given_back),
	    cmocka_unit_test(beyond_the_budget_there_is_none),
	    cmocka_unit_test(sizes_that_overflow_are_refused),
	    cmocka_unit_test(the_budget_leaves_room_for_sealers_and_is_bounded),
	    cmocka_unit_test(uploads_leave_every_worker_room_for_a_tip),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
