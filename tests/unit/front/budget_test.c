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

#include <sys/resource.h>

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

static void
photos_have_a_ceiling_of_their_own(void **state)
{
	(void)state;
	budget_set(64 * 1024, 0);
	budget_set_photos(BUDGET_PHOTOS_UNLOCKED, 1 << 20);
	void *p = budget_photo_mem.alloc(900 * 1024);
	assert_non_null(p);
	assert_null(budget_photo_mem.alloc(200 * 1024));
	assert_int_equal(budget_used(), 0);
	void *text = budget_mem.alloc(40 * 1024);
	assert_non_null(text);
	budget_mem.release(text, 40 * 1024);
	budget_photo_mem.release(p, 900 * 1024);
	p = budget_photo_mem.alloc(900 * 1024);
	assert_non_null(p);
	budget_photo_mem.release(p, 900 * 1024);
}

static void
memory_for_photos_is_there_beyond_the_limit_when_it_may_be_unlocked(
    void **state)
{
	const struct rlimit small = {64 * 1024, 64 * 1024};
	struct rlimit before;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_MEMLOCK, &before), 0);
	const struct rlimit soft = {small.rlim_cur, before.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_MEMLOCK, &soft), 0);
	budget_set_photos(BUDGET_PHOTOS_UNLOCKED, (size_t)64 << 20);
	uint8_t *p = budget_photo_mem.alloc((size_t)20 << 20);
	assert_non_null(p);
	p[0] = p[((size_t)20 << 20) - 1] = 1;
	budget_photo_mem.release(p, (size_t)20 << 20);
	assert_int_equal(setrlimit(RLIMIT_MEMLOCK, &before), 0);
}

static void
without_a_way_to_have_it_there_is_none_for_photos(void **state)
{
	(void)state;
	budget_set_photos(BUDGET_PHOTOS_NONE, (size_t)64 << 20);
	assert_null(budget_photo_mem.alloc(1));
}

static void
swap_space_is_what_stands_below_the_heading(void **state)
{
	(void)state;
	assert_false(budget_has_swap(""));
	assert_false(budget_has_swap("Filename\tType\tSize\n"));
	assert_true(budget_has_swap(
	    "Filename\tType\tSize\n/dev/sda2 partition 1000\n"));
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
	    cmocka_unit_test(photos_have_a_ceiling_of_their_own),
	    cmocka_unit_test(
		memory_for_photos_is_there_beyond_the_limit_when_it_may_be_unlocked),
	    cmocka_unit_test(without_a_way_to_have_it_there_is_none_for_photos),
	    cmocka_unit_test(swap_space_is_what_stands_below_the_heading),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
