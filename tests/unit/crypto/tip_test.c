/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Size classes, padding, and the check of a sealed tip that the vault makes
 * (docs/FORMAT.md 1.1 to 1.4 and 2.2).
 */
#include "crypto_test.h"

#include "crypto/core/tip.h"

static const size_t classes[] = {
    16384, 65536, 262144, 1048576, 4194304, 16777216};
#define N_CLASSES (sizeof classes / sizeof classes[0])

static void
class_is_the_smallest_that_fits(void **state)
{
	(void)state;
	assert_int_equal(tip_class(0), 16384);
	for (size_t i = 0; i < N_CLASSES; i++) {
		assert_int_equal(tip_class(classes[i]), classes[i]);
		assert_int_equal(tip_class(classes[i] - 1), classes[i]);
		assert_int_equal(tip_class(classes[i] + 1),
		    i + 1 < N_CLASSES ? classes[i + 1] : 0);
	}
	assert_int_equal(tip_class(SIZE_MAX), 0);
}

static void
padding_adds_zeros_up_to_the_class(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, &buf_heap, 65536);
	assert_int_equal(buf_add(&b, "archive", 7), BUF_OK);
	assert_int_equal(tip_pad(&b), AGE_OK);
	assert_int_equal(b.len, 16384);
	assert_memory_equal(b.data, "archive", 7);
	for (size_t i = 7; i < b.len; i++)
		assert_int_equal(b.data[i], 0);
	assert_int_equal(tip_pad(&b), AGE_OK);
	assert_int_equal(b.len, 16384);
	buf_free(&b);
}

static void
padding_beyond_a_limit_is_refused(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, &buf_heap, 16383);
	assert_int_equal(buf_add(&b, "a", 1), BUF_OK);
	assert_int_equal(tip_pad(&b), AGE_E_LIMIT);
	buf_free(&b);
	buf_init(&b, &buf_heap, TEST_MAX);
	assert_int_equal(buf_add_zeros(&b, TIP_CLASS_MAX + 1), BUF_OK);
	assert_int_equal(tip_pad(&b), AGE_E_LIMIT);
	buf_free(&b);
}

static void
payload_length_counts_nonce_and_tags(void **state)
{
	(void)state;
	assert_int_equal(age_payload_len(0), 16 + 16);
	assert_int_equal(age_payload_len(1), 16 + 1 + 16);
	assert_int_equal(age_payload_len(65535), 16 + 65535 + 16);
	assert_int_equal(age_payload_len(65536), 16 + 65536 + 16);
	assert_int_equal(age_payload_len(65537), 16 + 65537 + 32);
	assert_int_equal(age_payload_len(TIP_CLASS_MAX),
	    16 + TIP_CLASS_MAX + (size_t)256 * 16);
}

static void
sealed_tip_of_every_class_passes(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_CLASSES; i++) {
		struct buf b = sealed_pattern(classes[i], 4);
		assert_int_equal(
		    tip_check_blob(b.data, b.len, 4, AGE_X25519), AGE_OK);
		assert_int_equal(
		    b.len, 22 + 98 * 4 + 48 + age_payload_len(classes[i]));
		buf_free(&b);
	}
}

static void
another_number_of_stanzas_is_refused(void **state)
{
	(void)state;
	for (size_t n = 1; n <= 6; n++) {
		struct buf b = sealed_pattern(16384, n);
		for (size_t want = 0; want <= 7; want++)
			assert_int_equal(
			    tip_check_blob(b.data, b.len, want, AGE_X25519),
			    want == n ? AGE_OK : AGE_E_HEADER);
		buf_free(&b);
	}
}

static void
length_of_no_class_is_refused(void **state)
{
	static const size_t lengths[] = {
	    0, 1, 16383, 16385, 65535, 65537, 32768};
	struct buf b = sealed_pattern(16384, 2);

	(void)state;
	for (size_t len = b.len - 16384 - 32; len < b.len; len += 97)
		assert_int_equal(
		    tip_check_blob(b.data, len, 2, AGE_X25519), AGE_E_PAYLOAD);
	assert_int_equal(
	    tip_check_blob(b.data, b.len - 1, 2, AGE_X25519), AGE_E_PAYLOAD);
	assert_int_equal(buf_add_zeros(&b, 1), BUF_OK);
	assert_int_equal(
	    tip_check_blob(b.data, b.len, 2, AGE_X25519), AGE_E_PAYLOAD);
	buf_free(&b);
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		b = sealed_pattern(lengths[i], 2);
		assert_int_equal(tip_check_blob(b.data, b.len, 2, AGE_X25519),
		    AGE_E_PAYLOAD);
		buf_free(&b);
	}
}

/* The sealed tip with the first occurrence of a text replaced by another of
 * any length. */
static int
check_replaced(const char *from, const char *to)
{
	struct buf b = sealed_pattern(16384, 1);
	struct buf c;
	uint8_t *at = memmem(b.data, b.len, from, strlen(from));

	assert_non_null(at);
	size_t before = (size_t)(at - b.data);
	buf_init(&c, &buf_heap, TEST_MAX);
	buf_add(&c, b.data, before);
	buf_add_str(&c, to);
	buf_add(&c, at + strlen(from), b.len - before - strlen(from));
	int r = tip_check_blob(c.data, c.len, 1, AGE_X25519);
	buf_free(&b);
	buf_free(&c);
	return r;
}

static void
stanzas_of_another_shape_are_refused(void **state)
{
	(void)state;
	assert_int_equal(check_replaced("X25519", "X25519"), AGE_OK);
	assert_int_equal(check_replaced("X25519", "x25519"), AGE_E_HEADER);
	assert_int_equal(check_replaced("X25519", "scrypt"), AGE_E_HEADER);
	assert_int_equal(check_replaced("X25519 ", "X25519 a "), AGE_E_HEADER);
	assert_int_equal(check_replaced("X25519 ", "X25519 A"), AGE_E_HEADER);
	assert_int_equal(check_replaced("X25519 ", ""), AGE_E_HEADER);
	assert_int_equal(check_replaced("\n--- ", "AA\n--- "), AGE_E_HEADER);
	assert_int_equal(
	    check_replaced("\n--- ", "\n-> a\n\n--- "), AGE_E_HEADER);
	assert_int_equal(check_replaced("/v1", "/v2"), AGE_E_HEADER);
}

/* The first stanza's arguments are its type, a space, and 43 characters. */
#define ARGUMENTS_AT (22 + 3)
#define ARGUMENTS_LEN (7 + 43)

static int
check_with_arguments(size_t keep, const char *more)
{
	struct buf b = sealed_pattern(16384, 2);
	struct buf c;
	size_t after = ARGUMENTS_AT + ARGUMENTS_LEN;

	buf_init(&c, &buf_heap, TEST_MAX);
	buf_add(&c, b.data, ARGUMENTS_AT + keep);
	buf_add_str(&c, more);
	buf_add(&c, b.data + after, b.len - after);
	int r = tip_check_blob(c.data, c.len, 2, AGE_X25519);
	buf_free(&b);
	buf_free(&c);
	return r;
}

static void
one_argument_or_three_are_refused(void **state)
{
	(void)state;
	assert_int_equal(check_with_arguments(ARGUMENTS_LEN, ""), AGE_OK);
	assert_int_equal(
	    check_with_arguments(ARGUMENTS_LEN, " b"), AGE_E_HEADER);
	assert_int_equal(check_with_arguments(6, ""), AGE_E_HEADER);
}

static void
anything_but_a_sealed_tip_is_refused(void **state)
{
	uint8_t zeros[1000] = {0};

	(void)state;
	assert_int_equal(tip_check_blob(zeros, 0, 1, AGE_X25519), AGE_E_HEADER);
	assert_int_equal(
	    tip_check_blob(zeros, sizeof zeros, 1, AGE_X25519), AGE_E_HEADER);
	assert_int_equal(
	    tip_check_blob("{\"area\":\"narcotics\"}", 20, 1, AGE_X25519),
	    AGE_E_HEADER);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(class_is_the_smallest_that_fits),
	    cmocka_unit_test(padding_adds_zeros_up_to_the_class),
	    cmocka_unit_test(padding_beyond_a_limit_is_refused),
	    cmocka_unit_test(payload_length_counts_nonce_and_tags),
	    cmocka_unit_test(sealed_tip_of_every_class_passes),
	    cmocka_unit_test(another_number_of_stanzas_is_refused),
	    cmocka_unit_test(length_of_no_class_is_refused),
	    cmocka_unit_test(stanzas_of_another_shape_are_refused),
	    cmocka_unit_test(one_argument_or_three_are_refused),
	    cmocka_unit_test(anything_but_a_sealed_tip_is_refused),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
