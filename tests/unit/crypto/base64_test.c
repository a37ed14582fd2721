/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Base64: canonical, unpadded, exact.
 */
#include "crypto_test.h"

#include "crypto/core/base64.h"

static bool
decodes(const char *s, size_t n)
{
	uint8_t out[16];

	return base64_decode(
	    (struct view){(const uint8_t *)s, strlen(s)}, out, n);
}

static void
rfc4648_examples_round_trip(void **state)
{
	static const char *const text[] = {
	    "", "Zg", "Zm8", "Zm9v", "Zm9vYg", "Zm9vYmE", "Zm9vYmFy"};
	char out[16];
	uint8_t back[8];

	(void)state;
	for (size_t n = 0; n < sizeof text / sizeof text[0]; n++) {
		base64_encode((const uint8_t *)"foobar", n, out);
		assert_string_equal(out, text[n]);
		assert_int_equal(strlen(out), BASE64_LEN(n));
		assert_int_equal(base64_decoded_len(strlen(out)), n);
		assert_true(base64_decode(
		    (struct view){(const uint8_t *)out, strlen(out)}, back, n));
		assert_memory_equal(back, "foobar", n);
	}
}

static void
padding_is_refused(void **state)
{
	(void)state;
	assert_false(decodes("Zg==", 1));
	assert_false(decodes("Zg==", 3));
	assert_false(decodes("Zm8=", 2));
	assert_false(decodes("Zm8=", 3));
}

static void
trailing_bits_are_refused(void **state)
{
	(void)state;
	assert_true(decodes("Zg", 1));
	assert_false(decodes("Zh", 1));
	assert_true(decodes("Zm8", 2));
	assert_false(decodes("Zm9", 2));
}

static bool
decodes_padded(const char *s, size_t want)
{
	uint8_t out[6];
	size_t n = SIZE_MAX;
	bool r = base64_decode_padded(
	    (struct view){(const uint8_t *)s, strlen(s)}, out, sizeof out, &n);

	/* Written only on success. */
	assert_int_equal(n, r ? want : SIZE_MAX);
	return r && memcmp(out, "foobar", n) == 0;
}

static void
padded_examples_round_trip(void **state)
{
	static const char *const text[] = {
	    "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
	char out[16];

	(void)state;
	for (size_t n = 0; n < sizeof text / sizeof text[0]; n++) {
		base64_encode_padded((const uint8_t *)"foobar", n, out);
		assert_string_equal(out, text[n]);
		assert_int_equal(strlen(out), BASE64_PADDED_LEN(n));
		assert_true(decodes_padded(out, n));
	}
}

static void
padding_that_is_missing_misplaced_or_not_canonical_is_refused(void **state)
{
	static const char *const texts[] = {"Zg", "Zg=", "Zm8",
	    "Zh==", "Zm9=", "=", "==", "====", "Z===", "=Zg=", "Z=g=",
	    "Zm9v====", "Zm9v=", "Zg==Zg==", "Zm9vYmFyZg==", "Zm9vYmFyZm9v"};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_false(decodes_padded(texts[i], 0));
}

static void
impossible_lengths_are_refused(void **state)
{
	(void)state;
	assert_false(decodes("Z", 0));
	assert_false(decodes("Zm9vY", 3));
	assert_false(decodes("Zm9v", 2));
	assert_false(decodes("Zm9v", 4));
}

static void
characters_outside_the_alphabet_are_refused(void **state)
{
	(void)state;
	assert_true(decodes("+/+/", 3));
	assert_false(decodes("-_-_", 3));
	assert_false(decodes("Zm v", 3));
	assert_false(decodes("Zm\nv", 3));
	assert_false(base64_decode(
	    (struct view){(const uint8_t *)"Zm\0v", 4}, (uint8_t[3]){0}, 3));
}

/* libsodium 1.0.18 takes every byte above 0x7f for '/'. */
static void
exactly_64_bytes_are_in_the_alphabet(void **state)
{
	size_t taken = 0;

	(void)state;
	for (unsigned c = 0; c < 256; c++) {
		uint8_t text[4] = {'A', (uint8_t)c, 'A', 'A'};
		uint8_t out[3];
		bool ok = base64_decode((struct view){text, 4}, out, 3);
		taken += ok;
		if (ok)
			assert_true(c < 0x80);
	}
	assert_int_equal(taken, 64);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rfc4648_examples_round_trip),
	    cmocka_unit_test(padding_is_refused),
	    cmocka_unit_test(trailing_bits_are_refused),
	    cmocka_unit_test(padded_examples_round_trip),
	    cmocka_unit_test(
		padding_that_is_missing_misplaced_or_not_canonical_is_refused),
	    cmocka_unit_test(impossible_lengths_are_refused),
	    cmocka_unit_test(characters_outside_the_alphabet_are_refused),
	    cmocka_unit_test(exactly_64_bytes_are_in_the_alphabet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
