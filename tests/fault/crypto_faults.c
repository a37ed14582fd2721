/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Sealing and opening in memory, and what makes keys: every call that crypto
 * makes fails once, one after the other. The error is the named one, nothing
 * leaks, nothing comes out, and what held a secret was wiped.
 */
#include "tests/fault/fault_run.h"

#include <string.h>

#include "crypto/core/secret.h"

static size_t stanzas = STANZAS;

static struct outcome
run_seal(void)
{
	struct buf out;

	buf_init(&out, &buf_heap, OUT_MAX);
	int err =
	    seal(fault_to, RECIPIENTS, stanzas, fault_plain, PLAIN_LEN, &out);
	struct outcome o = {err, out.len};
	if (err == AGE_OK)
		o.out_len = 0;
	/* What was begun is not there to be found either. */
	for (size_t i = 0; err != AGE_OK && i < out.cap; i++)
		assert_int_equal(out.data[i], 0);
	buf_free(&out);
	return o;
}

static void
seal_without_memory_leaves_nothing(void **state)
{
	(void)state;
	/* A header grows at other places when it is longer. */
	for (stanzas = RECIPIENTS; stanzas < 12; stanzas++)
		fail_every_call(FAULT_MALLOC, run_seal, AGE_E_MEMORY);
	stanzas = STANZAS;
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
	if (!fault_hybrid())
		return;
	fail_every_call(FAULT_MLKEM_ENCAPSULATE, run_seal, AGE_E_CRYPTO);
	fail_every_call(FAULT_SHA3, run_seal, AGE_E_CRYPTO);
	fail_every_call(FAULT_COMBINE, run_seal, AGE_E_CRYPTO);
	fail_every_call(FAULT_HPKE, run_seal, AGE_E_CRYPTO);
}

static struct outcome
run_unseal(void)
{
	struct unseal_keys keys = {
	    .identities = fault_ids, .n_identities = RECIPIENTS};
	struct buf out;

	buf_init(&out, &secret_mem, OUT_MAX);
	int err = unseal(&keys, fault_sealed.data, fault_sealed.len, &out);
	struct outcome o = {err, out.len};
	if (err == AGE_OK) {
		assert_int_equal(out.len, PLAIN_LEN);
		assert_memory_equal(out.data, fault_plain, PLAIN_LEN);
		o.out_len = 0;
	}
	for (size_t i = 0; err != AGE_OK && i < out.cap; i++)
		assert_int_equal(out.data[i], 0);
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
	if (!fault_hybrid())
		return;
	fail_every_call(FAULT_MLKEM_KEYPAIR, run_unseal, AGE_E_CRYPTO);
	fail_every_call(FAULT_MLKEM_DECAPSULATE, run_unseal, AGE_E_CRYPTO);
	fail_every_call(FAULT_SHA3, run_unseal, AGE_E_CRYPTO);
	fail_every_call(FAULT_SHAKE, run_unseal, AGE_E_CRYPTO);
	fail_every_call(FAULT_COMBINE, run_unseal, AGE_E_CRYPTO);
	fail_every_call(FAULT_HPKE, run_unseal, AGE_E_CRYPTO);
}

/* A tag that seems wrong once: the stanza is passed over, or the chunk is taken
 * for damaged; or the other way to open it, as the last chunk, is tried and
 * fails. The run may end well only when another way was left. */
static void
unseal_with_a_failing_tag_releases_nothing_as_whole(void **state)
{
	struct outcome o;

	(void)state;
	for (unsigned way = 0; way < FAULT_WAYS; way++) {
		unsigned nth = 0;
		fault_set_way((enum fault_way)way);
		while (fail_one_call(FAULT_DECRYPT, nth++, run_unseal, &o)) {
			assert_true(o.err == AGE_OK || o.err == AGE_E_PAYLOAD ||
				    o.err == AGE_E_NO_MATCH);
			assert_int_equal(o.out_len, 0);
		}
		assert_true(nth > 3);
	}
	fault_set_way(FAULT_UNTOUCHED);
}

static struct outcome
run_generate(void)
{
	static const struct identity zero;
	struct identity id;
	int err = identity_generate(fault_ids[0].type, &id);

	if (err != AGE_OK)
		assert_memory_equal(&id, &zero, sizeof id);
	memset(&id, 0, sizeof id);
	return (struct outcome){err, 0};
}

static void
identity_without_its_recipient_is_wiped(void **state)
{
	(void)state;
	fail_every_call(FAULT_SCALARMULT_BASE, run_generate, AGE_E_CRYPTO);
	if (!fault_hybrid())
		return;
	fail_every_call(FAULT_MLKEM_KEYPAIR, run_generate, AGE_E_CRYPTO);
	fail_every_call(FAULT_SHAKE, run_generate, AGE_E_CRYPTO);
}

static struct outcome
run_identity_file(void)
{
	static const struct identity zero[RECIPIENTS];
	struct identity back[RECIPIENTS];
	char text[RECIPIENTS * IDENTITY_TEXT_MAX];
	size_t len = 0;
	size_t n;
	size_t line;

	for (size_t i = 0; i < RECIPIENTS; i++) {
		identity_format(&fault_ids[i], &text[len]);
		len += strlen(&text[len]);
		text[len++] = '\n';
	}
	int err = identity_file_parse(text, len, back, RECIPIENTS, &n, &line);
	if (err == AGE_OK)
		assert_memory_equal(back, fault_ids, sizeof back);
	else
		assert_memory_equal(back, zero, sizeof back);
	memset(back, 0, sizeof back);
	memset(text, 0, sizeof text);
	return (struct outcome){err, 0};
}

static void
identity_file_with_a_failing_primitive_leaves_no_identity(void **state)
{
	(void)state;
	fail_every_call(FAULT_SCALARMULT_BASE, run_identity_file, AGE_E_CRYPTO);
	if (!fault_hybrid())
		return;
	fail_every_call(FAULT_MLKEM_KEYPAIR, run_identity_file, AGE_E_CRYPTO);
	fail_every_call(FAULT_SHAKE, run_identity_file, AGE_E_CRYPTO);
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
	    cmocka_unit_test(identity_without_its_recipient_is_wiped),
	    cmocka_unit_test(
		identity_file_with_a_failing_primitive_leaves_no_identity),
	};

	return fault_run_all(tests);
}
