/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The HTTP server itself, over real sockets: deadlines, the orderly end, and
 * the listening socket that outlives it. The vault is dead here, so every page
 * is the closed one.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "crypto/core/age.h"
#include "gateway/front/budget.h"
#include "gateway/front/http.h"

/* The head of a body that never comes. */
#define POST_BEGIN                                                             \
	"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n"             \
	"Content-Type: application/x-www-form-urlencoded\r\n\r\n"

/* A slow client's connection in these tests. */
#define DEADLINE_MS 300

struct fixture {
	struct config config;
	struct form *form;
	struct channels *channels;
	struct request_context context;
	struct http *http;
	int listening;
	struct sockaddr_in address;
};

static int
open_listening(struct fixture *f)
{
	socklen_t len = sizeof(f->address);

	f->address = (struct sockaddr_in){
	    .sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	f->listening = socket(AF_INET, SOCK_STREAM, 0);
	if (f->listening < 0 ||
	    bind(f->listening, (struct sockaddr *)&f->address, len) != 0 ||
	    listen(f->listening, 16) != 0)
		return -1;
	return getsockname(f->listening, (struct sockaddr *)&f->address, &len);
}

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct request_context *c;
	int pair[2];

	if (f == NULL || open_listening(f) != 0 ||
	    socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
		return -1;
	close(pair[1]);
	config_defaults(&f->config);
	f->form = form_builtin();
	f->channels = channels_new(pair[0], 1);
	c = &f->context;
	c->flow.pages = (struct pages){.config = &f->config, .form = f->form};
	c->flow.vault = vault_link_new(f->channels);
	c->flow.keys = keys_new(f->form);
	c->deadlines = deadlines_new(DEADLINE_MS);
	budget_set(1 << 20, 0);
	if (f->form == NULL || c->flow.keys == NULL ||
	    !gate_paths_init(&c->paths, "/") ||
	    (c->replies = replies_new(&c->flow)) == NULL ||
	    deadlines_start(c->deadlines) != 0)
		return -1;
	*state = f;
	return 0;
}

static void
start(struct fixture *f, unsigned workers)
{
	const struct http_size size = {.workers = workers, .connections = 64};

	assert_int_equal(
	    http_start(&f->context, f->listening, size, &f->http), 0);
}

static void
stop(struct fixture *f)
{
	const struct http_patience patience = {
	    .silent_ms = 20, .running_ms = 5000};

	http_stop(&f->http, patience);
	assert_null(f->http);
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	deadlines_free(&f->context.deadlines);
	replies_free(&f->context.replies);
	vault_link_free(&f->context.flow.vault);
	keys_free(&f->context.flow.keys);
	channels_free(&f->channels);
	form_free(&f->form);
	close(f->listening);
	free(f);
	return 0;
}

static int
dial(const struct fixture *f)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)&f->address,
			     sizeof(f->address)),
	    0);
	return fd;
}

static void
say(int fd, const char *s)
{
	assert_int_equal(io_write(fd, s, strlen(s)), 0);
}

/* Read to the end; whether the answer begins with prefix. */
static bool
hears(int fd, const char *prefix)
{
	struct buf answer;

	buf_init(&answer, &buf_heap, 1 << 20);
	/* A reset after the answer is an end as good as any. */
	int r = io_read_fd(fd, &answer);
	(void)r;
	bool same = answer.len >= strlen(prefix) &&
		    memcmp(answer.data, prefix, strlen(prefix)) == 0;
	buf_free(&answer);
	close(fd);
	return same;
}

static void
one_worker_and_many_both_serve(void **state)
{
	struct fixture *f = *state;

	for (unsigned workers = 1; workers <= 4; workers += 3) {
		start(f, workers);
		for (int i = 0; i < 20; i++) {
			int fd = dial(f);
			say(fd, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
			assert_true(hears(fd, "HTTP/1.1 503 "));
		}
		stop(f);
	}
}

/* Send bytes one by one, never idle, until the connection is cut. */
static uint64_t
trickle(const struct fixture *f, const char *begin, const char *drip)
{
	int fd = dial(f);
	uint64_t started = clock_monotonic_ms();
	struct pollfd p = {.fd = fd, .events = POLLIN};

	say(fd, begin);
	/* The poll is the pause between two bytes, and sees the end. */
	while (poll(&p, 1, 10) == 0)
		if (send(fd, drip, strlen(drip), MSG_NOSIGNAL) < 0)
			break;
	close(fd);
	return clock_monotonic_ms() - started;
}

static void
a_trickling_client_is_cut_at_its_deadline(void **state)
{
	static const char *const begins[] = {
	    "", /* line ends only: libmicrohttpd would read them for ever */
	    "GET / HTTP/1.1\r\nHost: x\r\nX: ",
	    POST_BEGIN "a=",
	};
	struct fixture *f = *state;

	start(f, 2);
	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		uint64_t ms = trickle(f, begins[i], i == 0 ? "\r\n" : "x");
		assert_in_range(ms, DEADLINE_MS - 10, DEADLINE_MS * 10);
	}
	stop(f);
	assert_int_equal(budget_used(), 0);
}

static void
the_listening_socket_outlives_the_server(void **state)
{
	struct fixture *f = *state;

	start(f, 4);
	stop(f);
	/* Not shut down: a new connection queues, and whoever has the socket
	 * can take it. */
	int client = dial(f);
	struct pollfd p = {.fd = f->listening, .events = POLLIN};
	assert_int_equal(poll(&p, 1, 5000), 1);
	int fd = accept(f->listening, NULL, NULL);
	assert_true(fd >= 0);
	close(fd);
	close(client);
	/* And the next generation serves on it. */
	start(f, 2);
	client = dial(f);
	say(client, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_true(hears(client, "HTTP/1.1 503 "));
	stop(f);
}

static void
a_silent_connection_does_not_hold_up_the_end(void **state)
{
	struct fixture *f = *state;

	start(f, 2);
	int silent = dial(f);
	int served = dial(f);
	say(served, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_true(hears(served, "HTTP/1.1 503 "));
	uint64_t begin = clock_monotonic_ms();
	stop(f);
	assert_true(clock_monotonic_ms() - begin < DEADLINE_MS);
	close(silent);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		one_worker_and_many_both_serve, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_trickling_client_is_cut_at_its_deadline, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		the_listening_socket_outlives_the_server, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_silent_connection_does_not_hold_up_the_end, setup, teardown),
	};

	(void)signal(SIGPIPE, SIG_IGN);
	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
