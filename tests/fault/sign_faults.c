/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Signing keys, signing, and reading a keyring: every call that they make fails
 * once, one after the other. The error is the named one, nothing leaks, no key
 * and no signature comes out, and what held a secret was wiped.
 */
#include "crypto/seal/keyring.h"
#include "crypto/sign/sign.h"
#include "tests/fault/sign_runs.h"

static void
a_key_without_lockable_memory_is_none(void **state)
{
	static struct outcome (*const runs[])(void) = {sign_run_new,
	    sign_run_read, sign_run_read_protected, sign_run_write,
	    sign_run_write_protected};

	(void)state;
	for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
		fail_every_call(
		    FAULT_SECRET_MALLOC, runs[i], MINISIGN_E_MEMORY);
		fail_every_call(FAULT_LOCK, runs[i], MINISIGN_E_MEMORY);
	}
}

static void
a_key_with_a_failing_primitive_is_none(void **state)
{
	(void)state;
	fail_every_call(FAULT_SIGN_KEYPAIR, sign_run_new, MINISIGN_E_CRYPTO);
	fail_every_call(FAULT_SIGN_PAIR, sign_run_read, MINISIGN_E_CRYPTO);
	fail_every_call(FAULT_BLAKE2, sign_run_read, MINISIGN_E_CRYPTO);
	fail_every_call(
	    FAULT_BLAKE2, sign_run_read_protected, MINISIGN_E_CRYPTO);
	fail_every_call(
	    FAULT_SIGN_SCRYPT, sign_run_read_protected, MINISIGN_E_MEMORY);
}

static void
a_key_that_could_not_be_protected_is_not_written(void **state)
{
	(void)state;
	fail_every_call(FAULT_BLAKE2, sign_run_write, MINISIGN_E_CRYPTO);
	fail_every_call(
	    FAULT_BLAKE2, sign_run_write_protected, MINISIGN_E_CRYPTO);
	fail_every_call(
	    FAULT_SIGN_SCRYPT, sign_run_write_protected, MINISIGN_E_MEMORY);
}

static void
a_text_with_a_failing_primitive_is_not_signed(void **state)
{
	(void)state;
	fail_every_call(FAULT_SIGN, sign_run_sign, MINISIGN_E_CRYPTO);
	fail_every_call(FAULT_BLAKE2, sign_run_sign, MINISIGN_E_CRYPTO);
	fail_every_call(FAULT_MALLOC, sign_run_sign, MINISIGN_E_MEMORY);
}

static void
a_keyring_without_memory_is_none(void **state)
{
	(void)state;
	fail_every_call(FAULT_CALLOC, sign_run_parse, KEYRING_E_MEMORY);
}

/* Whether a point is of low order is asked of libsodium; no answer is no. */
static void
a_keyring_whose_keys_could_not_be_checked_is_refused(void **state)
{
	(void)state;
	fail_every_call(FAULT_SCALARMULT, sign_run_parse, KEYRING_E_TYPE);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_key_without_lockable_memory_is_none),
	    cmocka_unit_test(a_key_with_a_failing_primitive_is_none),
	    cmocka_unit_test(a_key_that_could_not_be_protected_is_not_written),
	    cmocka_unit_test(a_text_with_a_failing_primitive_is_not_signed),
	    cmocka_unit_test(a_keyring_without_memory_is_none),
	    cmocka_unit_test(
		a_keyring_whose_keys_could_not_be_checked_is_refused),
	};

	if (fault_use(AGE_X25519) != AGE_OK || sign_runs_begin() != MINISIGN_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
