/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Fork, descriptors, environment, exec; then waiting and ending.
 */
#include "gateway/supervisor/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sysexits.h>
#include <unistd.h>

#include "gateway/common/limits.h"
#include "gateway/common/log.h"
#include "gateway/common/role.h"

/* Descriptors are moved up here first, so that none is overwritten before it
 * stands in its place: above every place that a role has. */
#define FD_ASIDE (ROLE_FD_CHANNEL + LIMIT_WORKERS)

/* What a role finds in its environment besides PATH and TZ: nothing, but for
 * the settings of the sanitizer that it was built with. */
static const char *const env_kept[] = {
#ifdef INKAST_SANITIZED
    "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS",
#endif
    NULL};

extern char **environ;

/* The role's environment: borrowed strings, ended by NULL. Fits by the tables'
 * sizes. */
#define ENV_MAX (2 + 4 + 1)

static void
make_environment(char *env[static ENV_MAX])
{
	static char path[] = "PATH=/usr/bin:/bin";
	static char zone[] = "TZ=UTC";
	size_t n = 0;

	env[n++] = path;
	env[n++] = zone;
	for (char **e = environ; *e != NULL; e++)
		for (size_t i = 0; env_kept[i] != NULL; i++) {
			size_t len = strlen(env_kept[i]);
			if (n < ENV_MAX - 1 &&
			    strncmp(*e, env_kept[i], len) == 0 &&
			    (*e)[len] == '=')
				env[n++] = *e;
		}
	env[n] = NULL;
}

/* Move a descriptor to a place; both may be any number. In the child. */
static void
place(int aside, int to)
{
	if (aside < 0 || dup2(aside, to) < 0)
		_exit(EX_OSERR);
}

static int
aside(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, FD_ASIDE);
}

/* Exactly the descriptors of FORMAT 4.1. In the child. */
static void
place_descriptors(const struct role_start *start, int ready)
{
	int channels[LIMIT_WORKERS];
	int none = aside(open("/dev/null", O_RDONLY | O_CLOEXEC));
	int voice = aside(STDERR_FILENO);
	int word = aside(ready);
	int listen = start->listen < 0 ? -1 : aside(start->listen);

	for (size_t i = 0; i < start->n_channels; i++)
		channels[i] = aside(start->channels[i]);
	place(none, STDIN_FILENO);
	place(voice, STDOUT_FILENO);
	place(voice, STDERR_FILENO);
	place(word, ROLE_FD_READY);
	if (start->listen < 0)
		close(ROLE_FD_LISTEN);
	else
		place(listen, ROLE_FD_LISTEN);
	for (size_t i = 0; i < start->n_channels; i++)
		place(channels[i], ROLE_FD_CHANNEL + (int)i);
	if (close_range(
		ROLE_FD_CHANNEL + (unsigned)start->n_channels, ~0U, 0) != 0)
		_exit(EX_OSERR);
}

/* Handlers and the mask survive an exec; a role begins as from a shell. */
static void
reset_signals(void)
{
	sigset_t none;

	sigemptyset(&none);
	signal(SIGPIPE, SIG_DFL);
	if (sigprocmask(SIG_SETMASK, &none, NULL) != 0)
		_exit(EX_OSERR);
}

static _Noreturn void
become_role(const struct role_start *start, int ready, pid_t parent)
{
	static char dash_c[] = "-c";
	char *env[ENV_MAX];
	char *argv[] = {start->program, dash_c, start->config_path, NULL};

	/* A front ends when its inkastd does, and the vault when its channels
	 * close; if that was before this line, nobody will tell us. */
	if (prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0) != 0 ||
	    getppid() != parent)
		_exit(EX_OSERR);
	/* A session of its own: Ctrl-C is for inkastd, which then ends front
	 * and vault in order, and no role has a terminal. */
	if (setsid() < 0)
		_exit(EX_OSERR);
	make_environment(env);
	place_descriptors(start, ready);
	reset_signals();
	execve(start->program, argv, env);
	log_line("%s: %s", start->program, strerror(errno));
	_exit(EX_UNAVAILABLE);
}

int
child_start(
    const struct role_start *start, uint64_t deadline, struct child *out)
{
	int ready[2];
	pid_t parent = getpid();

	if (start->n_channels > LIMIT_WORKERS)
		return -EINVAL;
	if (pipe2(ready, O_CLOEXEC) != 0)
		return -errno;
	pid_t pid = fork();
	if (pid == 0)
		become_role(start, ready[1], parent);
	int r = pid < 0 ? -errno : 0;
	close(ready[1]);
	if (r < 0) {
		close(ready[0]);
		return r;
	}
	*out =
	    (struct child){.pid = pid, .ready = ready[0], .deadline = deadline};
	return 0;
}

void
child_hear(struct child *c)
{
	char word = 0;
	ssize_t n;

	do
		n = read(c->ready, &word, 1);
	while (n < 0 && errno == EINTR);
	if (n == 1 && word == 'R' && !c->is_ready) {
		c->is_ready = true;
		c->deadline = 0;
		return;
	}
	if (n == 1 && word == 'X' && c->is_ready)
		c->has_given_up = true;
	/* The last word, the end, or nonsense. A role that was not ready will
	 * end, or its deadline will come. */
	close(c->ready);
	c->ready = -1;
}

void
child_allow_until(struct child *c, uint64_t deadline)
{
	if (c->pid != 0 && (c->deadline == 0 || c->deadline > deadline))
		c->deadline = deadline;
}

static void
ask(struct child *c, int signal, uint64_t deadline)
{
	if (c->pid == 0)
		return;
	(void)kill(c->pid, signal);
	child_allow_until(c, deadline);
}

void
child_ask_to_end(struct child *c, uint64_t deadline)
{
	ask(c, SIGTERM, deadline);
}

void
child_ask_to_drain(struct child *c, uint64_t deadline)
{
	/* Before it is ready a front might not know this signal yet, and die
	 * of it: what it should do then, anyway. */
	ask(c, SIGUSR1, deadline);
}

void
child_enforce(struct child *c, uint64_t now)
{
	if (c->pid == 0 || c->deadline == 0 || now < c->deadline)
		return;
	(void)kill(c->pid, SIGKILL);
	c->deadline = UINT64_MAX;
}

void
child_forget(struct child *c)
{
	if (c->pid != 0 && c->ready >= 0)
		close(c->ready);
	*c = (struct child){.ready = -1};
}
