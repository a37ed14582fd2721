/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * HKDF against RFC 5869, age's keys apart from each other,
 * scrypt against OpenSSL's, and the nonces of chunks.
 */
#include "crypto_test.h"

#include "base/text.h"
#include "crypto/core/kdf.h"

static void
unhex(const char *hex, uint8_t *out)
{
	assert_true(text_unhex(hex, strlen(hex), out, strlen(hex) / 2));
}

/* RFC 5869 appendix A. The first 32 bytes of each OKM are T(1), which is all
 * that age takes. Infos have no NUL. */
static void
rfc5869_test_case_1_holds(void **state)
{
	uint8_t ikm[22];
	uint8_t salt[13];
	char info[11] = "\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9";
	uint8_t want[KDF_LEN];
	uint8_t okm[KDF_LEN];

	(void)state;
	memset(ikm, 0x0b, sizeof ikm);
	unhex("000102030405060708090a0b0c", salt);
	unhex("3cb25f25faacd57a90434f64d0362f2a"
	      "2d2d0a90cf1a5a4c5db02d56ecc4c5bf",
	    want);
	assert_int_equal(
	    kdf_hkdf(ikm, sizeof ikm, salt, sizeof salt, info, okm), AGE_OK);
	assert_memory_equal(okm, want, sizeof okm);
}

static void
rfc5869_test_case_2_holds_with_long_inputs(void **state)
{
	uint8_t ikm[80];
	uint8_t salt[80];
	char info[81] = {0};
	uint8_t want[KDF_LEN];
	uint8_t okm[KDF_LEN];

	(void)state;
	for (size_t i = 0; i < 80; i++) {
		ikm[i] = (uint8_t)i;
		salt[i] = (uint8_t)(0x60 + i);
		info[i] = (char)(uint8_t)(0xb0 + i);
	}
	unhex("b11e398dc80327a1c8e7f78c596a4934"
	      "4f012eda2d4efad8a050cc4c19afa97c",
	    want);
	assert_int_equal(
	    kdf_hkdf(ikm, sizeof ikm, salt, sizeof salt, info, okm), AGE_OK);
	assert_memory_equal(okm, want, sizeof okm);
}

static void
rfc5869_test_case_3_holds_without_salt_and_info(void **state)
{
	uint8_t ikm[22];
	uint8_t want[KDF_LEN];
	uint8_t okm[KDF_LEN];

	(void)state;
	memset(ikm, 0x0b, sizeof ikm);
	unhex("8da4e775a563c18f715f802a063c5a31"
	      "b8a11f5c5ee1879ec3454e5f3c738d2d",
	    want);
	assert_int_equal(kdf_hkdf(ikm, sizeof ikm, NULL, 0, "", okm), AGE_OK);
	assert_memory_equal(okm, want, sizeof okm);
}

/* Each key of the format differs from the others though the input is one. */
static void
keys_for_different_ends_differ(void **state)
{
	uint8_t file_key[AGE_FILE_KEY_LEN] = {1};
	uint8_t nonce[AGE_NONCE_LEN] = {0};
	uint8_t payload[KDF_LEN];
	uint8_t other[KDF_LEN];
	uint8_t mac[AGE_MAC_LEN];

	(void)state;
	assert_int_equal(kdf_payload_key(file_key, nonce, payload), AGE_OK);
	nonce[15] = 1;
	assert_int_equal(kdf_payload_key(file_key, nonce, other), AGE_OK);
	assert_memory_not_equal(payload, other, KDF_LEN);
	assert_int_equal(
	    kdf_header_mac(file_key, (struct view){NULL, 0}, mac), AGE_OK);
	assert_memory_not_equal(payload, mac, KDF_LEN);
}

static void
order_of_share_and_recipient_counts(void **state)
{
	uint8_t shared[X25519_LEN] = {1};
	uint8_t a[X25519_LEN] = {2};
	uint8_t b[X25519_LEN] = {3};
	uint8_t one[KDF_LEN];
	uint8_t two[KDF_LEN];

	(void)state;
	assert_int_equal(kdf_x25519_wrap_key(shared, a, b, one), AGE_OK);
	assert_int_equal(kdf_x25519_wrap_key(shared, b, a, two), AGE_OK);
	assert_memory_not_equal(one, two, KDF_LEN);
}

static void
nonces_count_big_endian_and_mark_the_last(void **state)
{
	static const struct {
		uint64_t counter;
		int last;
		const char *hex;
	} cases[] = {
	    {0, 0, "000000000000000000000000"},
	    {0, 1, "000000000000000000000001"},
	    {1, 0, "000000000000000000000100"},
	    {0x0102030405060708, 1, "000000010203040506070801"},
	    {UINT64_MAX, 0, "000000ffffffffffffffff00"},
	};
	uint8_t want[STREAM_NONCE_LEN];
	uint8_t nonce[STREAM_NONCE_LEN];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		unhex(cases[i].hex, want);
		stream_nonce(cases[i].counter, cases[i].last, nonce);
		assert_memory_equal(nonce, want, sizeof nonce);
	}
}

static void
scrypt_refuses_a_work_factor_beyond_the_limit(void **state)
{
	uint8_t salt[SCRYPT_SALT_LEN] = {0};
	uint8_t key[KDF_LEN];

	(void)state;
	assert_int_equal(
	    kdf_scrypt_wrap_key("x", 1, salt, 0, key), AGE_E_LIMIT);
	assert_int_equal(
	    kdf_scrypt_wrap_key("x", 1, salt, SCRYPT_LOG_N_LIMIT + 1, key),
	    AGE_E_LIMIT);
	assert_int_equal(kdf_scrypt_wrap_key("x", 1, salt, 1, key), AGE_OK);
}

/* node: crypto.scryptSync("password", "age-encryption.org/v1/scrypt" + bytes 0
 * to 15, 32, {N: 1024, r: 8, p: 1}) */
static void
scrypt_agrees_with_openssl(void **state)
{
	uint8_t salt[SCRYPT_SALT_LEN];
	uint8_t want[KDF_LEN];
	uint8_t key[KDF_LEN];

	(void)state;
	for (size_t i = 0; i < sizeof salt; i++)
		salt[i] = (uint8_t)i;
	unhex(
	    "844bfe196f2b9c122fa8660abfcc8db027b48a2cf324485c19e5ed8c5228291b",
	    want);
	assert_int_equal(
	    kdf_scrypt_wrap_key("password", 8, salt, 10, key), AGE_OK);
	assert_memory_equal(key, want, sizeof key);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rfc5869_test_case_1_holds),
	    cmocka_unit_test(rfc5869_test_case_2_holds_with_long_inputs),
	    cmocka_unit_test(rfc5869_test_case_3_holds_without_salt_and_info),
	    cmocka_unit_test(keys_for_different_ends_differ),
	    cmocka_unit_test(order_of_share_and_recipient_counts),
	    cmocka_unit_test(nonces_count_big_endian_and_mark_the_last),
	    cmocka_unit_test(scrypt_refuses_a_work_factor_beyond_the_limit),
	    cmocka_unit_test(scrypt_agrees_with_openssl),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
