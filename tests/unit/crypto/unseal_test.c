/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Opening: which key opens what, which stanzas are refused, and where the
 * plaintext goes.
 */
#include "unseal_helper.h"

#include "crypto/core/secret.h"

static void
another_identity_opens_nothing(void **state)
{
	struct buf b = sealed_pattern(100, 4);
	struct unseal_keys nothing = {.n_identities = 0};
	struct unseal_keys words = {.passphrase = "x", .passphrase_len = 1};
	struct identity id;
	struct buf out;
	size_t released;

	(void)state;
	assert_int_equal(identity_generate(AGE_X25519, &id), AGE_OK);
	assert_int_equal(
	    open_with(&id, b.data, b.len, SIZE_MAX, &released), AGE_E_NO_MATCH);
	buf_init(&out, &secret_mem, TEST_MAX);
	assert_int_equal(unseal(&nothing, b.data, b.len, &out), AGE_E_NO_MATCH);
	assert_int_equal(unseal(&words, b.data, b.len, &out), AGE_E_NO_MATCH);
	buf_free(&out);
	buf_free(&b);
}

static void
one_of_many_identities_is_enough(void **state)
{
	struct buf b = sealed_pattern(100, 4);
	struct identity ids[5];
	struct unseal_keys keys = {.identities = ids, .n_identities = 5};
	struct buf out;

	(void)state;
	buf_init(&out, &secret_mem, TEST_MAX);
	for (size_t at = 0; at < 5; at++) {
		for (size_t i = 0; i < 5; i++)
			assert_int_equal(
			    identity_generate(AGE_X25519, &ids[i]), AGE_OK);
		ids[at] = example_identity();
		assert_int_equal(unseal(&keys, b.data, b.len, &out), AGE_OK);
		assert_int_equal(out.len, 100);
		buf_clear(&out);
	}
	buf_free(&out);
	buf_free(&b);
}

/* The file with a stanza of text put before its own. */
static int
open_with_stanza(const char *text, const struct unseal_keys *keys)
{
	struct buf b = sealed_pattern(10, 1);
	struct buf c;
	struct buf out;

	buf_init(&c, &buf_heap, TEST_MAX);
	buf_init(&out, &secret_mem, TEST_MAX);
	buf_add(&c, b.data, 22);
	buf_add_str(&c, text);
	buf_add(&c, b.data + 22, b.len - 22);
	int r = unseal(keys, c.data, c.len, &out);
	assert_int_equal(out.len, 0);
	buf_free(&b);
	buf_free(&c);
	buf_free(&out);
	return r;
}

static void
added_stanza_of_unknown_type_breaks_the_mac_only(void **state)
{
	struct identity id = example_identity();
	struct unseal_keys keys = {.identities = &id, .n_identities = 1};

	(void)state;
	assert_int_equal(open_with_stanza("-> a\n\n", &keys), AGE_E_HMAC);
	assert_int_equal(
	    open_with_stanza("-> x25519 b\n\n", &keys), AGE_E_HMAC);
}

#define ZERO43 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define ZERO42 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void
malformed_stanza_of_our_type_is_a_header_failure(void **state)
{
	static const char *const bad[] = {
	    "-> X25519\n" ZERO43 "\n",
	    "-> X25519 " ZERO43 " b\n" ZERO43 "\n",
	    "-> X25519 " ZERO42 "\n" ZERO43 "\n",
	    "-> X25519 " ZERO43 "A\n" ZERO43 "\n",
	    "-> X25519 " ZERO42 "B\n" ZERO43 "\n",
	    "-> X25519 " ZERO43 "\n" ZERO42 "\n",
	    "-> X25519 " ZERO43 "\n\n",
	    /* A share of zero gives a shared secret of zero. */
	    "-> X25519 " ZERO43 "\n" ZERO43 "\n",
	};
	struct identity id = example_identity();
	struct unseal_keys keys = {.identities = &id, .n_identities = 1};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(open_with_stanza(bad[i], &keys), AGE_E_HEADER);
}

static void
scrypt_beside_another_stanza_is_a_header_failure(void **state)
{
	struct identity id = example_identity();
	struct unseal_keys keys = {.identities = &id,
	    .n_identities = 1,
	    .passphrase = "x",
	    .passphrase_len = 1};

	(void)state;
	assert_int_equal(
	    open_with_stanza(
		"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 10\n" ZERO43 "\n", &keys),
	    AGE_E_HEADER);
	assert_int_equal(
	    open_with_stanza("-> scrypt\n\n", &keys), AGE_E_HEADER);
}

static struct buf
sealed_with(const char *words)
{
	struct sealer *s;
	struct buf b;

	buf_init(&b, &buf_heap, TEST_MAX);
	assert_int_equal(sealer_new_passphrase(
			     &s, words, strlen(words), 10, io_write_to_buf, &b),
	    AGE_OK);
	assert_int_equal(sealer_add(s, "secret", 6), AGE_OK);
	assert_int_equal(sealer_end(s), AGE_OK);
	sealer_free(&s);
	return b;
}

static void
passphrase_opens_what_it_sealed_and_no_other_does(void **state)
{
	struct buf b = sealed_with("correct horse");
	struct unseal_keys right = {
	    .passphrase = "correct horse", .passphrase_len = 13};
	struct unseal_keys wrong = {
	    .passphrase = "correct horse", .passphrase_len = 12};
	struct identity id = example_identity();
	struct unseal_keys other = {.identities = &id, .n_identities = 1};
	struct buf out;

	(void)state;
	buf_init(&out, &secret_mem, TEST_MAX);
	assert_int_equal(unseal(&right, b.data, b.len, &out), AGE_OK);
	assert_int_equal(out.len, 6);
	assert_memory_equal(out.data, "secret", 6);
	buf_clear(&out);
	assert_int_equal(unseal(&wrong, b.data, b.len, &out), AGE_E_NO_MATCH);
	assert_int_equal(unseal(&other, b.data, b.len, &out), AGE_E_NO_MATCH);
	buf_free(&out);
	buf_free(&b);
}

static void
output_without_room_is_cleared(void **state)
{
	struct identity id = example_identity();
	struct unseal_keys keys = {.identities = &id, .n_identities = 1};
	struct buf b = sealed_pattern(70000, 1);
	struct buf out;

	(void)state;
	buf_init(&out, &secret_mem, 69999);
	assert_int_equal(unseal(&keys, b.data, b.len, &out), AGE_E_LIMIT);
	assert_int_equal(out.len, 0);
	buf_free(&out);
	buf_init(&out, &secret_mem, 70000);
	assert_int_equal(unseal(&keys, b.data, b.len, &out), AGE_OK);
	assert_int_equal(out.len, 70000);
	buf_free(&out);
	buf_free(&b);
}

static void
empty_file_needs_no_room(void **state)
{
	struct identity id = example_identity();
	struct unseal_keys keys = {.identities = &id, .n_identities = 1};
	struct buf b = sealed_pattern(0, 1);
	struct buf out;

	(void)state;
	buf_init(&out, &secret_mem, 0);
	assert_int_equal(unseal(&keys, b.data, b.len, &out), AGE_OK);
	assert_null(out.data);
	b.data[b.len - 1] ^= 1;
	assert_int_equal(unseal(&keys, b.data, b.len, &out), AGE_E_PAYLOAD);
	assert_null(out.data);
	buf_free(&out);
	buf_free(&b);
}

static void
failure_after_the_first_chunk_clears_the_output(void **state)
{
	struct identity id = example_identity();
	struct unseal_keys keys = {.identities = &id, .n_identities = 1};
	struct buf b = sealed_pattern(70000, 1);
	struct buf out;

	(void)state;
	buf_init(&out, &secret_mem, TEST_MAX);
	b.data[b.len - 1] ^= 1;
	assert_int_equal(unseal(&keys, b.data, b.len, &out), AGE_E_PAYLOAD);
	assert_int_equal(out.len, 0);
	for (size_t i = 0; i < out.cap; i++)
		assert_int_equal(out.data[i], 0);
	buf_free(&out);
	buf_free(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(another_identity_opens_nothing),
	    cmocka_unit_test(one_of_many_identities_is_enough),
	    cmocka_unit_test(added_stanza_of_unknown_type_breaks_the_mac_only),
	    cmocka_unit_test(malformed_stanza_of_our_type_is_a_header_failure),
	    cmocka_unit_test(scrypt_beside_another_stanza_is_a_header_failure),
	    cmocka_unit_test(passphrase_opens_what_it_sealed_and_no_other_does),
	    cmocka_unit_test(output_without_room_is_cleared),
	    cmocka_unit_test(empty_file_needs_no_room),
	    cmocka_unit_test(failure_after_the_first_chunk_clears_the_output),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
