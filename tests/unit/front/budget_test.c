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
	const size_t body = 64 * 1024;
	const size_t tip = 128 * 1024;
	size_t n = 0;

	(void)state;
	assert_int_equal(budget_for_uploads(6 * mib, 8), 5 * mib);
	assert_int_equal(budget_for_uploads(4 * mib, LIMIT_WORKERS), 2 * mib);
	budget_set(1 * mib, 2);
	while (n < 64 && budget_take_body(0, body))
		n++;
	assert_int_equal(n, 12);
	assert_int_equal(budget_used(), n * body);
	void *one = budget_mem.alloc(tip - 4096);
	void *other = budget_mem.alloc(tip - 4096);
	assert_non_null(one);
	assert_non_null(other);
	budget_mem.release(one, tip - 4096);
	budget_mem.release(other, tip - 4096);
	while (n-- > 0)
		budget_give_body(0, body);
	assert_int_equal(budget_used(), 0);
	assert_true(budget_take_body(0, body));
	budget_give_body(0, body);
}

static void
photos_have_a_ceiling_of_their_own(void **state)
{
	const size_t text = LIMIT_FORM_BODY;
	const size_t mib = 1024 * 1024;

	(void)state;
	budget_set(2 * mib, 0);
	budget_set_photos(BUDGET_PHOTOS_UNLOCKED, mib);
	assert_true(budget_take_body(0, text + mib));
	assert_int_equal(budget_used(), text);
	assert_int_equal(budget_used_by_photos(), mib);
	/* Photos keep no text out, nor does text photos. */
	assert_false(budget_take_body(text, text + 4096));
	assert_true(budget_take_body(0, text));
	assert_false(budget_take_body(0, text + 4096));
	budget_give_body(0, text);
	/* A step that lies across the border, both ways. */
	budget_give_body(text - 4096, text + mib);
	assert_int_equal(budget_used(), text - 4096);
	assert_int_equal(budget_used_by_photos(), 0);
	assert_true(budget_take_body(text - 4096, text + 4096));
	assert_int_equal(budget_used_by_photos(), 4096);
	budget_give_body(0, text + 4096);
	assert_int_equal(budget_used(), 0);
	assert_int_equal(budget_used_by_photos(), 0);
}

static void
a_body_that_may_not_grow_takes_nothing(void **state)
{
	const size_t text = LIMIT_FORM_BODY;

	(void)state;
	budget_set(text / 2, 0);
	budget_set_photos(BUDGET_PHOTOS_LOCKED, 4096);
	assert_false(budget_take_body(0, text + 4096));
	assert_false(budget_take_body(0, text + 8192));
	budget_set(2 * text, 0);
	void *p = budget_mem.alloc(2 * text - 8192);
	assert_non_null(p);
	assert_false(budget_take_body(0, text + 4096));
	budget_mem.release(p, 2 * text - 8192);
	assert_int_equal(budget_used(), 0);
	assert_int_equal(budget_used_by_photos(), 0);
	assert_true(budget_take_body(0, text + 4096));
	budget_give_body(0, text + 4096);
}

static void
without_a_way_to_have_it_there_is_none_for_photos(void **state)
{
	(void)state;
	budget_set(LIMIT_FRONT_BUDGET, 0);
	budget_set_photos(BUDGET_PHOTOS_NONE, (size_t)64 << 20);
	assert_false(budget_take_body(LIMIT_FORM_BODY, LIMIT_FORM_BODY + 4096));
	assert_true(budget_take_body(0, LIMIT_FORM_BODY));
	budget_give_body(0, LIMIT_FORM_BODY);
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
	    cmocka_unit_test(a_body_that_may_not_grow_takes_nothing),
	    cmocka_unit_test(without_a_way_to_have_it_there_is_none_for_photos),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
