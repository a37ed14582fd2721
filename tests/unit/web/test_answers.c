/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Posted fields become answers, and each rule marks what breaks it.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "pages_fixture.h"

static struct fixture f;

static int
setup(void **state)
{
	(void)state;
	fixture_init(&f);
	fixture_area(&f, "narcotics");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

static const struct answer *
answer(const char *id)
{
	size_t at = 0;

	assert_non_null(form_question(f.answers.area, id, strlen(id), &at));
	return &f.answers.items[at];
}

static void
an_empty_form_lacks_only_what(void **state)
{
	(void)state;
	assert_int_equal(f.answers.n_faults, 1);
	assert_int_equal(answer("what")->fault, ANSWER_MISSING);
	assert_int_equal(answer("who")->fault, ANSWER_OK);
}

static void
white_space_is_no_text(void **state)
{
	(void)state;
	fixture_fill_str(&f, "what", " \t\r\n\r\n ");
	assert_int_equal(answer("what")->fault, ANSWER_MISSING);
	assert_int_equal(answer("what")->text.len, 0);
}

static void
text_is_borrowed_not_copied(void **state)
{
	static const char text[] = "  Sett n\303\245got\r\n ";

	(void)state;
	fixture_fill(&f, "what", text, sizeof text - 1);
	assert_int_equal(f.answers.n_faults, 0);
	assert_ptr_equal(answer("what")->text.data, text);
	assert_int_equal(answer("what")->text.len, sizeof text - 1);
}

/* The limit is in characters, CR LF being one (text_count). */
static void
the_limit_counts_characters(void **state)
{
	static char text[4 * 10001];

	(void)state;
	for (size_t i = 0; i < 10001; i++)
		memcpy(text + 4 * i, "\360\237\230\200", 4);
	fixture_fill(&f, "what", text, 4 * 10000);
	assert_int_equal(answer("what")->fault, ANSWER_OK);

	fixture_area(&f, "narcotics");
	fixture_fill(&f, "what", text, sizeof text);
	assert_int_equal(answer("what")->fault, ANSWER_TOO_LONG);
	assert_int_equal(answer("what")->text.len, sizeof text);
	assert_int_equal(f.answers.n_faults, 1);
}

static void
what_is_not_utf8_shows_empty_and_is_marked(void **state)
{
	(void)state;
	fixture_fill(&f, "what", "abc\xff", 4);
	assert_int_equal(answer("what")->fault, ANSWER_NOT_TEXT);
	assert_int_equal(answer("what")->text.len, 0);
	assert_int_equal(f.answers.n_faults, 1);
}

static void
of_a_text_given_twice_the_first_counts(void **state)
{
	(void)state;
	fixture_fill_str(&f, "what", "first");
	fixture_fill_str(&f, "what", "second");
	fixture_fill_str(&f, "who", "");
	fixture_fill_str(&f, "who", "second");
	assert_memory_equal(answer("what")->text.data, "first", 5);
	assert_int_equal(answer("who")->text.len, 0);
}

static void
choices_are_bits(void **state)
{
	(void)state;
	fixture_fill_str(&f, "what", "x");
	fixture_fill_str(&f, "drug-kind", "cannabis");
	fixture_fill_str(&f, "drug-kind", "cocaine");
	fixture_fill_str(&f, "drug-kind", "cocaine");
	fixture_fill_str(&f, "now", "no");
	fixture_fill_str(&f, "now", "yes");
	fixture_fill_str(&f, "place", "");
	assert_int_equal(answer("drug-kind")->chosen, 1 | 4);
	assert_int_equal(answer("now")->chosen, 2);
	assert_int_equal(answer("place")->chosen, 0);
	assert_int_equal(f.answers.n_faults, 0);
}

static void
an_unknown_choice_is_marked(void **state)
{
	(void)state;
	fixture_fill_str(&f, "what", "x");
	fixture_fill_str(&f, "drug-kind", "cannabis");
	fixture_fill_str(&f, "drug-kind", "Cannabis");
	fixture_fill_str(&f, "place", "kis");
	assert_int_equal(answer("drug-kind")->fault, ANSWER_UNKNOWN_CHOICE);
	assert_int_equal(answer("drug-kind")->chosen, 1);
	assert_int_equal(answer("place")->fault, ANSWER_UNKNOWN_CHOICE);
	assert_int_equal(f.answers.n_faults, 2);
}

static void
fields_of_no_question_are_ignored(void **state)
{
	(void)state;
	fixture_fill_str(&f, "what", "x");
	fixture_fill_str(&f, "tag-text", "of another area");
	fixture_fill(&f, "nonsense", "\xff", 1);
	fixture_fill_str(&f, "", "");
	assert_int_equal(f.answers.n_faults, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(an_empty_form_lacks_only_what),
	    TEST(white_space_is_no_text),
	    TEST(text_is_borrowed_not_copied),
	    TEST(the_limit_counts_characters),
	    TEST(what_is_not_utf8_shows_empty_and_is_marked),
	    TEST(of_a_text_given_twice_the_first_counts),
	    TEST(choices_are_bits),
	    TEST(an_unknown_choice_is_marked),
	    TEST(fields_of_no_question_are_ignored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
