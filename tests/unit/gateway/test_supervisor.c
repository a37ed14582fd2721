/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkastd with stand-in roles: a temporary bin/ and libexec/, the config beside
 * them. What happened is read from standard error, line by line, never awaited
 * by sleeping.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/io.h"
#include "gateway/common/listen.h"

/* For one event; a loaded machine under a sanitizer needs seconds. */
#define PATIENCE_MS 60000

struct gateway {
	char dir[64];
	char config[96];
	pid_t pid;
	int voice; /* inkastd's standard error */
	char pending[8192];
	size_t n_pending;
	char line[2048]; /* the last line read */
	char address[256];
};

static const char *
in_dir(struct gateway *g, const char *name)
{
	static char path[2][256];
	static int which;

	which = 1 - which;
	snprintf(path[which], sizeof path[which], "%s/%s", g->dir, name);
	return path[which];
}

static void
put_file(struct gateway *g, const char *name, const char *text)
{
	assert_int_equal(
	    io_write_file(in_dir(g, name), 0644, 1, text, strlen(text)), 0);
}

static void
copy_program(struct gateway *g, const char *from, const char *name)
{
	struct buf b;

	buf_init(&b, &buf_heap, (size_t)64 << 20);
	assert_int_equal(io_read_file(from, &b), 0);
	assert_int_equal(
	    io_write_file(in_dir(g, name), 0755, 1, b.data, b.len), 0);
	buf_free(&b);
}

static void
put_config(struct gateway *g, const char *listen, unsigned workers)
{
	char text[512];

	snprintf(text, sizeof text,
	    "[gateway]\nlisten = %s\nworkers = %u\n"
	    "[keys]\nrecipient = age1qqqqqqqqqqqqqqqq\n",
	    listen, workers);
	put_file(g, "t.conf", text);
}

static int
set_up(void **state)
{
	struct gateway *g = calloc(1, sizeof *g);

	assert_non_null(g);
	strcpy(g->dir, "/tmp/inkast-supervisor-XXXXXX");
	assert_non_null(mkdtemp(g->dir));
	assert_int_equal(mkdir(in_dir(g, "bin"), 0755), 0);
	assert_int_equal(mkdir(in_dir(g, "libexec"), 0755), 0);
	copy_program(g, INKASTD, "bin/inkastd");
	copy_program(g, STAND_IN, "libexec/inkast-front");
	copy_program(g, STAND_IN, "libexec/inkast-vault");
	snprintf(g->config, sizeof g->config, "%s/t.conf", g->dir);
	put_config(g, "127.0.0.1:0", 2);
	*state = g;
	return 0;
}

static int
tear_down(void **state)
{
	static const char *const files[] = {"bin/inkastd",
	    "libexec/inkast-front", "libexec/inkast-vault", "t.conf",
	    "vault-exit", "vault-gate", "front-stays", "sock"};
	struct gateway *g = *state;

	if (g->pid != 0) {
		kill(g->pid, SIGKILL);
		waitpid(g->pid, NULL, 0);
		close(g->voice);
	}
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		unlink(in_dir(g, files[i]));
	rmdir(in_dir(g, "bin"));
	rmdir(in_dir(g, "libexec"));
	int r = rmdir(g->dir);
	free(g);
	/* A file left behind that no test put there. */
	return r;
}

static void
start(struct gateway *g)
{
	int voice[2];
	char program[128];

	snprintf(program, sizeof program, "%s/bin/inkastd", g->dir);
	assert_int_equal(pipe2(voice, O_CLOEXEC), 0);
	g->pid = fork();
	assert_true(g->pid >= 0);
	if (g->pid == 0) {
		/* Odd descriptors and variables that no role may see. */
		dup2(voice[1], STDERR_FILENO);
		dup2(voice[1], 4);
		dup2(voice[1], 30);
		dup2(voice[1], 700);
		setenv("SECRET_OF_THE_SHELL", "1", 1);
		setenv("LD_LIBRARY_PATH", "/nowhere", 1);
		execl(program, program, "-c", g->config, (char *)NULL);
		_exit(127);
	}
	close(voice[1]);
	g->voice = voice[0];
}

/* The next line of inkastd and its roles into g->line; false at the end. */
static bool
next_line(struct gateway *g)
{
	for (;;) {
		char *lf = memchr(g->pending, '\n', g->n_pending);
		if (lf != NULL) {
			size_t len = (size_t)(lf - g->pending);
			assert_true(len < sizeof g->line);
			memcpy(g->line, g->pending, len);
			g->line[len] = '\0';
			g->n_pending -= len + 1;
			memmove(g->pending, lf + 1, g->n_pending);
			return true;
		}
		struct pollfd p = {.fd = g->voice, .events = POLLIN};
		if (poll(&p, 1, PATIENCE_MS) != 1)
			fail_msg("nothing more after \"%s\"", g->line);
		ssize_t n = read(g->voice, g->pending + g->n_pending,
		    sizeof g->pending - g->n_pending);
		if (n <= 0)
			return false;
		g->n_pending += (size_t)n;
	}
}

/* Read on until a line holds text. */
static const char *
await(struct gateway *g, const char *text)
{
	while (next_line(g))
		if (strstr(g->line, text) != NULL)
			return g->line;
	fail_msg("the end came before \"%s\"", text);
	return NULL;
}

/* The process number in "stand-in ROLE PID ...". */
static pid_t
await_pid(struct gateway *g, const char *text)
{
	int pid = 0;

	await(g, text);
	assert_int_equal(sscanf(g->line, "stand-in %*s %d", &pid), 1);
	return pid;
}

static void
await_end_of(struct gateway *g, pid_t front)
{
	char text[64];

	snprintf(text, sizeof text, "stand-in front %d ends", (int)front);
	await(g, text);
}

static void
await_ready(struct gateway *g)
{
	char *slash;

	await(g, "ready: ");
	snprintf(g->address, sizeof g->address, "%s",
	    strncmp(g->line, "ready: http://", 14) == 0 ? g->line + 14
							: g->line + 7);
	slash = strchr(g->address, '/');
	if (slash != NULL && strncmp(g->address, "unix:", 5) != 0)
		*slash = '\0';
}

static int
end_of(struct gateway *g)
{
	int status = 0;

	while (next_line(g))
		;
	assert_int_equal(waitpid(g->pid, &status, 0), g->pid);
	g->pid = 0;
	close(g->voice);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
stop_in_order(struct gateway *g)
{
	kill(g->pid, SIGTERM);
	assert_int_equal(end_of(g), EX_OK);
}

static int
connect_to(struct gateway *g)
{
	struct listen_address a;

	assert_true(listen_parse(g->address, &a));
	int fd = socket(a.addr.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	assert_int_equal(
	    connect(fd, (const struct sockaddr *)&a.addr, a.len), 0);
	return fd;
}

/* "open" or "closed" and the front that said so. */
static pid_t
read_answer(int fd, const char *word)
{
	char text[64] = "", said[16] = "";
	int pid = 0;
	struct pollfd p = {.fd = fd, .events = POLLIN};

	assert_int_equal(poll(&p, 1, PATIENCE_MS), 1);
	assert_true(io_read(fd, text, sizeof text - 1) > 0);
	close(fd);
	assert_int_equal(sscanf(text, "%15s %d", said, &pid), 2);
	assert_string_equal(said, word);
	return pid;
}

static pid_t
ask(struct gateway *g, const char *word)
{
	return read_answer(connect_to(g), word);
}

static bool
is_alive(pid_t pid)
{
	return kill(pid, 0) == 0;
}

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
	await_end_of(g, front);
	assert_int_not_equal(ask(g, "open"), front);
	stop_in_order(g);
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
	assert_int_equal(ask(g, "closed"), front);
	await(g, "stand-in vault");
	for (int i = 0; i < 20; i++) {
		/* Both fronts have the socket; the new one could answer too,
		 * but is not told to wait: it is ready and has its vault. */
		int fd = connect_to(g);
		char text[64] = "";
		assert_true(io_read(fd, text, sizeof text - 1) > 0);
		close(fd);
	}
	assert_true(is_alive(front));
	int gate = open(in_dir(g, "vault-gate"), O_WRONLY | O_CLOEXEC);
	assert_true(gate >= 0);
	close(gate);
	await(g, "a new generation serves");
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
#define GATEWAY_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
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
