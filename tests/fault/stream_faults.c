/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Sealing and opening streams, armored and not: every call, read and write
 * fails once. What was written until then is taken by no reader, and what was
 * released until then is whole chunks from the beginning.
 */
#include "tests/fault/fault_run.h"

#include <string.h>

#include "base/reader.h"
#include "crypto/core/armor.h"
#include "crypto/core/secret.h"
#include "tests/fault/secrets.h"

#define CALLBACK_FAILED (-5)

static bool armored; /* what the scenario is about */
static struct buf written;

/* The test's own memory does not fail. */
static uint8_t memory[OUT_MAX];

static void *
whole_memory(size_t size)
{
	return size == OUT_MAX ? memory : NULL;
}

static void
keep(void *p, size_t size)
{
	(void)p;
	(void)size;
}

static void
begin_written(void)
{
	static const struct buf_mem mem = {whole_memory, keep};

	buf_init(&written, &mem, OUT_MAX);
	assert_int_equal(buf_reserve(&written, OUT_MAX), BUF_OK);
}

static int
write_or_fail(void *ctx, const void *p, size_t n)
{
	return fault_now(FAULT_WRITE) ? CALLBACK_FAILED : buf_add(ctx, p, n);
}

static int
finish(struct sealer *s, struct armor_writer *w)
{
	/* A full chunk that waits for more, one that has more behind it, and
	 * the last. */
	int err = sealer_add(s, fault_plain, AGE_CHUNK_LEN);
	if (err == AGE_OK)
		err = sealer_add(
		    s, &fault_plain[AGE_CHUNK_LEN], PLAIN_LEN - AGE_CHUNK_LEN);
	int ended = sealer_end(s);

	/* After a failure every further call fails the same. */
	if (err != AGE_OK)
		assert_int_equal(ended, err);
	if (ended != AGE_OK) {
		assert_int_equal(sealer_add(s, "x", 1), ended);
		assert_int_equal(sealer_end(s), ended);
		return ended;
	}
	if (armored && armor_writer_end(w) != 0) {
		assert_int_equal(armor_writer_end(w), CALLBACK_FAILED);
		return AGE_E_IO;
	}
	return AGE_OK;
}

/* Nothing that was not finished opens, armored or not. */
static void
not_whole(void)
{
	struct unseal_keys keys = {.identities = fault_ids, .n_identities = 1};
	struct reader r = reader_of(written.data, written.len);
	struct armor_reader a;
	struct unsealer *u;
	const uint8_t *p;
	size_t n;

	armor_reader_init(&a, ARMOR_DETECT, io_read_from_memory, &r);
	int err = unsealer_new(&u, &keys, armor_read, &a);
	if (err != AGE_OK)
		return;
	while ((err = unsealer_next(u, &p, &n)) == 1)
		continue;
	unsealer_free(&u);
	assert_true(err < 0);
}

static struct outcome
run_stream_seal(void)
{
	struct sealer *s = NULL;
	struct armor_writer w;

	begin_written();
	armor_writer_init(&w, write_or_fail, &written);
	int err = sealer_new(&s, fault_to, RECIPIENTS, STANZAS,
	    armored ? armor_write : write_or_fail,
	    armored ? (void *)&w : (void *)&written);
	if (err == AGE_OK)
		err = finish(s, &w);
	else
		assert_null(s);
	sealer_free(&s);
	return (struct outcome){err, written.len};
}

/* Fail every call of a kind. Before the first wrap_calls have succeeded no byte
 * may have been written. */
static void
stream_with(enum fault kind, int expected, unsigned wrap_calls)
{
	for (unsigned way = 0; way < FAULT_WAYS; way++) {
		unsigned nth = 0;
		bool fired;
		fault_set_way((enum fault_way)way);
		do {
			int live = fault_live_blocks();
			size_t dirty = fault_dirty_blocks();
			secrets_forget();
			fault_arm(kind, nth);
			struct outcome o = run_stream_seal();
			fired = fault_disarm();
			assert_int_equal(o.err, fired ? expected : AGE_OK);
			if (fired)
				not_whole();
			if (fired && nth < wrap_calls)
				assert_int_equal(o.out_len, 0);
			buf_free(&written);
			assert_int_equal(fault_live_blocks(), live);
			assert_int_equal(fault_dirty_blocks(), dirty);
			assert_true(++nth < NTH_MAX);
		} while (fired);
		assert_true(nth > 1);
	}
	fault_set_way(FAULT_UNTOUCHED);
}

static void
header_is_not_written_before_every_wrap_succeeded(void **state)
{
	/* Of a wrap: HKDF's two, HPKE's five; of MAC key, MAC and payload key:
	 * five. */
	unsigned hmacs = (fault_hybrid() ? 5 : 2) * STANZAS + 5;

	(void)state;
	stream_with(FAULT_SCALARMULT, AGE_E_CRYPTO, STANZAS);
	stream_with(FAULT_SCALARMULT_BASE, AGE_E_CRYPTO, STANZAS);
	stream_with(FAULT_ENCRYPT, AGE_E_CRYPTO, STANZAS);
	stream_with(FAULT_HMAC_INIT, AGE_E_CRYPTO, hmacs);
	stream_with(FAULT_HMAC_UPDATE, AGE_E_CRYPTO, hmacs);
	stream_with(FAULT_HMAC_FINAL, AGE_E_CRYPTO, hmacs);
	if (!fault_hybrid())
		return;
	stream_with(FAULT_MLKEM_ENCAPSULATE, AGE_E_CRYPTO, STANZAS);
	stream_with(FAULT_SHA3, AGE_E_CRYPTO, STANZAS);
	stream_with(FAULT_COMBINE, AGE_E_CRYPTO, STANZAS);
	stream_with(FAULT_HPKE, AGE_E_CRYPTO, STANZAS);
}

static void
sealer_without_locked_memory_writes_nothing(void **state)
{
	(void)state;
	stream_with(FAULT_SECRET_MALLOC, AGE_E_MEMORY, 1);
	stream_with(FAULT_LOCK, AGE_E_MEMORY, 1);
}

static void
failing_write_is_told_and_leaves_no_whole_file(void **state)
{
	(void)state;
	stream_with(FAULT_WRITE, AGE_E_IO, 1);
	armored = true;
	stream_with(FAULT_WRITE, AGE_E_IO, 1);
	stream_with(FAULT_ENCRYPT, AGE_E_CRYPTO, STANZAS);
	armored = false;
}

static struct buf to_open; /* fault_sealed, perhaps armored */

static ssize_t
read_or_fail(void *ctx, void *p, size_t n)
{
	/* Small pieces, so that there are many calls to fail. */
	if (fault_now(FAULT_READ))
		return CALLBACK_FAILED;
	return io_read_from_memory(ctx, p, n < 5000 ? n : 5000);
}

/* Opened chunk by chunk; what is released is the plaintext's beginning. */
static int
release(struct unsealer *u)
{
	const uint8_t *p;
	size_t n;
	size_t at = 0;
	int err;

	while ((err = unsealer_next(u, &p, &n)) == 1) {
		assert_int_equal(at % AGE_CHUNK_LEN, 0);
		assert_true(n <= PLAIN_LEN - at);
		assert_memory_equal(p, fault_plain + at, n);
		at += n;
	}
	if (err == 0)
		assert_int_equal(at, PLAIN_LEN);
	assert_int_equal(unsealer_next(u, &p, &n), err);
	return err;
}

static struct outcome
run_stream_open(void)
{
	struct unseal_keys keys = {.identities = fault_ids, .n_identities = 1};
	struct reader r = reader_of(to_open.data, to_open.len);
	struct armor_reader a;
	struct unsealer *u = NULL;

	armor_reader_init(&a, ARMOR_DETECT, read_or_fail, &r);
	int err = unsealer_new(&u, &keys, armor_read, &a);
	assert_true((err == AGE_OK) == (u != NULL));
	if (u != NULL)
		err = release(u);
	unsealer_free(&u);
	return (struct outcome){err, 0};
}

static void
prepare(void)
{
	struct armor_writer w;

	buf_init(&to_open, &buf_heap, OUT_MAX);
	armor_writer_init(&w, io_write_to_buf, &to_open);
	if (!armored) {
		assert_int_equal(
		    buf_add(&to_open, fault_sealed.data, fault_sealed.len),
		    BUF_OK);
		return;
	}
	assert_int_equal(
	    armor_write(&w, fault_sealed.data, fault_sealed.len), 0);
	assert_int_equal(armor_writer_end(&w), 0);
}

static void
failing_read_is_told_and_ends_no_file(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		armored = i == 1;
		prepare();
		fail_every_call(FAULT_READ, run_stream_open, AGE_E_IO);
		buf_free(&to_open);
	}
	armored = false;
}

static void
stream_with_a_failing_primitive_releases_nothing_as_whole(void **state)
{
	(void)state;
	prepare();
	fail_every_call(FAULT_SECRET_MALLOC, run_stream_open, AGE_E_MEMORY);
	fail_every_call(FAULT_LOCK, run_stream_open, AGE_E_MEMORY);
	fail_every_call(FAULT_HMAC_INIT, run_stream_open, AGE_E_CRYPTO);
	fail_every_call(FAULT_HMAC_UPDATE, run_stream_open, AGE_E_CRYPTO);
	fail_every_call(FAULT_HMAC_FINAL, run_stream_open, AGE_E_CRYPTO);
	fail_every_call(FAULT_SCALARMULT, run_stream_open, AGE_E_HEADER);
	buf_free(&to_open);
}

static struct outcome
run_passphrase(void)
{
	struct sealer *s = NULL;

	begin_written();
	int err = sealer_new_passphrase(
	    &s, "four sturdy words here", 22, 10, write_or_fail, &written);
	assert_true((err == AGE_OK) == (s != NULL));
	sealer_free(&s);
	struct outcome o = {err, err == AGE_OK ? 0 : written.len};
	buf_free(&written);
	return o;
}

static void
passphrase_sealer_writes_nothing_when_any_call_fails(void **state)
{
	(void)state;
	fail_every_call(FAULT_MALLOC, run_passphrase, AGE_E_MEMORY);
	fail_every_call(FAULT_SECRET_MALLOC, run_passphrase, AGE_E_MEMORY);
	fail_every_call(FAULT_LOCK, run_passphrase, AGE_E_MEMORY);
	fail_every_call(FAULT_SCRYPT_MEMORY, run_passphrase, AGE_E_MEMORY);
	fail_every_call(FAULT_SCRYPT, run_passphrase, AGE_E_CRYPTO);
	fail_every_call(FAULT_ENCRYPT, run_passphrase, AGE_E_CRYPTO);
	fail_every_call(FAULT_HMAC_INIT, run_passphrase, AGE_E_CRYPTO);
	fail_every_call(FAULT_HMAC_UPDATE, run_passphrase, AGE_E_CRYPTO);
	fail_every_call(FAULT_HMAC_FINAL, run_passphrase, AGE_E_CRYPTO);
	fail_every_call(FAULT_WRITE, run_passphrase, AGE_E_IO);
}

static struct outcome
run_passphrase_open(void)
{
	struct unseal_keys keys = {
	    .passphrase = "four sturdy words here", .passphrase_len = 22};
	struct buf out;

	buf_init(&out, &secret_mem, OUT_MAX);
	int err = unseal(&keys, written.data, written.len, &out);
	struct outcome o = {err, err == AGE_OK ? 0 : out.len};
	buf_free(&out);
	return o;
}

static void
passphrase_file_opens_to_nothing_when_any_call_fails(void **state)
{
	struct sealer *s;

	(void)state;
	begin_written();
	assert_int_equal(sealer_new_passphrase(&s, "four sturdy words here", 22,
			     10, io_write_to_buf, &written),
	    AGE_OK);
	assert_int_equal(sealer_add(s, fault_plain, 1000), AGE_OK);
	assert_int_equal(sealer_end(s), AGE_OK);
	sealer_free(&s);
	fail_every_call(FAULT_SECRET_MALLOC, run_passphrase_open, AGE_E_MEMORY);
	fail_every_call(FAULT_LOCK, run_passphrase_open, AGE_E_MEMORY);
	fail_every_call(FAULT_SCRYPT_MEMORY, run_passphrase_open, AGE_E_MEMORY);
	fail_every_call(FAULT_SCRYPT, run_passphrase_open, AGE_E_CRYPTO);
	fail_every_call(FAULT_HMAC_INIT, run_passphrase_open, AGE_E_CRYPTO);
	buf_free(&written);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(header_is_not_written_before_every_wrap_succeeded),
	    cmocka_unit_test(sealer_without_locked_memory_writes_nothing),
	    cmocka_unit_test(failing_write_is_told_and_leaves_no_whole_file),
	    cmocka_unit_test(failing_read_is_told_and_ends_no_file),
	    cmocka_unit_test(
		stream_with_a_failing_primitive_releases_nothing_as_whole),
	    cmocka_unit_test(
		passphrase_sealer_writes_nothing_when_any_call_fails),
	    cmocka_unit_test(
		passphrase_file_opens_to_nothing_when_any_call_fails),
	};

	return fault_run_all(tests);
}
