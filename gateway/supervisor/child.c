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
#include <sys/socket.h>
#include <sys/wait.h>
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
place_descriptors(const struct role_start *start, int control)
{
	int channels[LIMIT_WORKERS];
	int none = aside(open("/dev/null", O_RDONLY | O_CLOEXEC));
	int voice = aside(STDERR_FILENO);
	int word = aside(control);
	int listen = start->listen < 0 ? -1 : aside(start->listen);

	for (size_t i = 0; i < start->n_channels; i++)
		channels[i] = aside(start->channels[i]);
	place(none, STDIN_FILENO);
	place(voice, STDOUT_FILENO);
	place(voice, STDERR_FILENO);
	place(word, ROLE_FD_CONTROL);
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
become_role(const struct role_start *start, int control, pid_t parent)
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
	place_descriptors(start, control);
	reset_signals();
	execve(start->program, argv, env);
	log_line("%s: %s", start->program, strerror(errno));
	_exit(EX_UNAVAILABLE);
}

int
child_start(
    const struct role_start *start, uint64_t deadline, struct child *out)
{
	int control[2];
	pid_t parent = getpid();

	if (start->n_channels > LIMIT_WORKERS)
		return -EINVAL;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, control) != 0)
		return -errno;
	pid_t pid = fork();
	if (pid == 0)
		become_role(start, control[1], parent);
	int r = pid < 0 ? -errno : 0;
	close(control[1]);
	if (r < 0) {
		close(control[0]);
		return r;
	}
	*out = (struct child){
	    .pid = pid, .control = control[0], .deadline = deadline};
	buf_init(&out->words, &buf_heap, MESSAGE_HEADER_LEN + LIMIT_MESSAGE);
	return 0;
}

/* ---- what it says ---- */

static void
hang_up(struct child *c)
{
	close(c->control);
	c->control = -1;
	buf_free(&c->words);
	c->n_sent = 0;
}

/* One word. False: nonsense. */
static bool
note(struct child *c, char word)
{
	if (word == 'R' && !c->is_ready) {
		c->is_ready = true;
		c->deadline = 0;
		return true;
	}
	if (word == 'X' && c->is_ready) {
		c->has_given_up = true;
		return true;
	}
	if ((word != 'K' && word != 'N') || !c->awaits || child_has_words(c))
		return false;
	c->awaits = false;
	c->answer_by = 0;
	if (word == 'K')
		c->held = c->told;
	else
		c->has_refused = true;
	return true;
}

void
child_hear(struct child *c)
{
	char words[16];
	ssize_t n;

	if (c->control < 0)
		return;
	do
		n = recv(c->control, words, sizeof words, MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	if (n < 0 && errno == EAGAIN)
		return;
	for (ssize_t i = 0; i < n; i++)
		if (!note(c, words[i]))
			n = -1;
	/* The end, or nonsense. */
	if (n <= 0)
		hang_up(c);
}

/* ---- what it is told ---- */

int
child_tell(struct child *c, enum message_type type, struct view body,
    unsigned version, uint64_t answer_by)
{
	uint8_t head[MESSAGE_HEADER_LEN];

	if (c->control < 0)
		return 0; /* it is on its way out */
	message_header_write(type, (uint32_t)body.len, head);
	buf_clear(&c->words);
	c->n_sent = 0;
	buf_add(&c->words, head, sizeof head);
	buf_add(&c->words, body.data, body.len);
	if (c->words.err != BUF_OK) {
		buf_free(&c->words);
		return -ENOMEM;
	}
	c->told = version;
	c->awaits = true;
	c->answer_by = answer_by;
	child_push(c);
	return 0;
}

bool
child_has_words(const struct child *c)
{
	return c->n_sent < c->words.len;
}

void
child_push(struct child *c)
{
	while (c->control >= 0 && child_has_words(c)) {
		ssize_t n = send(c->control, c->words.data + c->n_sent,
		    c->words.len - c->n_sent, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n > 0)
			c->n_sent += (size_t)n;
		else if (n < 0 && errno == EINTR)
			continue;
		else if (n < 0 && errno == EAGAIN)
			return;
		else
			hang_up(c);
	}
}

struct pollfd
child_poll(const struct child *c)
{
	short events = POLLIN;

	if (child_has_words(c))
		events |= POLLOUT;
	return (struct pollfd){
	    .fd = c->pid == 0 ? -1 : c->control, .events = events};
}

void
child_note(struct child *c, short revents)
{
	if ((revents & POLLOUT) != 0)
		child_push(c);
	if ((revents & ~POLLOUT) != 0)
		child_hear(c);
}

/* ---- its end ---- */

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
	c->is_dismissed = true;
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
child_dismiss(struct child *c, uint64_t now)
{
	c->is_dismissed = true;
	child_allow_until(c, now);
}

void
child_enforce(struct child *c, uint64_t now)
{
	bool too_long = c->deadline != 0 && now >= c->deadline;
	bool too_silent = c->awaits && now >= c->answer_by;

	if (c->pid == 0 || (!too_long && !too_silent))
		return;
	(void)kill(c->pid, SIGKILL);
	c->deadline = UINT64_MAX;
	c->awaits = false;
}

void
child_log_end(const char *role, int status)
{
	if (WIFSIGNALED(status))
		log_line("%s was killed by signal %d", role, WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		log_line(
		    "%s ended with exit code %d", role, WEXITSTATUS(status));
}

void
child_forget(struct child *c)
{
	if (c->pid != 0 && c->control >= 0)
		hang_up(c);
	*c = (struct child){.control = -1};
}
