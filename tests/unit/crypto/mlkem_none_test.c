/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A build without ML-KEM (INKAST_MLKEM=none): post-quantum keys are refused by
 * name, and nothing passes as sealed.
 */
#include "crypto_test.h"

#include "crypto/core/bech32.h"
#include "crypto/core/mlkem.h"
#include "crypto/core/sha3.h"

#define PQ_IDENTITY                                                            \
	"AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HW"    \
	"DX0H3SK3ZQFR"

/* All coefficients zero, and the base point: nobody's key. */
static struct recipient
pq_recipient(void)
{
	struct recipient r = {.type = AGE_HYBRID};

	r.key[MLKEM_PUBLIC_LEN] = 9;
	return r;
}

static void
keys_are_refused_by_their_kind(void **state)
{
	static const struct identity zero;
	struct recipient r = pq_recipient();
	struct identity id;
	char text[RECIPIENT_TEXT_MAX];
	size_t n;
	size_t line;

	(void)state;
	assert_false(mlkem_available());
	recipient_format(&r, text);
	assert_int_equal(recipient_parse(text, strlen(text), &r), AGE_E_TYPE);
	assert_int_equal(
	    recipient_file_parse(text, strlen(text), &r, 1, &n, &line),
	    AGE_E_TYPE);
	assert_int_equal(line, 1);
	memset(&id, 1, sizeof id);
	assert_int_equal(
	    identity_parse(PQ_IDENTITY, strlen(PQ_IDENTITY), &id), AGE_E_TYPE);
	assert_memory_equal(&id, &zero, sizeof id);
	assert_int_equal(identity_generate(AGE_HYBRID, &id), AGE_E_TYPE);
	assert_memory_equal(&id, &zero, sizeof id);
}

/* A typing error is still one. */
static void
what_is_no_key_is_not_called_post_quantum(void **state)
{
	struct recipient r = pq_recipient();
	struct identity id;
	char text[RECIPIENT_TEXT_MAX];

	(void)state;
	recipient_format(&r, text);
	text[100] = text[100] == 'q' ? 'p' : 'q';
	assert_int_equal(recipient_parse(text, strlen(text), &r), AGE_E_KEY);
	assert_int_equal(
	    identity_parse(PQ_IDENTITY, strlen(PQ_IDENTITY) - 1, &id),
	    AGE_E_KEY);
}

static void
nothing_is_sealed_to_one(void **state)
{
	struct recipient r = pq_recipient();
	struct sealer *s = NULL;
	struct buf out;

	(void)state;
	buf_init(&out, &buf_heap, TEST_MAX);
	assert_int_equal(seal(&r, 1, 2, "tip", 3, &out), AGE_E_TYPE);
	assert_int_equal(out.len, 0);
	assert_int_equal(
	    sealer_new(&s, &r, 1, 0, io_write_to_buf, &out), AGE_E_TYPE);
	assert_null(s);
	assert_int_equal(out.len, 0);
	buf_free(&out);
}

static void
every_primitive_is_refused(void **state)
{
	static uint8_t big[MLKEM_SECRET_LEN];
	static uint8_t out[MLKEM_SECRET_LEN];

	(void)state;
	assert_int_equal(mlkem_keypair(big, out, out), AGE_E_TYPE);
	assert_int_equal(mlkem_encapsulate(big, big, out, out), AGE_E_TYPE);
	assert_int_equal(mlkem_decapsulate(big, big, out), AGE_E_TYPE);
	assert_int_equal(sha3_256_of(big, 1, out), AGE_E_TYPE);
	assert_int_equal(shake256_of(big, 1, out, 1), AGE_E_TYPE);
	assert_memory_equal(big, out, sizeof out);
}

static void
classic_keys_are_as_ever(void **state)
{
	struct buf b = sealed_pattern(3, 2);

	(void)state;
	assert_true(b.len > 0);
	buf_free(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keys_are_refused_by_their_kind),
	    cmocka_unit_test(what_is_no_key_is_not_called_post_quantum),
	    cmocka_unit_test(nothing_is_sealed_to_one),
	    cmocka_unit_test(every_primitive_is_refused),
	    cmocka_unit_test(classic_keys_are_as_ever),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
