/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The front's half of the channel against vaults that answer well, badly and
 * not at all (FORMAT 4.4, 4.6).
 */
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/io.h"
#include "gateway/common/limits.h"
#include "gateway/ipc/client.h"
#include "gateway/ipc/message.h"

/* Where nobody shall answer, the clock stands still but for what poll is asked
 * to wait, and poll waits nothing: a deadline is exact, and costs no time. */
static bool clock_stands;
static uint64_t waited_ms;

uint64_t __real_clock_monotonic_ms(void);
uint64_t __wrap_clock_monotonic_ms(void);
int __real_poll(struct pollfd *fds, nfds_t n, int timeout);
int __wrap_poll(struct pollfd *fds, nfds_t n, int timeout);

uint64_t
__wrap_clock_monotonic_ms(void)
{
	return clock_stands ? waited_ms : __real_clock_monotonic_ms();
}

int
__wrap_poll(struct pollfd *fds, nfds_t n, int timeout)
{
	if (!clock_stands)
		return __real_poll(fds, n, timeout);
	assert_true(timeout > 0);
	waited_ms += (uint64_t)timeout;
	return 0;
}

/* A vault that reads a request of so many bytes, sends a fixed answer, and
 * closes its end. */
struct vault {
	int fd;
	size_t request_len;
	uint8_t request[1024];
	const uint8_t *answer;
	size_t answer_len;
	pthread_t thread;
};

static void *
vault_main(void *arg)
{
	struct vault *v = arg;

	if (io_read(v->fd, v->request, v->request_len) ==
		(ssize_t)v->request_len &&
	    v->answer_len > 0)
		(void)!send(v->fd, v->answer, v->answer_len, MSG_NOSIGNAL);
	close(v->fd);
	return NULL;
}

/* Start one; the front's end of its channel. */
static int
vault_begin(struct vault *v, size_t request_len, const uint8_t *answer,
    size_t answer_len)
{
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	*v = (struct vault){.fd = pair[1],
	    .request_len = request_len,
	    .answer = answer,
	    .answer_len = answer_len};
	assert_int_equal(pthread_create(&v->thread, NULL, vault_main, v), 0);
	return pair[0];
}

static void
vault_end(struct vault *v, int fd)
{
	pthread_join(v->thread, NULL);
	close(fd);
}

static int
add_answered(const uint8_t *answer, size_t len)
{
	struct vault v;
	int fd = vault_begin(&v, MESSAGE_HEADER_LEN + 4 + 5, answer, len);
	int r = client_add(fd, 7, "hello", 5);

	vault_end(&v, fd);
	return r;
}

static int
state_answered(const uint8_t *answer, size_t len, enum vault_state *out)
{
	struct vault v;
	int fd = vault_begin(&v, MESSAGE_HEADER_LEN, answer, len);
	int r = client_state(fd, out);

	vault_end(&v, fd);
	return r;
}

static void
an_add_carries_epoch_and_blob(void **state)
{
	static const uint8_t expected[] = {
	    1, 3, 0, 0, 0, 0, 0, 9, 0, 0, 0, 7, 'h', 'e', 'l', 'l', 'o'};
	static const uint8_t added[] = {1, 4, 0, 0, 0, 0, 0, 0};
	struct vault v;

	(void)state;
	int fd = vault_begin(&v, sizeof(expected), added, sizeof(added));
	assert_int_equal(client_add(fd, 7, "hello", 5), CLIENT_OK);
	vault_end(&v, fd);
	assert_memory_equal(v.request, expected, sizeof(expected));
}

static void
each_answer_has_its_meaning(void **state)
{
	static const uint8_t added[] = {1, 4, 0, 0, 0, 0, 0, 0};
	static const uint8_t refused[] = {1, 5, 0, 0, 0, 0, 0, 0};
	static const uint8_t not_stored[] = {1, 6, 0, 0, 0, 0, 0, 1, 1};
	static const uint8_t failing[] = {1, 2, 0, 0, 0, 0, 0, 1, 2};
	enum vault_state s = VAULT_OPEN;

	(void)state;
	assert_int_equal(add_answered(added, sizeof(added)), CLIENT_OK);
	assert_int_equal(
	    add_answered(refused, sizeof(refused)), CLIENT_E_REFUSED);
	assert_int_equal(
	    add_answered(not_stored, sizeof(not_stored)), CLIENT_E_STORE);
	assert_int_equal(
	    state_answered(failing, sizeof(failing), &s), CLIENT_OK);
	assert_int_equal(s, VAULT_FAILING);
}

static void
nonsense_is_never_taken_for_added(void **state)
{
	static const struct {
		uint8_t bytes[12];
		size_t len;
	} nonsense[] = {
	    {{2, 4, 0, 0, 0, 0, 0, 0}, 8},    /* version */
	    {{1, 4, 1, 0, 0, 0, 0, 0}, 8},    /* not zero */
	    {{1, 4, 0, 0, 0, 0, 0, 1, 0}, 9}, /* ADDED with a body */
	    {{1, 2, 0, 0, 0, 0, 0, 1, 0}, 9}, /* answer to another request */
	    {{1, 3, 0, 0, 0, 0, 0, 0}, 8},    /* a request */
	    {{1, 0, 0, 0, 0, 0, 0, 0}, 8},    /* no such type */
	    {{1, 6, 0, 0, 0, 0, 0, 1, 3}, 9}, /* no such state */
	    {{1, 6, 0, 0, 0, 0, 0, 0}, 8},    /* state missing */
	    {{1, 4, 0, 0, 255, 255, 255, 255}, 8},
	    {{1, 4, 0, 0, 0, 0, 0}, 7}, /* cut off */
	    {{0}, 0},                   /* dead */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(nonsense) / sizeof(nonsense[0]); i++)
		assert_int_equal(
		    add_answered(nonsense[i].bytes, nonsense[i].len),
		    CLIENT_E_GONE);
}

static void
state_is_unset_unless_it_came(void **state)
{
	static const uint8_t no_such[] = {1, 2, 0, 0, 0, 0, 0, 1, 3};
	static const uint8_t added[] = {1, 4, 0, 0, 0, 0, 0, 0};
	enum vault_state s = VAULT_FULL;

	(void)state;
	assert_int_equal(
	    state_answered(no_such, sizeof(no_such), &s), CLIENT_E_GONE);
	assert_int_equal(
	    state_answered(added, sizeof(added), &s), CLIENT_E_GONE);
	assert_int_equal(s, VAULT_FULL);
}

static void
an_answer_that_nobody_asked_for_ends_the_channel(void **state)
{
	static const uint8_t added[] = {1, 4, 0, 0, 0, 0, 0, 0};
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	assert_int_equal(send(pair[1], added, sizeof(added), 0), 8);
	assert_int_equal(client_add(pair[0], 0, "x", 1), CLIENT_E_GONE);
	/* And the request was not sent. */
	char byte;
	assert_int_equal(recv(pair[1], &byte, 1, MSG_DONTWAIT), -1);
	close(pair[0]);
	close(pair[1]);
}

/* Add so many bytes at a vault that neither reads nor answers: the seconds
 * until the client gives it up. */
static uint64_t
seconds_to_add(const void *blob, size_t len)
{
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	waited_ms = 0;
	clock_stands = true;
	assert_int_equal(client_add(pair[0], 0, blob, len), CLIENT_E_GONE);
	clock_stands = false;
	close(pair[0]);
	close(pair[1]);
	return waited_ms / 1000;
}

static void
a_silent_vault_is_given_up_at_the_deadline(void **state)
{
	(void)state;
	assert_int_equal(seconds_to_add("x", 1), LIMIT_VAULT_SECONDS);
}

static void
a_vault_that_reads_nothing_is_given_up_at_the_deadline(void **state)
{
	static const uint8_t big[4 * 1024 * 1024];

	(void)state;
	assert_int_equal(seconds_to_add(big, sizeof(big)), LIMIT_VAULT_SECONDS);
}

static void
the_state_has_a_deadline_of_its_own(void **state)
{
	enum vault_state s = VAULT_OPEN;
	int pair[2];

	(void)state;
	assert_true(LIMIT_VAULT_STATE_SECONDS < LIMIT_VAULT_SECONDS);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	waited_ms = 0;
	clock_stands = true;
	assert_int_equal(client_state(pair[0], &s), CLIENT_E_GONE);
	clock_stands = false;
	assert_int_equal(waited_ms, LIMIT_VAULT_STATE_SECONDS * 1000);
	close(pair[0]);
	close(pair[1]);
}

static void
a_blob_beyond_the_limit_is_refused_unsent(void **state)
{
	int pair[2];
	char byte;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	assert_int_equal(
	    client_add(pair[0], 0, "", LIMIT_MESSAGE - 3), CLIENT_E_REFUSED);
	assert_int_equal(recv(pair[1], &byte, 1, MSG_DONTWAIT), -1);
	close(pair[0]);
	close(pair[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_add_carries_epoch_and_blob),
	    cmocka_unit_test(each_answer_has_its_meaning),
	    cmocka_unit_test(nonsense_is_never_taken_for_added),
	    cmocka_unit_test(state_is_unset_unless_it_came),
	    cmocka_unit_test(an_answer_that_nobody_asked_for_ends_the_channel),
	    cmocka_unit_test(a_silent_vault_is_given_up_at_the_deadline),
	    cmocka_unit_test(the_state_has_a_deadline_of_its_own),
	    cmocka_unit_test(
		a_vault_that_reads_nothing_is_given_up_at_the_deadline),
	    cmocka_unit_test(a_blob_beyond_the_limit_is_refused_unsent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
