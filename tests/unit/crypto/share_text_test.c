/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A share on paper: what was mistyped is noticed, and the line is named.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <ctype.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "crypto/core/age.h"
#include "crypto/core/secret.h"
#include "crypto/share/share.h"

/* FORMAT 15.6, share 3. */
static const char example[] = "1: AEBAG AYQCE JBGFA 5J\n"
			      "2: CULBO CYWZN BRU4I ZT\n"
			      "3: MPSZU NXQPH JHONY GG\n"
			      "4: R6NJR HE4SS IJJFA 4N\n"
			      "5: QSEIZ DEEQC CIJJA OO\n"
			      "6: XC6LZ NFQWS 2KJKA KF\n"
			      "7: VSWKJ IFEUT SA2UQ WA\n";
#define LINE 24 /* characters, with LF */

static struct share
expected(void)
{
	struct share s = {.k = 2,
	    .n = 3,
	    .i = 3,
	    .set = {0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17},
	    .commitment = {0x0b, 0x16, 0xcb, 0x43, 0x1a, 0x71, 0x63, 0xe5, 0x9a,
		0x36, 0xf0, 0x79, 0xd2, 0x77, 0x37, 0x8f}};
	static const uint8_t values[SHARE_SECRET_LEN] = {0x9a, 0x98, 0x9c, 0x9c,
	    0x94, 0x90, 0x94, 0x94, 0x84, 0x88, 0x8c, 0x8c, 0x84, 0x80, 0x84,
	    0x84, 0xa4, 0xb8, 0xbc, 0xbc, 0xb4, 0xb0, 0xb4, 0xb4, 0xa4, 0xa8,
	    0xac, 0xac, 0xa4, 0xa0, 0xa4, 0xa4, 0xe4};

	memcpy(s.values, values, sizeof values);
	return s;
}

static void
reads(const char *text)
{
	const struct share want = expected();
	struct share s;
	unsigned line = 9;

	assert_int_equal(share_read(text, strlen(text), &s, &line), SHARE_OK);
	assert_memory_equal(&s, &want, sizeof s);
	assert_int_equal(line, 0);
}

static void
is_refused(const char *text, int err, unsigned line)
{
	static const struct share wiped;
	struct share s = expected();
	unsigned named = 9;

	assert_int_equal(share_read(text, strlen(text), &s, &named), err);
	assert_memory_equal(&s, &wiped, sizeof s);
	assert_int_equal(named, line);
}

static void
the_example_of_the_format_is_written(void **state)
{
	const struct share s = expected();
	struct buf out;

	(void)state;
	buf_init(&out, &secret_mem, 4096);
	assert_int_equal(share_write(&s, &out), SHARE_OK);
	assert_int_equal(out.len, SHARE_TEXT_LEN);
	assert_int_equal(out.len, strlen(example));
	assert_memory_equal(out.data, example, out.len);
	buf_free(&out);
}

static void
the_example_of_the_format_is_read(void **state)
{
	(void)state;
	reads(example);
}

static void
each_character_altered_names_its_line(void **state)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	char text[sizeof example];
	unsigned altered = 0;

	(void)state;
	for (size_t i = 0; i < sizeof example - 1; i++) {
		size_t column = i % LINE;
		if (column < 2 || isspace((unsigned char)example[i]))
			continue;
		for (const char *c = alphabet; *c != '\0'; c++) {
			if (*c == example[i])
				continue;
			memcpy(text, example, sizeof text);
			text[i] = *c;
			is_refused(
			    text, SHARE_E_CHECKSUM, (unsigned)(i / LINE) + 1);
			altered++;
		}
	}
	assert_int_equal(altered, 7 * 17 * 31);
}

/* Also marks that are in no alphabet, and bytes beyond ASCII. */
static void
each_character_made_any_other_byte_is_refused(void **state)
{
	char text[sizeof example];

	(void)state;
	for (size_t i = 3; i < sizeof example - 1; i += LINE) {
		for (int c = 1; c < 256; c++) {
			int as = toupper(c);
			as = as == '0' ? 'O' : as == '1' ? 'I' : as;
			as = as == '8' ? 'B' : as;
			if (as == example[i])
				continue;
			memcpy(text, example, sizeof text);
			text[i] = (char)c;
			is_refused(
			    text, SHARE_E_CHECKSUM, (unsigned)(i / LINE) + 1);
		}
	}
}

static void
two_characters_that_changed_places_name_their_line(void **state)
{
	char text[sizeof example];
	unsigned swapped = 0;

	(void)state;
	for (size_t i = 0; i < sizeof example - 1; i++) {
		for (size_t j = i + 1; j / LINE == i / LINE; j++) {
			if (i % LINE < 3 || !isalnum(example[i]) ||
			    !isalnum(example[j]) || example[i] == example[j])
				continue;
			memcpy(text, example, sizeof text);
			text[i] = example[j];
			text[j] = example[i];
			is_refused(
			    text, SHARE_E_CHECKSUM, (unsigned)(i / LINE) + 1);
			swapped++;
		}
	}
	assert_true(swapped > 700);
}

static void
a_line_under_another_number_is_refused(void **state)
{
	char text[sizeof example];

	(void)state;
	for (unsigned line = 1; line <= 7; line++) {
		for (unsigned as = 1; as <= 7; as++) {
			if (as == line)
				continue;
			memcpy(text, example, sizeof text);
			text[(size_t)(line - 1) * LINE] = (char)('0' + as);
			is_refused(text, SHARE_E_CHECKSUM, as);
		}
	}
}

static void
a_missing_line_is_named(void **state)
{
	char text[sizeof example];

	(void)state;
	for (unsigned line = 1; line <= 7; line++) {
		size_t at = (size_t)(line - 1) * LINE;
		memcpy(text, example, at);
		memcpy(
		    &text[at], &example[at + LINE], sizeof example - at - LINE);
		is_refused(text, SHARE_E_FORM, line);
	}
}

/* Without its colon, or with a number that no line has, it is none. */
static void
a_line_without_its_mark_is_missing(void **state)
{
	static const char marks[] = "089x ";
	char text[sizeof example];

	(void)state;
	for (unsigned line = 1; line <= 7; line++) {
		size_t at = (size_t)(line - 1) * LINE;
		memcpy(text, example, sizeof text);
		text[at + 1] = ';';
		is_refused(text, SHARE_E_FORM, line);
		for (const char *m = marks; *m != '\0'; m++) {
			memcpy(text, example, sizeof text);
			text[at] = *m;
			is_refused(text, SHARE_E_FORM, line);
		}
	}
}

static void
a_line_twice_is_named(void **state)
{
	char text[sizeof example + LINE];

	(void)state;
	(void)snprintf(text, sizeof text, "%s%.24s", example, example + LINE);
	is_refused(text, SHARE_E_FORM, 2);
}

static void
a_line_with_a_character_too_many_or_too_few_is_named(void **state)
{
	char text[sizeof example + 1];

	(void)state;
	for (unsigned line = 0; line < 7; line++) {
		size_t end = (size_t)line * LINE + LINE - 1;
		memcpy(text, example, end);
		text[end] = 'A';
		memcpy(&text[end + 1], &example[end], sizeof example - end);
		is_refused(text, SHARE_E_CHECKSUM, line + 1);
		memcpy(&text[end - 1], &example[end], sizeof example - end);
		is_refused(text, SHARE_E_CHECKSUM, line + 1);
	}
}

static void
nothing_at_all_is_no_share(void **state)
{
	(void)state;
	is_refused("", SHARE_E_FORM, 0);
	is_refused("\n\nAGE-SECRET-KEY-1\n", SHARE_E_FORM, 0);
	is_refused("8: AEBAG\n", SHARE_E_FORM, 0);
}

/* What each line's checksum cannot see, the share's does. */
static void
lines_of_two_shares_are_no_share(void **state)
{
	static const char other[] = "5: R6AYH AMHQG BYDHY H3\n";
	char text[sizeof example];

	(void)state;
	memcpy(text, example, sizeof text);
	memcpy(&text[(size_t)4 * LINE], other, LINE);
	is_refused(text, SHARE_E_CHECKSUM, 0);
}

/* Another spelling of the same bytes, with the checksum that fits it. */
static void
bits_behind_the_last_byte_must_be_zero(void **state)
{
	static const char line[] = "1: AEBAG AYQCE JBGFF DE\n";
	char text[sizeof example];

	(void)state;
	memcpy(text, example, sizeof text);
	memcpy(text, line, LINE);
	is_refused(text, SHARE_E_CHECKSUM, 1);
}

static void
what_people_write_around_it_is_skipped(void **state)
{
	char text[1024];

	(void)state;
	(void)snprintf(text, sizeof text,
	    "Del 3 av 3\r\n2 av dem behövs\n\n%s\n12: inte en rad\n0: AEBAG\n",
	    example);
	reads(text);
}

static void
small_letters_any_blanks_and_digits_for_letters_are_taken(void **state)
{
	char text[4 * sizeof example];
	size_t n = 0;

	(void)state;
	for (const char *p = example; *p != '\0'; p++) {
		int c = tolower((unsigned char)*p);
		if (c == ' ')
			continue;
		if (c == ':') {
			memcpy(&text[n], " \t:", 3);
			n += 3;
			continue;
		}
		c = c == 'o' ? '0' : c == 'i' ? '1' : c == 'b' ? '8' : c;
		if (c == '\n')
			text[n++] = '\r';
		text[n++] = (char)c;
		if (c != '\n' && c != '\r')
			text[n++] = c == 'a' ? '\t' : ' ';
	}
	text[n] = '\0';
	reads(text);
}

static void
lines_may_come_in_any_order_and_without_a_last_line_end(void **state)
{
	char text[sizeof example];

	(void)state;
	for (size_t line = 0; line < 7; line++)
		memcpy(&text[line * LINE], &example[(6 - line) * LINE], LINE);
	text[sizeof example - 2] = '\0';
	reads(text);
}

/* Whoever makes one on purpose has a right checksum. */
static void
numbers_that_no_set_has_are_refused_behind_a_right_checksum(void **state)
{
	static const uint8_t numbers[][3] = {
	    {1, 3, 1}, {4, 3, 1}, {2, 17, 1}, {2, 3, 0}, {2, 3, 4}};
	struct share s = expected();
	struct buf out;

	(void)state;
	buf_init(&out, &secret_mem, 4096);
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		s.k = numbers[i][0];
		s.n = numbers[i][1];
		s.i = numbers[i][2];
		buf_clear(&out);
		assert_int_equal(share_write(&s, &out), SHARE_OK);
		buf_add(&out, "", 1);
		is_refused((const char *)out.data, SHARE_E_RANGE, 0);
	}
	buf_free(&out);
}

static void
shares_come_back_from_paper(void **state)
{
	static uint8_t secret[SHARE_SECRET_LEN] = {2, 7, 1, 8};
	static struct share shares[SHARES_MAX];
	struct share back;
	struct buf out;
	unsigned line;

	(void)state;
	buf_init(&out, &secret_mem, 4096);
	assert_int_equal(share_split(secret, 3, 16, shares), SHARE_OK);
	for (unsigned i = 0; i < 16; i++) {
		buf_clear(&out);
		assert_int_equal(share_write(&shares[i], &out), SHARE_OK);
		assert_int_equal(
		    share_read(out.data, out.len, &back, &line), SHARE_OK);
		assert_memory_equal(&back, &shares[i], sizeof back);
	}
	buf_free(&out);
}

static void
who_types_hears_of_a_line_at_once(void **state)
{
	char text[LINE];
	struct view v = {(const uint8_t *)text, LINE - 1};
	bool fits = false;

	(void)state;
	for (unsigned line = 1; line <= 7; line++) {
		memcpy(text, &example[(size_t)(line - 1) * LINE], LINE);
		assert_int_equal(share_line(v, &fits), line);
		assert_true(fits);
		text[4] = text[4] == 'A' ? 'B' : 'A';
		assert_int_equal(share_line(v, &fits), line);
		assert_false(fits);
		text[1] = ' ';
		assert_int_equal(share_line(v, &fits), 0);
		assert_false(fits);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_example_of_the_format_is_written),
	    cmocka_unit_test(the_example_of_the_format_is_read),
	    cmocka_unit_test(each_character_altered_names_its_line),
	    cmocka_unit_test(each_character_made_any_other_byte_is_refused),
	    cmocka_unit_test(
		two_characters_that_changed_places_name_their_line),
	    cmocka_unit_test(a_line_under_another_number_is_refused),
	    cmocka_unit_test(a_missing_line_is_named),
	    cmocka_unit_test(a_line_without_its_mark_is_missing),
	    cmocka_unit_test(a_line_twice_is_named),
	    cmocka_unit_test(
		a_line_with_a_character_too_many_or_too_few_is_named),
	    cmocka_unit_test(nothing_at_all_is_no_share),
	    cmocka_unit_test(lines_of_two_shares_are_no_share),
	    cmocka_unit_test(bits_behind_the_last_byte_must_be_zero),
	    cmocka_unit_test(what_people_write_around_it_is_skipped),
	    cmocka_unit_test(
		small_letters_any_blanks_and_digits_for_letters_are_taken),
	    cmocka_unit_test(
		lines_may_come_in_any_order_and_without_a_last_line_end),
	    cmocka_unit_test(
		numbers_that_no_set_has_are_refused_behind_a_right_checksum),
	    cmocka_unit_test(shares_come_back_from_paper),
	    cmocka_unit_test(who_types_hears_of_a_line_at_once),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
