/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The vault's check of a sealed tip and the kinds of its stanzas
 * (docs/FORMAT.md 1.2, 1.3). What it looks at needs no key, so that the blobs
 * here are made of their grammar alone.
 */
#include "crypto_test.h"

#include "crypto/core/base64.h"
#include "crypto/core/header.h"
#include "crypto/core/hybrid.h"
#include "crypto/core/tip.h"
#include "crypto/seal/keyring.h"
#include "gateway/common/limits.h"

#define BODY 32 /* a file key and its tag */

/* A stanza: its type, the bytes of its argument and of its body. */
struct shape {
	const char *type;
	size_t arg;
	size_t body;
};

static const struct shape classic = {"X25519", X25519_LEN, BODY};
static const struct shape hybrid = {HYBRID_STANZA, HYBRID_ENC_LEN, BODY};

static void
add_stanza(struct buf *b, const struct shape *s)
{
	char arg[BASE64_LEN(HYBRID_ENC_LEN + 1) + 1];
	const char *args[] = {s->type, arg};
	uint8_t *bytes = pattern(HYBRID_ENC_LEN + 1);

	base64_encode(bytes, s->arg, arg);
	age_header_stanza(b, args, 2, bytes, s->body);
	free(bytes);
}

/* A blob of n stanzas around the payload of a class: all of the first shape,
 * but the last of the second. */
static struct buf
blob_of(
    const struct shape *all, const struct shape *last, size_t n, size_t class)
{
	static const uint8_t mac[AGE_MAC_LEN];
	struct buf b;

	buf_init(&b, &buf_heap, TEST_MAX);
	age_header_begin(&b);
	for (size_t i = 0; i < n; i++)
		add_stanza(&b, i + 1 == n ? last : all);
	age_header_mark(&b);
	age_header_end(&b, mac);
	buf_add_zeros(&b, age_payload_len(class));
	assert_int_equal(b.err, BUF_OK);
	return b;
}

/* For a gateway whose keys are of the type of all. */
static int
check(const struct shape *all, const struct shape *last, size_t n)
{
	bool pq = strcmp(all->type, HYBRID_STANZA) == 0;
	struct buf b = blob_of(all, last, n, TIP_CLASS_MIN);
	int r = tip_check_blob(b.data, b.len, n, pq ? AGE_HYBRID : AGE_X25519);

	buf_free(&b);
	return r;
}

static void
blobs_of_either_kind_pass(void **state)
{
	(void)state;
	for (size_t n = 1; n <= KEYRING_STANZAS_MAX; n++) {
		assert_int_equal(check(&classic, &classic, n), AGE_OK);
		assert_int_equal(check(&hybrid, &hybrid, n), AGE_OK);
	}
}

static void
blobs_of_the_kind_that_the_gateway_has_not_are_refused(void **state)
{
	(void)state;
	for (size_t n = 1; n <= KEYRING_STANZAS_MAX; n++) {
		struct buf b = blob_of(&classic, &classic, n, TIP_CLASS_MIN);
		assert_int_equal(
		    tip_check_blob(b.data, b.len, n, AGE_HYBRID), AGE_E_HEADER);
		buf_free(&b);
		b = blob_of(&hybrid, &hybrid, n, TIP_CLASS_MIN);
		assert_int_equal(
		    tip_check_blob(b.data, b.len, n, AGE_X25519), AGE_E_HEADER);
		buf_free(&b);
	}
}

static void
length_is_as_the_format_says_for_either_kind(void **state)
{
	(void)state;
	for (size_t n = 1; n <= KEYRING_STANZAS_MAX; n++) {
		struct buf b = blob_of(&classic, &classic, n, TIP_CLASS_MIN);
		assert_int_equal(
		    b.len, 22 + 98 * n + 48 + age_payload_len(16384));
		buf_free(&b);
		b = blob_of(&hybrid, &hybrid, n, TIP_CLASS_MIN);
		assert_int_equal(
		    b.len, 22 + 1557 * n + 48 + age_payload_len(16384));
		buf_free(&b);
	}
}

static void
a_message_holds_the_largest_blob_and_its_epoch(void **state)
{
	struct buf b =
	    blob_of(&hybrid, &hybrid, KEYRING_STANZAS_MAX, TIP_CLASS_MAX);

	(void)state;
	assert_int_equal(
	    tip_check_blob(b.data, b.len, KEYRING_STANZAS_MAX, AGE_HYBRID),
	    AGE_OK);
	assert_true(b.len + sizeof(uint32_t) <= LIMIT_MESSAGE);
	buf_free(&b);
}

static void
both_kinds_in_one_blob_are_refused(void **state)
{
	(void)state;
	for (size_t n = 2; n <= 4; n++) {
		assert_int_equal(check(&classic, &hybrid, n), AGE_E_HEADER);
		assert_int_equal(check(&hybrid, &classic, n), AGE_E_HEADER);
	}
}

static void
lengths_of_another_kind_are_refused(void **state)
{
	static const struct shape wrong[] = {
	    {"X25519", HYBRID_ENC_LEN, BODY},
	    {"X25519", X25519_LEN - 1, BODY},
	    {"X25519", X25519_LEN + 1, BODY},
	    {"X25519", X25519_LEN, BODY - 1},
	    {"X25519", X25519_LEN, BODY + 1},
	    {HYBRID_STANZA, X25519_LEN, BODY},
	    {HYBRID_STANZA, HYBRID_ENC_LEN - 1, BODY},
	    {HYBRID_STANZA, HYBRID_ENC_LEN + 1, BODY},
	    {HYBRID_STANZA, HYBRID_ENC_LEN, BODY - 1},
	    {HYBRID_STANZA, HYBRID_ENC_LEN, BODY + 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		const struct shape *good =
		    strcmp(wrong[i].type, classic.type) == 0 ? &classic
							     : &hybrid;
		assert_int_equal(check(&wrong[i], &wrong[i], 1), AGE_E_HEADER);
		assert_int_equal(check(good, &wrong[i], 3), AGE_E_HEADER);
		assert_int_equal(check(&wrong[i], good, 3), AGE_E_HEADER);
	}
}

static void
other_types_are_refused_even_beside_good_ones(void **state)
{
	static const char *const names[] = {"scrypt", "ssh-ed25519", "x25519",
	    "X25519a", "mlkem768x2551", "mlkem768x255190", "mlkem768p256tag",
	    "grease"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct shape other = {names[i], X25519_LEN, BODY};
		assert_int_equal(check(&other, &other, 1), AGE_E_HEADER);
		assert_int_equal(check(&classic, &other, 2), AGE_E_HEADER);
		assert_int_equal(check(&hybrid, &other, 2), AGE_E_HEADER);
	}
}

static void
a_header_without_stanzas_is_refused(void **state)
{
	(void)state;
	assert_int_equal(check(&classic, &classic, 0), AGE_E_HEADER);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(blobs_of_either_kind_pass),
	    cmocka_unit_test(
		blobs_of_the_kind_that_the_gateway_has_not_are_refused),
	    cmocka_unit_test(length_is_as_the_format_says_for_either_kind),
	    cmocka_unit_test(a_message_holds_the_largest_blob_and_its_epoch),
	    cmocka_unit_test(both_kinds_in_one_blob_are_refused),
	    cmocka_unit_test(lengths_of_another_kind_are_refused),
	    cmocka_unit_test(other_types_are_refused_even_beside_good_ones),
	    cmocka_unit_test(a_header_without_stanzas_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
