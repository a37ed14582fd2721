/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * SHA-256 in pieces and at once, its base64, and random bytes.
 */
#include "crypto_test.h"

#include "base/text.h"
#include "crypto/core/hash.h"

static void
fips180_examples_hold(void **state)
{
	uint8_t digest[HASH_LEN];
	char hex[2 * HASH_LEN + 1];

	(void)state;
	hash_of("", 0, digest);
	text_hex(digest, sizeof digest, hex);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb924"
				 "27ae41e4649b934ca495991b7852b855");
	hash_of("abc", 3, digest);
	text_hex(digest, sizeof digest, hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
				 "b00361a396177a9cb410ff61f20015ad");
}

static void
pieces_give_the_same_as_the_whole(void **state)
{
	uint8_t *p = pattern(1000);
	uint8_t whole[HASH_LEN];
	uint8_t pieces[HASH_LEN];

	(void)state;
	hash_of(p, 1000, whole);
	for (size_t step = 1; step < 200; step += 7) {
		struct hash h;
		hash_init(&h);
		for (size_t i = 0; i < 1000; i += step)
			hash_add(&h, p + i, i + step > 1000 ? 1000 - i : step);
		hash_end(&h, pieces);
		assert_memory_equal(whole, pieces, HASH_LEN);
	}
	free(p);
}

static void
base64_of_a_digest_is_padded(void **state)
{
	uint8_t digest[HASH_LEN];
	char text[HASH_BASE64_LEN];

	(void)state;
	hash_of("", 0, digest);
	hash_base64(digest, text);
	assert_string_equal(
	    text, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

static void
random_bytes_fill_the_whole_and_no_more(void **state)
{
	uint8_t p[64 + 2] = {0};
	uint8_t seen[64] = {0};

	(void)state;
	/* 32 draws: a byte that stays zero in all has chance 2^-256. */
	for (int i = 0; i < 32; i++) {
		random_bytes(p + 1, 64);
		for (size_t j = 0; j < 64; j++)
			seen[j] |= p[j + 1];
	}
	for (size_t j = 0; j < 64; j++)
		assert_int_not_equal(seen[j], 0);
	assert_int_equal(p[0], 0);
	assert_int_equal(p[65], 0);
}

static void
every_error_has_a_text_of_its_own(void **state)
{
	(void)state;
	for (int a = AGE_E_STATE; a <= AGE_OK; a++) {
		assert_string_not_equal(age_strerror(a), "unknown error");
		for (int b = a + 1; b <= AGE_OK; b++)
			assert_string_not_equal(
			    age_strerror(a), age_strerror(b));
	}
	assert_string_equal(age_strerror(1), "unknown error");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fips180_examples_hold),
	    cmocka_unit_test(pieces_give_the_same_as_the_whole),
	    cmocka_unit_test(base64_of_a_digest_is_padded),
	    cmocka_unit_test(random_bytes_fill_the_whole_and_no_more),
	    cmocka_unit_test(every_error_has_a_text_of_its_own),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
