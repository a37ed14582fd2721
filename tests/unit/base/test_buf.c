/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The growing buffer, over an allocator that checks what it gets back: every
 * block must be wiped and come with its own size.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

static size_t live;       /* blocks given out and not back */
static size_t last_size;  /* of the last one */
static size_t fail_after; /* allocations that still succeed */

static void *
watched_alloc(size_t size)
{
	if (fail_after == 0)
		return NULL;
	fail_after--;
	size_t *p = malloc(sizeof *p + size);
	if (p == NULL)
		return NULL;
	*p = size;
	memset(p + 1, 0xa5, size);
	live++;
	last_size = size;
	return p + 1;
}

static void
watched_release(void *data, size_t size)
{
	size_t *p = (size_t *)data - 1;
	const uint8_t *bytes = data;

	assert_non_null(data);
	assert_int_equal(*p, size);
	for (size_t i = 0; i < size; i++)
		assert_int_equal(bytes[i], 0);
	live--;
	free(p);
}

static const struct buf_mem watched = {watched_alloc, watched_release};

static int
reset(void **state)
{
	(void)state;
	live = 0;
	fail_after = SIZE_MAX;
	return 0;
}

static int
nothing_is_left(void **state)
{
	(void)state;
	return live == 0 ? 0 : -1;
}

static void
an_empty_buffer_allocates_nothing(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, &watched, 10);
	assert_int_equal(buf_add(&b, NULL, 0), BUF_OK);
	assert_int_equal(buf_add_zeros(&b, 0), BUF_OK);
	assert_int_equal(buf_add_str(&b, ""), BUF_OK);
	assert_int_equal(buf_reserve(&b, 0), BUF_OK);
	assert_null(b.data);
	assert_int_equal(live, 0);
	buf_clear(&b);
	buf_free(&b);
}

static void
content_survives_growth_and_old_blocks_come_back_wiped(void **state)
{
	struct buf b;
	uint8_t byte;

	(void)state;
	buf_init(&b, &watched, 100000);
	for (size_t i = 0; i < 100000; i++) {
		byte = (uint8_t)(i * 7);
		assert_int_equal(buf_add(&b, &byte, 1), BUF_OK);
		assert_true(b.len <= b.cap && b.cap <= b.max);
	}
	for (size_t i = 0; i < b.len; i++)
		assert_int_equal(b.data[i], (uint8_t)(i * 7));
	assert_int_equal(live, 1);
	buf_free(&b);
	assert_null(b.data);
	assert_int_equal(b.len, 0);
}

static void
an_empty_buffer_reserves_what_was_asked_for(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, &watched, 100000);
	assert_int_equal(buf_reserve(&b, 16385), BUF_OK);
	assert_int_equal(b.cap, 16385);
	assert_int_equal(buf_add_zeros(&b, 16385), BUF_OK);
	assert_int_equal(b.cap, 16385);
	/* More than twice that is known, too; a little more is growth. */
	assert_int_equal(buf_reserve(&b, 40000), BUF_OK);
	assert_int_equal(b.cap, 40000);
	assert_int_equal(buf_reserve(&b, 40001), BUF_OK);
	assert_int_equal(b.cap, 80000);
	assert_int_equal(buf_reserve(&b, 80001), BUF_OK);
	assert_int_equal(b.cap, 100000);
	buf_free(&b);
}

static void
exactly_the_maximum_fits_by_every_way_of_adding(void **state)
{
	struct buf b;

	(void)state;
	for (size_t max = 1; max < 600; max += 7) {
		char text[600];
		memset(text, 'x', max);
		text[max] = '\0';

		buf_init(&b, &watched, max);
		assert_int_equal(buf_add(&b, text, max), BUF_OK);
		assert_int_equal(buf_add(&b, "x", 1), BUF_E_MAX);
		buf_free(&b);
		assert_int_equal(buf_add_str(&b, text), BUF_OK);
		assert_int_equal(b.cap, max);
		buf_free(&b);
		assert_int_equal(buf_add_zeros(&b, max), BUF_OK);
		assert_int_equal(b.data[max - 1], 0);
		buf_free(&b);
		assert_int_equal(buf_add_fmt(&b, "%s", text), BUF_OK);
		assert_memory_equal(b.data, text, max);
		assert_int_equal(buf_add_fmt(&b, "%d", 1), BUF_E_MAX);
		buf_free(&b);
	}
}

static void
sizes_that_would_overflow_are_refused(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, &watched, SIZE_MAX);
	assert_int_equal(buf_add_str(&b, "four"), BUF_OK);
	fail_after = 0;
	assert_int_equal(buf_add_zeros(&b, SIZE_MAX - 3), BUF_E_MAX);
	buf_clear(&b);
	assert_int_equal(buf_add_str(&b, "four"), BUF_OK);
	assert_int_equal(buf_add_zeros(&b, SIZE_MAX - 4), BUF_E_MEMORY);
	buf_free(&b);
}

static void
the_first_error_stays_and_nothing_more_is_added(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, &watched, 4);
	assert_int_equal(buf_add_str(&b, "abc"), BUF_OK);
	assert_int_equal(buf_add_str(&b, "de"), BUF_E_MAX);
	assert_int_equal(buf_add_str(&b, "d"), BUF_E_MAX);
	assert_int_equal(buf_add_fmt(&b, "%d", 1), BUF_E_MAX);
	assert_int_equal(buf_add_zeros(&b, 1), BUF_E_MAX);
	assert_int_equal(buf_reserve(&b, 1), BUF_E_MAX);
	assert_int_equal(b.err, BUF_E_MAX);
	assert_int_equal(b.len, 3);
	assert_memory_equal(b.data, "abc", 3);
	buf_clear(&b);
	assert_int_equal(buf_add_str(&b, "wxyz"), BUF_OK);
	buf_free(&b);
}

static void
a_failed_allocation_keeps_what_is_there(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, &watched, 10000);
	assert_int_equal(buf_add_str(&b, "kept"), BUF_OK);
	fail_after = 0;
	assert_int_equal(buf_add_zeros(&b, 5000), BUF_E_MEMORY);
	assert_int_equal(b.len, 4);
	assert_memory_equal(b.data, "kept", 4);
	buf_free(&b);
	/* And in an empty one. */
	assert_int_equal(buf_add_str(&b, "x"), BUF_E_MEMORY);
	buf_free(&b);
}

static void
reserved_room_is_not_moved_by_adds(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, &watched, 5000);
	assert_int_equal(buf_reserve(&b, 3000), BUF_OK);
	const uint8_t *at = b.data;
	assert_int_equal(b.len, 0);
	assert_int_equal(buf_add_zeros(&b, 3000), BUF_OK);
	assert_ptr_equal(b.data, at);
	assert_int_equal(buf_reserve(&b, 5001), BUF_E_MAX);
	buf_free(&b);
}

/* Small ones above all: the first block of an unreserved buffer is larger. */
static void
however_little_is_reserved_adds_do_not_move_it(void **state)
{
	(void)state;
	for (size_t n = 1; n < 600; n++) {
		struct buf b;
		buf_init(&b, &watched, 100000);
		assert_int_equal(buf_reserve(&b, n), BUF_OK);
		const uint8_t *where = b.data;
		for (size_t i = 0; i < n; i++)
			assert_int_equal(buf_add(&b, "x", 1), BUF_OK);
		assert_ptr_equal(b.data, where);
		buf_free(&b);
	}
}

static void
clearing_wipes_and_keeps_the_memory(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, &watched, 5000);
	assert_int_equal(buf_add_str(&b, "secret"), BUF_OK);
	uint8_t *at = b.data;
	buf_clear(&b);
	assert_int_equal(b.len, 0);
	assert_ptr_equal(b.data, at);
	for (size_t i = 0; i < b.cap; i++)
		assert_int_equal(at[i], 0);
	buf_free(&b);
}

static void
formatted_text_is_appended_without_its_nul(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, &buf_heap, 5000);
	assert_int_equal(buf_add_fmt(&b, "%d-%s", 42, "x"), BUF_OK);
	assert_int_equal(buf_add_fmt(&b, "%s", ""), BUF_OK);
	assert_int_equal(b.len, 4);
	assert_memory_equal(b.data, "42-x", 4);
	buf_free(&b);
}

int
main(void)
{
#define BUF_TEST(f) cmocka_unit_test_setup_teardown(f, reset, nothing_is_left)
	const struct CMUnitTest tests[] = {
	    BUF_TEST(an_empty_buffer_allocates_nothing),
	    BUF_TEST(content_survives_growth_and_old_blocks_come_back_wiped),
	    BUF_TEST(an_empty_buffer_reserves_what_was_asked_for),
	    BUF_TEST(exactly_the_maximum_fits_by_every_way_of_adding),
	    BUF_TEST(sizes_that_would_overflow_are_refused),
	    BUF_TEST(the_first_error_stays_and_nothing_more_is_added),
	    BUF_TEST(a_failed_allocation_keeps_what_is_there),
	    BUF_TEST(reserved_room_is_not_moved_by_adds),
	    BUF_TEST(however_little_is_reserved_adds_do_not_move_it),
	    BUF_TEST(clearing_wipes_and_keeps_the_memory),
	    BUF_TEST(formatted_text_is_appended_without_its_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
