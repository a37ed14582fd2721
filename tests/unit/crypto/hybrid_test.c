/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Sealing to post-quantum recipients and opening with their identities: what a
 * header gives away, which stanzas are refused, and that kinds are not mixed.
 */
#include "crypto_test.h"

#include "crypto/core/base64.h"
#include "crypto/core/header.h"
#include "crypto/core/tip.h"
#include "crypto/seal/sealer.h"
#include "crypto/unseal/unwrap.h"
#include "stanza_place.h"

#define STANZA_LEN 1557
#define MOST 42 /* that fit a header: 65536 - 70 bytes of 1557 */

static struct identity
new_identity(enum age_key_type type)
{
	struct identity id;

	assert_int_equal(identity_generate(type, &id), AGE_OK);
	return id;
}

static struct recipient
recipient_of(const struct identity *id)
{
	struct recipient r = {.type = id->type};

	memcpy(r.key, id->public, sizeof r.key);
	return r;
}

static struct buf
sealed_to(const struct identity *id, size_t stanzas, const void *p, size_t len)
{
	struct recipient r = recipient_of(id);
	struct buf b;

	buf_init(&b, &buf_heap, TEST_MAX);
	assert_int_equal(seal(&r, 1, stanzas, p, len, &b), AGE_OK);
	return b;
}

/* What n identities make of a file; out is freed by the caller. */
static int
open_with(
    const struct identity *ids, size_t n, const struct buf *b, struct buf *out)
{
	struct unseal_keys keys = {.identities = ids, .n_identities = n};

	buf_init(out, &buf_heap, TEST_MAX);
	return unseal(&keys, b->data, b->len, out);
}

static int
try_open(const struct identity *ids, size_t n, const struct buf *b)
{
	struct buf out;
	int err = open_with(ids, n, b, &out);

	buf_free(&out);
	return err;
}

static void
what_is_sealed_opens_and_is_as_long_as_format_says(void **state)
{
	static const size_t lengths[] = {0, 1, 16384, 65536, 65537, 131072};
	struct identity id = new_identity(AGE_HYBRID);

	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		size_t n = i + 1;
		uint8_t *p = pattern(lengths[i]);
		struct buf b = sealed_to(&id, n, p, lengths[i]);
		struct buf out;
		assert_int_equal(b.len,
		    22 + STANZA_LEN * n + 48 + age_payload_len(lengths[i]));
		assert_int_equal(open_with(&id, 1, &b, &out), AGE_OK);
		assert_int_equal(out.len, lengths[i]);
		if (out.len > 0)
			assert_memory_equal(out.data, p, out.len);
		buf_free(&out);
		buf_free(&b);
		free(p);
	}
}

static void
a_stream_is_sealed_the_same(void **state)
{
	struct identity id = new_identity(AGE_HYBRID);
	struct recipient r = recipient_of(&id);
	struct sealer *s;
	struct buf b;

	(void)state;
	buf_init(&b, &buf_heap, TEST_MAX);
	assert_int_equal(sealer_new(&s, &r, 1, 3, io_write_to_buf, &b), AGE_OK);
	assert_int_equal(b.len, seal_header_len(AGE_HYBRID, 3) + 16);
	assert_int_equal(sealer_add(s, "tip", 3), AGE_OK);
	assert_int_equal(sealer_end(s), AGE_OK);
	sealer_free(&s);
	assert_int_equal(try_open(&id, 1, &b), AGE_OK);
	buf_free(&b);
}

static void
another_identity_opens_nothing(void **state)
{
	struct identity id = new_identity(AGE_HYBRID);
	struct identity others[2] = {
	    new_identity(AGE_HYBRID), new_identity(AGE_X25519)};
	struct buf b = sealed_to(&id, 2, "tip", 3);

	(void)state;
	assert_int_equal(try_open(others, 2, &b), AGE_E_NO_MATCH);
	assert_int_equal(try_open(others, 0, &b), AGE_E_NO_MATCH);
	buf_free(&b);
}

static void
one_of_many_identities_of_both_kinds_is_enough(void **state)
{
	struct identity ids[4] = {new_identity(AGE_X25519),
	    new_identity(AGE_HYBRID), new_identity(AGE_HYBRID),
	    new_identity(AGE_X25519)};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct buf b = sealed_to(&ids[i], 3, "tip", 3);
		assert_int_equal(try_open(ids, 4, &b), AGE_OK);
		buf_free(&b);
	}
}

static void
real_recipient_stands_anywhere_among_throw_away_ones(void **state)
{
	struct identity id = new_identity(AGE_HYBRID);
	size_t seen[4] = {0};

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct buf b = sealed_to(&id, 4, "", 0);
		seen[stanza_place(&id, &b)]++;
		buf_free(&b);
	}
	/* 50 each on average, standard deviation 6.1: 14 is 5.9 of those
	 * away, which happens once in 10^8 runs. */
	for (size_t i = 0; i < 4; i++)
		assert_in_range(seen[i], 14, 86);
}

static void
order_is_kept_without_filling(void **state)
{
	struct identity ids[4];
	struct recipient r[4];
	struct buf b;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		ids[i] = new_identity(AGE_HYBRID);
		r[i] = recipient_of(&ids[i]);
	}
	buf_init(&b, &buf_heap, TEST_MAX);
	assert_int_equal(seal(r, 4, 0, "tip", 3, &b), AGE_OK);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(stanza_place(&ids[i], &b), i);
	buf_free(&b);
}

static void
throw_away_stanzas_look_like_the_others(void **state)
{
	static struct age_header h;
	struct identity id = new_identity(AGE_HYBRID);

	(void)state;
	for (size_t n = 1; n <= 8; n++) {
		struct buf b = sealed_to(&id, n, "tip", 3);
		assert_int_equal(age_header_parse(b.data, b.len, &h), AGE_OK);
		assert_int_equal(h.n_stanzas, n);
		assert_int_equal(tip_check_stanzas(&h), AGE_OK);
		for (size_t i = 0; i < n; i++)
			assert_true(
			    view_is(h.stanzas[i].args[0], HYBRID_STANZA));
		buf_free(&b);
	}
}

static void
sealing_twice_shares_no_stanza(void **state)
{
	static struct age_header x;
	static struct age_header y;
	struct identity id = new_identity(AGE_HYBRID);
	struct buf a = sealed_to(&id, 2, "tip", 3);
	struct buf b = sealed_to(&id, 2, "tip", 3);

	(void)state;
	assert_int_equal(age_header_parse(a.data, a.len, &x), AGE_OK);
	assert_int_equal(age_header_parse(b.data, b.len, &y), AGE_OK);
	for (size_t i = 0; i < 2; i++) {
		for (size_t j = 0; j < 2; j++) {
			struct view c = x.stanzas[i].args[1];
			struct view d = y.stanzas[j].args[1];
			assert_memory_not_equal(c.data, d.data, 43);
			/* X25519's share is at the end. */
			assert_memory_not_equal(
			    &c.data[c.len - 42], &d.data[d.len - 42], 42);
			assert_memory_not_equal(x.stanzas[i].body_text.data,
			    y.stanzas[j].body_text.data, 43);
		}
	}
	buf_free(&a);
	buf_free(&b);
}

static void
more_stanzas_than_fit_a_header_are_refused(void **state)
{
	struct identity id = new_identity(AGE_HYBRID);
	struct recipient r = recipient_of(&id);
	struct buf b;

	(void)state;
	buf_init(&b, &buf_heap, TEST_MAX);
	assert_int_equal(seal(&r, 1, MOST + 1, "x", 1, &b), AGE_E_LIMIT);
	assert_int_equal(b.len, 0);
	assert_int_equal(seal(&r, 1, MOST, "x", 1, &b), AGE_OK);
	assert_int_equal(try_open(&id, 1, &b), AGE_OK);
	buf_free(&b);
}

static void
both_kinds_for_one_file_are_refused_and_nothing_is_written(void **state)
{
	struct identity a = new_identity(AGE_HYBRID);
	struct identity b = new_identity(AGE_X25519);
	struct recipient r[3] = {
	    recipient_of(&a), recipient_of(&b), recipient_of(&a)};
	struct sealer *s = NULL;
	struct buf out;

	(void)state;
	buf_init(&out, &buf_heap, TEST_MAX);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(seal(&r[i], 2, 4, "x", 1, &out), AGE_E_MIXED);
		assert_int_equal(
		    sealer_new(&s, &r[i], 2, 0, io_write_to_buf, &out),
		    AGE_E_MIXED);
		assert_null(s);
		assert_int_equal(out.len, 0);
	}
	assert_int_equal(seal(r, 3, 0, "x", 1, &out), AGE_E_MIXED);
	buf_free(&out);
}

static void
a_kind_that_is_none_is_refused(void **state)
{
	struct recipient r = {.type = (enum age_key_type)0};
	struct buf out;
	struct identity id;
	static const struct identity zero;

	(void)state;
	buf_init(&out, &buf_heap, TEST_MAX);
	assert_int_equal(seal(&r, 1, 0, "x", 1, &out), AGE_E_TYPE);
	assert_int_equal(out.len, 0);
	assert_int_equal(
	    identity_generate((enum age_key_type)3, &id), AGE_E_TYPE);
	assert_memory_equal(&id, &zero, sizeof id);
	buf_free(&out);
}

/* The hybrid would rest on ML-KEM alone. */
static void
point_of_low_order_seals_nothing_even_when_handed_in(void **state)
{
	struct identity id = new_identity(AGE_HYBRID);
	struct recipient r = recipient_of(&id);
	struct buf out;

	(void)state;
	buf_init(&out, &buf_heap, TEST_MAX);
	for (uint8_t low = 0; low < 2; low++) {
		memset(&r.key[MLKEM_PUBLIC_LEN], 0, X25519_LEN);
		r.key[MLKEM_PUBLIC_LEN] = low;
		assert_int_equal(seal(&r, 1, 2, "x", 1, &out), AGE_E_CRYPTO);
		assert_int_equal(out.len, 0);
	}
	buf_free(&out);
}

/* FIPS 203, 7.2: a coefficient of 4095. */
static void
mlkem_key_that_is_none_seals_nothing_even_when_handed_in(void **state)
{
	struct identity id = new_identity(AGE_HYBRID);
	struct recipient r = recipient_of(&id);
	struct buf out;

	(void)state;
	buf_init(&out, &buf_heap, TEST_MAX);
	r.key[600] = 0xff;
	r.key[601] |= 0x0f;
	assert_int_equal(seal(&r, 1, 2, "x", 1, &out), AGE_E_CRYPTO);
	assert_int_equal(out.len, 0);
	buf_free(&out);
}

/* A header that has stanzas for r, an extra one put before or behind, and a MAC
 * that holds for all of it: freed by the caller. */
static struct buf
header_with(const struct recipient *r, const char *const *args, size_t n_args,
    size_t body_len, bool first)
{
	static const uint8_t file_key[AGE_FILE_KEY_LEN] = {1, 2, 3};
	static const uint8_t body[64];
	const struct seal_kind *kind =
	    r->type == AGE_HYBRID ? &seal_kind_hybrid : &seal_kind_x25519;
	uint8_t key[KDF_LEN];
	struct buf b;

	buf_init(&b, &buf_heap, TEST_MAX);
	age_header_begin(&b);
	if (first)
		age_header_stanza(&b, args, n_args, body, body_len);
	assert_int_equal(kind->add_stanza(&b, r->key, file_key), AGE_OK);
	if (!first)
		age_header_stanza(&b, args, n_args, body, body_len);
	assert_int_equal(seal_header_finish(&b, file_key, key), AGE_OK);
	return b;
}

static int
unwrap(const struct identity *id, const struct buf *b)
{
	static struct age_header h;
	struct unseal_keys keys = {.identities = id, .n_identities = 1};
	uint8_t file_key[AGE_FILE_KEY_LEN];

	assert_int_equal(age_header_parse(b->data, b->len, &h), AGE_OK);
	return unwrap_file_key(&h, &keys, file_key);
}

/* n bytes of an encapsulated key, in base64. Its X25519 part is no point of low
 * order. */
static const char *
enc_text(size_t n)
{
	static char text[BASE64_LEN(2 * HYBRID_ENC_LEN) + 1];
	static uint8_t enc[2 * HYBRID_ENC_LEN];

	memset(enc, 9, sizeof enc);
	base64_encode(enc, n, text);
	return text;
}

/* Wherever it stands, and also when another stanza would open. */
static void
malformed_stanza_is_a_header_failure(void **state)
{
	struct identity id = new_identity(AGE_HYBRID);
	struct recipient r = recipient_of(&id);
	static const struct {
		size_t n_args;
		size_t enc_len;
		size_t body_len;
		int expected;
	} cases[] = {
	    {2, HYBRID_ENC_LEN, 32, AGE_OK},
	    {1, HYBRID_ENC_LEN, 32, AGE_E_HEADER},
	    {3, HYBRID_ENC_LEN, 32, AGE_E_HEADER},
	    {2, HYBRID_ENC_LEN - 1, 32, AGE_E_HEADER},
	    {2, HYBRID_ENC_LEN + 1, 32, AGE_E_HEADER},
	    {2, X25519_LEN, 32, AGE_E_HEADER},
	    {2, HYBRID_ENC_LEN, 31, AGE_E_HEADER},
	    {2, HYBRID_ENC_LEN, 33, AGE_E_HEADER},
	    {2, HYBRID_ENC_LEN, 0, AGE_E_HEADER},
	    {2, HYBRID_ENC_LEN, 48, AGE_E_HEADER},
	};

	(void)state;
	for (size_t i = 0; i < 2 * sizeof cases / sizeof cases[0]; i++) {
		const char *const args[] = {
		    HYBRID_STANZA, enc_text(cases[i / 2].enc_len), "more"};
		struct buf b = header_with(&r, args, cases[i / 2].n_args,
		    cases[i / 2].body_len, i % 2 == 0);
		assert_int_equal(unwrap(&id, &b), cases[i / 2].expected);
		buf_free(&b);
	}
}

static void
base64_that_is_not_canonical_is_a_header_failure(void **state)
{
	struct identity id = new_identity(AGE_HYBRID);
	struct recipient r = recipient_of(&id);
	char text[BASE64_LEN(HYBRID_ENC_LEN) + 3];
	size_t n = BASE64_LEN(HYBRID_ENC_LEN);

	(void)state;
	for (int i = 0; i < 3; i++) {
		const char *const args[] = {HYBRID_STANZA, text};
		memcpy(text, enc_text(HYBRID_ENC_LEN), n + 1);
		if (i == 1) /* 2 bits of the last character are unused */
			text[n - 1]++;
		if (i == 2)
			memcpy(&text[n], "==", sizeof "==");
		struct buf b = header_with(&r, args, 2, 32, true);
		assert_int_equal(
		    unwrap(&id, &b), i == 0 ? AGE_OK : AGE_E_HEADER);
		buf_free(&b);
	}
}

static void
encapsulated_point_of_low_order_is_a_header_failure(void **state)
{
	struct identity id = new_identity(AGE_HYBRID);
	struct recipient r = recipient_of(&id);
	char text[BASE64_LEN(HYBRID_ENC_LEN) + 1];
	uint8_t enc[HYBRID_ENC_LEN] = {7};
	const char *const args[] = {HYBRID_STANZA, text};

	(void)state;
	for (uint8_t low = 0; low < 2; low++) {
		enc[MLKEM_CT_LEN] = low;
		base64_encode(enc, sizeof enc, text);
		struct buf b = header_with(&r, args, 2, 32, true);
		assert_int_equal(unwrap(&id, &b), AGE_E_HEADER);
		buf_free(&b);
	}
}

/* age: stanzas that are not its own are nothing to an identity. */
static void
each_kind_looks_at_its_own_stanzas_only(void **state)
{
	struct identity ids[2] = {
	    new_identity(AGE_X25519), new_identity(AGE_HYBRID)};
	static const char *const bad[2][2] = {
	    {"X25519", "short"}, {HYBRID_STANZA, "short"}};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct recipient r = recipient_of(&ids[i]);
		struct buf b = header_with(&r, bad[1 - i], 2, 3, true);
		assert_int_equal(unwrap(&ids[i], &b), AGE_OK);
		assert_int_equal(unwrap(&ids[1 - i], &b), AGE_E_HEADER);
		buf_free(&b);
		b = header_with(&r, bad[i], 2, 3, true);
		assert_int_equal(unwrap(&ids[i], &b), AGE_E_HEADER);
		assert_int_equal(unwrap(&ids[1 - i], &b), AGE_E_NO_MATCH);
		buf_free(&b);
	}
}

/* Every character of the stanza's argument and body, changed to another. */
static void
damaged_stanza_does_not_open(void **state)
{
	struct identity id = new_identity(AGE_HYBRID);
	struct buf b = sealed_to(&id, 0, "tip", 3);
	size_t opened = 0;

	(void)state;
	for (size_t i = 22 + sizeof "-> mlkem768x25519"; i < 22 + STANZA_LEN;
	     i += 7) {
		uint8_t was = b.data[i];
		if (was == '\n')
			continue;
		b.data[i] = was == 'A' ? 'B' : 'A';
		opened += try_open(&id, 1, &b) == AGE_OK;
		b.data[i] = was;
	}
	assert_int_equal(opened, 0);
	assert_int_equal(try_open(&id, 1, &b), AGE_OK);
	buf_free(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		what_is_sealed_opens_and_is_as_long_as_format_says),
	    cmocka_unit_test(a_stream_is_sealed_the_same),
	    cmocka_unit_test(another_identity_opens_nothing),
	    cmocka_unit_test(one_of_many_identities_of_both_kinds_is_enough),
	    cmocka_unit_test(
		real_recipient_stands_anywhere_among_throw_away_ones),
	    cmocka_unit_test(order_is_kept_without_filling),
	    cmocka_unit_test(throw_away_stanzas_look_like_the_others),
	    cmocka_unit_test(sealing_twice_shares_no_stanza),
	    cmocka_unit_test(more_stanzas_than_fit_a_header_are_refused),
	    cmocka_unit_test(
		both_kinds_for_one_file_are_refused_and_nothing_is_written),
	    cmocka_unit_test(a_kind_that_is_none_is_refused),
	    cmocka_unit_test(
		point_of_low_order_seals_nothing_even_when_handed_in),
	    cmocka_unit_test(
		mlkem_key_that_is_none_seals_nothing_even_when_handed_in),
	    cmocka_unit_test(malformed_stanza_is_a_header_failure),
	    cmocka_unit_test(base64_that_is_not_canonical_is_a_header_failure),
	    cmocka_unit_test(
		encapsulated_point_of_low_order_is_a_header_failure),
	    cmocka_unit_test(each_kind_looks_at_its_own_stanzas_only),
	    cmocka_unit_test(damaged_stanza_does_not_open),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
