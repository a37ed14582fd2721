/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The pool of channels, and the vault's state as the front remembers it. The
 * vault is a thread that answers as it is told.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "gateway/front/channels.h"
#include "gateway/front/vault_link.h"

#define N 4
/* Where the pool's descriptors begin: above what a test program has open. */
#define FIRST 100

struct fixture {
	struct channels *channels;
	int vault[N]; /* the other ends */
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return -1;
	for (int i = 0; i < N; i++) {
		int pair[2];
		if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0 ||
		    dup2(pair[0], FIRST + i) < 0)
			return -1;
		close(pair[0]);
		f->vault[i] = pair[1];
	}
	f->channels = channels_new(FIRST, N);
	*state = f;
	return f->channels == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	channels_free(&f->channels);
	for (int i = 0; i < N; i++)
		close(f->vault[i]);
	free(f);
	return 0;
}

static bool
is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

static void
every_channel_is_lent_once(void **state)
{
	struct fixture *f = *state;
	bool lent[N] = {false};

	for (int i = 0; i < N; i++) {
		int fd = channels_borrow(f->channels);
		assert_in_range(fd, FIRST, FIRST + N - 1);
		assert_false(lent[fd - FIRST]);
		lent[fd - FIRST] = true;
	}
	for (int i = 0; i < N; i++)
		channels_return(f->channels, FIRST + i);
}

static void *
borrow_and_return(void *arg)
{
	struct fixture *f = arg;

	for (int i = 0; i < 1000; i++) {
		int fd = channels_borrow(f->channels);
		if (fd < 0)
			return NULL;
		channels_return(f->channels, fd);
	}
	return NULL;
}

static void
more_threads_than_channels_wait_for_one(void **state)
{
	pthread_t threads[3 * N];

	for (int i = 0; i < 3 * N; i++)
		assert_int_equal(pthread_create(&threads[i], NULL,
				     borrow_and_return, *state),
		    0);
	for (int i = 0; i < 3 * N; i++)
		pthread_join(threads[i], NULL);
	assert_false(channels_are_broken(((struct fixture *)*state)->channels));
}

static void
one_broken_channel_closes_them_all(void **state)
{
	struct fixture *f = *state;
	int a = channels_borrow(f->channels);
	int b = channels_borrow(f->channels);

	channels_retire(f->channels, a);
	assert_true(channels_are_broken(f->channels));
	assert_int_equal(channels_borrow(f->channels), -1);
	/* One that is lent lives until its request is done. */
	for (int fd = FIRST; fd < FIRST + N; fd++)
		assert_int_equal(is_open(fd), fd == b);
	channels_return(f->channels, b);
	assert_false(is_open(b));
}

static void *
borrow_none(void *arg)
{
	struct fixture *f = arg;

	return channels_borrow(f->channels) < 0 ? arg : NULL;
}

static void
who_waits_for_a_channel_learns_that_one_broke(void **state)
{
	struct fixture *f = *state;
	pthread_t thread;
	void *result;

	for (int i = 0; i < N; i++)
		assert_int_not_equal(channels_borrow(f->channels), -1);
	assert_int_equal(pthread_create(&thread, NULL, borrow_none, f), 0);
	channels_retire(f->channels, FIRST);
	pthread_join(thread, &result);
	assert_ptr_equal(result, f);
	for (int i = 1; i < N; i++)
		channels_return(f->channels, FIRST + i);
}

/* A vault that answers every request on one channel with the same message. */
struct vault {
	int fd;
	const uint8_t *answer;
	size_t answer_len;
	atomic_int asked;
};

static void *
vault_run(void *arg)
{
	struct vault *v = arg;
	uint8_t request[8];

	while (io_read(v->fd, request, sizeof(request)) == sizeof(request)) {
		atomic_fetch_add(&v->asked, 1);
		if (io_write(v->fd, v->answer, v->answer_len) != 0)
			break;
	}
	return NULL;
}

/* docs/FORMAT.md 4.4: STATE_IS. */
static const uint8_t open_answer[] = {1, 2, 0, 0, 0, 0, 0, 1, 0};
static const uint8_t full_answer[] = {1, 2, 0, 0, 0, 0, 0, 1, 1};
static const uint8_t nonsense[] = {1, 9, 0, 0, 0, 0, 0, 0, 0};

/* Ask often within a second; how often the vault was asked, and whether it was
 * open at last. */
static int
ask_often(struct fixture *f, const uint8_t *answer, size_t len, bool *open)
{
	/* The pool is a stack: the last channel is the first to be lent. */
	struct vault v = {
	    .fd = f->vault[N - 1], .answer = answer, .answer_len = len};
	struct vault_link *link = vault_link_new(f->channels);
	pthread_t thread;

	assert_non_null(link);
	assert_int_equal(pthread_create(&thread, NULL, vault_run, &v), 0);
	for (int i = 0; i < 100; i++)
		*open = vault_link_is_open(link);
	shutdown(v.fd, SHUT_RDWR);
	pthread_join(thread, NULL);
	vault_link_free(&link);
	return atomic_load(&v.asked);
}

static void
an_answer_holds_for_a_second(void **state)
{
	bool open = false;
	uint64_t begin = clock_monotonic_ms();
	int asked = ask_often(*state, open_answer, sizeof(open_answer), &open);
	uint64_t seconds = (clock_monotonic_ms() - begin) / 1000;

	assert_true(open);
	/* Once, unless a busy machine took longer than that over it. */
	assert_in_range(asked, 1, 1 + seconds);
}

static void
a_full_vault_is_closed_but_not_broken(void **state)
{
	struct fixture *f = *state;
	bool open = true;

	(void)ask_often(f, full_answer, sizeof(full_answer), &open);
	assert_false(open);
	assert_false(channels_are_broken(f->channels));
}

static void
nonsense_breaks_the_channels_for_good(void **state)
{
	struct fixture *f = *state;
	bool open = true;
	int asked = ask_often(f, nonsense, sizeof(nonsense), &open);

	assert_false(open);
	assert_int_equal(asked, 1);
	assert_true(channels_are_broken(f->channels));
}

static void
a_dead_vault_takes_no_tip(void **state)
{
	struct fixture *f = *state;
	struct vault_link *link = vault_link_new(f->channels);
	struct buf blob;

	assert_non_null(link);
	for (int i = 0; i < N; i++)
		shutdown(f->vault[i], SHUT_RDWR);
	buf_init(&blob, &buf_heap, 100);
	assert_int_equal(buf_add_str(&blob, "sealed"), BUF_OK);
	assert_int_equal(vault_link_add(link, 1, &blob), VAULT_LINK_E_GONE);
	assert_int_equal(vault_link_add(link, 1, &blob), VAULT_LINK_E_GONE);
	assert_false(vault_link_is_open(link));
	buf_free(&blob);
	vault_link_free(&link);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		every_channel_is_lent_once, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		more_threads_than_channels_wait_for_one, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		one_broken_channel_closes_them_all, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		who_waits_for_a_channel_learns_that_one_broke, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		an_answer_holds_for_a_second, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_full_vault_is_closed_but_not_broken, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		nonsense_breaks_the_channels_for_good, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_dead_vault_takes_no_tip, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
