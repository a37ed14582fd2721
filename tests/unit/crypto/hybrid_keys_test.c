/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Post-quantum recipients and identities as text.
 */
#include "crypto_test.h"

#include <ctype.h>

#include "crypto/core/bech32.h"
#include "crypto/core/hash.h"
#include "crypto/core/hybrid.h"

/* age, "The MLKEM768-X25519 hybrid post-quantum recipient type": the example's
 * identity, and SHA-256 of its recipient as it stands there, 1959 characters.
 */
#define PQ_IDENTITY                                                            \
	"AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HW"    \
	"DX0H3SK3ZQFR"
#define PQ_RECIPIENT_LEN 1959
static const uint8_t pq_recipient_hash[HASH_LEN] = {0xa0, 0x91, 0xdd, 0x7e,
    0x0e, 0xe9, 0xd6, 0x2b, 0x75, 0x17, 0x3d, 0xcc, 0x98, 0x44, 0x1a, 0x04,
    0x24, 0xba, 0xa9, 0x41, 0xe6, 0x6a, 0x87, 0x76, 0xe5, 0x70, 0xa4, 0xae,
    0x60, 0xff, 0x61, 0xea};

static const struct identity zero_id;

static struct identity
pq_identity(void)
{
	struct identity id;

	assert_int_equal(
	    identity_parse(PQ_IDENTITY, strlen(PQ_IDENTITY), &id), AGE_OK);
	return id;
}

static struct recipient
pq_recipient(void)
{
	struct identity id = pq_identity();
	struct recipient r = {.type = id.type};

	memcpy(r.key, id.public, sizeof r.key);
	return r;
}

static int
parse_key(const uint8_t key[static HYBRID_PUBLIC_LEN])
{
	char text[RECIPIENT_TEXT_MAX];
	struct recipient r;

	bech32_encode("age1pq", key, HYBRID_PUBLIC_LEN, 0, text);
	return recipient_parse(text, strlen(text), &r);
}

static void
example_of_the_specification_gives_its_recipient(void **state)
{
	struct recipient r = pq_recipient();
	uint8_t hash[HASH_LEN];
	char text[RECIPIENT_TEXT_MAX];

	(void)state;
	recipient_format(&r, text);
	assert_int_equal(strlen(text), PQ_RECIPIENT_LEN);
	hash_of(text, strlen(text), hash);
	assert_memory_equal(hash, pq_recipient_hash, sizeof hash);
}

static void
identity_text_round_trips(void **state)
{
	struct identity id = pq_identity();
	struct identity a;
	struct identity b;
	char text[IDENTITY_TEXT_MAX];

	(void)state;
	assert_int_equal(id.type, AGE_HYBRID);
	identity_format(&id, text);
	assert_string_equal(text, PQ_IDENTITY);
	assert_int_equal(strlen(text), IDENTITY_TEXT_MAX - 1);
	assert_int_equal(identity_generate(AGE_HYBRID, &a), AGE_OK);
	assert_memory_not_equal(&a, &id, sizeof a);
	identity_format(&a, text);
	assert_int_equal(identity_parse(text, strlen(text), &b), AGE_OK);
	assert_memory_equal(&a, &b, sizeof a);
}

static void
recipient_text_round_trips(void **state)
{
	struct recipient r = pq_recipient();
	struct recipient back;
	char text[RECIPIENT_TEXT_MAX];

	(void)state;
	recipient_format(&r, text);
	assert_int_equal(strlen(text), RECIPIENT_TEXT_MAX - 1);
	assert_int_equal(recipient_parse(text, strlen(text), &back), AGE_OK);
	assert_true(recipient_equal(&r, &back));
	back.key[HYBRID_PUBLIC_LEN - 1] ^= 1;
	assert_false(recipient_equal(&r, &back));
	back = r;
	back.type = AGE_X25519;
	assert_false(recipient_equal(&r, &back));
}

/* BIP 173: all of one case. */
static void
either_case_is_taken_and_no_mixture(void **state)
{
	struct recipient r = pq_recipient();
	struct recipient back;
	struct identity id;
	char text[RECIPIENT_TEXT_MAX];
	char lower[] = PQ_IDENTITY;

	(void)state;
	recipient_format(&r, text);
	for (size_t i = 0; text[i] != '\0'; i++)
		text[i] = (char)toupper((unsigned char)text[i]);
	assert_int_equal(recipient_parse(text, strlen(text), &back), AGE_OK);
	assert_true(recipient_equal(&r, &back));
	text[0] = 'a';
	assert_int_equal(recipient_parse(text, strlen(text), &back), AGE_E_KEY);
	for (size_t i = 0; lower[i] != '\0'; i++)
		lower[i] = (char)tolower((unsigned char)lower[i]);
	assert_int_equal(identity_parse(lower, strlen(lower), &id), AGE_OK);
	lower[0] = 'A';
	assert_int_equal(identity_parse(lower, strlen(lower), &id), AGE_E_KEY);
}

static void
changed_shortened_and_lengthened_texts_are_refused(void **state)
{
	struct recipient r = pq_recipient();
	struct recipient back;
	char text[RECIPIENT_TEXT_MAX + 1];

	(void)state;
	recipient_format(&r, text);
	for (size_t i = 0; i < PQ_RECIPIENT_LEN; i++) {
		char was = text[i];
		text[i] = was == 'q' ? 'p' : 'q';
		assert_int_equal(
		    recipient_parse(text, PQ_RECIPIENT_LEN, &back), AGE_E_KEY);
		text[i] = was;
	}
	for (size_t n = 0; n < PQ_RECIPIENT_LEN; n++)
		assert_int_equal(recipient_parse(text, n, &back), AGE_E_KEY);
	text[PQ_RECIPIENT_LEN] = 'q';
	assert_int_equal(
	    recipient_parse(text, PQ_RECIPIENT_LEN + 1, &back), AGE_E_KEY);
}

static void
text_that_is_no_identity_leaves_nothing_behind(void **state)
{
	/* The example's data under the other prefix, a checksum that is wrong,
	 * one too short, one too long. */
	static const char *const bad[] = {
	    "AGE-SECRET-KEY-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HW"
	    "DX0H3SK3ZQFR",
	    "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HW"
	    "DX0H3SK3ZQFQ",
	    "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HW"
	    "DX0H3SK3ZQF",
	    PQ_IDENTITY "R", "AGE-SECRET-KEY-PQ-1", "AGE-SECRET-KEY-PQ-"};
	struct identity id;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		memset(&id, 1, sizeof id);
		assert_int_equal(
		    identity_parse(bad[i], strlen(bad[i]), &id), AGE_E_KEY);
		assert_memory_equal(&id, &zero_id, sizeof id);
	}
}

/* Right checksum, wrong length or prefix of the other kind. */
static void
keys_of_the_other_kinds_length_are_refused(void **state)
{
	static const uint8_t key[HYBRID_PUBLIC_LEN + 1] = {9};
	char text[BECH32_LEN(6, sizeof key)];
	struct recipient r;

	(void)state;
	bech32_encode("age1pq", key, X25519_LEN, 0, text);
	assert_int_equal(recipient_parse(text, strlen(text), &r), AGE_E_KEY);
	bech32_encode("age", key, HYBRID_PUBLIC_LEN, 0, text);
	assert_int_equal(recipient_parse(text, strlen(text), &r), AGE_E_KEY);
	bech32_encode("age1pq", key, HYBRID_PUBLIC_LEN - 1, 0, text);
	assert_int_equal(recipient_parse(text, strlen(text), &r), AGE_E_KEY);
	bech32_encode("age1pq", key, HYBRID_PUBLIC_LEN + 1, 0, text);
	assert_int_equal(recipient_parse(text, strlen(text), &r), AGE_E_KEY);
	bech32_encode("age1tagpq", key, HYBRID_PUBLIC_LEN - 8, 0, text);
	assert_int_equal(recipient_parse(text, strlen(text), &r), AGE_E_KEY);
}

static void
either_part_that_is_no_public_key_is_refused(void **state)
{
	struct recipient r = pq_recipient();
	uint8_t key[HYBRID_PUBLIC_LEN];
	uint8_t *point = &key[MLKEM_PUBLIC_LEN];

	(void)state;
	memcpy(key, r.key, sizeof key);
	assert_int_equal(parse_key(key), AGE_OK);
	/* FIPS 203, 7.2: a coefficient of 4095. */
	key[600] = 0xff;
	key[601] |= 0x0f;
	assert_int_equal(parse_key(key), AGE_E_KEY);
	memcpy(key, r.key, sizeof key);
	memset(point, 0, X25519_LEN);
	assert_int_equal(parse_key(key), AGE_E_KEY);
	point[0] = 1;
	assert_int_equal(parse_key(key), AGE_E_KEY);
	point[0] = 9;
	assert_int_equal(parse_key(key), AGE_OK);
	/* Another spelling of 9. */
	memset(point, 0xff, X25519_LEN);
	point[0] = 0xed + 9;
	point[31] = 0x7f;
	assert_int_equal(parse_key(key), AGE_E_KEY);
}

static void
identities_of_both_kinds_may_stand_in_one_file(void **state)
{
	static const char text[] =
	    "# both\n" PQ_IDENTITY "\n" EXAMPLE_IDENTITY "\r\n" PQ_IDENTITY;
	struct identity ids[3];
	size_t n;
	size_t line;

	(void)state;
	assert_int_equal(
	    identity_file_parse(text, strlen(text), ids, 3, &n, &line), AGE_OK);
	assert_int_equal(n, 3);
	assert_int_equal(ids[0].type, AGE_HYBRID);
	assert_int_equal(ids[1].type, AGE_X25519);
	assert_memory_equal(&ids[0], &ids[2], sizeof ids[0]);
}

static void
recipients_of_both_kinds_may_not(void **state)
{
	struct recipient r = pq_recipient();
	struct recipient out[4];
	char pq[RECIPIENT_TEXT_MAX];
	struct buf text;
	size_t n;
	size_t line;

	(void)state;
	recipient_format(&r, pq);
	buf_init(&text, &buf_heap, TEST_MAX);
	buf_add_fmt(&text, "# ours\n%s\r\n\n%s\n", pq, pq);
	assert_int_equal(
	    recipient_file_parse(text.data, text.len, out, 4, &n, &line),
	    AGE_OK);
	assert_int_equal(n, 2);
	assert_true(recipient_equal(&out[0], &out[1]));
	buf_add_str(&text, EXAMPLE_RECIPIENT);
	assert_int_equal(
	    recipient_file_parse(text.data, text.len, out, 4, &n, &line),
	    AGE_E_MIXED);
	assert_int_equal(line, 5);
	buf_free(&text);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(example_of_the_specification_gives_its_recipient),
	    cmocka_unit_test(identity_text_round_trips),
	    cmocka_unit_test(recipient_text_round_trips),
	    cmocka_unit_test(either_case_is_taken_and_no_mixture),
	    cmocka_unit_test(
		changed_shortened_and_lengthened_texts_are_refused),
	    cmocka_unit_test(text_that_is_no_identity_leaves_nothing_behind),
	    cmocka_unit_test(keys_of_the_other_kinds_length_are_refused),
	    cmocka_unit_test(either_part_that_is_no_public_key_is_refused),
	    cmocka_unit_test(identities_of_both_kinds_may_stand_in_one_file),
	    cmocka_unit_test(recipients_of_both_kinds_may_not),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
