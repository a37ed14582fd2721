/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Every call that crypto makes fails once, one after the other: the error is
 * the named one, nothing leaks, and what came out is never taken as whole.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/reader.h"
#include "crypto/core/secret.h"
#include "crypto/seal/seal.h"
#include "crypto/unseal/unseal.h"
#include "tests/fault/crypto_wraps.h"

#define PLAIN_LEN 150000 /* three chunks */
#define RECIPIENTS 2
#define STANZAS 4
#define OUT_MAX ((size_t)1 << 20)
#define NTH_MAX 1000 /* no run makes that many calls of a kind */

static struct identity ids[RECIPIENTS];
static struct recipient to[RECIPIENTS];
static uint8_t plain[PLAIN_LEN];
static struct buf sealed;

static int
make_keys(void **state)
{
	(void)state;
	for (size_t i = 0; i < RECIPIENTS; i++) {
		assert_int_equal(
		    identity_generate(AGE_X25519, &ids[i]), AGE_OK);
		to[i].type = AGE_X25519;
		memcpy(to[i].key, ids[i].public, X25519_LEN);
	}
	for (size_t i = 0; i < PLAIN_LEN; i++)
		plain[i] = (uint8_t)(i * 7 + (i >> 8));
	buf_init(&sealed, &buf_heap, OUT_MAX);
	return seal(to, RECIPIENTS, STANZAS, plain, PLAIN_LEN, &sealed);
}

static int
drop_keys(void **state)
{
	(void)state;
	buf_free(&sealed);
	return 0;
}

/* What a run of a scenario gave. */
struct outcome {
	int err;
	size_t out_len;
};

/* Run a scenario with the first, second, ... call of a kind failing until no
 * call is left that could. Each failed run must give that error. */
static void
fail_every_call(enum fault kind, struct outcome (*run)(void), int expected)
{
	unsigned nth = 0;
	bool fired;

	do {
		int before = fault_live_blocks();
		assert_true(nth < NTH_MAX);
		fault_arm(kind, nth++);
		struct outcome o = run();
		fired = fault_disarm();
		assert_int_equal(fault_live_blocks(), before);
		if (!fired) {
			assert_int_equal(o.err, AGE_OK);
			continue;
		}
		assert_int_equal(o.err, expected);
		assert_int_equal(o.out_len, 0);
	} while (fired);
	/* A kind of which there was no call would be no test. */
	assert_true(nth > 1);
}

static struct outcome
run_seal(void)
{
	struct buf out;

	buf_init(&out, &buf_heap, OUT_MAX);
	int err = seal(to, RECIPIENTS, STANZAS, plain, PLAIN_LEN, &out);
	struct outcome o = {err, out.len};
	buf_free(&out);
	return o;
}

static void
seal_without_memory_leaves_nothing(void **state)
{
	(void)state;
	fail_every_call(FAULT_MALLOC, run_seal, AGE_E_MEMORY);
}

static void
seal_with_a_failing_primitive_leaves_nothing(void **state)
{
	static const enum fault kinds[] = {FAULT_SCALARMULT,
	    FAULT_SCALARMULT_BASE, FAULT_ENCRYPT, FAULT_HMAC_INIT,
	    FAULT_HMAC_UPDATE, FAULT_HMAC_FINAL};

	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		fail_every_call(kinds[i], run_seal, AGE_E_CRYPTO);
}

static struct outcome
run_unseal(void)
{
	struct unseal_keys keys = {
	    .identities = ids, .n_identities = RECIPIENTS};
	struct buf out;

	buf_init(&out, &secret_mem, OUT_MAX);
	int err = unseal(&keys, sealed.data, sealed.len, &out);
	struct outcome o = {err, out.len};
	if (err == AGE_OK) {
		assert_int_equal(out.len, PLAIN_LEN);
		assert_memory_equal(out.data, plain, PLAIN_LEN);
	}
	buf_free(&out);
	return o;
}

static void
unseal_without_memory_leaves_nothing(void **state)
{
	(void)state;
	fail_every_call(FAULT_SECRET_MALLOC, run_unseal, AGE_E_MEMORY);
	fail_every_call(FAULT_LOCK, run_unseal, AGE_E_MEMORY);
}

static void
unseal_with_a_failing_primitive_leaves_nothing(void **state)
{
	(void)state;
	fail_every_call(FAULT_HMAC_INIT, run_unseal, AGE_E_CRYPTO);
	fail_every_call(FAULT_HMAC_UPDATE, run_unseal, AGE_E_CRYPTO);
	fail_every_call(FAULT_HMAC_FINAL, run_unseal, AGE_E_CRYPTO);
	/* libsodium fails in the same way for a point of low order, and the
	 * specification says to abort. */
	fail_every_call(FAULT_SCALARMULT, run_unseal, AGE_E_HEADER);
}

/* A tag that seems wrong once: the stanza is passed over, or the chunk is taken
 * for damaged; or the other way to open it, as the last chunk, is tried and
 * fails. The run may end well only when another way was left. */
static void
unseal_with_a_failing_tag_releases_nothing_as_whole(void **state)
{
	(void)state;
	for (unsigned nth = 0; nth < NTH_MAX; nth++) {
		fault_arm(FAULT_DECRYPT, nth);
		struct outcome o = run_unseal();
		bool fired = fault_disarm();
		assert_true(o.err == AGE_OK || o.err == AGE_E_PAYLOAD ||
			    o.err == AGE_E_NO_MATCH);
		assert_int_equal(o.out_len, o.err == AGE_OK ? PLAIN_LEN : 0);
		if (!fired)
			return;
	}
	fail();
}

/* Streaming: callbacks that fail, and what was written before. */
static int
write_or_fail(void *ctx, const void *p, size_t n)
{
	return fault_now(FAULT_WRITE) ? -5 : buf_add(ctx, p, n);
}

static int
stream_seal(struct buf *out)
{
	struct sealer *s = NULL;
	int err = sealer_new(&s, to, RECIPIENTS, STANZAS, write_or_fail, out);

	if (err != AGE_OK) {
		assert_null(s);
		return err;
	}
	err = sealer_add(s, plain, PLAIN_LEN);
	int ended = sealer_end(s);
	/* After a failure every further call fails the same. */
	if (err != AGE_OK)
		assert_int_equal(ended, err);
	if (ended != AGE_OK) {
		assert_int_equal(sealer_add(s, "x", 1), ended);
		assert_int_equal(sealer_end(s), ended);
	}
	sealer_free(&s);
	return ended;
}

static void
not_whole(const struct buf *out)
{
	struct unseal_keys keys = {.identities = ids, .n_identities = 1};
	struct buf back;

	buf_init(&back, &secret_mem, OUT_MAX);
	assert_true(unseal(&keys, out->data == NULL ? plain : out->data,
			out->len, &back) < 0);
	assert_int_equal(back.len, 0);
	buf_free(&back);
}

/* Fail every call of a kind while streaming; before the first wrap_calls have
 * succeeded no byte may have been written. */
static void
stream_with(enum fault kind, int expected, unsigned wrap_calls)
{
	for (unsigned nth = 0; nth < NTH_MAX; nth++) {
		struct buf out;
		int before = fault_live_blocks();
		buf_init(&out, &buf_heap, OUT_MAX);
		fault_arm(kind, nth);
		int err = stream_seal(&out);
		bool fired = fault_disarm();
		if (fired) {
			assert_int_equal(err, expected);
			not_whole(&out);
			if (nth < wrap_calls)
				assert_int_equal(out.len, 0);
		} else {
			assert_int_equal(err, AGE_OK);
		}
		buf_free(&out);
		assert_int_equal(fault_live_blocks(), before);
		if (!fired) {
			assert_true(nth > 0);
			return;
		}
	}
	fail();
}

static void
header_is_not_written_before_every_wrap_succeeded(void **state)
{
	(void)state;
	stream_with(FAULT_SCALARMULT, AGE_E_CRYPTO, STANZAS);
	stream_with(FAULT_SCALARMULT_BASE, AGE_E_CRYPTO, STANZAS);
	stream_with(FAULT_ENCRYPT, AGE_E_CRYPTO, STANZAS);
	/* Two for each wrap; MAC key, MAC and payload key take five. */
	stream_with(FAULT_HMAC_INIT, AGE_E_CRYPTO, 2 * STANZAS + 5);
	stream_with(FAULT_HMAC_FINAL, AGE_E_CRYPTO, 2 * STANZAS + 5);
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
}

static ssize_t
read_or_fail(void *ctx, void *p, size_t n)
{
	struct reader *r = ctx;
	struct view v;
	/* Small pieces, so that there are many calls to fail. */
	size_t want = n < 1000 ? n : 1000;
	size_t left = reader_left(r);

	if (fault_now(FAULT_READ) ||
	    !reader_take(r, want < left ? want : left, &v))
		return -5;
	if (v.len > 0)
		memcpy(p, v.data, v.len);
	return (ssize_t)v.len;
}

/* Opened chunk by chunk; what is released is the plaintext's beginning. */
static struct outcome
run_stream_open(void)
{
	struct unseal_keys keys = {.identities = ids, .n_identities = 1};
	struct reader r = reader_of(sealed.data, sealed.len);
	struct unsealer *u = NULL;
	struct outcome o = {0, 0};
	const uint8_t *p;
	size_t n;
	size_t at = 0;

	o.err = unsealer_new(&u, &keys, read_or_fail, &r);
	if (o.err != AGE_OK)
		return o;
	while ((o.err = unsealer_next(u, &p, &n)) == 1) {
		assert_true(n <= PLAIN_LEN - at);
		assert_memory_equal(p, plain + at, n);
		at += n;
	}
	if (o.err == 0)
		assert_int_equal(at, PLAIN_LEN);
	assert_int_equal(unsealer_next(u, &p, &n), o.err);
	unsealer_free(&u);
	return o;
}

static void
failing_read_is_told_and_ends_no_file(void **state)
{
	(void)state;
	fail_every_call(FAULT_READ, run_stream_open, AGE_E_IO);
}

static int
count_or_fail(void *ctx, const void *p, size_t n)
{
	size_t *count = ctx;

	(void)p;
	if (fault_now(FAULT_WRITE))
		return -5;
	*count += n;
	return 0;
}

static struct outcome
run_passphrase(void)
{
	struct sealer *s = NULL;
	size_t written = 0;
	int err =
	    sealer_new_passphrase(&s, "words", 5, 10, count_or_fail, &written);

	assert_true((err == AGE_OK) == (s != NULL));
	sealer_free(&s);
	return (struct outcome){err, err == AGE_OK ? 0 : written};
}

static void
passphrase_sealer_writes_nothing_when_any_call_fails(void **state)
{
	(void)state;
	fail_every_call(FAULT_MALLOC, run_passphrase, AGE_E_MEMORY);
	fail_every_call(FAULT_SECRET_MALLOC, run_passphrase, AGE_E_MEMORY);
	fail_every_call(FAULT_SCRYPT_MEMORY, run_passphrase, AGE_E_MEMORY);
	fail_every_call(FAULT_SCRYPT, run_passphrase, AGE_E_CRYPTO);
	fail_every_call(FAULT_ENCRYPT, run_passphrase, AGE_E_CRYPTO);
	fail_every_call(FAULT_HMAC_INIT, run_passphrase, AGE_E_CRYPTO);
	fail_every_call(FAULT_WRITE, run_passphrase, AGE_E_IO);
}

static void
identity_without_its_recipient_is_wiped(void **state)
{
	static const struct identity zero;
	struct identity id;

	(void)state;
	fault_arm(FAULT_SCALARMULT_BASE, 0);
	assert_int_equal(identity_generate(AGE_X25519, &id), AGE_E_CRYPTO);
	assert_true(fault_disarm());
	assert_memory_equal(&id, &zero, sizeof id);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(seal_without_memory_leaves_nothing),
	    cmocka_unit_test(seal_with_a_failing_primitive_leaves_nothing),
	    cmocka_unit_test(unseal_without_memory_leaves_nothing),
	    cmocka_unit_test(unseal_with_a_failing_primitive_leaves_nothing),
	    cmocka_unit_test(
		unseal_with_a_failing_tag_releases_nothing_as_whole),
	    cmocka_unit_test(header_is_not_written_before_every_wrap_succeeded),
	    cmocka_unit_test(sealer_without_locked_memory_writes_nothing),
	    cmocka_unit_test(failing_write_is_told_and_leaves_no_whole_file),
	    cmocka_unit_test(failing_read_is_told_and_ends_no_file),
	    cmocka_unit_test(
		passphrase_sealer_writes_nothing_when_any_call_fails),
	    cmocka_unit_test(identity_without_its_recipient_is_wiped),
	};

	return age_init() == AGE_OK
		   ? cmocka_run_group_tests(tests, make_keys, drop_keys)
		   : 1;
}
