/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Opening what was damaged: nothing changed, cut off or extended is taken as
 * whole, and only chunks that were authenticated before it are released.
 */
#include "unseal_helper.h"

#include "crypto/core/header.h"
#include "crypto/seal/sealer.h"

#define SEALED_CHUNK (AGE_CHUNK_LEN + AGE_TAG_LEN)

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

/* Made with seal's own pieces, since no sealer would: a full chunk, then, as
 * the last, one of n bytes. */
static int
open_with_last_chunk(size_t n, size_t *released)
{
	struct recipient r = example_recipient();
	uint8_t key[KDF_LEN];
	uint8_t *p = pattern(AGE_CHUNK_LEN + n);
	uint8_t *sealed = malloc(SEALED_CHUNK);
	struct buf b;

	assert_non_null(sealed);
	buf_init(&b, &buf_heap, TEST_MAX);
	assert_int_equal(seal_header(&b, &r, 1, 0, key), AGE_OK);
	assert_int_equal(
	    seal_chunk(key, 0, false, p, AGE_CHUNK_LEN, sealed), AGE_OK);
	buf_add(&b, sealed, SEALED_CHUNK);
	assert_int_equal(
	    seal_chunk(key, 1, true, p + AGE_CHUNK_LEN, n, sealed), AGE_OK);
	buf_add(&b, sealed, n + AGE_TAG_LEN);
	int err = open_example(b.data, b.len, released);
	buf_free(&b);
	free(sealed);
	free(p);
	return err;
}

static void
empty_last_chunk_after_a_full_one_is_refused(void **state)
{
	size_t released;

	(void)state;
	assert_int_equal(open_with_last_chunk(1, &released), 0);
	assert_int_equal(released, AGE_CHUNK_LEN + 1);
	assert_int_equal(open_with_last_chunk(0, &released), AGE_E_PAYLOAD);
	assert_int_equal(released, AGE_CHUNK_LEN);
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
	    cmocka_unit_test(empty_last_chunk_after_a_full_one_is_refused),
	    cmocka_unit_test(anything_after_the_last_chunk_is_noticed),
	    cmocka_unit_test(endless_header_is_beyond_the_limit),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
