/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Deadlines: cut when due and not before, seen from the other end of the
 * connection. Time is a parameter, but for the thread's own tests.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "gateway/front/deadline.h"

/* One connection: ours, and the client's end of it. */
struct pair {
	int fd;
	int client;
	struct deadline *deadline;
};

static void
pair_open(struct pair *p, struct deadlines *d, uint64_t now)
{
	int fds[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	p->fd = fds[0];
	p->client = fds[1];
	p->deadline = deadline_add(d, p->fd, now);
	assert_non_null(p->deadline);
}

static void
pair_close(struct pair *p, struct deadlines *d)
{
	deadline_remove(d, p->deadline);
	close(p->fd);
	close(p->client);
}

static bool
is_cut(const struct pair *p)
{
	char c;

	return recv(p->client, &c, 1, MSG_DONTWAIT) == 0;
}

static void
a_connection_is_cut_when_due_and_not_before(void **state)
{
	struct deadlines *d = deadlines_new(100);
	struct pair p;

	(void)state;
	assert_non_null(d);
	pair_open(&p, d, 1000);
	assert_int_equal(deadlines_cut(d, 1099), 1);
	assert_false(is_cut(&p));
	assert_int_equal(deadlines_cut(d, 1100), UINT64_MAX);
	assert_true(is_cut(&p));
	pair_close(&p, d);
	deadlines_free(&d);
	assert_null(d);
}

static void
activity_does_not_move_a_deadline(void **state)
{
	struct deadlines *d = deadlines_new(100);
	struct pair p;

	(void)state;
	pair_open(&p, d, 0);
	for (uint64_t now = 1; now < 100; now++) {
		assert_int_equal(send(p.client, "x", 1, 0), 1);
		assert_int_equal(deadlines_cut(d, now), 100 - now);
	}
	deadline_mark_begun(d, p.deadline);
	(void)deadlines_cut(d, 100);
	assert_true(is_cut(&p));
	pair_close(&p, d);
	deadlines_free(&d);
}

static void
who_sends_gets_more_time_and_the_others_do_not(void **state)
{
	struct deadlines *d = deadlines_new(100);
	struct pair p[3];

	(void)state;
	assert_non_null(d);
	for (uint64_t i = 0; i < 3; i++)
		pair_open(&p[i], d, i * 10);
	deadline_extend(d, p[0].deadline, 15); /* due at 115, between them */
	deadline_extend(d, p[1].deadline, 500);
	deadline_extend(d, p[1].deadline, 500);
	assert_int_equal(deadlines_cut(d, 114), 1);
	assert_false(is_cut(&p[0]));
	assert_int_equal(deadlines_cut(d, 115), 5);
	assert_true(is_cut(&p[0]));
	assert_int_equal(deadlines_cut(d, 120), 990);
	assert_true(is_cut(&p[2]));
	/* One that is added later and due earlier is cut earlier. */
	pair_close(&p[2], d);
	pair_open(&p[2], d, 200);
	assert_int_equal(deadlines_cut(d, 299), 1);
	assert_int_equal(deadlines_cut(d, 300), 810);
	assert_true(is_cut(&p[2]));
	assert_false(is_cut(&p[1]));
	/* What is cut stays cut. */
	deadline_extend(d, p[0].deadline, 1000);
	assert_int_equal(deadlines_cut(d, 1110), UINT64_MAX);
	assert_true(is_cut(&p[1]));
	for (size_t i = 0; i < 3; i++)
		pair_close(&p[i], d);
	deadlines_free(&d);
}

static void
each_connection_has_its_own_time(void **state)
{
	struct deadlines *d = deadlines_new(100);
	struct pair p[3];

	(void)state;
	for (size_t i = 0; i < 3; i++)
		pair_open(&p[i], d, i * 10);
	assert_int_equal(deadlines_cut(d, 105), 5);
	assert_true(is_cut(&p[0]));
	assert_false(is_cut(&p[1]));
	/* One that ends by itself is not waited for. */
	pair_close(&p[1], d);
	assert_int_equal(deadlines_cut(d, 106), 14);
	assert_false(is_cut(&p[2]));
	pair_close(&p[0], d);
	pair_close(&p[2], d);
	assert_int_equal(deadlines_cut(d, 1000), UINT64_MAX);
	deadlines_free(&d);
}

static void
only_connections_without_a_request_count_as_silent(void **state)
{
	struct deadlines *d = deadlines_new(100);
	struct pair silent;
	struct pair speaking;

	(void)state;
	pair_open(&silent, d, 0);
	pair_open(&speaking, d, 0);
	deadline_mark_begun(d, speaking.deadline);
	deadlines_cut_silent(d);
	assert_true(is_cut(&silent));
	assert_false(is_cut(&speaking));
	pair_close(&silent, d);
	pair_close(&speaking, d);
	deadlines_free(&d);
}

static void
the_thread_cuts_by_itself(void **state)
{
	struct deadlines *d = deadlines_new(20);
	struct pair p;
	char c;

	(void)state;
	assert_int_equal(deadlines_start(d), 0);
	uint64_t begin = clock_monotonic_ms();
	pair_open(&p, d, begin);
	/* Blocks until it is cut. */
	assert_int_equal(recv(p.client, &c, 1, 0), 0);
	assert_true(clock_monotonic_ms() - begin >= 20);
	pair_close(&p, d);
	deadlines_free(&d);
}

static void *
close_it(void *arg)
{
	struct pair *p = arg;
	char c;

	/* The end of the wait is the test's own doing. */
	(void)recv(p->fd, &c, 1, 0);
	return NULL;
}

static void
waiting_for_the_last_ends_with_it_or_with_patience(void **state)
{
	struct deadlines *d = deadlines_new(60000);
	struct pair p;
	pthread_t thread;

	(void)state;
	assert_true(deadlines_wait_empty(d, 0));
	pair_open(&p, d, clock_monotonic_ms());
	assert_false(deadlines_wait_empty(d, 1));
	assert_int_equal(pthread_create(&thread, NULL, close_it, &p), 0);
	deadlines_cut_silent(d);
	pthread_join(thread, NULL);
	/* Cut, but not closed yet: it still counts. */
	assert_false(deadlines_wait_empty(d, 1));
	pair_close(&p, d);
	assert_true(deadlines_wait_empty(d, 60000));
	deadlines_free(&d);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_connection_is_cut_when_due_and_not_before),
	    cmocka_unit_test(activity_does_not_move_a_deadline),
	    cmocka_unit_test(who_sends_gets_more_time_and_the_others_do_not),
	    cmocka_unit_test(each_connection_has_its_own_time),
	    cmocka_unit_test(
		only_connections_without_a_request_count_as_silent),
	    cmocka_unit_test(the_thread_cuts_by_itself),
	    cmocka_unit_test(
		waiting_for_the_last_ends_with_it_or_with_patience),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
