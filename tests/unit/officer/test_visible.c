/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Hostile text on the officer's terminal.
 */
#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/io.h"
#include "base/text.h"
#include "base/visible.h"
#include "officer/visible.h"

/* What a function put, as a string in a static buffer. */
static const char *
caught(const char *prefix, const void *p, size_t n)
{
	static char text[8192];
	struct output o;
	int fd = memfd_create("out", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(output_init(&o, fd), 0);
	if (prefix == NULL)
		visible_line(&o, 0, "> ", p, n);
	else
		visible_lines(&o, prefix, p, n);
	assert_int_equal(output_flush(&o), 0);
	output_free(&o);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	ssize_t got = io_read(fd, text, sizeof text - 1);
	assert_true(got >= 0);
	text[got] = '\0';
	close(fd);
	return text;
}

static const char *
line(const char *s)
{
	return caught(NULL, s, strlen(s));
}

static void
ordinary_text_stays_as_it_is(void **state)
{
	static const char *const texts[] = {"", "en cykel", "åäö ÅÄÖ é", "שלום",
	    "مرحبا", "日本語", "👩‍👩‍👧 ❤️", "\"<b>&{{x}}\\"};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_string_equal(line(texts[i]), texts[i]);
}

static void
escape_sequences_become_visible(void **state)
{
	(void)state;
	assert_string_equal(line("\x1b[2J"), "⟨U+001B⟩[2J");
	assert_string_equal(line("a\tb\rc\nd"), "a⟨U+0009⟩b⟨U+000D⟩c⟨U+000A⟩d");
	assert_string_equal(line("\x7f\xc2\x9b"
				 "31m"),
	    "⟨U+007F⟩⟨U+009B⟩31m");
	assert_string_equal(caught(NULL, "\0x", 2), "⟨U+0000⟩x");
}

static void
direction_and_invisible_characters_become_visible(void **state)
{
	(void)state;
	assert_string_equal(line("a\u202egnp.exe"), "a⟨U+202E⟩gnp.exe");
	assert_string_equal(line("\u2066x\u2069\u200e\u200b\ufeff"),
	    "⟨U+2066⟩x⟨U+2069⟩⟨U+200E⟩⟨U+200B⟩⟨U+FEFF⟩");
	assert_string_equal(
	    line("\U000e0041\U0010fffd"), "⟨U+E0041⟩⟨U+10FFFD⟩");
}

static void
the_mark_itself_cannot_be_faked(void **state)
{
	(void)state;
	assert_string_equal(line("⟨U+202E⟩"), "⟨U+27E8⟩U+202E⟩");
}

static void
no_control_or_direction_character_passes(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x2069; c++) {
		bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
		bool bidi = c == 0x61c || c == 0x200e || c == 0x200f ||
			    (c >= 0x202a && c <= 0x202e) ||
			    (c >= 0x2066 && c <= 0x2069);
		if (control || bidi)
			assert_true(visible_must_show(c));
	}
}

static void
bytes_that_are_no_text_are_shown_one_by_one(void **state)
{
	(void)state;
	assert_string_equal(line("a\xff\xfe"
				 "b"),
	    "a⟨0xFF⟩⟨0xFE⟩b");
	assert_string_equal(line("\xe2\x80"), "⟨0xE2⟩⟨0x80⟩");
	assert_string_equal(line("\xe2\x80z"), "⟨0xE2⟩⟨0x80⟩z");
	assert_string_equal(line("\xed\xa0\x80"), "⟨0xED⟩⟨0xA0⟩⟨0x80⟩");
	assert_string_equal(line("\xc0\x9b"), "⟨0xC0⟩⟨0x9B⟩");
}

static void
each_line_of_an_answer_stands_behind_the_bar(void **state)
{
	(void)state;
	assert_string_equal(caught("| ", "a\r\nb\n===== Tips 2", 17),
	    "| a\n| b\n| ===== Tips 2\n");
	assert_string_equal(caught("| ", "", 0), "| \n");
	assert_string_equal(caught("| ", "a\rb", 3), "| a⟨U+000D⟩b\n");
	assert_string_equal(
	    caught("| ", "a\u2028b\x0b", 6), "| a⟨U+2028⟩b⟨U+000B⟩\n");
}

static void
long_lines_are_folded_behind_the_bar(void **state)
{
	static const char head[] = "===== Tips 2 =====";
	char text[4000];
	char *at;

	(void)state;
	/* A terminal of any usual width would show the second tip's head. */
	memset(text, 'x', sizeof text);
	memcpy(text + 74, head, strlen(head));
	memcpy(text + 800, head, strlen(head));
	char *s = strdup(caught("| ", text, sizeof text));
	assert_non_null(s);
	for (const char *row = strtok_r(s, "\n", &at); row != NULL;
	     row = strtok_r(NULL, "\n", &at)) {
		assert_true(strlen(row) <= VISIBLE_COLUMNS);
		assert_int_equal(strncmp(row, "| ", 2), 0);
	}
	free(s);
}

static void
rows_are_folded_between_words_and_keep_every_character(void **state)
{
	char text[200];

	(void)state;
	memset(text, 'a', sizeof text);
	text[60] = ' ';
	text[90] = ' ';
	const char *s = caught("| ", text, 100);
	assert_int_equal(strlen(s), 100 + 2 * strlen("| \n"));
	assert_memory_equal(s + 2 + 61, "\n| ", 3);
	/* What is wide on some terminal is taken to be wide. */
	text[0] = '\0';
	for (size_t i = 0; i < 40; i++)
		strcat(text, "日");
	s = caught("| ", text, strlen(text));
	assert_ptr_equal(strchr(s, '\n'), s + 2 + 37 * strlen("日"));
}

static void
marks_that_climb_over_other_lines_become_numbers(void **state)
{
	char text[64] = "z";

	(void)state;
	for (size_t i = 0; i < 9; i++)
		strcat(text, "\u0336");
	strcat(text, "é");
	const char *s = line(text);
	assert_ptr_equal(strstr(s, "⟨U+0336⟩é"), s + 1 + 8 * 2);
}

static void
private_use_and_noncharacters_become_visible(void **state)
{
	static const uint32_t hidden[] = {0xe000, 0xf8ff, 0xfffe, 0x1fffe,
	    0x5ffff, 0x10fffe, 0x13430, 0x1343f, 0x1d159, 0x7f, 0x80, 0x9f};

	(void)state;
	for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
		assert_true(visible_must_show(hidden[i]));
	assert_false(visible_must_show(0xf900));
	assert_false(visible_must_show(0x1f600));
}

static void
whatever_comes_in_what_goes_out_is_text(void **state)
{
	uint8_t bytes[64];
	uint32_t seed = 1;

	(void)state;
	for (size_t round = 0; round < 2000; round++) {
		for (size_t i = 0; i < sizeof bytes; i++) {
			seed = seed * 1664525 + 1013904223;
			bytes[i] = (uint8_t)(seed >> 24);
		}
		const char *s = caught(NULL, bytes, sizeof bytes);
		assert_true(text_is_utf8(s, strlen(s)));
		for (size_t i = 0; s[i] != '\0'; i++)
			assert_true(((uint8_t)s[i] >= 0x20 && s[i] != 0x7f) ||
				    strncmp(s + i, "\n> ", 3) == 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ordinary_text_stays_as_it_is),
	    cmocka_unit_test(escape_sequences_become_visible),
	    cmocka_unit_test(direction_and_invisible_characters_become_visible),
	    cmocka_unit_test(the_mark_itself_cannot_be_faked),
	    cmocka_unit_test(no_control_or_direction_character_passes),
	    cmocka_unit_test(bytes_that_are_no_text_are_shown_one_by_one),
	    cmocka_unit_test(each_line_of_an_answer_stands_behind_the_bar),
	    cmocka_unit_test(long_lines_are_folded_behind_the_bar),
	    cmocka_unit_test(
		rows_are_folded_between_words_and_keep_every_character),
	    cmocka_unit_test(marks_that_climb_over_other_lines_become_numbers),
	    cmocka_unit_test(private_use_and_noncharacters_become_visible),
	    cmocka_unit_test(whatever_comes_in_what_goes_out_is_text),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
