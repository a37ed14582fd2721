/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Bech32: the strings of BIP 173, and that one wrong character is noticed.
 */
#include "crypto_test.h"

#include "base/text.h"
#include "crypto/core/bech32.h"

static int
decode(const char *s, const char *hrp, uint8_t *out, size_t n)
{
	return bech32_decode(s, strlen(s), hrp, out, n);
}

/* Valid strings of BIP 173 whose data is whole bytes. */
static const struct {
	const char *text;
	const char *hrp;
	const char *hex;
} valid[] = {
    {"a12uel5l", "a", ""},
    {"?1ezyfcl", "?", ""},
    {"an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcluded"
     "charactersbio1tt5tgs",
	"an83characterlonghumanreadablepartthatcontainsthenumber1andtheexclude"
	"dcharactersbio",
	""},
    {"abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef",
	"00443214c74254b635cf84653a56d7c675be77df"},
    {"11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
     "qqqqqqqqqqqqc8247j",
	"1",
	"0000000000000000000000000000000000000000000000000000000000000000000000"
	"00000000000000000000000000000000"},
    {"split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "split",
	"c5f38b70305f519bf66d85fb6cf03058f3dde463ecd7918f2dc743918f2d"},
};

static void
bip173_strings_round_trip(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof valid / sizeof valid[0]; i++) {
		uint8_t want[64];
		uint8_t got[64];
		char text[128];
		size_t n = strlen(valid[i].hex) / 2;

		assert_true(text_unhex(valid[i].hex, 2 * n, want, n));
		assert_int_equal(
		    decode(valid[i].text, valid[i].hrp, got, n), AGE_OK);
		assert_memory_equal(got, want, n);
		bech32_encode(valid[i].hrp, want, n, 0, text);
		assert_string_equal(text, valid[i].text);
		assert_int_equal(
		    strlen(text) + 1, BECH32_LEN(strlen(valid[i].hrp), n));
	}
}

static void
upper_case_is_the_same_key_and_mixed_case_is_none(void **state)
{
	uint8_t out[32];

	(void)state;
	assert_int_equal(decode("A12UEL5L", "a", out, 0), AGE_OK);
	assert_int_equal(decode("A12uEL5L", "a", out, 0), AGE_E_KEY);
	assert_int_equal(decode("a12UEL5L", "a", out, 0), AGE_E_KEY);
}

/* Invalid strings of BIP 173, each with the prefix it would have. */
static void
bip173_invalid_strings_are_refused(void **state)
{
	static const struct {
		const char *text;
		const char *hrp;
	} bad[] = {
	    {"pzry9x0s0muk", "pzry"},
	    {"1pzry9x0s0muk", ""},
	    {"x1b4n0q5v", "x"},
	    {"li1dgmt3", "li"},
	    {"de1lg7wt\xff", "de"},
	    {"A1G7SGD8", "a"},
	    {"10a06t8", ""},
	    {"1qzzfhee", ""},
	};
	uint8_t out[32];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		for (size_t n = 0; n < 4; n++)
			assert_int_equal(
			    decode(bad[i].text, bad[i].hrp, out, n), AGE_E_KEY);
	}
}

static void
bits_left_over_must_be_zero(void **state)
{
	/* The example recipient with 1 for the last 4 bits and a right sum. */
	static const char *const text =
	    "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73epp9g8nq";
	uint8_t out[32];

	(void)state;
	assert_int_equal(decode(text, "age", out, 32), AGE_E_KEY);
}

static void
every_single_wrong_character_is_noticed(void **state)
{
	static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7lb1io";
	char text[] = EXAMPLE_RECIPIENT;
	uint8_t out[32];
	static const uint8_t zeros[32];

	(void)state;
	assert_int_equal(decode(text, "age", out, 32), AGE_OK);
	for (size_t i = 0; text[i] != '\0'; i++) {
		char was = text[i];
		for (size_t j = 0; alphabet[j] != '\0'; j++) {
			if (alphabet[j] == was)
				continue;
			text[i] = alphabet[j];
			memset(out, 1, sizeof out);
			assert_int_equal(
			    decode(text, "age", out, 32), AGE_E_KEY);
			assert_memory_equal(out, zeros, sizeof out);
		}
		text[i] = was;
	}
}

static void
another_length_or_prefix_is_refused(void **state)
{
	uint8_t out[64];
	const char *s = EXAMPLE_RECIPIENT;

	(void)state;
	for (size_t len = 0; len < strlen(s); len++)
		assert_int_equal(
		    bech32_decode(s, len, "age", out, 32), AGE_E_KEY);
	assert_int_equal(decode(s, "age", out, 31), AGE_E_KEY);
	assert_int_equal(decode(s, "age", out, 33), AGE_E_KEY);
	assert_int_equal(decode(s, "agf", out, 32), AGE_E_KEY);
	assert_int_equal(decode(s, "ag", out, 32), AGE_E_KEY);
	assert_int_equal(
	    decode(EXAMPLE_RECIPIENT "q", "age", out, 32), AGE_E_KEY);
	assert_int_equal(
	    decode(" " EXAMPLE_RECIPIENT, "age", out, 32), AGE_E_KEY);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bip173_strings_round_trip),
	    cmocka_unit_test(upper_case_is_the_same_key_and_mixed_case_is_none),
	    cmocka_unit_test(bip173_invalid_strings_are_refused),
	    cmocka_unit_test(bits_left_over_must_be_zero),
	    cmocka_unit_test(every_single_wrong_character_is_noticed),
	    cmocka_unit_test(another_length_or_prefix_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
