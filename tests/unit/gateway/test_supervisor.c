/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What inkastd does when roles start, end and die (docs/FORMAT.md, section 4).
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/io.h"
#include "tests/unit/gateway/gateway_child.h"

static void
ready_line_names_the_port_that_answers(void **state)
{
	struct gateway *g = *state;

	start(g);
	await_ready(g);
	assert_null(strstr(g->address, ":0"));
	assert_int_equal(strncmp(g->line, "ready: http://127.0.0.1:", 24), 0);
	assert_int_equal(g->line[strlen(g->line) - 1], '/');
	ask(g, "open");
	stop_in_order(g);
}

static void
roles_get_exactly_their_descriptors_and_environment(void **state)
{
	struct gateway *g = *state;
	int seen = 0;

	start(g);
	while (seen < 2 && next_line(g)) {
		if (strstr(g->line, " fds ") == NULL)
			continue;
		/* The vault has no listening socket: 4 is closed. */
		assert_non_null(strstr(g->line,
		    strstr(g->line, "stand-in vault") != NULL
			? " fds 0 1 2 3 5 6 env PATH=/usr/bin:/bin TZ=UTC "
			: " fds 0 1 2 3 4 5 6 env PATH=/usr/bin:/bin TZ=UTC "));
		assert_null(strstr(g->line, "SECRET"));
		assert_null(strstr(g->line, "LD_"));
		assert_non_null(
		    strstr(g->line, "term-blocked 0 own-session 1 in no-tty"));
		seen++;
	}
	assert_int_equal(seen, 2);
	await_ready(g);
	stop_in_order(g);
}

static void
an_orderly_end_lets_the_front_go_first(void **state)
{
	struct gateway *g = *state;

	start(g);
	await_ready(g);
	kill(g->pid, SIGINT);
	await(g, "stand-in front");
	assert_non_null(strstr(g->line, "is to end"));
	await(g, "stand-in front");
	assert_non_null(strstr(g->line, "ends"));
	await(g, "stand-in vault");
	assert_non_null(strstr(g->line, "ends"));
	assert_int_equal(end_of(g), EX_OK);
}

static void
a_killed_vault_is_followed_by_a_new_generation(void **state)
{
	struct gateway *g = *state;

	start(g);
	pid_t vault = await_pid(g, "stand-in vault");
	await_ready(g);
	pid_t front = ask(g, "open");
	kill(vault, SIGKILL);
	await(g, "inkast-vault was killed by signal 9");
	await(g, "a new generation serves");
	/* The old front may still take a connection until it ends. */
	await(g, "drains");
	await_end_of(g, front);
	assert_int_not_equal(ask(g, "open"), front);
	stop_in_order(g);
}

/* Whether the front that answers one more connection is this one; if so, it
 * says word. */
static bool
answered_by(struct gateway *g, pid_t front, const char *word)
{
	char text[64] = "", said[16] = "";
	int fd = connect_to(g);
	int pid = 0;

	assert_true(io_read(fd, text, sizeof text - 1) > 0);
	close(fd);
	assert_int_equal(sscanf(text, "%15s %d", said, &pid), 2);
	if (pid == front)
		assert_string_equal(said, word);
	return pid == front;
}

static void
the_old_front_shows_the_closed_page_until_the_new_one_is_ready(void **state)
{
	struct gateway *g = *state;

	start(g);
	pid_t vault = await_pid(g, "stand-in vault");
	await_ready(g);
	pid_t front = ask(g, "open");
	/* The next vault waits at the gate. */
	assert_int_equal(mkfifo(in_dir(g, "vault-gate"), 0600), 0);
	kill(vault, SIGKILL);
	await(g, "lost its vault");
	/* Both fronts have the socket. The new one, started a moment later,
	 * could answer too, since it is a stand-in and has its vault. */
	while (!answered_by(g, front, "closed"))
		;
	await(g, "stand-in vault");
	while (!answered_by(g, front, "closed"))
		;
	assert_true(is_alive(front));
	int gate = open(in_dir(g, "vault-gate"), O_WRONLY | O_CLOEXEC);
	assert_true(gate >= 0);
	close(gate);
	await(g, "a new generation serves");
	await(g, "drains");
	await_end_of(g, front);
	assert_int_not_equal(ask(g, "open"), front);
	stop_in_order(g);
}

static void
a_killed_front_is_followed_by_a_new_generation(void **state)
{
	struct gateway *g = *state;

	start(g);
	pid_t vault = await_pid(g, "stand-in vault");
	await_ready(g);
	pid_t front = ask(g, "open");
	kill(front, SIGKILL);
	await(g, "inkast-front was killed by signal 9");
	/* Nobody accepts now: this connection waits in the queue. */
	int waiting = connect_to(g);
	await(g, "a new generation serves");
	assert_false(is_alive(vault));
	assert_int_not_equal(read_answer(waiting, "open"), front);
	stop_in_order(g);
}

static void
a_vault_that_keeps_dying_is_tried_again_and_again(void **state)
{
	struct gateway *g = *state;

	start(g);
	pid_t vault = await_pid(g, "stand-in vault");
	await_ready(g);
	pid_t front = ask(g, "open");
	put_file(g, "vault-exit", "75");
	kill(vault, SIGKILL);
	for (int i = 0; i < 3; i++)
		await(g, "inkast-vault ended with exit code 75");
	assert_true(is_alive(front));
	unlink(in_dir(g, "vault-exit"));
	await(g, "a new generation serves");
	await_end_of(g, front);
	assert_int_not_equal(ask(g, "open"), front);
	stop_in_order(g);
}

static void
sighup_starts_a_generation_with_the_new_config(void **state)
{
	struct gateway *g = *state;

	start(g);
	await_ready(g);
	pid_t front = ask(g, "open");
	put_config(g, "127.0.0.1:0", 3);
	kill(g->pid, SIGHUP);
	await(g, "is to end");
	await(g, "ends");
	await(g, " fds 0 1 2 3 5 6 7 env");
	await(g, "a new generation serves");
	assert_int_not_equal(ask(g, "open"), front);
	stop_in_order(g);
}

static void
sighup_with_a_bad_config_changes_nothing(void **state)
{
	struct gateway *g = *state;

	start(g);
	await_ready(g);
	pid_t front = ask(g, "open");
	put_file(g, "t.conf", "[gateway]\nworkers = many\n");
	kill(g->pid, SIGHUP);
	await(g, "t.conf:2: [gateway] workers: expected");
	await(g, "stays as it was");
	assert_int_equal(ask(g, "open"), front);
	stop_in_order(g);
}

static void
a_first_vault_that_fails_ends_inkastd_with_a_clear_error(void **state)
{
	struct gateway *g = *state;

	put_file(g, "vault-exit", "75");
	start(g);
	await(g, "inkast-vault did not become ready");
	assert_int_equal(end_of(g), EX_UNAVAILABLE);
}

static void
a_first_role_that_finds_the_config_wrong_says_so(void **state)
{
	struct gateway *g = *state;

	put_file(g, "vault-exit", "78");
	start(g);
	assert_int_equal(end_of(g), EX_CONFIG);
}

static void
a_missing_role_program_ends_inkastd(void **state)
{
	struct gateway *g = *state;

	unlink(in_dir(g, "libexec/inkast-front"));
	start(g);
	await(g, "libexec/inkast-front: No such file");
	assert_int_equal(end_of(g), EX_UNAVAILABLE);
}

static void
a_bad_config_ends_inkastd_before_anything_starts(void **state)
{
	struct gateway *g = *state;

	put_file(g, "t.conf", "[gateway]\nworkers = many\n");
	start(g);
	await(g, "t.conf:2: [gateway] workers: expected a whole number");
	assert_int_equal(end_of(g), EX_CONFIG);
}

static void
a_front_that_stays_is_killed_by_a_second_signal(void **state)
{
	struct gateway *g = *state;

	put_file(g, "front-stays", "");
	start(g);
	await_ready(g);
	kill(g->pid, SIGTERM);
	await(g, "stays");
	kill(g->pid, SIGTERM);
	assert_int_equal(end_of(g), EX_OK);
}

static void
roles_do_not_outlive_a_killed_inkastd(void **state)
{
	struct gateway *g = *state;
	int status;

	start(g);
	await_ready(g);
	kill(g->pid, SIGKILL);
	assert_int_equal(waitpid(g->pid, &status, 0), g->pid);
	g->pid = 0;
	/* The pipe ends when its last writer has: both roles. */
	while (next_line(g))
		;
	close(g->voice);
}

static void
a_unix_socket_has_mode_0660_replaces_a_stale_one_and_is_removed(void **state)
{
	struct gateway *g = *state;
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	struct stat st;
	int stale = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(un.sun_path, in_dir(g, "sock"));
	assert_int_equal(
	    bind(stale, (const struct sockaddr *)&un, sizeof un), 0);
	close(stale);
	put_config(g, "unix:sock", 2);
	start(g);
	await_ready(g);
	assert_int_equal(strncmp(g->address, "unix:/", 6), 0);
	assert_int_equal(stat(un.sun_path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0660);
	ask(g, "open");
	stop_in_order(g);
	assert_int_equal(stat(un.sun_path, &st), -1);
}

static void
a_unix_socket_in_use_or_a_plain_file_is_left_alone(void **state)
{
	struct gateway *g = *state;
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	int used = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	put_config(g, "unix:sock", 2);
	strcpy(un.sun_path, in_dir(g, "sock"));
	assert_int_equal(
	    bind(used, (const struct sockaddr *)&un, sizeof un), 0);
	assert_int_equal(listen(used, 1), 0);
	start(g);
	await(g, "cannot listen on unix:");
	assert_int_equal(end_of(g), EX_UNAVAILABLE);
	assert_int_equal(access(un.sun_path, F_OK), 0);
	close(used);
	unlink(un.sun_path);

	put_file(g, "sock", "somebody's file");
	start(g);
	assert_int_equal(end_of(g), EX_UNAVAILABLE);
	assert_int_equal(access(un.sun_path, F_OK), 0);
}

static void
inkastd_gives_up_every_capability(void **state)
{
	struct gateway *g = *state;
	char path[64];
	struct buf b;

	if (!HAS_SANDBOX)
		skip();
	start(g);
	pid_t vault = await_pid(g, "stand-in vault");
	await_ready(g);
	buf_init(&b, &buf_heap, 65536);
	snprintf(path, sizeof path, "/proc/%d/status", (int)g->pid);
	assert_int_equal(io_read_file(path, &b), 0);
	snprintf(path, sizeof path, "/proc/%d/status", (int)vault);
	assert_int_equal(io_read_file(path, &b), 0);
	assert_int_equal(buf_add(&b, "", 1), 0);
	/* Twice: inkastd and, after its exec, a role. */
	const char *at = (const char *)b.data;
	for (int i = 0; i < 2; i++) {
		at = strstr(at, "CapPrm:\t0000000000000000\n"
				"CapEff:\t0000000000000000\n"
				"CapBnd:\t0000000000000000\n");
		assert_non_null(at);
		at = strstr(at, "NoNewPrivs:\t1\nSeccomp:\t2\n");
		assert_non_null(at);
	}
	buf_free(&b);
	stop_in_order(g);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    GATEWAY_TEST(ready_line_names_the_port_that_answers),
	    GATEWAY_TEST(roles_get_exactly_their_descriptors_and_environment),
	    GATEWAY_TEST(an_orderly_end_lets_the_front_go_first),
	    GATEWAY_TEST(a_killed_vault_is_followed_by_a_new_generation),
	    GATEWAY_TEST(
		the_old_front_shows_the_closed_page_until_the_new_one_is_ready),
	    GATEWAY_TEST(a_killed_front_is_followed_by_a_new_generation),
	    GATEWAY_TEST(a_vault_that_keeps_dying_is_tried_again_and_again),
	    GATEWAY_TEST(sighup_starts_a_generation_with_the_new_config),
	    GATEWAY_TEST(sighup_with_a_bad_config_changes_nothing),
	    GATEWAY_TEST(
		a_first_vault_that_fails_ends_inkastd_with_a_clear_error),
	    GATEWAY_TEST(a_first_role_that_finds_the_config_wrong_says_so),
	    GATEWAY_TEST(a_missing_role_program_ends_inkastd),
	    GATEWAY_TEST(a_bad_config_ends_inkastd_before_anything_starts),
	    GATEWAY_TEST(a_front_that_stays_is_killed_by_a_second_signal),
	    GATEWAY_TEST(roles_do_not_outlive_a_killed_inkastd),
	    GATEWAY_TEST(
		a_unix_socket_has_mode_0660_replaces_a_stale_one_and_is_removed),
	    GATEWAY_TEST(a_unix_socket_in_use_or_a_plain_file_is_left_alone),
	    GATEWAY_TEST(inkastd_gives_up_every_capability),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
