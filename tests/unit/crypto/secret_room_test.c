/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Secret memory that grows where it stands.
 */
#include "crypto_test.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/core/secret_room.h"

#define PAGE 4096

static bool
all(const uint8_t *p, size_t n, uint8_t c)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != c)
			return false;
	return true;
}

static void
an_open_room_is_no_memory_yet(void **state)
{
	struct secret_room r = {.data = NULL};

	(void)state;
	/* More than any machine has: addresses only. */
	assert_true(secret_room_open(&r, (size_t)1 << 40));
	assert_int_equal(r.cap, 0);
	secret_room_close(&r);
	assert_null(r.data);
	secret_room_close(&r);
}

static void
what_grows_is_zero_and_what_was_there_stays_where_it_was(void **state)
{
	struct secret_room r;
	const uint8_t *begin;

	(void)state;
	assert_true(secret_room_open(&r, 10 * PAGE));
	begin = r.data;
	for (size_t n = 1; n <= 10; n++) {
		assert_true(secret_room_grow(&r, n * PAGE - 1, true));
		assert_ptr_equal(r.data, begin);
		assert_int_equal(r.cap, n * PAGE);
		assert_true(all(r.data, (n - 1) * PAGE, 7));
		assert_true(all(r.data + (n - 1) * PAGE, PAGE, 0));
		memset(r.data, 7, r.cap);
	}
	assert_true(secret_room_grow(&r, 1, true));
	assert_int_equal(r.cap, 10 * PAGE);
	secret_room_close(&r);
}

static void
what_is_cut_off_is_wiped_and_zero_when_it_comes_again(void **state)
{
	struct secret_room r;

	(void)state;
	assert_true(secret_room_open(&r, 10 * PAGE));
	assert_true(secret_room_grow(&r, 10 * PAGE, true));
	memset(r.data, 7, r.cap);
	secret_room_shrink(&r, 20 * PAGE);
	assert_int_equal(r.cap, 10 * PAGE);
	secret_room_shrink(&r, 3 * PAGE + 5);
	assert_int_equal(r.cap, 4 * PAGE);
	assert_true(all(r.data, 3 * PAGE + 5, 7));
	assert_true(all(r.data + 3 * PAGE + 5, PAGE - 5, 0));
	assert_true(secret_room_grow(&r, 10 * PAGE, false));
	assert_true(all(r.data + 4 * PAGE, 6 * PAGE, 0));
	secret_room_shrink(&r, 0);
	assert_int_equal(r.cap, 0);
	secret_room_close(&r);
}

static void
sizes_beyond_reason_are_refused(void **state)
{
	struct secret_room r;

	(void)state;
	assert_false(secret_room_open(&r, 0));
	for (size_t n = 0; n < 3 * PAGE; n += 100)
		assert_false(secret_room_open(&r, SIZE_MAX - n));
	assert_true(secret_room_open(&r, PAGE));
	assert_false(secret_room_grow(&r, PAGE + 1, true));
	assert_false(secret_room_grow(&r, SIZE_MAX, true));
	assert_int_equal(r.cap, 0);
	assert_int_equal(secret_room_pages(SIZE_MAX), 0);
	assert_int_equal(secret_room_pages(0), 0);
	assert_int_equal(secret_room_pages(1), PAGE);
	assert_int_equal(secret_room_pages(PAGE), PAGE);
	secret_room_close(&r);
}

/* The signal that ends a process that reads there. */
static int
signal_of_reading(const volatile uint8_t *at)
{
	pid_t child = fork();
	int status = 0;

	assert_true(child >= 0);
	if (child == 0) {
		(void)signal(SIGSEGV, SIG_DFL);
		(void)*at;
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void
who_reads_beyond_either_end_is_ended(void **state)
{
	struct secret_room r;

	(void)state;
	assert_true(secret_room_open(&r, 4 * PAGE));
	assert_true(secret_room_grow(&r, 2 * PAGE, true));
	assert_int_equal(signal_of_reading(r.data), 0);
	assert_int_equal(signal_of_reading(r.data + r.cap - 1), 0);
	assert_int_equal(signal_of_reading(r.data - 1), SIGSEGV);
	assert_int_equal(signal_of_reading(r.data + r.cap), SIGSEGV);
	assert_true(secret_room_grow(&r, 4 * PAGE, true));
	assert_int_equal(signal_of_reading(r.data + r.cap), SIGSEGV);
	secret_room_shrink(&r, PAGE);
	assert_int_equal(signal_of_reading(r.data + r.cap), SIGSEGV);
	secret_room_close(&r);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_open_room_is_no_memory_yet),
	    cmocka_unit_test(
		what_grows_is_zero_and_what_was_there_stays_where_it_was),
	    cmocka_unit_test(
		what_is_cut_off_is_wiped_and_zero_when_it_comes_again),
	    cmocka_unit_test(sizes_beyond_reason_are_refused),
	    cmocka_unit_test(who_reads_beyond_either_end_is_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
