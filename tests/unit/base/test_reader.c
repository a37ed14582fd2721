/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The bounded reader takes all or nothing, and never beyond its end.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/reader.h"

static void
pieces_come_in_order_until_nothing_is_left(void **state)
{
	struct reader r = reader_of("abcdef", 6);
	struct view v;

	(void)state;
	assert_true(reader_take(&r, 2, &v) && view_is(v, "ab"));
	assert_true(reader_take(&r, 0, &v) && v.len == 0);
	assert_true(reader_take(&r, 4, &v) && view_is(v, "cdef"));
	assert_int_equal(reader_left(&r), 0);
	assert_true(reader_take(&r, 0, &v));
	assert_false(reader_take(&r, 1, &v));
}

static void
a_piece_too_long_takes_nothing(void **state)
{
	struct reader r = reader_of("abc", 3);
	struct view v = {(const uint8_t *)"old", 3};

	(void)state;
	assert_false(reader_take(&r, 4, &v));
	assert_false(reader_take(&r, SIZE_MAX, &v));
	assert_true(view_is(v, "old"));
	assert_int_equal(reader_left(&r), 3);
}

static void
a_literal_is_taken_whole_or_not_at_all(void **state)
{
	struct reader r = reader_of("age-v1", 6);

	(void)state;
	assert_false(reader_literal(&r, "age-v2"));
	assert_false(reader_literal(&r, "age-v1x"));
	assert_int_equal(reader_left(&r), 6);
	assert_true(reader_literal(&r, ""));
	assert_true(reader_literal(&r, "age-"));
	assert_true(reader_literal(&r, "v1"));
	assert_false(reader_literal(&r, "v"));
	assert_int_equal(reader_left(&r), 0);
}

static void
lines_end_at_lf_and_nowhere_else(void **state)
{
	static const char text[] = "one\r\n\ntwo\0x\nrest";
	struct reader r = reader_of(text, sizeof text - 1);
	struct view v;

	(void)state;
	assert_true(reader_line(&r, 100, &v) && view_is(v, "one\r"));
	assert_true(reader_line(&r, 100, &v) && view_is(v, ""));
	assert_true(reader_line(&r, 100, &v));
	assert_int_equal(v.len, 5);
	assert_memory_equal(v.data, "two\0x", 5);
	assert_false(reader_line(&r, 100, &v));
	assert_int_equal(reader_left(&r), 4);
}

static void
a_line_longer_than_its_maximum_is_not_taken(void **state)
{
	struct reader r = reader_of("1234\n", 5);
	struct view v;

	(void)state;
	assert_false(reader_line(&r, 4, &v));
	assert_false(reader_line(&r, 0, &v));
	assert_int_equal(reader_left(&r), 5);
	assert_true(reader_line(&r, 5, &v) && view_is(v, "1234"));
	assert_false(reader_line(&r, 5, &v));
}

static void
numbers_are_big_endian(void **state)
{
	static const uint8_t bytes[] = {
	    0xfe, 0x01, 0x02, 0x80, 0x00, 0x00, 0xff};
	struct reader r = reader_of(bytes, sizeof bytes);
	uint8_t a;
	uint16_t b;
	uint32_t c;

	(void)state;
	assert_true(reader_u8(&r, &a));
	assert_int_equal(a, 0xfe);
	assert_true(reader_u16(&r, &b));
	assert_int_equal(b, 0x0102);
	assert_true(reader_u32(&r, &c));
	assert_true(c == UINT32_C(0x800000ff));
}

static void
a_number_cut_short_is_not_taken(void **state)
{
	struct reader r = reader_of("\1\2\3", 3);
	struct reader none = reader_of("", 0);
	uint8_t a = 9;
	uint16_t b = 9;
	uint32_t c = 9;

	(void)state;
	assert_false(reader_u32(&r, &c));
	assert_int_equal(reader_left(&r), 3);
	assert_false(reader_u16(&none, &b));
	assert_false(reader_u8(&none, &a));
	assert_true(a == 9 && b == 9 && c == 9);
}

static void
nothing_at_all_may_be_null(void **state)
{
	struct reader r = reader_of(NULL, 0);
	struct view none = {NULL, 0};
	struct view v;

	(void)state;
	assert_int_equal(reader_left(&r), 0);
	assert_true(reader_take(&r, 0, &v));
	assert_false(reader_take(&r, 1, &v));
	assert_true(reader_literal(&r, ""));
	assert_false(reader_literal(&r, "x"));
	assert_false(reader_line(&r, 10, &v));
	assert_true(view_is(none, ""));
	assert_false(view_is(none, "x"));
}

static void
a_view_is_only_the_whole_string(void **state)
{
	struct view v = {(const uint8_t *)"abc", 3};

	(void)state;
	assert_true(view_is(v, "abc"));
	assert_false(view_is(v, "ab"));
	assert_false(view_is(v, "abcd"));
	assert_false(view_is(v, "abd"));
	assert_false(view_is(v, ""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(pieces_come_in_order_until_nothing_is_left),
	    cmocka_unit_test(a_piece_too_long_takes_nothing),
	    cmocka_unit_test(a_literal_is_taken_whole_or_not_at_all),
	    cmocka_unit_test(lines_end_at_lf_and_nowhere_else),
	    cmocka_unit_test(a_line_longer_than_its_maximum_is_not_taken),
	    cmocka_unit_test(numbers_are_big_endian),
	    cmocka_unit_test(a_number_cut_short_is_not_taken),
	    cmocka_unit_test(nothing_at_all_may_be_null),
	    cmocka_unit_test(a_view_is_only_the_whole_string),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
