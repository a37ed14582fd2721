/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Bodies as they arrive: what they cost, and what is left of them.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gateway/common/limits.h"
#include "gateway/front/budget.h"
#include "gateway/front/upload.h"

#define MIB ((size_t)1024 * 1024)
#define PAGE 4096

static const uint8_t piece[16384] = {1, 2, 3};

static int
setup(void **state)
{
	(void)state;
	budget_set(LIMIT_FRONT_BUDGET, 0);
	budget_set_photos(BUDGET_PHOTOS_UNLOCKED, LIMIT_PHOTO_BUDGET);
	return 0;
}

static size_t
used(void)
{
	return budget_used() + budget_used_by_photos();
}

static int
teardown(void **state)
{
	(void)state;
	return used() == 0 ? 0 : -1;
}

static void
fill(struct upload *u, size_t len)
{
	while (u->len < len) {
		size_t n = len - u->len;
		assert_true(upload_add(
		    u, piece, n < sizeof(piece) ? n : sizeof(piece)));
	}
}

static void
naming_a_length_costs_nothing_and_one_byte_a_page(void **state)
{
	struct upload u = {.max = LIMIT_UPLOAD};

	(void)state;
	assert_int_equal(used(), 0);
	assert_true(upload_add(&u, piece, 1));
	assert_int_equal(used(), PAGE);
	upload_free(&u);
}

static void
what_comes_is_kept_where_it_is_and_costs_an_eighth_more_at_most(void **state)
{
	struct upload u = {.max = LIMIT_UPLOAD};

	(void)state;
	fill(&u, sizeof(piece));
	const uint8_t *begin = u.room.data;
	while (u.len + sizeof(piece) <= u.max) {
		fill(&u, u.len + sizeof(piece));
		assert_ptr_equal(u.room.data, begin);
		assert_in_range(used(), u.len, u.len + u.len / 8 + PAGE);
	}
	fill(&u, u.max);
	assert_false(upload_add(&u, piece, 1));
	assert_int_equal(used(), LIMIT_UPLOAD);
	const struct buf view = upload_view(&u);
	assert_int_equal(view.len, LIMIT_UPLOAD);
	for (size_t at = 0; at + sizeof(piece) <= view.len; at += sizeof(piece))
		assert_memory_equal(view.data + at, piece, sizeof(piece));
	upload_free(&u);
}

static void
a_body_that_is_cut_keeps_its_beginning_and_gives_back_the_rest(void **state)
{
	struct upload u = {.max = LIMIT_UPLOAD};

	(void)state;
	fill(&u, 4 * MIB);
	upload_cut(&u, LIMIT_FORM_BODY);
	assert_int_equal(u.len, LIMIT_FORM_BODY);
	assert_int_equal(budget_used(), LIMIT_FORM_BODY);
	assert_int_equal(budget_used_by_photos(), 0);
	assert_memory_equal(upload_view(&u).data, piece, sizeof(piece));
	assert_false(upload_add(&u, piece, 1));
	assert_true(upload_add(&u, piece, 0));
	upload_free(&u);
}

static void
what_is_cut_off_within_a_page_is_wiped(void **state)
{
	struct upload u = {.max = 100};

	(void)state;
	assert_true(upload_add(&u, piece, 3));
	upload_cut(&u, 1);
	assert_int_equal(u.room.data[0], 1);
	assert_int_equal(u.room.data[1], 0);
	assert_int_equal(u.room.data[2], 0);
	upload_free(&u);
}

static void
photos_end_where_their_memory_does_and_text_goes_on(void **state)
{
	struct upload u = {.max = LIMIT_UPLOAD};
	struct upload text = {.max = LIMIT_FORM_BODY};

	(void)state;
	budget_set_photos(BUDGET_PHOTOS_UNLOCKED, MIB);
	while (upload_add(&u, piece, sizeof(piece)))
		;
	assert_in_range(
	    u.len, LIMIT_FORM_BODY + MIB * 3 / 4, LIMIT_FORM_BODY + MIB);
	fill(&text, LIMIT_FORM_BODY);
	upload_free(&text);
	upload_free(&u);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		naming_a_length_costs_nothing_and_one_byte_a_page, setup,
		teardown),
	    cmocka_unit_test_setup_teardown(
		what_comes_is_kept_where_it_is_and_costs_an_eighth_more_at_most,
		setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_body_that_is_cut_keeps_its_beginning_and_gives_back_the_rest,
		setup, teardown),
	    cmocka_unit_test_setup_teardown(
		what_is_cut_off_within_a_page_is_wiped, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		photos_end_where_their_memory_does_and_text_goes_on, setup,
		teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
