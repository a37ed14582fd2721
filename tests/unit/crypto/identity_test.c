/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Identities and the files that hold them (docs/FORMAT.md 10.1).
 */
#include "crypto_test.h"

static const struct identity zero_ids[4];

static void
example_of_the_specification_gives_its_recipient(void **state)
{
	struct identity id = example_identity();
	struct recipient r = example_recipient();
	char text[IDENTITY_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < X25519_LEN; i++)
		assert_int_equal(id.secret[i], 0x42);
	assert_memory_equal(id.public, r.key, X25519_LEN);
	identity_format(&id, text);
	assert_string_equal(text, EXAMPLE_IDENTITY);
}

static void
text_that_is_no_identity_leaves_nothing_behind(void **state)
{
	static const char *const bad[] = {"", EXAMPLE_RECIPIENT,
	    EXAMPLE_IDENTITY "X", " " EXAMPLE_IDENTITY, "AGE-SECRET-KEY-1",
	    ("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZG"
	     "FPQ4EGAEZ")};
	struct identity id;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		memset(&id, 1, sizeof id);
		assert_int_equal(
		    identity_parse(bad[i], strlen(bad[i]), &id), AGE_E_KEY);
		assert_memory_equal(&id, &zero_ids[0], sizeof id);
	}
}

static void
generated_identities_differ_and_round_trip(void **state)
{
	struct identity a;
	struct identity b;
	struct identity c;
	char text[IDENTITY_TEXT_MAX];

	(void)state;
	assert_int_equal(identity_generate(AGE_X25519, &a), AGE_OK);
	assert_int_equal(identity_generate(AGE_X25519, &b), AGE_OK);
	assert_memory_not_equal(&a, &b, sizeof a);
	identity_format(&a, text);
	assert_int_equal(identity_parse(text, strlen(text), &c), AGE_OK);
	assert_memory_equal(&a, &c, sizeof a);
}

static int
parse_file(
    const char *text, struct identity ids[static 4], size_t *n, size_t *line)
{
	*n = 99;
	*line = 99;
	return identity_file_parse(text, strlen(text), ids, 4, n, line);
}

static void
comments_empty_lines_and_line_ends_are_taken(void **state)
{
	static const char *const good[] = {EXAMPLE_IDENTITY,
	    EXAMPLE_IDENTITY "\n", EXAMPLE_IDENTITY "\r\n",
	    "# created: today\n# public key: age1\n" EXAMPLE_IDENTITY "\n",
	    "\n\r\n#\r\n" EXAMPLE_IDENTITY "\r\n\n# end"};
	struct identity ids[4];
	size_t n;
	size_t line;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		assert_int_equal(parse_file(good[i], ids, &n, &line), AGE_OK);
		assert_int_equal(n, 1);
		assert_int_equal(ids[0].secret[0], 0x42);
	}
}

static void
first_bad_line_is_told_and_nothing_is_left(void **state)
{
	static const struct {
		const char *text;
		size_t line;
	} bad[] = {
	    {"", 0},
	    {"\n\n# nothing\n", 0},
	    {"x\n", 1},
	    {"\n# a\n" EXAMPLE_RECIPIENT "\n", 3},
	    {EXAMPLE_IDENTITY "\n" EXAMPLE_IDENTITY " \n", 2},
	    {EXAMPLE_IDENTITY "\n" EXAMPLE_IDENTITY "\r\r\n", 2},
	    {" # no comment\n" EXAMPLE_IDENTITY, 1},
	};
	struct identity ids[4];
	size_t n;
	size_t line;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		memset(ids, 1, sizeof ids);
		assert_int_equal(
		    parse_file(bad[i].text, ids, &n, &line), AGE_E_KEY);
		assert_int_equal(line, bad[i].line);
		assert_memory_equal(ids, zero_ids, sizeof ids);
		assert_int_equal(n, 99);
	}
}

static void
more_identities_than_there_is_room_for_are_refused(void **state)
{
	struct identity ids[4];
	size_t n;
	size_t line;

	(void)state;
#define FOUR                                                                   \
	EXAMPLE_IDENTITY "\n" EXAMPLE_IDENTITY "\n" EXAMPLE_IDENTITY           \
			 "\n" EXAMPLE_IDENTITY "\n"
	assert_int_equal(parse_file(FOUR, ids, &n, &line), AGE_OK);
	assert_int_equal(n, 4);
	assert_int_equal(
	    parse_file(FOUR EXAMPLE_IDENTITY, ids, &n, &line), AGE_E_LIMIT);
	assert_memory_equal(ids, zero_ids, sizeof ids);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(example_of_the_specification_gives_its_recipient),
	    cmocka_unit_test(text_that_is_no_identity_leaves_nothing_behind),
	    cmocka_unit_test(generated_identities_differ_and_round_trip),
	    cmocka_unit_test(comments_empty_lines_and_line_ends_are_taken),
	    cmocka_unit_test(first_bad_line_is_told_and_nothing_is_left),
	    cmocka_unit_test(
		more_identities_than_there_is_room_for_are_refused),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
