/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Secret memory: zeroed, guarded, unreadable once it is given back.
 */
#include "crypto_test.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/core/secret.h"

static void
block_begins_zeroed(void **state)
{
	(void)state;
	for (size_t n = 1; n < 10000; n = n * 3 + 1) {
		uint8_t *p = secret_alloc(n);
		assert_non_null(p);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		secret_free(p);
	}
}

static void
impossible_size_is_refused(void **state)
{
	(void)state;
	assert_null(secret_alloc(SIZE_MAX));
	assert_null(secret_alloc(SIZE_MAX / 2));
	secret_free(NULL);
}

/* Whether a child that does this dies of a signal. */
static bool
kills(void (*act)(uint8_t *), uint8_t *p)
{
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		static const struct rlimit none = {0, 0};
		(void)setrlimit(RLIMIT_CORE, &none);
		(void)signal(SIGSEGV, SIG_DFL);
		act(p);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status);
}

static void
write_behind(uint8_t *p)
{
	*(volatile uint8_t *)(p + 100) = 1;
}

static void
write_inside(uint8_t *p)
{
	*(volatile uint8_t *)(p + 99) = 1;
}

static void
write_before_and_free(uint8_t *p)
{
	*(volatile uint8_t *)(p - 1) ^= 1;
	secret_free(p);
}

static void
writing_outside_a_block_ends_the_process(void **state)
{
	uint8_t *p = secret_alloc(100);

	(void)state;
	assert_non_null(p);
	assert_false(kills(write_inside, p));
	assert_true(kills(write_behind, p));
	assert_true(kills(write_before_and_free, p));
	secret_free(p);
}

static void
buffer_in_secret_memory_grows_and_keeps_its_content(void **state)
{
	struct buf b;
	uint8_t *p = pattern(100000);

	(void)state;
	buf_init(&b, &secret_mem, 100000);
	for (size_t i = 0; i < 100000; i += 1000)
		assert_int_equal(buf_add(&b, p + i, 1000), BUF_OK);
	assert_memory_equal(b.data, p, 100000);
	buf_free(&b);
	free(p);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(block_begins_zeroed),
	    cmocka_unit_test(impossible_size_is_refused),
	    cmocka_unit_test(writing_outside_a_block_ends_the_process),
	    cmocka_unit_test(
		buffer_in_secret_memory_grows_and_keeps_its_content),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
