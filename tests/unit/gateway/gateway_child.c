/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkastd as a child, with stand-in roles.
 */
#include "tests/unit/gateway/gateway_child.h"

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
#define PATIENCE_MS 180000

const char *
in_dir(struct gateway *g, const char *name)
{
	static char path[2][256];
	static int which;

	which = 1 - which;
	snprintf(path[which], sizeof path[which], "%s/%s", g->dir, name);
	return path[which];
}

void
put_file(struct gateway *g, const char *name, const char *text)
{
	assert_int_equal(
	    io_write_file(in_dir(g, name), 0644, 1, text, strlen(text)), 0);
}

void
put_program(struct gateway *g, const char *from, const char *name)
{
	struct buf b;

	buf_init(&b, &buf_heap, (size_t)64 << 20);
	assert_int_equal(io_read_file(from, &b), 0);
	assert_int_equal(
	    io_write_file(in_dir(g, name), 0755, 1, b.data, b.len), 0);
	buf_free(&b);
}

void
put_config(struct gateway *g, const char *listen, unsigned workers)
{
	char text[512];

	snprintf(text, sizeof text,
	    "[gateway]\nlisten = %s\nworkers = %u\n"
	    "[keyring]\nsigner = %s\n",
	    listen, workers, fixture_signer_text(0));
	put_file(g, "t.conf", text);
}

void
put_keyring(struct gateway *g, const struct keyring_wish *wish)
{
	const char *now = in_dir(g, "keyring");
	const char *next = in_dir(g, "keyring.new");

	fixture_keyring(next, wish, 1);
	if (renameat2(AT_FDCWD, next, AT_FDCWD, now, RENAME_EXCHANGE) != 0)
		assert_int_equal(rename(next, now), 0);
	else
		fixture_remove(next);
}

int
gateway_set_up(void **state)
{
	struct gateway *g = calloc(1, sizeof *g);
	struct keyring_wish wish = keyring_wish(2);

	assert_non_null(g);
	strcpy(g->dir, "/tmp/inkast-supervisor-XXXXXX");
	assert_non_null(mkdtemp(g->dir));
	assert_int_equal(mkdir(in_dir(g, "bin"), 0755), 0);
	assert_int_equal(mkdir(in_dir(g, "libexec"), 0755), 0);
	put_program(g, INKASTD, "bin/inkastd");
	put_program(g, STAND_IN, "libexec/inkast-front");
	put_program(g, STAND_IN, "libexec/inkast-vault");
	snprintf(g->config, sizeof g->config, "%s/t.conf", g->dir);
	put_config(g, "127.0.0.1:0", 2);
	put_keyring(g, &wish);
	*state = g;
	return 0;
}

int
gateway_tear_down(void **state)
{
	static const char *const files[] = {"bin/inkastd",
	    "libexec/inkast-front", "libexec/inkast-vault", "t.conf",
	    "vault-exit", "vault-gate", "front-stays", "front-gives-up", "sock",
	    "vault-has", "front-needs", "deaf-vault", "front-babbles", "today"};
	struct gateway *g = *state;

	if (g->pid != 0) {
		kill(g->pid, SIGKILL);
		waitpid(g->pid, NULL, 0);
		close(g->voice);
	}
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		unlink(in_dir(g, files[i]));
	fixture_remove(in_dir(g, "keyring"));
	rmdir(in_dir(g, "bin"));
	rmdir(in_dir(g, "libexec"));
	int r = rmdir(g->dir);
	free(g);
	/* A file left behind that no test put there. */
	return r;
}

void
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
bool
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
const char *
await(struct gateway *g, const char *text)
{
	while (next_line(g))
		if (strstr(g->line, text) != NULL)
			return g->line;
	fail_msg("the end came before \"%s\"", text);
	return NULL;
}

/* The process number in "stand-in ROLE PID ...". */
pid_t
await_pid(struct gateway *g, const char *text)
{
	int pid = 0;

	await(g, text);
	assert_int_equal(sscanf(g->line, "stand-in %*s %d", &pid), 1);
	return pid;
}

void
await_end_of(struct gateway *g, pid_t front)
{
	char text[64];

	snprintf(text, sizeof text, "stand-in front %d ends", (int)front);
	await(g, text);
}

void
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

int
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

void
stop_in_order(struct gateway *g)
{
	kill(g->pid, SIGTERM);
	assert_int_equal(end_of(g), EX_OK);
}

int
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
pid_t
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

pid_t
ask(struct gateway *g, const char *word)
{
	return read_answer(connect_to(g), word);
}

bool
is_alive(pid_t pid)
{
	return kill(pid, 0) == 0;
}
