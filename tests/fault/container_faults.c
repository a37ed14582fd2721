/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Containers: every write and allocation fails once; and what takes bytes from
 * the caller's functions believes no count that cannot be.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "crypto/core/armor.h"
#include "crypto/core/tar.h"
#include "crypto/core/tip.h"
#include "crypto/unseal/unseal.h"
#include "tests/fault/crypto_wraps.h"

#define OUT_MAX ((size_t)1 << 20)
#define CALLBACK_FAILED (-5)

static int
write_or_fail(void *ctx, const void *p, size_t n)
{
	return fault_now(FAULT_WRITE) ? CALLBACK_FAILED : buf_add(ctx, p, n);
}

/* A tip of members with and without content and padding. */
static int
write_tip(struct buf *out)
{
	static const uint8_t block[TAR_BLOCK] = {1};
	int r = tar_member(write_or_fail, out, "tip.json", "{}", 2);

	if (r == TAR_OK)
		r = tar_member(write_or_fail, out, "empty", "", 0);
	if (r == TAR_OK)
		r = tar_member(write_or_fail, out, "block", block, TAR_BLOCK);
	return r == TAR_OK ? tar_end(write_or_fail, out) : r;
}

/* Whether an archive is read to its end. */
static bool
reads_whole(const struct buf *b)
{
	struct tar_walk w = {.data = b->data, .len = b->len};
	char name[TAR_NAME_MAX];
	const uint8_t *content;
	size_t n;
	int r;

	while ((r = tar_walk_next(&w, name, &content, &n)) == 1)
		continue;
	return r == 0;
}

static void
container_with_a_failing_write_is_told_and_not_whole(void **state)
{
	unsigned nth = 0;
	bool fired;

	(void)state;
	do {
		struct buf out;
		buf_init(&out, &buf_heap, OUT_MAX);
		fault_arm(FAULT_WRITE, nth++);
		int r = write_tip(&out);
		fired = fault_disarm();
		assert_int_equal(r, fired ? TAR_E_IO : TAR_OK);
		assert_int_equal(reads_whole(&out), !fired);
		buf_free(&out);
	} while (fired);
	/* Three writes, one, two, and one for the end. */
	assert_int_equal(nth, 8);
}

static void
member_that_may_not_be_is_not_begun(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, &buf_heap, OUT_MAX);
	assert_int_equal(
	    tar_member(write_or_fail, &out, "../x", "x", 1), TAR_E_NAME);
	assert_int_equal(
	    tar_member(write_or_fail, &out, "x", "x", (size_t)TAR_SIZE_MAX + 1),
	    TAR_E_SIZE);
	assert_int_equal(out.len, 0);
}

static int
pad(size_t len, size_t max)
{
	struct buf b;

	buf_init(&b, &buf_heap, max);
	assert_int_equal(buf_add_zeros(&b, len), BUF_OK);
	fault_arm(FAULT_MALLOC, 0);
	int r = tip_pad(&b);
	fault_disarm();
	buf_free(&b);
	return r;
}

static void
padding_tells_limit_from_memory(void **state)
{
	(void)state;
	assert_int_equal(pad(1000, OUT_MAX), AGE_E_MEMORY);
	assert_int_equal(pad(1000, 2000), AGE_E_LIMIT);
	assert_int_equal(
	    pad(TIP_CLASS_MAX + 1, TIP_CLASS_MAX + 1), AGE_E_LIMIT);
	assert_int_equal(pad(TIP_CLASS_MIN, OUT_MAX), AGE_OK);
}

/* It says that it read more than there was room for. */
static ssize_t
read_too_much(void *ctx, void *p, size_t n)
{
	(void)ctx;
	memset(p, 'a', n);
	return (ssize_t)n + 1;
}

static void
count_beyond_what_was_asked_for_is_a_failed_read(void **state)
{
	const struct unseal_keys keys = {
	    .passphrase = "x", .passphrase_len = 1};
	struct armor_reader a;
	struct unsealer *u;
	uint8_t out[16];

	(void)state;
	assert_int_equal(
	    unsealer_new(&u, &keys, read_too_much, NULL), AGE_E_IO);
	armor_reader_init(&a, ARMOR_DETECT, read_too_much, NULL);
	assert_true(armor_read(&a, out, sizeof out) < 0);
}

/* Out of memory is not taken for broken armor. */
static void
armor_decoded_without_memory_leaves_nothing(void **state)
{
	static const char text[] = ARMOR_BEGIN "\nYWJj\n" ARMOR_END "\n";
	struct buf out;

	(void)state;
	buf_init(&out, &buf_heap, OUT_MAX);
	fault_arm(FAULT_MALLOC, 0);
	assert_int_equal(
	    armor_decode(text, sizeof text - 1, &out), AGE_E_MEMORY);
	assert_true(fault_disarm());
	assert_int_equal(out.len, 0);
	assert_int_equal(armor_decode(text, sizeof text - 1, &out), AGE_OK);
	assert_int_equal(out.len, 3);
	buf_free(&out);
	buf_init(&out, &buf_heap, 2);
	assert_int_equal(
	    armor_decode(text, sizeof text - 1, &out), AGE_E_LIMIT);
	assert_int_equal(out.len, 0);
	buf_free(&out);
}

static void
library_that_does_not_start_is_told(void **state)
{
	(void)state;
	fault_arm(FAULT_INIT, 0);
	assert_int_equal(age_init(), AGE_E_CRYPTO);
	assert_true(fault_disarm());
	assert_int_equal(age_init(), AGE_OK);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		container_with_a_failing_write_is_told_and_not_whole),
	    cmocka_unit_test(member_that_may_not_be_is_not_begun),
	    cmocka_unit_test(padding_tells_limit_from_memory),
	    cmocka_unit_test(count_beyond_what_was_asked_for_is_a_failed_read),
	    cmocka_unit_test(armor_decoded_without_memory_leaves_nothing),
	    cmocka_unit_test(library_that_does_not_start_is_told),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
