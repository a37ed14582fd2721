/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * After a signing key was made, read, written or used, well or with a failure
 * at any place, neither it nor its passphrase is left in the memory of the
 * process.
 */
#include <string.h>

#include "crypto/sign/sign.h"
#include "tests/fault/secrets.h"
#include "tests/fault/sign_runs.h"

static const enum fault kinds[] = {FAULT_NONE, FAULT_MALLOC,
    FAULT_SECRET_MALLOC, FAULT_LOCK, FAULT_SIGN_KEYPAIR, FAULT_SIGN_PAIR,
    FAULT_SIGN, FAULT_BLAKE2, FAULT_SIGN_SCRYPT};

/* Let each call of a kind fail, and search all memory each time. */
static void
leaves_nothing_when_it_fails(
    struct outcome (*run)(void), enum fault kind, int good)
{
	struct outcome o;

	for (unsigned nth = 0; fail_one_call(kind, nth, run, &o); nth++)
		assert_int_equal(secrets_anywhere(), 0);
	assert_int_equal(o.err, good);
	assert_int_equal(secrets_anywhere(), 0);
}

static void
leaves_nothing(struct outcome (*run)(void), int good)
{
	for (unsigned way = 0; way < FAULT_WAYS; way++) {
		fault_set_way((enum fault_way)way);
		for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
			leaves_nothing_when_it_fails(run, kinds[i], good);
	}
	fault_set_way(FAULT_UNTOUCHED);
}

static void
the_search_finds_what_is_left(void **state)
{
	static const char passphrase[] = "a passphrase of a signer";
	char left[sizeof passphrase] = "";

	(void)state;
	secrets_kept_in(passphrase, sizeof passphrase);
	assert_int_equal(secrets_anywhere(), 0);
	memcpy(left, passphrase, sizeof left);
	assert_int_equal(secrets_anywhere(), 3);
	explicit_bzero(left, sizeof left);
	assert_int_equal(secrets_anywhere(), 0);
}

static void
making_a_key_leaves_no_secret_in_memory(void **state)
{
	(void)state;
	leaves_nothing(sign_run_new, MINISIGN_OK);
}

static void
reading_a_key_leaves_no_secret_in_memory(void **state)
{
	(void)state;
	leaves_nothing(sign_run_read, MINISIGN_OK);
	leaves_nothing(sign_run_read_protected, MINISIGN_OK);
	leaves_nothing(sign_run_read_wrong, MINISIGN_E_PASSPHRASE);
}

static void
writing_a_key_leaves_no_secret_in_memory(void **state)
{
	(void)state;
	leaves_nothing(sign_run_write, MINISIGN_OK);
	leaves_nothing(sign_run_write_protected, MINISIGN_OK);
}

static void
signing_leaves_no_secret_in_memory(void **state)
{
	(void)state;
	leaves_nothing(sign_run_sign, MINISIGN_OK);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_search_finds_what_is_left),
	    cmocka_unit_test(making_a_key_leaves_no_secret_in_memory),
	    cmocka_unit_test(reading_a_key_leaves_no_secret_in_memory),
	    cmocka_unit_test(writing_a_key_leaves_no_secret_in_memory),
	    cmocka_unit_test(signing_leaves_no_secret_in_memory),
	};

	if (fault_use(AGE_X25519) != AGE_OK || sign_runs_begin() != MINISIGN_OK)
		return 1;
	sign_runs_secrets();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
