/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Hostile text on the officer's terminal.
 */
#include "support.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/io.h"
#include "base/text.h"
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
		visible_line(&o, p, n);
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
			assert_true((uint8_t)s[i] >= 0x20 && s[i] != 0x7f);
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
	    cmocka_unit_test(whatever_comes_in_what_goes_out_is_text),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
