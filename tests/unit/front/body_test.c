/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The decoder of posted forms (WHATWG URL, section 5.1; HTML, 4.10.21).
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/core/age.h"
#include "crypto/core/secret.h"
#include "gateway/front/body.h"

#define TEXT_MAX (3 * LIMIT_FORM_BODY)

static int
decode_n(const void *raw, size_t len, struct body *b)
{
	struct buf in;

	buf_init(&in, &buf_heap, LIMIT_FORM_BODY);
	assert_int_equal(buf_add(&in, raw, len), BUF_OK);
	buf_init(&b->text, &secret_mem, TEXT_MAX);
	int r = body_decode(&in, b);
	buf_free(&in);
	return r;
}

static int
decode(const char *raw, struct body *b)
{
	return decode_n(raw, strlen(raw), b);
}

static void
assert_view(struct view v, const char *expected)
{
	assert_int_equal(v.len, strlen(expected));
	assert_memory_equal(v.data, expected, v.len);
}

/* raw is one field "a=..." whose value is expected. */
static void
assert_value(const char *raw, const char *expected)
{
	struct body b;

	assert_int_equal(decode(raw, &b), BODY_OK);
	assert_int_equal(b.n_fields, 1);
	assert_view(b.fields[0].name, "a");
	assert_view(b.fields[0].value, expected);
	body_free(&b);
}

static void
fields_come_in_the_order_sent(void **state)
{
	struct body b;

	(void)state;
	assert_int_equal(decode("a=1&b=2&a=3", &b), BODY_OK);
	assert_int_equal(b.n_fields, 3);
	assert_view(b.fields[0].name, "a");
	assert_view(b.fields[1].name, "b");
	assert_view(b.fields[1].value, "2");
	assert_view(b.fields[2].value, "3");
	assert_view(body_field(&b, "a"), "1");
	body_free(&b);
}

static void
plus_is_a_space_and_escapes_are_bytes(void **state)
{
	(void)state;
	assert_value("a=b+c", "b c");
	assert_value("a=%2B", "+");
	assert_value("a=%c3%A5", "\xc3\xa5");
	assert_value("a=%26%3d%25", "&=%");
	assert_value("%61=x", "x");
}

static void
only_the_first_equals_sign_divides(void **state)
{
	(void)state;
	assert_value("a==b=", "=b=");
}

static void
empty_pieces_are_no_fields(void **state)
{
	struct body b;

	(void)state;
	assert_int_equal(decode("&&a=1&&", &b), BODY_OK);
	assert_int_equal(b.n_fields, 1);
	body_free(&b);
	assert_int_equal(decode("", &b), BODY_OK);
	assert_int_equal(b.n_fields, 0);
	body_free(&b);
}

static void
a_field_without_value_or_name_is_a_field(void **state)
{
	struct body b;

	(void)state;
	assert_int_equal(decode("a&=v&=", &b), BODY_OK);
	assert_int_equal(b.n_fields, 3);
	assert_view(b.fields[0].name, "a");
	assert_view(b.fields[0].value, "");
	assert_view(b.fields[1].name, "");
	assert_view(b.fields[1].value, "v");
	assert_view(b.fields[2].name, "");
	body_free(&b);
}

static void
an_empty_value_is_not_a_missing_field(void **state)
{
	struct body b;

	(void)state;
	assert_int_equal(decode("a=", &b), BODY_OK);
	assert_non_null(body_field(&b, "a").data);
	assert_int_equal(body_field(&b, "a").len, 0);
	assert_null(body_field(&b, "b").data);
	body_free(&b);
}

static void
every_kind_of_line_end_becomes_crlf(void **state)
{
	(void)state;
	assert_value("a=x%0Ay", "x\r\ny");
	assert_value("a=x%0Dy", "x\r\ny");
	assert_value("a=x%0D%0Ay", "x\r\ny");
	assert_value("a=x%0A%0Dy", "x\r\n\r\ny");
	assert_value("a=x%0D%0D%0Ay", "x\r\n\r\ny");
	assert_value("a=x\r%0Ay", "x\r\ny");
	assert_value("a=x\ny\rz", "x\r\ny\r\nz");
	assert_value("a=%0D", "\r\n");
}

static void
a_line_end_does_not_reach_over_a_field(void **state)
{
	struct body b;

	(void)state;
	assert_int_equal(decode("a%0D=%0Ax%0D&%0A=y", &b), BODY_OK);
	assert_int_equal(b.n_fields, 2);
	assert_view(b.fields[0].name, "a\r\n");
	assert_view(b.fields[0].value, "\r\nx\r\n");
	assert_view(b.fields[1].name, "\r\n");
	body_free(&b);
}

static void
nul_becomes_the_replacement_character(void **state)
{
	struct body b;

	(void)state;
	assert_value("a=x%00y", "x\xef\xbf\xbdy");
	assert_int_equal(decode_n("a=\0\0", 4, &b), BODY_OK);
	assert_view(b.fields[0].value, "\xef\xbf\xbd\xef\xbf\xbd");
	body_free(&b);
}

static void
other_control_characters_pass_as_they_are(void **state)
{
	char raw[3 * 0x20 + 8] = "a=";
	char expected[0x20] = {0};
	size_t n = 0;

	(void)state;
	for (int c = 1; c < 0x20; c++) {
		if (c == '\r' || c == '\n')
			continue;
		(void)snprintf(raw + 2 + 3 * n, 4, "%%%02X", c);
		expected[n++] = (char)c;
	}
	assert_value(raw, expected);
	assert_value("a=%7F%80", "\x7f\x80");
}

static void
a_bad_percent_is_refused(void **state)
{
	static const char *const bad[] = {"a=%", "a=%4", "a=%G0", "a=%0G",
	    "a=%%41", "%=a", "a=%&b=41", "a=% 41", "a=%-1", "a=%+1"};
	struct body b;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(decode(bad[i], &b), BODY_E_PERCENT);
		assert_int_equal(b.n_fields, 0);
		assert_int_equal(b.text.len, 0);
		body_free(&b);
	}
}

static void
as_many_fields_as_the_limit_pass_and_one_more_does_not(void **state)
{
	char raw[4 * LIMIT_FORM_FIELDS + 8];
	size_t len = 0;
	struct body b;

	(void)state;
	for (int i = 0; i < LIMIT_FORM_FIELDS; i++) {
		memcpy(raw + len, "a=1&", 4);
		len += 4;
	}
	assert_int_equal(decode_n(raw, len, &b), BODY_OK);
	assert_int_equal(b.n_fields, LIMIT_FORM_FIELDS);
	body_free(&b);
	raw[len++] = 'b';
	assert_int_equal(decode_n(raw, len, &b), BODY_E_FIELDS);
	assert_int_equal(b.n_fields, 0);
	body_free(&b);
}

/* Three times the length: what the caller's maximum must allow for. */
static void
a_body_of_bare_nul_bytes_still_fits(void **state)
{
	static uint8_t raw[LIMIT_FORM_BODY];
	struct body b;

	(void)state;
	assert_int_equal(decode_n(raw, sizeof(raw), &b), BODY_OK);
	assert_int_equal(b.fields[0].name.len, 3 * sizeof(raw));
	body_free(&b);
}

static void *
no_memory(size_t size)
{
	(void)size;
	return NULL;
}

static void
without_memory_there_are_no_fields(void **state)
{
	static const struct buf_mem none = {no_memory, NULL};
	struct body b;
	struct buf in;

	(void)state;
	buf_init(&in, &buf_heap, 100);
	assert_int_equal(buf_add_str(&in, "a=1"), BUF_OK);
	buf_init(&b.text, &none, TEXT_MAX);
	assert_int_equal(body_decode(&in, &b), BODY_E_MEMORY);
	assert_int_equal(b.n_fields, 0);
	body_free(&b);
	buf_free(&in);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fields_come_in_the_order_sent),
	    cmocka_unit_test(plus_is_a_space_and_escapes_are_bytes),
	    cmocka_unit_test(only_the_first_equals_sign_divides),
	    cmocka_unit_test(empty_pieces_are_no_fields),
	    cmocka_unit_test(a_field_without_value_or_name_is_a_field),
	    cmocka_unit_test(an_empty_value_is_not_a_missing_field),
	    cmocka_unit_test(every_kind_of_line_end_becomes_crlf),
	    cmocka_unit_test(a_line_end_does_not_reach_over_a_field),
	    cmocka_unit_test(nul_becomes_the_replacement_character),
	    cmocka_unit_test(other_control_characters_pass_as_they_are),
	    cmocka_unit_test(a_bad_percent_is_refused),
	    cmocka_unit_test(
		as_many_fields_as_the_limit_pass_and_one_more_does_not),
	    cmocka_unit_test(a_body_of_bare_nul_bytes_still_fits),
	    cmocka_unit_test(without_memory_there_are_no_fields),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
