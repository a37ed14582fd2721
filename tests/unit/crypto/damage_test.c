/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Files for either kind of key, armored and not: every bit of every byte
 * flipped, every truncation, every byte added. Nothing is accepted but the same
 * file in another spelling (white space behind armor), and what is released is
 * whole chunks that were authenticated.
 */
#include "unseal_helper.h"

#include <stdio.h>

#include "crypto/core/armor.h"

#define SMALL 100

struct file {
	struct identity id;
	struct buf bytes;
	size_t plain_len;
	bool armored;
};

static struct buf
armor(const struct buf *b)
{
	struct armor_writer w;
	struct buf out;

	buf_init(&out, &buf_heap, TEST_MAX);
	armor_writer_init(&w, io_write_to_buf, &out);
	assert_int_equal(armor_write(&w, b->data, b->len), 0);
	assert_int_equal(armor_writer_end(&w), 0);
	assert_int_equal(out.err, BUF_OK);
	return out;
}

static struct file
make(enum age_key_type type, bool armored, size_t plain_len)
{
	struct file f = {.plain_len = plain_len, .armored = armored};
	struct recipient r = {.type = type};
	uint8_t *p = pattern(plain_len);

	assert_int_equal(identity_generate(type, &f.id), AGE_OK);
	memcpy(r.key, f.id.public, sizeof r.key);
	buf_init(&f.bytes, &buf_heap, TEST_MAX);
	assert_int_equal(seal(&r, 1, 0, p, plain_len, &f.bytes), AGE_OK);
	free(p);
	if (armored) {
		struct buf text = armor(&f.bytes);
		buf_free(&f.bytes);
		f.bytes = text;
	}
	return f;
}

static int
release(struct unsealer *u, size_t plain_len, size_t *released)
{
	static uint8_t *want;
	static size_t want_len;
	const uint8_t *p;
	size_t n;
	int r;

	if (want_len < plain_len) {
		free(want);
		want = pattern(plain_len);
		want_len = plain_len;
	}
	while ((r = unsealer_next(u, &p, &n)) == 1) {
		assert_in_range(n, 1, plain_len - *released);
		assert_memory_equal(p, want + *released, n);
		*released += n;
	}
	return r;
}

/* Open the first len bytes of a file: the outcome, and how much came out. */
static int
open_first(const struct file *f, size_t len, size_t *released)
{
	struct unseal_keys keys = {.identities = &f->id, .n_identities = 1};
	struct reader r = reader_of(f->bytes.data, len);
	struct armor_reader a;
	struct unsealer *u;

	*released = 0;
	armor_reader_init(&a, ARMOR_REQUIRED, io_read_from_memory, &r);
	int err = unsealer_new(&u, &keys,
	    f->armored ? armor_read : io_read_from_memory,
	    f->armored ? (void *)&a : (void *)&r);
	if (err == AGE_OK) {
		err = release(u, f->plain_len, released);
		unsealer_free(&u);
	}
	return err;
}

/* A name that damage can have. */
static bool
is_damage(const struct file *f, int err)
{
	return err == AGE_E_HEADER || err == AGE_E_HMAC ||
	       err == AGE_E_NO_MATCH || err == AGE_E_PAYLOAD ||
	       (f->armored && err == AGE_E_ARMOR);
}

/* As a stream: refused, and nothing came out but so many whole chunks. */
static void
stream_refused(const struct file *f, size_t len, size_t chunks)
{
	size_t released;

	assert_true(is_damage(f, open_first(f, len, &released)));
	assert_true(released % AGE_CHUNK_LEN == 0);
	assert_true(released <= chunks * AGE_CHUNK_LEN);
}

/* In one call: all or nothing. */
static int
open_whole(const struct file *f, size_t len)
{
	struct unseal_keys keys = {.identities = &f->id, .n_identities = 1};
	struct buf binary;
	struct buf out;
	int err = AGE_OK;

	buf_init(&binary, &buf_heap, TEST_MAX);
	buf_init(&out, &buf_heap, TEST_MAX);
	if (f->armored)
		err = armor_decode(f->bytes.data, len, &binary);
	if (err == AGE_OK)
		err = f->armored ? unseal(&keys, binary.data, binary.len, &out)
				 : unseal(&keys, f->bytes.data, len, &out);
	assert_int_equal(out.len, err == AGE_OK ? f->plain_len : 0);
	buf_free(&out);
	buf_free(&binary);
	return err;
}

static void
accepted(const struct file *f, size_t len)
{
	size_t released;

	assert_int_equal(open_whole(f, len), AGE_OK);
	assert_int_equal(open_first(f, len, &released), AGE_OK);
	assert_int_equal(released, f->plain_len);
}

/* A stream for one bit of each byte only: it takes guarded memory each time.
 * One is enough too where both armor and the stanza have been tried whole. */
static void
flip_every_bit(struct file *f)
{
	bool all = !(f->armored && f->id.type == AGE_HYBRID);

	for (size_t i = 0; i < f->bytes.len; i++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			if (!all && bit != i % 8)
				continue;
			f->bytes.data[i] ^= (uint8_t)(1U << bit);
			assert_true(is_damage(f, open_whole(f, f->bytes.len)));
			if (bit == i % 8)
				stream_refused(f, f->bytes.len, 0);
			f->bytes.data[i] ^= (uint8_t)(1U << bit);
		}
	}
}

/* Armor without its last LF is whole: the END line is there. */
static void
truncate_everywhere(const struct file *f)
{
	size_t whole = f->bytes.len - (f->armored ? 1 : 0);

	for (size_t len = 0; len < whole; len++) {
		assert_true(is_damage(f, open_whole(f, len)));
		stream_refused(f, len, 0);
	}
	for (size_t len = whole; len <= f->bytes.len; len++)
		accepted(f, len);
}

static void
add_every_byte(struct file *f)
{
	size_t len = f->bytes.len;

	assert_int_equal(buf_add_zeros(&f->bytes, 1), BUF_OK);
	for (unsigned c = 0; c < 256; c++) {
		f->bytes.data[len] = (uint8_t)c;
		if (f->armored && c != 0 && strchr(" \t\r\n", (int)c) != NULL) {
			accepted(f, len + 1);
			continue;
		}
		assert_true(is_damage(f, open_whole(f, len + 1)));
		stream_refused(f, len + 1, 0);
	}
}

static void
small_file_survives_no_damage(enum age_key_type type, bool armored)
{
	struct file f = make(type, armored, SMALL);

	accepted(&f, f.bytes.len);
	flip_every_bit(&f);
	truncate_everywhere(&f);
	add_every_byte(&f);
	buf_free(&f.bytes);
}

static void
no_damage_to_a_classic_file_is_accepted(void **state)
{
	(void)state;
	small_file_survives_no_damage(AGE_X25519, false);
}

static void
no_damage_to_a_classic_armored_file_is_accepted(void **state)
{
	(void)state;
	small_file_survives_no_damage(AGE_X25519, true);
}

static void
no_damage_to_a_hybrid_file_is_accepted(void **state)
{
	(void)state;
	small_file_survives_no_damage(AGE_HYBRID, false);
}

static void
no_damage_to_a_hybrid_armored_file_is_accepted(void **state)
{
	(void)state;
	small_file_survives_no_damage(AGE_HYBRID, true);
}

/* Three chunks, hurt here and there: what came out before is whole chunks, and
 * never more than stand before the damage. */
static void
hurt_long_file(enum age_key_type type, bool armored)
{
	struct file f = make(type, armored, 2 * (size_t)AGE_CHUNK_LEN + 1000);
	size_t chunk = AGE_CHUNK_LEN + AGE_TAG_LEN;
	size_t line = ARMOR_COLUMNS + 1;

	accepted(&f, f.bytes.len);
	for (size_t i = 500; i < f.bytes.len; i += 1999) {
		size_t before = armored ? i / line * ARMOR_LINE_BYTES + 48 : i;
		f.bytes.data[i] ^= 1;
		stream_refused(&f, f.bytes.len, before / chunk);
		f.bytes.data[i] ^= 1;
		stream_refused(&f, i, before / chunk);
	}
	buf_free(&f.bytes);
}

static void
damage_to_a_long_file_releases_the_chunks_before_it_at_most(void **state)
{
	(void)state;
	hurt_long_file(AGE_X25519, false);
	hurt_long_file(AGE_X25519, true);
	hurt_long_file(AGE_HYBRID, false);
	hurt_long_file(AGE_HYBRID, true);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_damage_to_a_classic_file_is_accepted),
	    cmocka_unit_test(no_damage_to_a_classic_armored_file_is_accepted),
	    cmocka_unit_test(no_damage_to_a_hybrid_file_is_accepted),
	    cmocka_unit_test(no_damage_to_a_hybrid_armored_file_is_accepted),
	    cmocka_unit_test(
		damage_to_a_long_file_releases_the_chunks_before_it_at_most),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
