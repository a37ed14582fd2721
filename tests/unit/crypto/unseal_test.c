/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Opening: nothing changed, cut off or extended is taken as whole, and only
 * chunks that were authenticated before a failure are released.
 */
#include "crypto_test.h"

#include "base/reader.h"
#include "crypto/core/header.h"
#include "crypto/core/kdf.h"
#include "crypto/core/secret.h"

#define SEALED_CHUNK (AGE_CHUNK_LEN + AGE_TAG_LEN)

/* A reader that hands out at most step bytes at a time. */
struct slow {
	struct reader r;
	size_t step;
};

static ssize_t
read_slowly(void *ctx, void *p, size_t n)
{
	struct slow *s = ctx;
	struct view v;
	size_t left = reader_left(&s->r);
	size_t take = n < s->step ? n : s->step;

	if (take > left)
		take = left;
	if (!reader_take(&s->r, take, &v))
		return -1;
	if (v.len > 0)
		memcpy(p, v.data, v.len);
	return (ssize_t)v.len;
}

/* Open p with id: the outcome, and in *released how many bytes came out, which
 * are checked against the pattern. */
static int
open_with(const struct identity *id, const void *p, size_t len, size_t step,
    size_t *released)
{
	struct unseal_keys keys = {.identities = id, .n_identities = 1};
	struct slow s = {reader_of(p, len), step};
	struct unsealer *u = NULL;
	const uint8_t *chunk;
	size_t n;
	uint8_t *want = pattern(len);

	*released = 0;
	int r = unsealer_new(&u, &keys, read_slowly, &s);
	if (r != AGE_OK) {
		assert_null(u);
		free(want);
		return r;
	}
	while ((r = unsealer_next(u, &chunk, &n)) == 1) {
		assert_in_range(n, 1, AGE_CHUNK_LEN);
		assert_memory_equal(chunk, want + *released, n);
		*released += n;
	}
	/* Asked again, the answer is the same. */
	assert_int_equal(unsealer_next(u, &chunk, &n), r);
	unsealer_free(&u);
	assert_null(u);
	free(want);
	return r;
}

static int
open_example(const void *p, size_t len, size_t *released)
{
	struct identity id = example_identity();

	return open_with(&id, p, len, SIZE_MAX, released);
}

static size_t
header_len(const struct buf *b)
{
	struct age_header h;

	assert_int_equal(age_header_parse(b->data, b->len, &h), AGE_OK);
	return h.len;
}

static void
plaintexts_around_the_borders_of_a_chunk_come_back(void **state)
{
	static const size_t lengths[] = {
	    0, 1, 65535, 65536, 65537, 131071, 131072, 131073, 200000};

	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		struct buf b = sealed_pattern(lengths[i], 3);
		size_t released;
		assert_int_equal(open_example(b.data, b.len, &released), 0);
		assert_int_equal(released, lengths[i]);
		buf_free(&b);
	}
}

static void
pieces_of_any_size_may_arrive(void **state)
{
	static const size_t steps[] = {1, 7, 65536, 65552, 65553};
	struct identity id = example_identity();
	struct buf b = sealed_pattern(140000, 2);

	(void)state;
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		size_t released;
		assert_int_equal(
		    open_with(&id, b.data, b.len, steps[i], &released), 0);
		assert_int_equal(released, 140000);
	}
	buf_free(&b);
}

static void
every_flipped_byte_of_a_small_file_is_noticed(void **state)
{
	struct buf b = sealed_pattern(100, 2);
	size_t header = header_len(&b);
	size_t released;

	(void)state;
	for (size_t i = 0; i < b.len; i++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			b.data[i] ^= (uint8_t)(1U << bit);
			int r = open_example(b.data, b.len, &released);
			assert_true(r < 0);
			assert_int_equal(released, 0);
			if (i >= header)
				assert_int_equal(r, AGE_E_PAYLOAD);
			else
				assert_true(r == AGE_E_HEADER ||
					    r == AGE_E_HMAC ||
					    r == AGE_E_NO_MATCH);
			b.data[i] ^= (uint8_t)(1U << bit);
		}
	}
	assert_int_equal(open_example(b.data, b.len, &released), 0);
	buf_free(&b);
}

static void
every_truncation_of_a_small_file_is_noticed(void **state)
{
	struct buf b = sealed_pattern(100, 2);
	size_t header = header_len(&b);
	size_t released;

	(void)state;
	for (size_t len = 0; len < b.len; len++) {
		int r = open_example(b.data, len, &released);
		assert_int_equal(released, 0);
		assert_int_equal(r, len < header + AGE_NONCE_LEN
					? AGE_E_HEADER
					: AGE_E_PAYLOAD);
	}
	buf_free(&b);
}

/* Three chunks, the last of 1000 bytes. */
static void
truncation_releases_whole_chunks_before_it_only(void **state)
{
	struct buf b = sealed_pattern(2 * (size_t)AGE_CHUNK_LEN + 1000, 1);
	size_t start = header_len(&b) + AGE_NONCE_LEN;
	size_t released;

	(void)state;
	for (size_t len = start; len < b.len; len += 333) {
		assert_int_equal(
		    open_example(b.data, len, &released), AGE_E_PAYLOAD);
		assert_int_equal(
		    released, (len - start) / SEALED_CHUNK * AGE_CHUNK_LEN);
	}
	for (size_t i = 0; i <= 2; i++) {
		assert_int_equal(
		    open_example(b.data, start + i * SEALED_CHUNK, &released),
		    AGE_E_PAYLOAD);
		assert_int_equal(released, i * AGE_CHUNK_LEN);
	}
	buf_free(&b);
}

static void
flip_releases_the_chunks_before_it_only(void **state)
{
	struct buf b = sealed_pattern(2 * (size_t)AGE_CHUNK_LEN + 1000, 1);
	size_t start = header_len(&b) + AGE_NONCE_LEN;
	size_t released;

	(void)state;
	for (size_t i = start; i < b.len; i += 997) {
		b.data[i] ^= 0x10;
		assert_int_equal(
		    open_example(b.data, b.len, &released), AGE_E_PAYLOAD);
		assert_int_equal(
		    released, (i - start) / SEALED_CHUNK * AGE_CHUNK_LEN);
		b.data[i] ^= 0x10;
	}
	buf_free(&b);
}

static void
swapped_repeated_and_dropped_chunks_are_noticed(void **state)
{
	struct buf b = sealed_pattern(3 * (size_t)AGE_CHUNK_LEN, 1);
	size_t start = header_len(&b) + AGE_NONCE_LEN;
	uint8_t *one = b.data + start;
	uint8_t *two = one + SEALED_CHUNK;
	uint8_t *copy = malloc(b.len);
	size_t released;

	(void)state;
	assert_non_null(copy);
	memcpy(copy, b.data, b.len);
	memcpy(one, copy + start + SEALED_CHUNK, SEALED_CHUNK);
	memcpy(two, copy + start, SEALED_CHUNK);
	assert_int_equal(open_example(b.data, b.len, &released), AGE_E_PAYLOAD);
	assert_int_equal(released, 0);
	memcpy(one, copy + start, SEALED_CHUNK);
	assert_int_equal(open_example(b.data, b.len, &released), AGE_E_PAYLOAD);
	assert_int_equal(released, AGE_CHUNK_LEN);
	memcpy(two, copy + start + 2 * (size_t)SEALED_CHUNK, SEALED_CHUNK);
	assert_int_equal(open_example(b.data, b.len - SEALED_CHUNK, &released),
	    AGE_E_PAYLOAD);
	assert_int_equal(released, AGE_CHUNK_LEN);
	free(copy);
	buf_free(&b);
}

static void
anything_after_the_last_chunk_is_noticed(void **state)
{
	static const size_t lengths[] = {0, 100, 65535, 65536, 131072};

	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		struct buf b = sealed_pattern(lengths[i], 1);
		size_t released;
		assert_int_equal(buf_add_zeros(&b, 1), BUF_OK);
		assert_int_equal(
		    open_example(b.data, b.len, &released), AGE_E_PAYLOAD);
		/* A full last chunk is whole without what follows. */
		assert_int_equal(
		    released, lengths[i] / AGE_CHUNK_LEN * AGE_CHUNK_LEN);
		assert_int_equal(buf_add_zeros(&b, 70000), BUF_OK);
		assert_int_equal(
		    open_example(b.data, b.len, &released), AGE_E_PAYLOAD);
		buf_free(&b);
	}
}

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
	assert_int_equal(identity_generate(&id), AGE_OK);
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
			assert_int_equal(identity_generate(&ids[i]), AGE_OK);
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

static void
endless_header_is_beyond_the_limit(void **state)
{
	struct identity id = example_identity();
	struct buf b;
	size_t released;

	(void)state;
	buf_init(&b, &buf_heap, TEST_MAX);
	buf_add_str(&b, "age-encryption.org/v1\n-> ");
	for (size_t i = 0; i < 200000; i++)
		buf_add_str(&b, "a");
	assert_int_equal(
	    open_with(&id, b.data, b.len, SIZE_MAX, &released), AGE_E_LIMIT);
	buf_free(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		plaintexts_around_the_borders_of_a_chunk_come_back),
	    cmocka_unit_test(pieces_of_any_size_may_arrive),
	    cmocka_unit_test(every_flipped_byte_of_a_small_file_is_noticed),
	    cmocka_unit_test(every_truncation_of_a_small_file_is_noticed),
	    cmocka_unit_test(truncation_releases_whole_chunks_before_it_only),
	    cmocka_unit_test(flip_releases_the_chunks_before_it_only),
	    cmocka_unit_test(swapped_repeated_and_dropped_chunks_are_noticed),
	    cmocka_unit_test(anything_after_the_last_chunk_is_noticed),
	    cmocka_unit_test(another_identity_opens_nothing),
	    cmocka_unit_test(one_of_many_identities_is_enough),
	    cmocka_unit_test(added_stanza_of_unknown_type_breaks_the_mac_only),
	    cmocka_unit_test(malformed_stanza_of_our_type_is_a_header_failure),
	    cmocka_unit_test(scrypt_beside_another_stanza_is_a_header_failure),
	    cmocka_unit_test(passphrase_opens_what_it_sealed_and_no_other_does),
	    cmocka_unit_test(output_without_room_is_cleared),
	    cmocka_unit_test(failure_after_the_first_chunk_clears_the_output),
	    cmocka_unit_test(endless_header_is_beyond_the_limit),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
