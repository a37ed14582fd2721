/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Text: every code point and every kind of malformed UTF-8, counting,
 * hexadecimal, JSON strings. And the two grains of time.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"

/* RFC 3629 section 3, forwards. */
static size_t
encode(uint32_t c, uint8_t out[4])
{
	if (c < 0x80) {
		out[0] = (uint8_t)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n - 1; i > 0; i--) {
		out[i] = (uint8_t)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	out[0] = (uint8_t)(0xf00U >> n | c);
	return n;
}

static void
every_code_point_is_utf8_but_for_surrogates(void **state)
{
	uint8_t p[4];

	(void)state;
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		size_t n = encode(c, p);
		bool surrogate = c >= 0xd800 && c <= 0xdfff;
		if (text_is_utf8(p, n) == surrogate)
			fail_msg("U+%04X", (unsigned)c);
		/* Cut short it is none, whatever the length. */
		if (n > 1 && text_is_utf8(p, n - 1))
			fail_msg("U+%04X cut short", (unsigned)c);
	}
}

static void
malformed_utf8_is_refused(void **state)
{
	static const char *const wrong[] = {"\x80", "\xbf", "\xc0\x80",
	    "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80",
	    "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
	    "\xf5\x80\x80\x80", "\xff", "\xfe", "\xc3", "\xc3(", "\xe2\x82",
	    "\xe2(\xa1", "\xe2\x82(", "\xf0\x9f\x92", "\xf0\x9f\x92(", "a\xe5z",
	    "\xf8\x88\x80\x80\x80"};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		if (text_is_utf8(wrong[i], strlen(wrong[i])))
			fail_msg("number %zu of the list", i);
	assert_true(text_is_utf8("", 0));
	assert_true(text_is_utf8(NULL, 0));
	assert_true(text_is_utf8("\0", 1));
}

static void
characters_are_counted_as_a_person_would(void **state)
{
	(void)state;
	assert_int_equal(text_count("", 0), 0);
	assert_int_equal(text_count("åäö", strlen("åäö")), 3);
	assert_int_equal(text_count("\xf0\x9f\x92\xa9", 4), 1);
	assert_int_equal(text_count("a\r\nb", 4), 3);
	assert_int_equal(text_count("a\nb\rc", 5), 5);
	assert_int_equal(text_count("\r\r\n\n", 4), 3);
	assert_int_equal(text_count("\n", 1), 1);
}

static void
only_white_space_is_blank(void **state)
{
	(void)state;
	assert_true(text_is_blank("", 0));
	assert_true(text_is_blank(" \t\r\n\v\f", 6));
	assert_false(text_is_blank(" . ", 3));
	assert_false(text_is_blank("\0", 1));
	assert_false(text_is_blank("\b", 1));
	assert_false(text_is_blank("\x0e", 1));
}

static void
hexadecimal_goes_both_ways(void **state)
{
	uint8_t all[256], back[256];
	char hex[513];

	(void)state;
	for (size_t i = 0; i < sizeof all; i++)
		all[i] = (uint8_t)i;
	text_hex(all, sizeof all, hex);
	assert_int_equal(strlen(hex), 512);
	assert_memory_equal(hex, "000102", 6);
	assert_string_equal(hex + 508, "feff");
	assert_true(text_unhex(hex, 512, back, sizeof back));
	assert_memory_equal(all, back, sizeof all);
	text_hex(all, 0, hex);
	assert_string_equal(hex, "");
}

static void
hexadecimal_of_other_digits_or_length_is_refused(void **state)
{
	static const char *const wrong[] = {
	    "0G", "AB", "0 ", "g0", "0:", "0/", "0`", " 0", "-1", "0x"};
	uint8_t out[2];

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(text_unhex(wrong[i], 2, out, 1));
	assert_false(text_unhex("00", 2, out, 2));
	assert_false(text_unhex("000", 3, out, 1));
	assert_false(text_unhex("0000", 4, out, 1));
	assert_true(text_unhex("", 0, out, 0));
}

static void
json_of(const char *text, size_t n, const char *expected)
{
	struct buf b;

	buf_init(&b, &buf_heap, 4096);
	assert_int_equal(text_json_string(io_write_to_buf, &b, text, n), 0);
	assert_int_equal(b.len, strlen(expected));
	assert_memory_equal(b.data, expected, b.len);
	buf_free(&b);
}

static void
json_escapes_what_it_must_and_nothing_else(void **state)
{
	(void)state;
	json_of("", 0, "\"\"");
	json_of(NULL, 0, "\"\"");
	json_of("plain åäö \xf0\x9f\x92\xa9 /\x7f", 20,
	    "\"plain åäö \xf0\x9f\x92\xa9 /\x7f\"");
	json_of("\"\\", 2, "\"\\\"\\\\\"");
	json_of("a\r\n\tb", 5, "\"a\\r\\n\\tb\"");
	json_of("\0\x01\x1f\b\f", 5, "\"\\u0000\\u0001\\u001f\\u0008\\u000c\"");
	json_of("\"x", 2, "\"\\\"x\"");
	json_of("x\"", 2, "\"x\\\"\"");
}

static void
a_failing_writer_ends_a_json_string(void **state)
{
	static const char text[] = "ab\"cd\ne";
	struct buf b, whole;

	(void)state;
	buf_init(&whole, &buf_heap, 100);
	assert_int_equal(text_json_string(io_write_to_buf, &whole, text, 7), 0);
	for (size_t max = 0; max < whole.len; max++) {
		buf_init(&b, &buf_heap, max);
		assert_int_equal(
		    text_json_string(io_write_to_buf, &b, text, 7), BUF_E_MAX);
		buf_free(&b);
	}
	buf_free(&whole);
}

static void
days_are_iso_dates(void **state)
{
	char day[CLOCK_DAY_LEN];

	(void)state;
	clock_format_day(0, day);
	assert_string_equal(day, "1970-01-01");
	clock_format_day(19782, day);
	assert_string_equal(day, "2024-02-29");
	clock_format_day(20779, day);
	assert_string_equal(day, "2026-11-22");
	clock_format_day(2932896, day);
	assert_string_equal(day, "9999-12-31");
	clock_format_day(2932897, day);
	assert_string_equal(day, "1970-01-01");
	clock_format_day(-1, day);
	assert_string_equal(day, "1970-01-01");
	clock_format_day(INT32_MIN, day);
	assert_string_equal(day, "1970-01-01");
	clock_format_day(INT32_MAX, day);
	assert_string_equal(day, "1970-01-01");
}

static void
hour_begins_with_today_and_holds_no_minutes(void **state)
{
	char day[CLOCK_DAY_LEN], after[CLOCK_DAY_LEN], hour[CLOCK_HOUR_LEN];

	(void)state;
	/* Midnight may pass in between; then it is the other day. */
	clock_format_day(clock_today(), day);
	clock_format_hour(hour);
	clock_format_day(clock_today(), after);
	assert_true(
	    strncmp(hour, day, 10) == 0 || strncmp(hour, after, 10) == 0);
	assert_int_equal(strlen(hour), CLOCK_HOUR_LEN - 1);
	assert_int_equal(hour[10], 'T');
	assert_int_equal(hour[13], 'Z');
}

static void
the_monotonic_clock_does_not_go_back(void **state)
{
	uint64_t last = clock_monotonic_ms();

	(void)state;
	assert_true(last > 0);
	for (int i = 0; i < 10000; i++) {
		uint64_t now = clock_monotonic_ms();
		assert_true(now >= last);
		last = now;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_code_point_is_utf8_but_for_surrogates),
	    cmocka_unit_test(malformed_utf8_is_refused),
	    cmocka_unit_test(characters_are_counted_as_a_person_would),
	    cmocka_unit_test(only_white_space_is_blank),
	    cmocka_unit_test(hexadecimal_goes_both_ways),
	    cmocka_unit_test(hexadecimal_of_other_digits_or_length_is_refused),
	    cmocka_unit_test(json_escapes_what_it_must_and_nothing_else),
	    cmocka_unit_test(a_failing_writer_ends_a_json_string),
	    cmocka_unit_test(days_are_iso_dates),
	    cmocka_unit_test(hour_begins_with_today_and_holds_no_minutes),
	    cmocka_unit_test(the_monotonic_clock_does_not_go_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
