/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Exif: the orientation is found in either byte order, what is told is told,
 * and nothing that is damaged leads astray.
 */
#include "made.h"

#include "photo/exif.h"

static struct exif
read_bytes(const char *p, size_t n)
{
	/* Of the exact size, so that a sanitizer sees a byte too far. */
	char *exact = test_malloc(n + (n == 0));
	struct exif exif;

	memcpy(exact, p, n);
	exif = exif_read((struct view){(const uint8_t *)exact, n});
	test_free(exact);
	return exif;
}

static void
reads(const char *p, size_t n, unsigned orientation, unsigned bits)
{
	struct exif exif = read_bytes(p, n);

	assert_int_equal(exif.orientation, orientation);
	assert_int_equal(exif.bits, bits);
}

#define HEAD "MM\0*\0\0\0\x08"
/* Entries: an orientation, and any of a tag and a value. */
#define TURNED(value) "\1\x12\0\3\0\0\0\1" value "\0\0"
#define ENTRY(tag, value) tag "\0\4\0\0\0\1" value
#define NO_MORE "\0\0\0\0"

static void
the_orientation_is_found_in_either_byte_order(void **state)
{
	(void)state;
	reads(BYTES(TIFF_BIG), 6, 0);
	reads(BYTES(TIFF_LITTLE), 6, 0);
}

static void
orientations_outside_1_to_8_are_none(void **state)
{
	(void)state;
	reads(BYTES(HEAD "\0\1" TURNED("\0\0") NO_MORE), 1, PHOTO_HAD_OTHER);
	reads(BYTES(HEAD "\0\1" TURNED("\0\1") NO_MORE), 1, 0);
	reads(BYTES(HEAD "\0\1" TURNED("\0\x08") NO_MORE), 8, 0);
	reads(BYTES(HEAD "\0\1" TURNED("\0\x09") NO_MORE), 1, PHOTO_HAD_OTHER);
	reads(BYTES(HEAD "\0\1" TURNED("\6\0") NO_MORE), 1, PHOTO_HAD_OTHER);
}

/* As browsers have it: a SHORT, one of it. */
static void
orientations_of_another_type_or_count_are_none(void **state)
{
	(void)state;
	reads(BYTES(HEAD "\0\1\1\x12\0\4\0\0\0\1\0\0\0\6" NO_MORE), 1,
	    PHOTO_HAD_OTHER);
	reads(BYTES(HEAD "\0\1\1\x12\0\4\0\0\0\1\0\6\0\0" NO_MORE), 1,
	    PHOTO_HAD_OTHER);
	reads(BYTES(HEAD "\0\1\1\x12\0\3\0\0\0\2\0\6\0\6" NO_MORE), 1,
	    PHOTO_HAD_OTHER);
}

static void
the_first_orientation_counts(void **state)
{
	(void)state;
	reads(BYTES(HEAD "\0\2" TURNED("\0\3") TURNED("\0\6") NO_MORE), 3,
	    PHOTO_HAD_OTHER);
}

static void
the_minimal_exif_is_read_as_what_it_was_written_for(void **state)
{
	uint8_t exif[EXIF_MINIMAL_LEN];

	(void)state;
	for (unsigned o = 1; o <= 8; o++) {
		exif_minimal(o, exif);
		reads((const char *)exif, sizeof exif, o, 0);
	}
	exif_minimal(6, exif);
	assert_memory_equal(exif, TIFF_BIG, sizeof exif);
}

static void
bytes_behind_the_minimal_exif_are_told(void **state)
{
	(void)state;
	reads(BYTES(TIFF_BIG "secret"), 6, PHOTO_HAD_OTHER);
}

static void
an_exif_shorter_than_what_would_be_written_turns_nothing(void **state)
{
	(void)state;
	/* The offset of the next directory is missing. */
	reads(BYTES(HEAD "\0\1" TURNED("\0\6")), 1, PHOTO_HAD_OTHER);
}

static void
what_is_no_tiff_file_tells_nothing_else(void **state)
{
	(void)state;
	reads(BYTES(""), 1, PHOTO_HAD_OTHER);
	reads(BYTES("II"), 1, PHOTO_HAD_OTHER);
	reads(BYTES("MM*\0\0\0\0\x08 and more than 26 bytes"), 1,
	    PHOTO_HAD_OTHER);
	reads(BYTES("MM\0+\0\0\0\x08\0\1" TURNED("\0\6") NO_MORE), 1,
	    PHOTO_HAD_OTHER);
	reads(BYTES("IM*\0\x08\0\0\0 and more than 26 bytes"), 1,
	    PHOTO_HAD_OTHER);
}

static void
truncated_anywhere_it_is_read_as_far_as_it_goes(void **state)
{
	static const char whole[] = HEAD "\0\3" TURNED("\0\6")
	    ENTRY("\1\x0f", "mine") ENTRY("\x88\x25", "\0\0\0\x32") NO_MORE
	    "\0\1" ENTRY("\0\2", "\0\0\0\0") NO_MORE;

	(void)state;
	reads(BYTES(whole), 6, PHOTO_HAD_CAMERA | PHOTO_HAD_PLACE);
	for (size_t n = 0; n < sizeof whole - 1; n++) {
		struct exif exif = read_bytes(whole, n);
		assert_true(exif.bits != 0);
		assert_true(exif.orientation == 1 || n >= EXIF_MINIMAL_LEN);
	}
}

static void
directories_within_the_header_or_beyond_the_end_are_none(void **state)
{
	static const char *const offsets[] = {"\0\0\0\0", "\0\0\0\7",
	    "\0\0\0\x1a", "\0\0\0\x1b", "\xff\xff\xff\xff", "\x80\0\0\0"};

	(void)state;
	for (size_t i = 0; i < sizeof offsets / sizeof offsets[0]; i++) {
		char tiff[] = TIFF_BIG;
		memcpy(tiff + 4, offsets[i], 4);
		reads(BYTES(tiff), 1, PHOTO_HAD_OTHER);
	}
	/* Of six entries, were the offset's lower half their number. */
	reads(BYTES("MM\0*\0\0\0\6" TURNED("\0\6") TURNED("\0\6") TURNED("\0\6")
		      TURNED("\0\6") TURNED("\0\6") TURNED("\0\6") NO_MORE),
	    1, PHOTO_HAD_OTHER);
}

static void
more_entries_than_there_are_end_at_the_end(void **state)
{
	(void)state;
	reads(
	    BYTES(HEAD "\xff\xff" TURNED("\0\6") NO_MORE), 6, PHOTO_HAD_OTHER);
}

static void
directories_that_point_at_themselves_are_read_once(void **state)
{
	(void)state;
	/* Next, settings and position are all the first directory again. */
	reads(BYTES(HEAD "\0\3" TURNED("\0\6") ENTRY("\x87\x69", "\0\0\0\x08")
		      ENTRY("\x88\x25", "\0\0\0\x08") "\0\0\0\x08"),
	    6, PHOTO_HAD_CAMERA | PHOTO_HAD_PLACE | PHOTO_HAD_THUMBNAIL);
}

/* 2 MB of entries that point at directories would be 10^11 steps, were they
 * all followed. */
static void
only_the_first_pointer_of_a_kind_is_followed(void **state)
{
	enum { N = 5000 };
	struct buf b;

	(void)state;
	made_new(&b);
	add(&b, BYTES(HEAD "\x13\x88"));
	for (size_t i = 0; i < N; i++)
		add(&b, BYTES(ENTRY("\x87\x69", "\0\0\0\x08")));
	add(&b, BYTES("\0\0\0\x08"));
	reads((const char *)b.data, b.len, 1,
	    PHOTO_HAD_CAMERA | PHOTO_HAD_THUMBNAIL);
	buf_free(&b);
}

static void
tags_of_the_picture_are_told_by_what_they_say(void **state)
{
	static const struct {
		const char *tag;
		unsigned bits;
	} tags[] = {
	    {"\1\x0e", PHOTO_HAD_TEXT},
	    {"\1\x0f", PHOTO_HAD_CAMERA},
	    {"\1\x10", PHOTO_HAD_CAMERA},
	    {"\1\x31", PHOTO_HAD_CAMERA},
	    {"\1\x32", PHOTO_HAD_TIME},
	    {"\1\x3b", PHOTO_HAD_TEXT},
	    {"\x82\x98", PHOTO_HAD_TEXT},
	    {"\x87\x73", PHOTO_HAD_PROFILE},
	    {"\x9c\x9c", PHOTO_HAD_TEXT},
	    {"\1\x1a", PHOTO_HAD_OTHER},
	    {"\xc4\xa5", PHOTO_HAD_OTHER},
	};

	(void)state;
	for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
		char tiff[] = HEAD "\0\1" ENTRY("..", "\0\0\0\0") NO_MORE;
		memcpy(tiff + 10, tags[i].tag, 2);
		reads(BYTES(tiff), 1, tags[i].bits);
	}
}

#define POINTER_TO(tag) HEAD "\0\1" ENTRY(tag, "\0\0\0\x1a") NO_MORE

static void
settings_are_the_cameras_but_for_times_and_texts(void **state)
{
	(void)state;
	reads(BYTES(POINTER_TO("\x87\x69") "\0\1" ENTRY("\x92\x7c", "note")
		      NO_MORE),
	    1, PHOTO_HAD_CAMERA);
	reads(BYTES(POINTER_TO("\x87\x69") "\0\1" ENTRY("\x90\3", "time")
		      NO_MORE),
	    1, PHOTO_HAD_TIME);
	reads(BYTES(POINTER_TO("\x87\x69") "\0\1" ENTRY("\x92\x86", "text")
		      NO_MORE),
	    1, PHOTO_HAD_TEXT);
	reads(BYTES(POINTER_TO("\x87\x69") "\0\1" ENTRY("\x90\0", "0232")
		      NO_MORE),
	    1, PHOTO_HAD_OTHER);
}

static void
a_second_pointer_to_settings_is_not_followed(void **state)
{
	(void)state;
	/* The first leads to a time, the second nowhere. */
	reads(BYTES(HEAD "\0\2" ENTRY("\x87\x69", "\0\0\0\x26")
		      ENTRY("\x87\x69", "\0\0\0\1") NO_MORE
		  "\0\1" ENTRY("\x90\3", "time") NO_MORE),
	    1, PHOTO_HAD_TIME);
}

static void
a_position_is_told_when_there_is_more_than_its_version(void **state)
{
	(void)state;
	reads(BYTES(POINTER_TO("\x88\x25") "\0\1" ENTRY("\0\0", "\2\3\0\0")
		      NO_MORE),
	    1, PHOTO_HAD_OTHER);
	reads(BYTES(POINTER_TO("\x88\x25") "\0\1" ENTRY("\0\1", "N\0\0\0")
		      NO_MORE),
	    1, PHOTO_HAD_PLACE);
	reads(BYTES(POINTER_TO("\x88\x25") "\0\1" ENTRY("\0\x1d", "date")
		      NO_MORE),
	    1, PHOTO_HAD_TIME);
}

static void
a_position_that_cannot_be_read_is_told_as_one(void **state)
{
	(void)state;
	reads(BYTES(POINTER_TO("\x88\x25") "\0"), 1, PHOTO_HAD_PLACE);
	reads(BYTES(HEAD "\0\1" ENTRY("\x88\x25", "\xff\xff\xff\xff") NO_MORE),
	    1, PHOTO_HAD_PLACE);
}

static void
a_second_directory_is_a_thumbnails(void **state)
{
	(void)state;
	reads(BYTES(HEAD "\0\1" TURNED("\0\6") "\0\0\0\x1a"
					       "\0\1" ENTRY("\2\1", "\0\0\0\0")
						   NO_MORE),
	    6, PHOTO_HAD_THUMBNAIL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_orientation_is_found_in_either_byte_order),
	    cmocka_unit_test(orientations_outside_1_to_8_are_none),
	    cmocka_unit_test(orientations_of_another_type_or_count_are_none),
	    cmocka_unit_test(the_first_orientation_counts),
	    cmocka_unit_test(
		the_minimal_exif_is_read_as_what_it_was_written_for),
	    cmocka_unit_test(bytes_behind_the_minimal_exif_are_told),
	    cmocka_unit_test(
		an_exif_shorter_than_what_would_be_written_turns_nothing),
	    cmocka_unit_test(what_is_no_tiff_file_tells_nothing_else),
	    cmocka_unit_test(truncated_anywhere_it_is_read_as_far_as_it_goes),
	    cmocka_unit_test(
		directories_within_the_header_or_beyond_the_end_are_none),
	    cmocka_unit_test(more_entries_than_there_are_end_at_the_end),
	    cmocka_unit_test(
		directories_that_point_at_themselves_are_read_once),
	    cmocka_unit_test(only_the_first_pointer_of_a_kind_is_followed),
	    cmocka_unit_test(tags_of_the_picture_are_told_by_what_they_say),
	    cmocka_unit_test(settings_are_the_cameras_but_for_times_and_texts),
	    cmocka_unit_test(a_second_pointer_to_settings_is_not_followed),
	    cmocka_unit_test(
		a_position_is_told_when_there_is_more_than_its_version),
	    cmocka_unit_test(a_position_that_cannot_be_read_is_told_as_one),
	    cmocka_unit_test(a_second_directory_is_a_thumbnails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
