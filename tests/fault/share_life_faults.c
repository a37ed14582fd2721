/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * After splitting, writing, reading and joining, no part of the secret, of a
 * share or of its text is left in the memory of the process, but where the
 * caller keeps it.
 */
#include "tests/fault/fault_run.h"

#include <string.h>

#include "crypto/core/secret.h"
#include "crypto/share/share.h"
#include "tests/fault/secrets.h"

#define K 3
#define N 5

/* All that the caller keeps. */
static struct {
	uint8_t secret[SHARE_SECRET_LEN];
	uint8_t joined[SHARE_SECRET_LEN];
	struct share shares[N];
	struct share read[K];
	uint8_t text[N][SHARE_TEXT_LEN];
} kept;

/* Calls from below the frames of what is called afterwards, and below what that
 * wipes: either would write over what was left. */
__attribute__((noinline)) static int
deep(int (*call)(void))
{
	volatile uint8_t room[16384];

	room[0] = 0;
	int err = call();
	room[sizeof room - 1] = room[0];
	return err;
}

static int
call_split(void)
{
	return share_split(kept.secret, K, N, kept.shares);
}

static int
call_write(void)
{
	struct buf out;
	int err = SHARE_OK;

	buf_init(&out, &secret_mem, SHARE_TEXT_LEN);
	for (size_t i = 0; i < N && err == SHARE_OK; i++) {
		buf_clear(&out);
		err = share_write(&kept.shares[i], &out);
		if (err == SHARE_OK)
			memcpy(kept.text[i], out.data, out.len);
	}
	buf_free(&out);
	return err;
}

static int
call_read(void)
{
	int err = SHARE_OK;
	unsigned line;

	for (size_t i = 0; i < K && err == SHARE_OK; i++)
		err = share_read(
		    kept.text[i], SHARE_TEXT_LEN, &kept.read[i], &line);
	return err;
}

static int
call_read_mistyped(void)
{
	struct share out;
	unsigned line;

	kept.text[0][170 - 24] ^= 1; /* in line 7 */
	int err = share_read(kept.text[0], SHARE_TEXT_LEN, &out, &line);
	kept.text[0][170 - 24] ^= 1;
	return err;
}

static int
call_join(void)
{
	size_t which;

	return share_join(kept.read, K, kept.joined, &which);
}

static int
call_join_altered(void)
{
	size_t which;

	kept.read[1].values[0] ^= 1;
	int err = share_join(kept.read, K, kept.joined, &which);
	kept.read[1].values[0] ^= 1;
	return err;
}

static void
learn_shares(void)
{
	for (size_t i = 0; i < N; i++)
		secrets_learn("values of a share", kept.shares[i].values,
		    sizeof kept.shares[i].values);
}

/* Lines 4 to 7 are the values; of each, groups of 5 with a blank. */
static void
learn_texts(void)
{
	for (size_t i = 0; i < N; i++)
		for (size_t line = 4; line < 7; line++)
			secrets_learn("text of a share",
			    &kept.text[i][24 * line + 3], 20);
}

static void
no_share_is_left_in_memory(void **state)
{
	(void)state;
	assert_int_equal(deep(call_split), SHARE_OK);
	learn_shares();
	assert_int_equal(secrets_anywhere(), 0);
	assert_int_equal(deep(call_write), SHARE_OK);
	learn_texts();
	assert_int_equal(secrets_anywhere(), 0);
	assert_int_equal(deep(call_read), SHARE_OK);
	assert_int_equal(secrets_anywhere(), 0);
	assert_int_equal(deep(call_read_mistyped), SHARE_E_CHECKSUM);
	assert_int_equal(secrets_anywhere(), 0);
	assert_int_equal(deep(call_join), SHARE_OK);
	assert_memory_equal(kept.joined, kept.secret, sizeof kept.secret);
	assert_int_equal(secrets_anywhere(), 0);
	assert_int_equal(deep(call_join_altered), SHARE_E_WRONG);
	assert_int_equal(secrets_anywhere(), 0);
}

static void
what_is_left_would_be_found(void **state)
{
	static uint8_t copy[SHARE_SECRET_LEN];

	(void)state;
	memcpy(copy, kept.shares[0].values, sizeof copy);
	assert_int_not_equal(secrets_in(copy, sizeof copy), 0);
	explicit_bzero(copy, sizeof copy);
	memcpy(copy, &kept.text[0][24 * 5 + 3], 20);
	assert_int_not_equal(secrets_in(copy, sizeof copy), 0);
	explicit_bzero(copy, sizeof copy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_share_is_left_in_memory),
	    cmocka_unit_test(what_is_left_would_be_found),
	};

	if (fault_use(AGE_X25519) != AGE_OK)
		return 1;
	secrets_kept_in(&kept, sizeof kept);
	kept.secret[0] = AGE_X25519;
	memcpy(&kept.secret[1], fault_ids[0].secret, IDENTITY_SECRET_LEN);
	secrets_learn("secret", kept.secret, sizeof kept.secret);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
