/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Recovery shares when memory or a primitive fails: an error, never a secret,
 * and nothing secret in memory that was given back.
 */
#include "tests/fault/fault_run.h"

#include <string.h>

#include "crypto/core/secret.h"
#include "crypto/share/share.h"
#include "tests/fault/secrets.h"

#define K 3
#define N 5

static uint8_t secret[SHARE_SECRET_LEN];
static struct share shares[N];
static struct buf text; /* of the first */

static struct outcome
run_split(void)
{
	static struct share out[N];
	static const struct share untouched[N];

	memset(out, 0, sizeof out);
	int err = share_split(secret, K, N, out);
	bool wrote = memcmp(out, untouched, sizeof out) != 0;
	explicit_bzero(out, sizeof out);
	return (struct outcome){err, err != SHARE_OK && wrote ? 1 : 0};
}

static struct outcome
run_join(void)
{
	static const uint8_t zeros[SHARE_SECRET_LEN];
	uint8_t out[SHARE_SECRET_LEN];
	size_t which = 0;

	memset(out, 0x55, sizeof out);
	int err = share_join(shares, N, out, &which);
	bool right =
	    memcmp(out, err == SHARE_OK ? secret : zeros, sizeof out) == 0;
	explicit_bzero(out, sizeof out);
	return (struct outcome){err, right ? 0 : 1};
}

static struct outcome
run_write(void)
{
	struct buf out;

	buf_init(&out, &secret_mem, SHARE_TEXT_LEN);
	int err = share_write(&shares[0], &out);
	buf_free(&out);
	return (struct outcome){err, 0};
}

static struct outcome
run_read(void)
{
	static const struct share wiped;
	struct share out;
	unsigned line = 0;

	memset(&out, 0x55, sizeof out);
	int err = share_read(text.data, text.len, &out, &line);
	bool right = memcmp(&out, err == SHARE_OK ? &shares[0] : &wiped,
			 sizeof out) == 0;
	explicit_bzero(&out, sizeof out);
	return (struct outcome){err, right ? 0 : 1};
}

static void
splitting_fails_as_a_whole(void **state)
{
	(void)state;
	fail_every_call(FAULT_SECRET_MALLOC, run_split, SHARE_E_MEMORY);
	fail_every_call(FAULT_LOCK, run_split, SHARE_E_MEMORY);
	fail_every_call(FAULT_HMAC_INIT, run_split, SHARE_E_CRYPTO);
	fail_every_call(FAULT_HMAC_UPDATE, run_split, SHARE_E_CRYPTO);
	fail_every_call(FAULT_HMAC_FINAL, run_split, SHARE_E_CRYPTO);
}

/* Without its commitment a result is not known to be right. */
static void
joining_gives_nothing_that_was_not_verified(void **state)
{
	(void)state;
	fail_every_call(FAULT_HMAC_INIT, run_join, SHARE_E_CRYPTO);
	fail_every_call(FAULT_HMAC_UPDATE, run_join, SHARE_E_CRYPTO);
	fail_every_call(FAULT_HMAC_FINAL, run_join, SHARE_E_CRYPTO);
}

static void
writing_and_reading_find_no_memory(void **state)
{
	(void)state;
	fail_every_call(FAULT_SECRET_MALLOC, run_write, SHARE_E_MEMORY);
	fail_every_call(FAULT_LOCK, run_write, SHARE_E_MEMORY);
	fail_every_call(FAULT_SECRET_MALLOC, run_read, SHARE_E_MEMORY);
	fail_every_call(FAULT_LOCK, run_read, SHARE_E_MEMORY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(splitting_fails_as_a_whole),
	    cmocka_unit_test(joining_gives_nothing_that_was_not_verified),
	    cmocka_unit_test(writing_and_reading_find_no_memory),
	};

	if (fault_use(AGE_X25519) != AGE_OK)
		return 1;
	secret[0] = AGE_X25519;
	memcpy(&secret[1], fault_ids[0].secret, IDENTITY_SECRET_LEN);
	buf_init(&text, &secret_mem, SHARE_TEXT_LEN);
	if (share_split(secret, K, N, shares) != SHARE_OK ||
	    share_write(&shares[0], &text) != SHARE_OK)
		return 1;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	buf_free(&text);
	return failed;
}
