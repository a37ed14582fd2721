/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Sealing and opening with keys of either kind: what goes together, what does
 * not, and where the limits are.
 */
#include "crypto_test.h"

#include "crypto/core/header.h"
#include "crypto/core/tip.h"

static struct identity
made(enum age_key_type type, struct recipient *r)
{
	struct identity id;

	assert_int_equal(identity_generate(type, &id), AGE_OK);
	*r = (struct recipient){.type = type};
	memcpy(r->key, id.public, sizeof r->key);
	return id;
}

static int
try_seal(const struct recipient *r, size_t n, size_t stanzas, size_t max)
{
	struct buf out;

	buf_init(&out, &buf_heap, max);
	int err = seal(r, n, stanzas, "a tip", 5, &out);
	assert_int_equal(out.len == 0, err != AGE_OK);
	buf_free(&out);
	return err;
}

static int
try_sealer(const struct recipient *r, size_t n, size_t stanzas)
{
	struct sealer *s = NULL;
	struct buf out;

	buf_init(&out, &buf_heap, TEST_MAX);
	int err = sealer_new(&s, r, n, stanzas, io_write_to_buf, &out);
	assert_int_equal(s == NULL, err != AGE_OK);
	assert_int_equal(out.len == 0, err != AGE_OK);
	sealer_free(&s);
	buf_free(&out);
	return err;
}

static void
both_kinds_never_go_into_one_file(void **state)
{
	struct recipient r[3];

	(void)state;
	made(AGE_X25519, &r[0]);
	made(AGE_X25519, &r[1]);
	made(AGE_HYBRID, &r[2]);
	assert_int_equal(try_seal(r, 2, 0, TEST_MAX), AGE_OK);
	assert_int_equal(try_seal(r, 3, 0, TEST_MAX), AGE_E_MIXED);
	assert_int_equal(try_seal(&r[1], 2, 6, TEST_MAX), AGE_E_MIXED);
	assert_int_equal(try_sealer(r, 3, 0), AGE_E_MIXED);
}

static void
kind_that_there_is_not_is_refused(void **state)
{
	struct recipient r;

	(void)state;
	made(AGE_X25519, &r);
	r.type = (enum age_key_type)7;
	assert_int_equal(try_seal(&r, 1, 0, TEST_MAX), AGE_E_TYPE);
	assert_int_equal(try_sealer(&r, 1, 0), AGE_E_TYPE);
	r.type = (enum age_key_type)0;
	assert_int_equal(try_seal(&r, 1, 4, TEST_MAX), AGE_E_TYPE);
}

static void
header_beyond_its_limit_is_not_begun(void **state)
{
	struct recipient r;

	(void)state;
	made(AGE_HYBRID, &r);
	assert_int_equal(try_seal(&r, 1, 42, TEST_MAX), AGE_OK);
	assert_int_equal(try_seal(&r, 1, 43, TEST_MAX), AGE_E_LIMIT);
	assert_int_equal(try_sealer(&r, 1, 43), AGE_E_LIMIT);
	made(AGE_X25519, &r);
	assert_int_equal(try_seal(&r, 1, 64, TEST_MAX), AGE_OK);
	assert_int_equal(try_seal(&r, 1, 65, TEST_MAX), AGE_E_LIMIT);
}

/* Sealed into a buffer of just enough room, and of one byte less. */
static void
sealed_length_is_known_before(void **state)
{
	static const enum age_key_type types[] = {AGE_X25519, AGE_HYBRID};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct recipient r;
		struct buf out;
		made(types[i], &r);
		buf_init(&out, &buf_heap, TEST_MAX);
		assert_int_equal(seal(&r, 1, 4, "a tip", 5, &out), AGE_OK);
		assert_int_equal(try_seal(&r, 1, 4, out.len), AGE_OK);
		assert_int_equal(try_seal(&r, 1, 4, out.len - 1), AGE_E_LIMIT);
		buf_free(&out);
	}
}

static int
open_into(const struct identity *id, const struct buf *file, size_t max)
{
	struct unseal_keys keys = {.identities = id, .n_identities = 1};
	struct buf out;

	buf_init(&out, &buf_heap, max);
	int err = unseal(&keys, file->data, file->len, &out);
	if (err != AGE_OK)
		assert_int_equal(out.len, 0);
	buf_free(&out);
	return err;
}

static void
plaintext_beyond_the_callers_room_is_not_begun_or_taken_back(void **state)
{
	struct identity id = example_identity();
	struct buf file = sealed_pattern(AGE_CHUNK_LEN + 5, 1);

	(void)state;
	assert_int_equal(open_into(&id, &file, AGE_CHUNK_LEN + 5), AGE_OK);
	assert_int_equal(open_into(&id, &file, AGE_CHUNK_LEN + 4), AGE_E_LIMIT);
	assert_int_equal(open_into(&id, &file, AGE_CHUNK_LEN), AGE_E_LIMIT);
	assert_int_equal(open_into(&id, &file, 0), AGE_E_LIMIT);
	buf_free(&file);
}

static void
empty_plaintext_takes_no_room(void **state)
{
	struct identity id = example_identity();
	struct buf file = sealed_pattern(0, 1);

	(void)state;
	assert_int_equal(open_into(&id, &file, 0), AGE_OK);
	assert_int_equal(open_into(&id, &file, 100), AGE_OK);
	buf_free(&file);
}

static void
key_of_one_kind_opens_no_file_of_the_other(void **state)
{
	struct recipient classic;
	struct recipient hybrid;
	struct identity ids[2] = {
	    made(AGE_X25519, &classic), made(AGE_HYBRID, &hybrid)};
	struct buf file;

	(void)state;
	buf_init(&file, &buf_heap, TEST_MAX);
	assert_int_equal(seal(&hybrid, 1, 3, "a tip", 5, &file), AGE_OK);
	assert_int_equal(open_into(&ids[0], &file, 100), AGE_E_NO_MATCH);
	assert_int_equal(open_into(&ids[1], &file, 100), AGE_OK);
	buf_clear(&file);
	assert_int_equal(seal(&classic, 1, 3, "a tip", 5, &file), AGE_OK);
	assert_int_equal(open_into(&ids[0], &file, 100), AGE_OK);
	assert_int_equal(open_into(&ids[1], &file, 100), AGE_E_NO_MATCH);
	buf_free(&file);
}

static void
identity_is_read_as_it_was_written(void **state)
{
	static const enum age_key_type types[] = {AGE_X25519, AGE_HYBRID};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct recipient r;
		struct identity id = made(types[i], &r);
		struct identity back;
		char text[IDENTITY_TEXT_MAX];
		identity_format(&id, text);
		assert_int_equal(
		    identity_parse(text, strlen(text), &back), AGE_OK);
		assert_memory_equal(&id, &back, sizeof id);
	}
}

static void
identity_of_no_kind_is_not_made(void **state)
{
	struct identity id;

	(void)state;
	assert_int_equal(
	    identity_generate((enum age_key_type)0, &id), AGE_E_TYPE);
	assert_int_equal(
	    identity_generate((enum age_key_type)3, &id), AGE_E_TYPE);
}

/* What the parser took is consistent; a body that is not is refused all the
 * same. */
static void
body_that_is_not_as_long_as_its_stanza_says_is_refused(void **state)
{
	static const char text[] = "YWJj\n";
	struct age_stanza s = {
	    .body_text = {(const uint8_t *)text, sizeof text - 1},
	    .body_len = 3};
	uint8_t out[8];

	(void)state;
	assert_int_equal(age_stanza_body(&s, out, 3), AGE_OK);
	assert_int_equal(age_stanza_body(&s, out, 2), AGE_E_HEADER);
	s.body_len = 2;
	assert_int_equal(age_stanza_body(&s, out, 2), AGE_E_HEADER);
	s.body_len = 4;
	assert_int_equal(age_stanza_body(&s, out, 4), AGE_E_HEADER);
	s.body_text.data = (const uint8_t *)"YW?j\n";
	s.body_len = 3;
	assert_int_equal(age_stanza_body(&s, out, 3), AGE_E_HEADER);
}

/* A header of one scrypt stanza; its body does not matter. */
static int
open_work_factor(const char *log_n)
{
	const struct unseal_keys keys = {
	    .passphrase = "words", .passphrase_len = 5};
	const char *const args[] = {"scrypt", "AAAAAAAAAAAAAAAAAAAAAA", log_n};
	static const uint8_t mac[AGE_MAC_LEN];
	static const uint8_t body[32];
	struct buf file;
	struct buf out;

	buf_init(&file, &buf_heap, TEST_MAX);
	buf_init(&out, &buf_heap, TEST_MAX);
	age_header_begin(&file);
	age_header_stanza(&file, args, 3, body, sizeof body);
	age_header_mark(&file);
	age_header_end(&file, mac);
	int err = unseal(&keys, file.data, file.len, &out);
	buf_free(&file);
	buf_free(&out);
	return err;
}

static void
work_factor_is_a_number_without_anything_else(void **state)
{
	static const char *const wrong[] = {"0", "01", "1a", "a1", "+1", "-1",
	    "1/", "1:", "23", "99", "100", "1.", "0x"};

	(void)state;
	assert_int_equal(open_work_factor("1"), AGE_E_NO_MATCH);
	assert_int_equal(open_work_factor("10"), AGE_E_NO_MATCH);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_int_equal(open_work_factor(wrong[i]), AGE_E_HEADER);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(both_kinds_never_go_into_one_file),
	    cmocka_unit_test(kind_that_there_is_not_is_refused),
	    cmocka_unit_test(header_beyond_its_limit_is_not_begun),
	    cmocka_unit_test(sealed_length_is_known_before),
	    cmocka_unit_test(
		plaintext_beyond_the_callers_room_is_not_begun_or_taken_back),
	    cmocka_unit_test(empty_plaintext_takes_no_room),
	    cmocka_unit_test(key_of_one_kind_opens_no_file_of_the_other),
	    cmocka_unit_test(identity_is_read_as_it_was_written),
	    cmocka_unit_test(identity_of_no_kind_is_not_made),
	    cmocka_unit_test(
		body_that_is_not_as_long_as_its_stanza_says_is_refused),
	    cmocka_unit_test(work_factor_is_a_number_without_anything_else),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
