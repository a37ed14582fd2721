/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The photos of a posted form, and what is sealed of them.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/io.h"
#include "gateway/front/photos.h"

/* A PNG of one pixel, with a tEXt chunk of 24 bytes that goes. */
static const char png[] =
    "\211\120\116\107\015\012\032\012\000\000\000\015\111\110\104\122\000"
    "\000\000\001\000\000\000\001\010\000\000\000\000\072\176\233\125\000"
    "\000\000\014\164\105\130\164\103\157\155\155\145\156\164\000\101\156"
    "\156\141\016\160\104\154\000\000\000\012\111\104\101\124\170\234\143"
    "\050\007\000\000\171\000\170\123\063\341\376\000\000\000\000\111\105"
    "\116\104\256\102\140\202";
#define PNG_LEN (sizeof(png) - 1)
#define CLEAN_LEN (PNG_LEN - 24)

static const struct view whole = {.data = (const uint8_t *)png, .len = PNG_LEN};

static struct view
view_of(const char *s)
{
	return (struct view){.data = (const uint8_t *)s, .len = strlen(s)};
}

static void
add(struct body *b, const char *field, struct view content)
{
	b->files[b->n_files++] =
	    (struct body_file){.field = view_of(field), .content = content};
}

static void
each_photo_is_looked_at(void **state)
{
	struct body b = {.n_files = 0};
	struct photos p;

	(void)state;
	add(&b, "photo", whole);
	add(&b, "photo", view_of("GIF89a"));
	photos_read(&b, &p);
	assert_int_equal(p.n, 2);
	assert_int_equal(p.items[0].err, PHOTO_OK);
	assert_int_equal(p.items[0].len, CLEAN_LEN);
	assert_int_equal(p.items[0].report.type, PHOTO_PNG);
	assert_int_equal(p.items[0].report.width, 1);
	assert_int_equal(p.items[0].report.removed, PHOTO_HAD_TEXT);
	assert_ptr_equal(p.items[0].raw.data, whole.data);
	assert_int_equal(p.items[1].err, PHOTO_E_TYPE);
	assert_int_equal(p.n_faults, 1);
	assert_false(photos_are_fine(&p));
	b.n_files = 1;
	photos_read(&b, &p);
	assert_true(photos_are_fine(&p));
}

static void
what_is_no_photo_is_left_out(void **state)
{
	struct body b = {.n_files = 0};
	struct photos p;

	(void)state;
	add(&b, "photo", view_of(""));
	add(&b, "other", whole);
	add(&b, "Photo", whole);
	add(&b, "", whole);
	photos_read(&b, &p);
	assert_int_equal(p.n, 0);
	assert_true(photos_are_fine(&p));
}

/* A telephone may post so what it has in a cloud only. */
static void
a_chosen_file_without_content_is_refused(void **state)
{
	struct body b = {.n_files = 0};
	struct photos p;

	(void)state;
	add(&b, "photo", whole);
	add(&b, "photo", view_of(""));
	b.files[1].has_name = true;
	photos_read(&b, &p);
	assert_int_equal(p.n, 2);
	assert_int_equal(p.n_faults, 1);
	assert_int_not_equal(p.items[1].err, PHOTO_OK);
}

static void
as_many_as_the_limit_are_fine_and_one_more_is_not(void **state)
{
	struct body b = {.n_files = 0};
	struct photos p;

	(void)state;
	for (size_t i = 0; i < LIMIT_PHOTOS; i++)
		add(&b, "photo", whole);
	photos_read(&b, &p);
	assert_true(photos_are_fine(&p));
	add(&b, "photo", view_of(""));
	photos_read(&b, &p);
	assert_true(photos_are_fine(&p));
	add(&b, "photo", whole);
	photos_read(&b, &p);
	assert_int_equal(p.n, LIMIT_PHOTOS);
	assert_true(p.too_many);
	assert_false(photos_are_fine(&p));
	/* There were others that not even their body has. */
	b.n_files = 1;
	b.more_files = true;
	photos_read(&b, &p);
	assert_true(p.too_many);
}

static void
bytes_count_together(void **state)
{
	static uint8_t bytes[LIMIT_PHOTO_BYTES + 1];
	struct body b = {.n_files = 0};
	struct photos p;

	(void)state;
	add(&b, "photo", (struct view){bytes, LIMIT_PHOTO_BYTES / 2});
	add(&b, "photo", (struct view){bytes, LIMIT_PHOTO_BYTES / 2});
	photos_read(&b, &p);
	assert_false(p.too_large);
	b.files[1].content.len++;
	photos_read(&b, &p);
	assert_true(p.too_large);
	assert_int_equal(p.n, 2);
	assert_false(photos_are_fine(&p));
}

static void
of_a_cut_body_there_are_no_photos(void **state)
{
	struct body b = {.n_files = 0};
	struct photos p;

	(void)state;
	add(&b, "photo", whole);
	b.cut = BODY_CUT_LARGE;
	photos_read(&b, &p);
	assert_int_equal(p.n, 0);
	assert_true(p.too_large);
	assert_false(p.no_memory);
	assert_false(photos_are_fine(&p));
	b.cut = BODY_CUT_MEMORY;
	photos_read(&b, &p);
	assert_int_equal(p.n, 0);
	assert_false(p.too_large);
	assert_true(p.no_memory);
	assert_false(photos_are_fine(&p));
}

static void
names_are_numbered_from_one(void **state)
{
	char name[PHOTO_NAME_MAX];

	(void)state;
	photo_name(0, PHOTO_JPEG, name);
	assert_string_equal(name, "photo-1.jpg");
	photo_name(3, PHOTO_PNG, name);
	assert_string_equal(name, "photo-4.png");
}

static void
what_is_written_has_the_length_that_was_counted(void **state)
{
	struct body b = {.n_files = 0};
	struct photos p;
	struct buf out;

	(void)state;
	add(&b, "photo", whole);
	photos_read(&b, &p);
	buf_init(&out, &buf_heap, 1000);
	assert_int_equal(photo_write(&p.items[0], io_write_to_buf, &out), 0);
	assert_int_equal(out.len, CLEAN_LEN);
	assert_null(memmem(out.data, out.len, "Anna", 4));
	/* Never another, whatever came over it. */
	p.items[0].len++;
	assert_int_not_equal(
	    photo_write(&p.items[0], io_write_to_buf, &out), 0);
	p.items[0].len--;
	p.items[0].raw = view_of("GIF89a");
	assert_int_not_equal(
	    photo_write(&p.items[0], io_write_to_buf, &out), 0);
	buf_free(&out);
	buf_init(&out, &buf_heap, CLEAN_LEN - 1);
	p.items[0].raw = whole;
	assert_int_not_equal(
	    photo_write(&p.items[0], io_write_to_buf, &out), 0);
	buf_free(&out);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_photo_is_looked_at),
	    cmocka_unit_test(what_is_no_photo_is_left_out),
	    cmocka_unit_test(a_chosen_file_without_content_is_refused),
	    cmocka_unit_test(as_many_as_the_limit_are_fine_and_one_more_is_not),
	    cmocka_unit_test(bytes_count_together),
	    cmocka_unit_test(of_a_cut_body_there_are_no_photos),
	    cmocka_unit_test(names_are_numbered_from_one),
	    cmocka_unit_test(what_is_written_has_the_length_that_was_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
