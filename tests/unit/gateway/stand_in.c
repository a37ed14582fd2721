/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A stand-in for both roles, by the name it is started under. It tells on
 * standard error what it was given, one line for each thing, and keeps the
 * contract of docs/FORMAT.md, section 4. Files beside the config change what it
 * does:
 *   vault-exit   the vault ends at once with the code in it
 *   vault-gate   a FIFO: the vault opens it, hence waits, before it is ready
 *   front-stays  the front does not end when it is asked to
 *   front-gives-up  the front gives its vault up when somebody connects
 *   vault-has    the vault refuses keyrings with a serial below the one in it
 *   front-needs  the front refuses keyrings with a serial below the one in it
 *   deaf-vault   the vault never answers what it is told
 *   front-babbles  the front answers with a word that is none
 * Each tells which keyring it is told, by its serial, 0 being none.
 * The front answers each connection with "open PID" or, once its vault is gone,
 * "closed PID".
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/io.h"
#include "gateway/common/role.h"
#include "gateway/ipc/control.h"
#include "gateway/ipc/rules.h"

#define CHANNELS 64

extern char **environ;

static const char *role;
static struct control control;
static bool told; /* at least once */
static char folder[4096];

/* The path of a file beside the config. */
static const char *
beside(const char *name)
{
	static char path[4200];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

static bool
is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

/* One line, in one write: other processes write to the same pipe. */
static void
tell_what_i_was_given(void)
{
	char line[2048];
	sigset_t mask;
	int n = snprintf(
	    line, sizeof line, "stand-in %s %d fds", role, (int)getpid());

	for (int fd = 0; fd < 1024; fd++)
		if (is_open(fd))
			n += snprintf(
			    line + n, sizeof line - (size_t)n, " %d", fd);
	n += snprintf(line + n, sizeof line - (size_t)n, " env");
	for (char **e = environ; *e != NULL; e++)
		n += snprintf(line + n, sizeof line - (size_t)n, " %s", *e);
	sigemptyset(&mask);
	sigprocmask(SIG_BLOCK, NULL, &mask);
	n += snprintf(line + n, sizeof line - (size_t)n,
	    " term-blocked %d own-session %d in %s\n",
	    sigismember(&mask, SIGTERM), getsid(0) == getpid(),
	    ttyname(0) == NULL ? "no-tty" : "tty");
	if (write(STDERR_FILENO, line, (size_t)n) != n)
		exit(71);
}

static void
tell(const char *what)
{
	dprintf(
	    STDERR_FILENO, "stand-in %s %d %s\n", role, (int)getpid(), what);
}

static size_t
watch_channels(struct pollfd *fds)
{
	size_t n = 0;

	while (n < CHANNELS && is_open(ROLE_FD_CHANNEL + (int)n)) {
		fds[n] = (struct pollfd){
		    .fd = ROLE_FD_CHANNEL + (int)n, .events = POLLIN};
		n++;
	}
	return n;
}

/* The serial of what a message has; 0 for none. */
static unsigned
serial_of(struct view body)
{
	static const char key[] = "\nserial = ";
	struct rules rules;

	if (body.len == 0)
		return 0;
	if (strcmp(role, "vault") == 0)
		return rules_read(body, &rules) ? rules.serial : 0;
	const uint8_t *at = memmem(body.data, body.len, key, sizeof key - 1);
	return at == NULL ? 0
			  : (unsigned)strtoul(
				(const char *)at + sizeof key - 1, NULL, 10);
}

/* The number in a file beside the config; 0 without. */
static unsigned
number_in(const char *name)
{
	FILE *f = fopen(beside(name), "re");
	unsigned n = 0;

	if (f == NULL)
		return 0;
	if (fscanf(f, "%u", &n) != 1)
		n = 0;
	fclose(f);
	return n;
}

/* Take or refuse what inkastd tells, and be ready after the first time. */
static void
hear(const char *refuse_below)
{
	struct view body;
	char said[64];

	if (control_read(&control, &body) != CONTROL_MESSAGE)
		return;
	unsigned serial = serial_of(body);
	if (access(beside("deaf-vault"), F_OK) == 0)
		return;
	if (access(beside("front-babbles"), F_OK) == 0 &&
	    strcmp(role, "front") == 0 &&
	    io_write(ROLE_FD_CONTROL, "?", 1) == 0)
		return;
	bool takes = serial == 0 || serial >= number_in(refuse_below);
	snprintf(said, sizeof said, "%s serial %u", takes ? "takes" : "refuses",
	    serial);
	tell(said);
	if (role_answer(takes) < 0 || (!told && role_ready() < 0))
		exit(71);
	told = true;
}

/* Wait until every channel has been closed by the front. */
static int
run_vault(void)
{
	struct pollfd fds[CHANNELS + 1];
	size_t n = watch_channels(fds);
	size_t left = n;
	FILE *f = fopen(beside("vault-exit"), "re");
	int code = 0;

	signal(SIGTERM, SIG_IGN);
	if (f != NULL && fscanf(f, "%d", &code) == 1)
		return code;
	int gate = open(beside("vault-gate"), O_RDONLY | O_CLOEXEC);
	if (gate >= 0)
		close(gate);
	fds[n] = (struct pollfd){.fd = control.fd, .events = POLLIN};
	while (left > 0 && poll(fds, n + 1, -1) > 0) {
		if (fds[n].revents != 0)
			hear("vault-has");
		fds[n].fd = control.fd;
		for (size_t i = 0; i < n; i++)
			if (fds[i].fd >= 0 && fds[i].revents != 0) {
				fds[i].fd = -1;
				left--;
			}
	}
	tell("ends");
	return 0;
}

static void
answer(bool vault_is_there)
{
	char text[64];
	int fd = accept4(ROLE_FD_LISTEN, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return;
	int n = snprintf(text, sizeof text, "%s %d\n",
	    vault_is_there ? "open" : "closed", (int)getpid());
	if (write(fd, text, (size_t)n) != n)
		tell("cannot answer");
	close(fd);
}

/* Every channel closed, and inkastd told so. */
static void
give_up(size_t n_channels)
{
	for (size_t i = 0; i < n_channels; i++)
		close(ROLE_FD_CHANNEL + (int)i);
	if (role_given_up() < 0)
		tell("cannot tell");
}

/* What inkastd asks for. */
static void
tell_signal(int signals)
{
	struct signalfd_siginfo info;

	if (read(signals, &info, sizeof info) != (ssize_t)sizeof info)
		return;
	tell(info.ssi_signo == SIGUSR1 ? "drains" : "is to end");
}

static int
run_front(void)
{
	sigset_t asked;
	struct pollfd fds[4], channels[CHANNELS];
	size_t n_channels = watch_channels(channels);
	bool open = true;
	bool stays = access(beside("front-stays"), F_OK) == 0;

	sigemptyset(&asked);
	sigaddset(&asked, SIGTERM);
	sigaddset(&asked, SIGUSR1);
	sigprocmask(SIG_BLOCK, &asked, NULL);
	fds[0] = (struct pollfd){.fd = ROLE_FD_LISTEN, .events = POLLIN};
	fds[1] = (struct pollfd){.fd = ROLE_FD_CHANNEL, .events = POLLIN};
	fds[2] = (struct pollfd){
	    .fd = signalfd(-1, &asked, SFD_CLOEXEC), .events = POLLIN};
	fds[3] = (struct pollfd){.fd = control.fd, .events = POLLIN};
	while (poll(fds, 4, -1) > 0) {
		if (fds[3].revents != 0)
			hear("front-needs");
		fds[3].fd = control.fd;
		if (fds[2].revents != 0)
			tell_signal(fds[2].fd);
		if (fds[2].revents != 0 && !stays) {
			tell("ends");
			return 0;
		}
		if (fds[2].revents != 0) {
			tell("stays");
			fds[2].fd = -1;
		}
		if (fds[1].revents != 0) {
			open = false;
			fds[1].fd = -1;
			tell("lost its vault");
		}
		if (fds[0].revents != 0 && open &&
		    access(beside("front-gives-up"), F_OK) == 0) {
			open = false;
			fds[1].fd = -1;
			give_up(n_channels);
		}
		if (fds[0].revents != 0)
			answer(open);
	}
	return 71;
}

int
main(int argc, char **argv)
{
	role = argc > 0 && strstr(argv[0], "vault") != NULL ? "vault" : "front";
	if (argc != 3 || strcmp(argv[1], "-c") != 0)
		return 64;
	snprintf(folder, sizeof folder, "%s", argv[2]);
	const char *dir = dirname(folder);
	memmove(folder, dir, strlen(dir) + 1);
	tell_what_i_was_given();
	control_init(&control, ROLE_FD_CONTROL,
	    strcmp(role, "vault") == 0 ? control_allows_rules
				       : control_allows_keyring);
	return strcmp(role, "vault") == 0 ? run_vault() : run_front();
}
