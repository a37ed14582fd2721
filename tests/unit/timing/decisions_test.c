/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Reading an identity and opening a file decide by secrets: whether a text is a
 * key, whether a tag fits. Here it is counted that they decide by nothing else:
 * a secret is marked as undefined, and what memcheck complains of is each
 * branch and address that depends on it. What decides nothing is
 * secret_time_test.c's matter. crypto/README.md has the list, "Where time may
 * depend on a secret".
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <valgrind/memcheck.h>

#include "crypto/core/secret.h"
#include "crypto/seal/seal.h"
#include "crypto/unseal/unseal.h"

#define PLAIN_LEN 100000 /* two chunks */

/* Branches on secrets since the last call. */
static unsigned
counted(void)
{
	static unsigned before;
	unsigned now = (unsigned)VALGRIND_COUNT_ERRORS;
	unsigned n = now - before;

	before = now;
	return n;
}

static void
hide(const void *p, size_t n)
{
	(void)VALGRIND_MAKE_MEM_UNDEFINED(p, n);
}

static void
show(const void *p, size_t n)
{
	(void)VALGRIND_MAKE_MEM_DEFINED(p, n);
}

static struct identity *
new_identity(enum age_key_type type)
{
	struct identity *id = secret_alloc(sizeof *id);

	assert_non_null(id);
	assert_int_equal(identity_generate(type, id), AGE_OK);
	return id;
}

static void
a_branch_on_a_secret_would_be_counted(void **state)
{
	unsigned char secret[1] = {1};
	volatile unsigned seen = 0;

	(void)state;
	assert_true(RUNNING_ON_VALGRIND);
	(void)counted();
	hide(secret, sizeof secret);
	if (secret[0] == 1)
		seen = 1;
	assert_int_equal(counted(), 1);
	assert_int_equal(seen, 1);
}

/* Prefix and length are no secrets. Reading it as a key of the other kind first
 * ends with its length, before a character is looked at. */
static void
an_identity_is_read_with_the_branches_that_tell_if_it_is_one(void **state)
{
	const size_t prefix = strlen("AGE-SECRET-KEY-1");
	char text[IDENTITY_TEXT_MAX];
	struct identity *id = new_identity(AGE_X25519);

	(void)state;
	identity_format(id, text);
	size_t len = strlen(text);
	(void)counted();
	hide(&text[prefix], len - prefix);
	int err = identity_parse(text, len, id);
	unsigned n = counted();
	show(text, sizeof text);
	show(id, sizeof *id);
	assert_int_equal(err, AGE_OK);
	/* Whether it is of one case; whether the characters and the sum are
	 * right. One for each character would be 58. */
	assert_in_range(n, 1, 4);
	secret_free(id);
}

struct opened {
	int err;
	unsigned branches;
};

/* Open two chunks with an identity whose secret is hidden. */
static struct opened
open_hidden(enum age_key_type type)
{
	static uint8_t plain[PLAIN_LEN];
	struct identity *id = new_identity(type);
	struct recipient to = {.type = type};
	struct unseal_keys keys = {.identities = id, .n_identities = 1};
	struct buf sealed, out;
	struct opened o;

	memcpy(to.key, id->public, sizeof to.key);
	buf_init(&sealed, &buf_heap, 2 * PLAIN_LEN);
	buf_init(&out, &secret_mem, 2 * PLAIN_LEN);
	assert_int_equal(seal(&to, 1, 0, plain, sizeof plain, &sealed), AGE_OK);
	(void)counted();
	hide(id->secret, sizeof id->secret);
	o.err = unseal(&keys, sealed.data, sealed.len, &out);
	o.branches = counted();
	show(out.data, out.len);
	assert_int_equal(out.len, sizeof plain);
	buf_free(&out);
	buf_free(&sealed);
	show(id->secret, sizeof id->secret);
	secret_free(id);
	return o;
}

/* Whether the shared secret is zero, the key unwraps, the MAC fits, a chunk is
 * authentic: what comes next depends on each, and all are told. Compilers make
 * 9 to 13 branches of them. One for each byte of a key would be 16 or more, of
 * the content 100 000. */
#define DECISIONS_MAX 15

static void
opening_branches_on_whether_it_may_go_on_and_on_nothing_else(void **state)
{
	(void)state;
	struct opened o = open_hidden(AGE_X25519);
	assert_int_equal(o.err, AGE_OK);
	print_message("%u branches\n", o.branches);
	assert_in_range(o.branches, 1, DECISIONS_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_branch_on_a_secret_would_be_counted),
	    cmocka_unit_test(
		an_identity_is_read_with_the_branches_that_tell_if_it_is_one),
	    cmocka_unit_test(
		opening_branches_on_whether_it_may_go_on_and_on_nothing_else),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
