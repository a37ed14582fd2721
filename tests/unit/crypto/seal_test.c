/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Sealing: which recipients are taken, what a header gives away, and that a
 * failure leaves nothing that could pass as sealed.
 */
#include "crypto_test.h"

#include "crypto/core/bech32.h"
#include "crypto/core/header.h"
#include "crypto/core/secret.h"
#include "crypto/core/tip.h"
#include "crypto/unseal/unwrap.h"
#include "stanza_place.h"

static int
parse_key(const uint8_t key[static X25519_LEN])
{
	char text[RECIPIENT_TEXT_MAX];
	struct recipient r;

	bech32_encode("age", key, X25519_LEN, 0, text);
	return recipient_parse(text, strlen(text), &r);
}

static void
recipient_text_round_trips(void **state)
{
	struct recipient r = example_recipient();
	char text[RECIPIENT_TEXT_MAX];

	(void)state;
	recipient_format(&r, text);
	assert_string_equal(text, EXAMPLE_RECIPIENT);
}

static void
identity_is_no_recipient(void **state)
{
	struct recipient r;

	(void)state;
	assert_int_equal(
	    recipient_parse(EXAMPLE_IDENTITY, strlen(EXAMPLE_IDENTITY), &r),
	    AGE_E_KEY);
	assert_int_equal(recipient_parse("", 0, &r), AGE_E_KEY);
}

/* RFC 7748: the points of small order on the curve and its twist. */
static void
points_of_low_order_are_refused(void **state)
{
	static const uint8_t low[][X25519_LEN] = {
	    {0},
	    {1},
	    {0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3,
		0xfa, 0xf1, 0x9f, 0xc4, 0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c,
		0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8,
		0x00},
	    {0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1,
		0x55, 0x9c, 0x83, 0xef, 0x5b, 0x04, 0x44, 0x5c, 0xc4, 0x58,
		0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f, 0x11,
		0x57},
	};
	uint8_t minus_one[X25519_LEN];

	(void)state;
	for (size_t i = 0; i < sizeof low / sizeof low[0]; i++)
		assert_int_equal(parse_key(low[i]), AGE_E_KEY);
	memset(minus_one, 0xff, sizeof minus_one);
	minus_one[0] = 0xec;
	minus_one[31] = 0x7f;
	assert_int_equal(parse_key(minus_one), AGE_E_KEY);
}

/* What is sealed to such a spelling, no identity opens: age would take it. */
static void
other_spellings_of_a_point_are_refused(void **state)
{
	struct recipient r = example_recipient();
	uint8_t nine[X25519_LEN] = {9};

	(void)state;
	assert_int_equal(parse_key(nine), AGE_OK);
	memset(nine, 0xff, sizeof nine);
	nine[0] = 0xed + 9;
	nine[31] = 0x7f;
	assert_int_equal(parse_key(nine), AGE_E_KEY);
	r.key[31] |= 0x80;
	assert_int_equal(parse_key(r.key), AGE_E_KEY);
}

static void
length_of_a_sealed_file_is_as_format_says(void **state)
{
	static const size_t lengths[] = {0, 1, 16384, 65536, 65537, 131072};

	(void)state;
	for (size_t n = 1; n <= 4; n++) {
		for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
			struct buf b = sealed_pattern(lengths[i], n);
			assert_int_equal(b.len,
			    22 + 98 * n + 48 + age_payload_len(lengths[i]));
			buf_free(&b);
		}
	}
}

static void
sealing_twice_shares_no_line_and_no_payload(void **state)
{
	struct buf a = sealed_pattern(1000, 2);
	struct buf b = sealed_pattern(1000, 2);
	struct age_header x;
	struct age_header y;

	(void)state;
	assert_int_equal(age_header_parse(a.data, a.len, &x), AGE_OK);
	assert_int_equal(age_header_parse(b.data, b.len, &y), AGE_OK);
	for (size_t i = 0; i < 2; i++) {
		for (size_t j = 0; j < 2; j++) {
			assert_memory_not_equal(x.stanzas[i].args[1].data,
			    y.stanzas[j].args[1].data, 43);
			assert_memory_not_equal(x.stanzas[i].body_text.data,
			    y.stanzas[j].body_text.data, 43);
		}
	}
	assert_memory_not_equal(a.data + x.len, b.data + y.len, 16);
	assert_memory_not_equal(a.data + x.len + 16, b.data + y.len + 16, 1000);
	buf_free(&a);
	buf_free(&b);
}

static void
real_recipient_stands_anywhere_among_throw_away_ones(void **state)
{
	struct identity id = example_identity();
	size_t seen[4] = {0};

	(void)state;
	for (int i = 0; i < 400; i++) {
		struct buf b = sealed_pattern(0, 4);
		seen[stanza_place(&id, &b)]++;
		buf_free(&b);
	}
	/* 100 each on average, standard deviation 8.7: 50 is 5.8 of those
	 * away, which happens once in 10^8 runs. */
	for (size_t i = 0; i < 4; i++)
		assert_in_range(seen[i], 51, 149);
}

static void
order_is_kept_without_filling(void **state)
{
	struct identity ids[8];
	struct recipient r[8];
	struct buf b;

	(void)state;
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(
		    identity_generate(AGE_X25519, &ids[i]), AGE_OK);
		r[i].type = AGE_X25519;
		memcpy(r[i].key, ids[i].public, X25519_LEN);
	}
	buf_init(&b, &buf_heap, TEST_MAX);
	assert_int_equal(seal(r, 8, 0, "tip", 3, &b), AGE_OK);
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(stanza_place(&ids[i], &b), i);
	buf_free(&b);
}

static void
numbers_out_of_range_are_refused(void **state)
{
	struct recipient r[AGE_STANZAS_MAX + 1];
	struct buf b;

	(void)state;
	for (size_t i = 0; i <= AGE_STANZAS_MAX; i++)
		r[i] = example_recipient();
	buf_init(&b, &buf_heap, TEST_MAX);
	assert_int_equal(seal(r, 0, 0, "x", 1, &b), AGE_E_LIMIT);
	assert_int_equal(seal(r, 0, 4, "x", 1, &b), AGE_E_LIMIT);
	assert_int_equal(seal(r, 3, 2, "x", 1, &b), AGE_E_LIMIT);
	assert_int_equal(
	    seal(r, AGE_STANZAS_MAX + 1, 0, "x", 1, &b), AGE_E_LIMIT);
	assert_int_equal(
	    seal(r, 1, AGE_STANZAS_MAX + 1, "x", 1, &b), AGE_E_LIMIT);
	assert_int_equal(seal(r, SIZE_MAX, 0, "x", 1, &b), AGE_E_LIMIT);
	assert_int_equal(seal(r, 1, SIZE_MAX, "x", 1, &b), AGE_E_LIMIT);
	assert_int_equal(b.len, 0);
	assert_int_equal(seal(r, AGE_STANZAS_MAX, 0, "x", 1, &b), AGE_OK);
	buf_free(&b);
}

static void
output_without_room_is_cleared(void **state)
{
	struct recipient r = example_recipient();
	struct buf whole = sealed_pattern(70000, 1);
	uint8_t *p = pattern(70000);
	struct buf b;

	(void)state;
	for (size_t max = 0; max < whole.len; max += 1009) {
		buf_init(&b, &buf_heap, max);
		assert_int_equal(seal(&r, 1, 0, p, 70000, &b), AGE_E_LIMIT);
		assert_int_equal(b.len, 0);
		buf_free(&b);
	}
	buf_init(&b, &buf_heap, whole.len - 1);
	assert_int_equal(seal(&r, 1, 0, p, 70000, &b), AGE_E_LIMIT);
	buf_free(&b);
	buf_init(&b, &buf_heap, whole.len);
	assert_int_equal(seal(&r, 1, 0, p, 70000, &b), AGE_OK);
	buf_free(&b);
	buf_free(&whole);
	free(p);
}

static void
point_of_low_order_seals_nothing_even_when_handed_in(void **state)
{
	struct recipient r[2] = {example_recipient(), {.type = AGE_X25519}};
	struct sealer *s;
	struct buf b;

	(void)state;
	buf_init(&b, &buf_heap, TEST_MAX);
	assert_int_equal(seal(r, 2, 0, "tip", 3, &b), AGE_E_CRYPTO);
	assert_int_equal(b.len, 0);
	assert_int_equal(
	    sealer_new(&s, r, 2, 4, io_write_to_buf, &b), AGE_E_CRYPTO);
	assert_int_equal(b.len, 0);
	buf_free(&b);
}

static void
pieces_of_any_size_seal_the_same_plaintext(void **state)
{
	static const size_t steps[] = {1, 1000, 65535, 65536, 65537, 200000};
	struct identity id = example_identity();
	struct unseal_keys keys = {.identities = &id, .n_identities = 1};
	struct recipient r = example_recipient();
	uint8_t *p = pattern(200000);

	(void)state;
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		struct sealer *s;
		struct buf b;
		struct buf back;
		buf_init(&b, &buf_heap, TEST_MAX);
		buf_init(&back, &secret_mem, TEST_MAX);
		assert_int_equal(
		    sealer_new(&s, &r, 1, 0, io_write_to_buf, &b), AGE_OK);
		for (size_t at = 0; at < 200000; at += steps[i]) {
			size_t left = 200000 - at;
			assert_int_equal(sealer_add(s, p + at,
					     left < steps[i] ? left : steps[i]),
			    AGE_OK);
		}
		assert_int_equal(sealer_add(s, NULL, 0), AGE_OK);
		assert_int_equal(sealer_end(s), AGE_OK);
		sealer_free(&s);
		assert_null(s);
		assert_int_equal(unseal(&keys, b.data, b.len, &back), AGE_OK);
		assert_int_equal(back.len, 200000);
		assert_memory_equal(back.data, p, 200000);
		buf_free(&b);
		buf_free(&back);
	}
	free(p);
}

static void
ended_sealer_takes_no_more(void **state)
{
	struct recipient r = example_recipient();
	struct sealer *s;
	struct buf b;

	(void)state;
	buf_init(&b, &buf_heap, TEST_MAX);
	assert_int_equal(sealer_new(&s, &r, 1, 0, io_write_to_buf, &b), AGE_OK);
	assert_int_equal(sealer_end(s), AGE_OK);
	size_t len = b.len;
	assert_int_equal(sealer_add(s, "x", 1), AGE_E_STATE);
	assert_int_equal(sealer_end(s), AGE_E_STATE);
	assert_int_equal(b.len, len);
	sealer_free(&s);
	sealer_free(&s);
	buf_free(&b);
}

static void
file_that_was_not_ended_is_not_whole(void **state)
{
	struct identity id = example_identity();
	struct unseal_keys keys = {.identities = &id, .n_identities = 1};
	struct recipient r = example_recipient();
	uint8_t *p = pattern(200000);
	struct sealer *s;
	struct buf b;
	struct buf back;

	(void)state;
	buf_init(&b, &buf_heap, TEST_MAX);
	buf_init(&back, &secret_mem, TEST_MAX);
	for (size_t len = 0; len <= 200000; len += 40000) {
		assert_int_equal(
		    sealer_new(&s, &r, 1, 0, io_write_to_buf, &b), AGE_OK);
		assert_int_equal(sealer_add(s, p, len), AGE_OK);
		sealer_free(&s);
		assert_int_equal(
		    unseal(&keys, b.data, b.len, &back), AGE_E_PAYLOAD);
		assert_int_equal(back.len, 0);
		buf_clear(&b);
	}
	buf_free(&b);
	buf_free(&back);
	free(p);
}

static void
passphrase_out_of_range_is_refused(void **state)
{
	static const uint8_t words[1025] = {0};
	struct sealer *s;
	struct buf b;

	(void)state;
	buf_init(&b, &buf_heap, TEST_MAX);
#define NEW(len, log_n)                                                        \
	sealer_new_passphrase(&s, words, len, log_n, io_write_to_buf, &b)
	assert_int_equal(NEW(0, 10), AGE_E_LIMIT);
	assert_int_equal(NEW(1025, 10), AGE_E_LIMIT);
	assert_int_equal(NEW(8, 9), AGE_E_LIMIT);
	assert_int_equal(NEW(8, 23), AGE_E_LIMIT);
	assert_int_equal(b.len, 0);
	assert_int_equal(NEW(1024, 10), AGE_OK);
#undef NEW
	sealer_free(&s);
	buf_free(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(recipient_text_round_trips),
	    cmocka_unit_test(identity_is_no_recipient),
	    cmocka_unit_test(points_of_low_order_are_refused),
	    cmocka_unit_test(other_spellings_of_a_point_are_refused),
	    cmocka_unit_test(length_of_a_sealed_file_is_as_format_says),
	    cmocka_unit_test(sealing_twice_shares_no_line_and_no_payload),
	    cmocka_unit_test(
		real_recipient_stands_anywhere_among_throw_away_ones),
	    cmocka_unit_test(order_is_kept_without_filling),
	    cmocka_unit_test(numbers_out_of_range_are_refused),
	    cmocka_unit_test(output_without_room_is_cleared),
	    cmocka_unit_test(
		point_of_low_order_seals_nothing_even_when_handed_in),
	    cmocka_unit_test(pieces_of_any_size_seal_the_same_plaintext),
	    cmocka_unit_test(ended_sealer_takes_no_more),
	    cmocka_unit_test(file_that_was_not_ended_is_not_whole),
	    cmocka_unit_test(passphrase_out_of_range_is_refused),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
