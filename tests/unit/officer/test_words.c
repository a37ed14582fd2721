/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The words of passphrases: what the list promises, and how they are drawn.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include "crypto/core/age.h"
#include "crypto/core/secret.h"
#include "officer/words.h"

static void
every_word_has_four_to_eight_letters_that_any_keyboard_types(void **state)
{
	(void)state;
	for (size_t i = 0; i < WORDS_COUNT; i++) {
		const char *word = words_at(i);
		size_t len = strlen(word);
		assert_in_range(len, WORDS_LEN_MIN, WORDS_LEN_MAX);
		assert_int_equal(
		    strspn(word, "abcdefghijklmnopqrstuvwxyz"), len);
	}
}

/* Sorted, so that neighbours tell: between a word and one that it begins there
 * can only be others that it begins. */
static void
no_word_is_another_or_begins_another(void **state)
{
	(void)state;
	for (size_t i = 1; i < WORDS_COUNT; i++) {
		const char *before = words_at(i - 1);
		assert_true(strcmp(before, words_at(i)) < 0);
		assert_int_not_equal(
		    strncmp(before, words_at(i), strlen(before)), 0);
	}
}

static void
the_strength_of_a_word_is_what_is_said(void **state)
{
	(void)state;
	assert_int_equal(WORDS_COUNT, 1 << WORDS_BITS);
	assert_true(WORDS_PASSPHRASE * WORDS_BITS >= 70);
}

/* The word that begins at p, or WORDS_COUNT. */
static size_t
index_of(const char *p, size_t len)
{
	for (size_t i = 0; i < WORDS_COUNT; i++)
		if (strlen(words_at(i)) == len &&
		    memcmp(words_at(i), p, len) == 0)
			return i;
	return WORDS_COUNT;
}

#define PASSPHRASE_ROOM 4096

static void
a_passphrase_is_words_of_the_list_with_spaces_between(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, &secret_mem, PASSPHRASE_ROOM);
	for (size_t n = 1; n <= 12; n++) {
		buf_clear(&b);
		assert_int_equal(words_passphrase(n, &b), BUF_OK);
		buf_add(&b, " ", 1);
		size_t words = 0;
		size_t at = 0;
		while (at < b.len) {
			const char *p = (const char *)&b.data[at];
			const char *end = memchr(p, ' ', b.len - at);
			assert_non_null(end);
			size_t len = (size_t)(end - p);
			assert_in_range(index_of(p, len), 0, WORDS_COUNT - 1);
			at += len + 1;
			words++;
		}
		assert_int_equal(words, n);
	}
	buf_free(&b);
}

static void
no_words_are_no_passphrase(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, &secret_mem, PASSPHRASE_ROOM);
	assert_int_equal(words_passphrase(0, &b), BUF_OK);
	assert_int_equal(b.len, 0);
	buf_free(&b);
}

static void
a_passphrase_without_room_is_an_error(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, &secret_mem, 10);
	assert_int_equal(words_passphrase(WORDS_PASSPHRASE, &b), BUF_E_MAX);
	buf_free(&b);
}

/* Chi-squared with 1023 degrees of freedom: 1023 on average, deviation 45;
 * above 1330 (6.8 deviations) once in 10^11 runs. Were a quarter of the words
 * drawn twice as often, it would be some thousands. */
static void
every_word_is_drawn_as_often_as_every_other(void **state)
{
	enum { ROUNDS = 200, WORDS = 500 };
	static unsigned seen[WORDS_COUNT];
	const double expected = (double)ROUNDS * WORDS / WORDS_COUNT;
	double sum = 0;
	struct buf b;

	(void)state;
	buf_init(&b, &secret_mem, (size_t)WORDS * (WORDS_LEN_MAX + 1));
	for (int round = 0; round < ROUNDS; round++) {
		buf_clear(&b);
		assert_int_equal(words_passphrase(WORDS, &b), BUF_OK);
		size_t at = 0;
		while (at < b.len) {
			const char *p = (const char *)&b.data[at];
			const char *end = memchr(p, ' ', b.len - at);
			size_t len =
			    end == NULL ? b.len - at : (size_t)(end - p);
			seen[index_of(p, len)]++;
			at += len + 1;
		}
	}
	for (size_t i = 0; i < WORDS_COUNT; i++)
		sum += (seen[i] - expected) * (seen[i] - expected) / expected;
	buf_free(&b);
	assert_true(sum < 1330);
	assert_true(sum > 700); /* nor evener than chance */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		every_word_has_four_to_eight_letters_that_any_keyboard_types),
	    cmocka_unit_test(no_word_is_another_or_begins_another),
	    cmocka_unit_test(the_strength_of_a_word_is_what_is_said),
	    cmocka_unit_test(
		a_passphrase_is_words_of_the_list_with_spaces_between),
	    cmocka_unit_test(no_words_are_no_passphrase),
	    cmocka_unit_test(a_passphrase_without_room_is_an_error),
	    cmocka_unit_test(every_word_is_drawn_as_often_as_every_other),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
