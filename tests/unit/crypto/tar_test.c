/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The ustar subset: one way to write an archive, every other one refused.
 */
#include "crypto_test.h"

#include "crypto/core/tar.h"

static void
put(struct buf *b, const char *name, const void *p, size_t n)
{
	assert_int_equal(tar_member(io_write_to_buf, b, name, p, n), TAR_OK);
}

static struct buf
archive_of_two(void)
{
	struct buf b;

	buf_init(&b, &buf_heap, TEST_MAX);
	put(&b, "tip.json", "{}", 2);
	put(&b, "photos/photo-1.jpg", "0123456789", 10);
	assert_int_equal(tar_end(io_write_to_buf, &b), TAR_OK);
	return b;
}

static int
names_only(const char *name)
{
	uint8_t block[TAR_BLOCK];

	return tar_header(name, 0, block);
}

static void
names_of_the_pattern_are_taken(void **state)
{
	char longest[TAR_NAME_MAX];

	(void)state;
	memset(longest, 'a', sizeof longest);
	longest[TAR_NAME_MAX - 1] = '\0';
	assert_int_equal(names_only("tip.json"), TAR_OK);
	assert_int_equal(names_only("tips/0123456789abcdef.age"), TAR_OK);
	assert_int_equal(names_only("A-z_0.9/b/c..d"), TAR_OK);
	assert_int_equal(names_only(longest), TAR_OK);
}

static void
other_names_are_refused(void **state)
{
	static const char *const bad[] = {"", ".", "..", "/", "/a", "a/",
	    "a//b", "../a", "a/../b", "a/.b", ".a", "a b", "a\nb", "a\\b",
	    "a:b", "\x1b", "\xc3\xa5", "a/."};
	char too_long[TAR_NAME_MAX + 1];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(names_only(bad[i]), TAR_E_NAME);
	memset(too_long, 'a', sizeof too_long);
	too_long[TAR_NAME_MAX] = '\0';
	assert_int_equal(names_only(too_long), TAR_E_NAME);
}

static void
sizes_up_to_the_maximum_round_trip(void **state)
{
	static const uint64_t sizes[] = {0, 1, 511, 512, 07777, TAR_SIZE_MAX};
	uint8_t block[TAR_BLOCK];
	char name[TAR_NAME_MAX];
	uint64_t size;
	bool end;

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		assert_int_equal(tar_header("a", sizes[i], block), TAR_OK);
		assert_int_equal(
		    tar_header_read(block, name, &size, &end), TAR_OK);
		assert_int_equal(size, sizes[i]);
		assert_string_equal(name, "a");
		assert_false(end);
	}
	assert_int_equal(tar_header("a", TAR_SIZE_MAX + 1, block), TAR_E_SIZE);
}

static void
every_flipped_bit_of_a_header_is_refused(void **state)
{
	uint8_t block[TAR_BLOCK];
	char name[TAR_NAME_MAX];
	uint64_t size;
	bool end;

	(void)state;
	assert_int_equal(tar_header("tip.json", 1234, block), TAR_OK);
	for (size_t i = 0; i < sizeof block; i++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			block[i] ^= (uint8_t)(1U << bit);
			assert_int_equal(
			    tar_header_read(block, name, &size, &end),
			    TAR_E_HEADER);
			block[i] ^= (uint8_t)(1U << bit);
		}
	}
	assert_int_equal(tar_header_read(block, name, &size, &end), TAR_OK);
}

/* A header of another kind whose checksum is right. */
static void
other_kinds_and_owners_are_refused_with_a_right_checksum(void **state)
{
	static const struct {
		size_t at;
		char value;
	} changes[] = {{100 + 6, '4'}, {108 + 6, '1'}, {116 + 6, '1'},
	    {136 + 10, '1'}, {156, '1'}, {156, '2'}, {156, '5'}, {156, 'L'},
	    {156, 'x'}, {156, '\0'}, {157, 'a'}, {262, ' '}, {263, ' '},
	    {265, 'r'}, {297, 'r'}, {329, '1'}, {337, '1'}, {345, 'p'},
	    {511, '1'}};

	(void)state;
	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
		uint8_t block[TAR_BLOCK];
		char digits[8];
		char name[TAR_NAME_MAX];
		uint64_t size;
		bool end;
		unsigned sum = 0;

		assert_int_equal(tar_header("a", 5, block), TAR_OK);
		block[changes[i].at] = (uint8_t)changes[i].value;
		memset(block + 148, ' ', 8);
		for (size_t j = 0; j < TAR_BLOCK; j++)
			sum += block[j];
		for (size_t j = 6; j-- > 0; sum >>= 3)
			digits[j] = (char)('0' + (sum & 7));
		memcpy(block + 148, digits, 6);
		block[154] = '\0';
		assert_int_equal(
		    tar_header_read(block, name, &size, &end), TAR_E_HEADER);
	}
}

/* Walk to the end; the result, and how many members came before it. */
static int
walk(const uint8_t *p, size_t len, size_t *members)
{
	struct tar_walk w = {.data = p, .len = len};
	char name[TAR_NAME_MAX];
	const uint8_t *content;
	size_t size;
	int r;

	for (*members = 0; (r = tar_walk_next(&w, name, &content, &size)) == 1;
	     ++*members)
		assert_true(content >= p && content + size <= p + len);
	return r;
}

static void
members_come_back_as_written(void **state)
{
	struct buf b = archive_of_two();
	struct tar_walk w = {.data = b.data, .len = b.len};
	char name[TAR_NAME_MAX];
	const uint8_t *content;
	size_t size;

	(void)state;
	assert_int_equal(b.len, 6 * TAR_BLOCK);
	assert_int_equal(tar_walk_next(&w, name, &content, &size), 1);
	assert_string_equal(name, "tip.json");
	assert_int_equal(size, 2);
	assert_memory_equal(content, "{}", 2);
	assert_int_equal(tar_walk_next(&w, name, &content, &size), 1);
	assert_string_equal(name, "photos/photo-1.jpg");
	assert_int_equal(size, 10);
	assert_memory_equal(content, "0123456789", 10);
	assert_int_equal(tar_walk_next(&w, name, &content, &size), 0);
	assert_int_equal(tar_walk_next(&w, name, &content, &size), 0);
	buf_free(&b);
}

static void
zeros_after_the_end_are_padding_and_nothing_else_is(void **state)
{
	struct buf b = archive_of_two();
	size_t members;

	(void)state;
	assert_int_equal(buf_add_zeros(&b, 1000), BUF_OK);
	assert_int_equal(walk(b.data, b.len, &members), 0);
	assert_int_equal(members, 2);
	for (size_t i = (size_t)4 * TAR_BLOCK; i < b.len; i++) {
		b.data[i] = 1;
		assert_true(walk(b.data, b.len, &members) < 0);
		b.data[i] = 0;
	}
	buf_free(&b);
}

static void
bytes_between_content_and_block_must_be_zero(void **state)
{
	struct buf b = archive_of_two();
	size_t members;

	(void)state;
	for (size_t i = TAR_BLOCK + 2; i < (size_t)2 * TAR_BLOCK; i++) {
		b.data[i] = 0x80;
		assert_int_equal(walk(b.data, b.len, &members), TAR_E_TRAILER);
		assert_int_equal(members, 0);
		b.data[i] = 0;
	}
	buf_free(&b);
}

static void
every_truncation_is_refused(void **state)
{
	struct buf b = archive_of_two();
	size_t members;

	(void)state;
	for (size_t len = 0; len < b.len; len++) {
		/* A copy of that size, so that a sanitizer sees any overrun. */
		uint8_t *cut = malloc(len + 1);
		assert_non_null(cut);
		memcpy(cut, b.data, len);
		int r = walk(cut, len, &members);
		assert_true(r == TAR_E_TRUNCATED || r == TAR_E_TRAILER);
		free(cut);
	}
	buf_free(&b);
}

static void
member_larger_than_the_archive_is_truncated(void **state)
{
	uint8_t p[4 * TAR_BLOCK] = {0};
	size_t members;

	(void)state;
	assert_int_equal(tar_header("a", TAR_SIZE_MAX, p), TAR_OK);
	assert_int_equal(walk(p, sizeof p, &members), TAR_E_TRUNCATED);
	assert_int_equal(
	    tar_header("a", (uint64_t)3 * TAR_BLOCK + 1, p), TAR_OK);
	assert_int_equal(walk(p, sizeof p, &members), TAR_E_TRUNCATED);
}

static void
padding_fills_up_to_the_block(void **state)
{
	(void)state;
	assert_int_equal(tar_padding(0), 0);
	assert_int_equal(tar_padding(1), 511);
	assert_int_equal(tar_padding(511), 1);
	assert_int_equal(tar_padding(512), 0);
	assert_int_equal(tar_padding(513), 511);
}

static int
refuse_after(void *ctx, const void *p, size_t n)
{
	int *left = ctx;

	(void)p;
	(void)n;
	return (*left)-- > 0 ? 0 : -1;
}

static void
failing_write_is_told(void **state)
{
	(void)state;
	for (int n = 0; n < 3; n++) {
		int left = n;
		assert_int_equal(
		    tar_member(refuse_after, &left, "a", "b", 1), TAR_E_IO);
	}
	int left = 3;
	assert_int_equal(tar_member(refuse_after, &left, "a", "b", 1), TAR_OK);
	assert_int_equal(tar_end(refuse_after, &left), TAR_E_IO);
}

static void
every_error_has_a_text_of_its_own(void **state)
{
	(void)state;
	for (int a = TAR_E_IO; a <= TAR_OK; a++) {
		assert_string_not_equal(tar_strerror(a), "unknown error");
		for (int b = a + 1; b <= TAR_OK; b++)
			assert_string_not_equal(
			    tar_strerror(a), tar_strerror(b));
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_of_the_pattern_are_taken),
	    cmocka_unit_test(other_names_are_refused),
	    cmocka_unit_test(sizes_up_to_the_maximum_round_trip),
	    cmocka_unit_test(every_flipped_bit_of_a_header_is_refused),
	    cmocka_unit_test(
		other_kinds_and_owners_are_refused_with_a_right_checksum),
	    cmocka_unit_test(members_come_back_as_written),
	    cmocka_unit_test(
		zeros_after_the_end_are_padding_and_nothing_else_is),
	    cmocka_unit_test(bytes_between_content_and_block_must_be_zero),
	    cmocka_unit_test(every_truncation_is_refused),
	    cmocka_unit_test(member_larger_than_the_archive_is_truncated),
	    cmocka_unit_test(padding_fills_up_to_the_block),
	    cmocka_unit_test(failing_write_is_told),
	    cmocka_unit_test(every_error_has_a_text_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
