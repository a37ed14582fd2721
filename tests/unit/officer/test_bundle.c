/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * verify: a bundle is as FORMAT 9 says in every byte, or it is refused.
 */
#include "support.h"

#include <string.h>

#include "base/io.h"

static struct made made;

static int
set_up(void **state)
{
	(void)state;
	made_new(&made);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	made_free(&made);
	return 0;
}

static void
a_bundle_as_the_format_has_it_is_whole(void **state)
{
	struct said said;

	(void)state;
	check_bytes(made.bytes.data, made.bytes.len, &said);
	assert_int_equal(said.problems, 0);
}

/* The first member's header and the begin of a sealed tip: all bits. What
 * follows is more of the same: each bit in its turn. */
#define ALL_BITS 1024

static void
every_changed_bit_is_noticed(void **state)
{
	struct said said;

	(void)state;
	for (size_t i = 0; i < made.bytes.len; i = made_next(&made, i))
		for (unsigned bit = i < ALL_BITS ? 0 : i % 8; bit < 8;
		     bit += i < ALL_BITS ? 1 : 8) {
			made.bytes.data[i] ^= (uint8_t)(1u << bit);
			check_bytes(made.bytes.data, made.bytes.len, &said);
			made.bytes.data[i] ^= (uint8_t)(1u << bit);
			if (said.problems == 0)
				fail_msg("byte %zu, bit %u", i, bit);
		}
}

static void
every_truncation_is_noticed(void **state)
{
	struct said said;

	(void)state;
	for (size_t n = 0; n < made.bytes.len; n = made_next(&made, n)) {
		check_bytes(made.bytes.data, n, &said);
		if (said.problems == 0)
			fail_msg("cut to %zu bytes", n);
	}
}

static void
something_after_the_end_is_noticed(void **state)
{
	struct said said;
	size_t len = made.bytes.len;

	(void)state;
	for (size_t n = 1; n <= 3 * TAR_BLOCK; n++) {
		buf_add_zeros(&made.bytes, 1);
		check_bytes(made.bytes.data, made.bytes.len, &said);
		assert_int_equal(said.problems, 1);
		assert_int_equal(said.at, len);
	}
	made.bytes.len = len;
}

static void
a_missing_block_is_noticed_wherever_it_was(void **state)
{
	struct said said;
	struct buf b;

	(void)state;
	for (size_t at = 0; at < made.bytes.len; at += TAR_BLOCK) {
		buf_init(&b, &buf_heap, made.bytes.len);
		buf_add(&b, made.bytes.data, at);
		buf_add(&b, made.bytes.data + at + TAR_BLOCK,
		    made.bytes.len - at - TAR_BLOCK);
		check_bytes(b.data, b.len, &said);
		assert_true(said.problems > 0);
		buf_free(&b);
	}
}

static void
the_first_wrong_member_is_named_with_its_place(void **state)
{
	struct said said;
	size_t at = made.begin[1] + TAR_BLOCK + 300;

	(void)state;
	made.bytes.data[at] ^= 1;
	check_bytes(made.bytes.data, made.bytes.len, &said);
	made.bytes.data[at] ^= 1;
	assert_int_equal(said.problems, 1);
	assert_string_equal(
	    said.member, "tips/22222222222222222222222222222222.age");
	assert_int_equal(said.at, made.begin[1] + TAR_BLOCK);
}

static void
a_tip_behind_a_damaged_header_is_named_as_lost(void **state)
{
	struct said said;

	(void)state;
	made.bytes.data[made.begin[0]] ^= 1;
	check_bytes(made.bytes.data, made.bytes.len, &said);
	made.bytes.data[made.begin[0]] ^= 1;
	/* The place, and then the tip that should have been there. */
	assert_int_equal(said.problems, 2);
	assert_string_equal(said.member, "header");
	assert_int_equal(said.at, 0);
}

static void
two_tips_that_changed_places_are_noticed(void **state)
{
	struct said said;
	struct buf b;

	(void)state;
	buf_init(&b, &buf_heap, made.bytes.len);
	buf_add(
	    &b, made.bytes.data + made.begin[1], made.end[1] - made.begin[1]);
	buf_add(&b, made.bytes.data, made.begin[1]);
	buf_add(
	    &b, made.bytes.data + made.end[1], made.bytes.len - made.end[1]);
	check_bytes(b.data, b.len, &said);
	assert_true(said.problems > 0);
	buf_free(&b);
}

static void
a_tip_that_was_taken_out_is_noticed(void **state)
{
	struct said said;
	struct buf b;

	(void)state;
	buf_init(&b, &buf_heap, made.bytes.len);
	buf_add(&b, made.bytes.data, made.begin[2]);
	buf_add(
	    &b, made.bytes.data + made.end[2], made.bytes.len - made.end[2]);
	check_bytes(b.data, b.len, &said);
	assert_string_equal(
	    said.member, "tips/33333333333333333333333333333333.age");
	buf_free(&b);
}

#define ID "11111111111111111111111111111111"

static int
problems_around(const void *p, size_t n)
{
	struct said said;
	struct buf blob;
	struct buf b;

	buf_init(&blob, &buf_heap, n);
	buf_add(&blob, p, n);
	bundle_around(&b, "tips/" ID ".age", &blob, NULL, NULL);
	check_bytes(b.data, b.len, &said);
	buf_free(&blob);
	buf_free(&b);
	return said.problems;
}

static void
tips_of_another_shape_are_refused(void **state)
{
	uint8_t blob[MADE_BLOB];
	const uint8_t *whole = made.bytes.data + made.begin[0] + TAR_BLOCK;

	(void)state;
	memcpy(blob, whole, sizeof blob);
	assert_int_equal(problems_around(blob, sizeof blob), 0);
	assert_int_equal(problems_around(blob, sizeof blob - 1), 1);
	assert_int_equal(problems_around("no age file", 11), 1);
	uint8_t *type = memmem(blob, sizeof blob, "X25519", 6);
	assert_non_null(type);
	memcpy(type, "x25519", 6);
	assert_int_equal(problems_around(blob, sizeof blob), 1);
}

static int
problems_with(const char *name, const char *manifest, const char *sums)
{
	struct said said;
	struct buf blob;
	struct buf b;

	buf_init(&blob, &buf_heap, MADE_BLOB);
	buf_add(&blob, made.bytes.data + made.begin[0] + TAR_BLOCK, MADE_BLOB);
	bundle_around(&b, name, &blob, manifest, sums);
	check_bytes(b.data, b.len, &said);
	buf_free(&blob);
	buf_free(&b);
	return said.problems;
}

static void
manifests_of_another_shape_are_refused(void **state)
{
#define HEAD "inkast-bundle/1\nservice Test\n"
	static const char *const bad[] = {
	    "",
	    "inkast-bundle/2\nservice Test\ntips 1\n" ID " 2026-11-20 0\n",
	    "inkast-bundle/1\ntips 1\n" ID " 2026-11-20 0\n",
	    HEAD "tips 2\n" ID " 2026-11-20 0\n",
	    HEAD "tips 01\n" ID " 2026-11-20 0\n",
	    HEAD "tips 1\n" ID " 2026-11-20 0",
	    HEAD "tips 1\n" ID " 2026-11-20 00\n",
	    HEAD "tips 1\n" ID " 2026-11-20 4294967296\n",
	    HEAD "tips 1\n" ID " 2026-11-20\n",
	    HEAD "tips 1\n" ID " 2026/11/20 0\n",
	    HEAD "tips 1\n" ID " 2026-13-20 0\n",
	    HEAD "tips 1\n" ID " 2026-00-20 0\n",
	    HEAD "tips 1\n" ID " 2026-11-31 0\n",
	    HEAD "tips 1\n" ID " 2026-11-00 0\n",
	    HEAD "tips 1\n" ID " 2026-02-29 0\n",
	    HEAD "tips 1\n" ID " 2100-02-29 0\n",
	    "inkast-bundle/1\nservice \ntips 1\n" ID " 2026-11-20 0\n",
	    "inkast-bundle/1\nservice \x1b[2J\ntips 1\n" ID " 2026-11-20 0\n",
	    "inkast-bundle/1\nservice \xff\ntips 1\n" ID " 2026-11-20 0\n",
	    HEAD "tips 1\n" ID "  2026-11-20 0\n",
	    HEAD "tips 1\n" ID " 2026-11-20 0\r\n",
	    HEAD "tips 1\n22222222222222222222222222222222 2026-11-20 0\n",
	    HEAD "tips 1\n" ID " 2026-11-20 0\n" ID " 2026-11-20 0\n",
	    HEAD "tips 99999999999999999999\n" ID " 2026-11-20 0\n",
	};

	(void)state;
	assert_int_equal(problems_with("tips/" ID ".age", NULL, NULL), 0);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (problems_with("tips/" ID ".age", bad[i], NULL) == 0)
			fail_msg("accepted: %s", bad[i]);
}

static void
leap_days_and_names_in_swedish_are_accepted(void **state)
{
	(void)state;
	assert_int_equal(problems_with("tips/" ID ".age",
			     HEAD "tips 1\n" ID " 2028-02-29 0\n", NULL),
	    0);
	assert_int_equal(
	    problems_with("tips/" ID ".age",
		"inkast-bundle/1\nservice Tipslåda Öst\ntips 1\n" ID
		" 2026-11-20 0\n",
		NULL),
	    0);
}

static void
foreign_members_are_refused(void **state)
{
	static const char *const names[] = {"tips/" ID, "tips/" ID ".AGE",
	    "tips/1111.age", ID ".age", "tip.json", "MANIFEST.minisig",
	    "tips/1111111111111111111111111111111g.age",
	    "tips/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.age"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		assert_true(problems_with(names[i], NULL, NULL) > 0);
}

static void
checksums_of_another_shape_are_refused(void **state)
{
	/* The last has the length of the manifest's line and nothing else. */
	static const char no_tips[] =
	    "0000000000000000000000000000000000000000000000000000000000000000"
	    "  MANIFEST\n";
	const char *const bad[] = {"", "x", "\n", no_tips};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_true(problems_with("tips/" ID ".age", NULL, bad[i]) > 0);
}

static int
stop(void *ctx, const struct bundle_problem *p)
{
	(void)p;
	++*(int *)ctx;
	return 1;
}

static void
a_reader_that_heard_enough_hears_no_more(void **state)
{
	struct bundle b;
	struct file f;
	int heard = 0;

	(void)state;
	file_open(&f, made.bytes.data, made.begin[1] + 7);
	assert_int_equal(bundle_open(&b, f.path), 0);
	int problems = bundle_check(&b, f.path, stop, &heard);
	assert_int_equal(problems, 1);
	assert_int_equal(heard, 1);
	bundle_close(&b);
	file_close(&f);
}

static void
a_name_of_the_right_form_must_be_the_right_one(void **state)
{
	struct bundle b;
	struct file f;
	int heard = 0;

	(void)state;
	file_open(&f, made.bytes.data, made.bytes.len);
	assert_int_equal(bundle_open(&b, f.path), 0);
	assert_int_equal(
	    bundle_check(&b, "x/inkast-0123456789abcdef.tar", stop, &heard), 1);
	assert_int_equal(
	    bundle_check(&b, "x/inkast-november.tar", stop, &heard), 0);
	assert_int_equal(heard, 1);
	bundle_close(&b);
	file_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_bundle_as_the_format_has_it_is_whole),
	    cmocka_unit_test(every_changed_bit_is_noticed),
	    cmocka_unit_test(every_truncation_is_noticed),
	    cmocka_unit_test(something_after_the_end_is_noticed),
	    cmocka_unit_test(a_missing_block_is_noticed_wherever_it_was),
	    cmocka_unit_test(the_first_wrong_member_is_named_with_its_place),
	    cmocka_unit_test(a_tip_behind_a_damaged_header_is_named_as_lost),
	    cmocka_unit_test(two_tips_that_changed_places_are_noticed),
	    cmocka_unit_test(a_tip_that_was_taken_out_is_noticed),
	    cmocka_unit_test(tips_of_another_shape_are_refused),
	    cmocka_unit_test(manifests_of_another_shape_are_refused),
	    cmocka_unit_test(leap_days_and_names_in_swedish_are_accepted),
	    cmocka_unit_test(foreign_members_are_refused),
	    cmocka_unit_test(checksums_of_another_shape_are_refused),
	    cmocka_unit_test(a_reader_that_heard_enough_hears_no_more),
	    cmocka_unit_test(a_name_of_the_right_form_must_be_the_right_one),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
