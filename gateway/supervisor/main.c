/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkastd, the supervisor.
 *
 * Holds: the configuration and the keyring (no secret stands in either) and the
 * listening socket. May not touch: any byte from the network, the store, any
 * further socket; it gives up root, if it was root, before it starts a role.
 * Talks to: its two roles, inkast-front and inkast-vault, by starting them, by
 * their control sockets and by signals; the terminal or journal, on stderr.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sandbox.h"
#include "crypto/core/age.h"
#include "gateway/common/config.h"
#include "gateway/common/log.h"
#include "gateway/keys/installed.h"
#include "gateway/supervisor/form.h"
#include "gateway/supervisor/listener.h"
#include "gateway/supervisor/supervise.h"

/* Locked memory for the roles: LIMIT_FRONT_BUDGET, the keys, and the guard
 * pages and rounding around each, several times over. */
#define LOCK_BYTES ((size_t)512 * 1024 * 1024)

/* Descriptors: LIMIT_CONNECTIONS and LIMIT_WORKERS, several times over. */
#define OPEN_FILES 4096

/* Landlock of kernel 6.12: files, TCP, signals, abstract sockets. */
#define LANDLOCK_WANTED 6

enum action { ACTION_RUN, ACTION_CHECK, ACTION_DUMP };

struct command {
	char *config_path;
	enum action action;
};

static _Noreturn void
usage_error(const char *hint)
{
	fprintf(stderr, "inkastd: %s; see inkastd --help\n", hint);
	exit(EX_USAGE);
}

static _Noreturn void
print_and_exit(const char *text)
{
	exit(fputs(text, stdout) < 0 || fflush(stdout) != 0 ? EX_IOERR : EX_OK);
}

static const char help[] =
    "usage: inkastd -c FILE [--check-config | --dump-config]\n"
    "Run the tip gateway in the foreground.\n\n"
    "  -c, --config FILE   the configuration\n"
    "      --check-config  read it and the keyring, say what is wrong, and "
    "exit\n"
    "      --dump-config   print it with every default, and exit\n"
    "      --help          show this and exit\n"
    "      --version       show the version and exit\n\n"
    "SIGHUP reads the configuration and the keyring again, SIGTERM ends in "
    "order.\n"
    "Exit codes are those of sysexits.h: 64 command line, 66 no such file,\n"
    "69 a role did not start, 71 system, 78 configuration.\n";

static struct command
read_command(int argc, char **argv)
{
	static const struct option options[] = {
	    {"config", required_argument, NULL, 'c'},
	    {"check-config", no_argument, NULL, 'k'},
	    {"dump-config", no_argument, NULL, 'd'},
	    {"help", no_argument, NULL, 'h'},
	    {"version", no_argument, NULL, 'V'},
	    {NULL, 0, NULL, 0},
	};
	struct command cmd = {.action = ACTION_RUN};
	int c;

	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
		if (c == 'c' && cmd.config_path == NULL)
			cmd.config_path = optarg;
		else if (c == 'k' && cmd.action == ACTION_RUN)
			cmd.action = ACTION_CHECK;
		else if (c == 'd' && cmd.action == ACTION_RUN)
			cmd.action = ACTION_DUMP;
		else if (c == 'h')
			print_and_exit(help);
		else if (c == 'V')
			print_and_exit("inkastd " INKAST_VERSION "\n");
		else
			usage_error("expected each option once, and no other");
	}
	if (cmd.config_path == NULL || optind != argc)
		usage_error("expected -c FILE");
	return cmd;
}

static void
load_or_exit(const char *path, struct config *out)
{
	struct config_error err;
	int r = config_load(path, out, &err);

	if (r == CONFIG_OK)
		return;
	log_line("%s", err.text);
	exit(r == CONFIG_E_FILE    ? EX_NOINPUT
	     : r == CONFIG_E_VALUE ? EX_CONFIG
				   : EX_OSERR);
}

/* Whether tips could be sealed to the keyring today. What a reload, or a start,
 * cannot know better: only the store knows whether it was replaced. */
static int
check_keyring(const struct config *config)
{
	struct installed installed = {.keyring = NULL};
	struct keyring_error err;
	struct keys_outlook outlook;

	if (installed_read(config, &installed, &err) != KEYRING_OK) {
		log_line("%s", err.text);
		return EX_CONFIG;
	}
	int32_t today = clock_today();
	enum keys_warning level =
	    keys_outlook(installed.keyring, today, &outlook);
	if (level != KEYS_FINE)
		log_line("%s", outlook.text);
	bool good = form_is_covered(config, installed.keyring, today) &&
		    level != KEYS_OVER;
	installed_free(&installed);
	return good ? EX_OK : EX_CONFIG;
}

/* The roles stand in ../libexec beside the folder that inkastd is in: so in the
 * build tree, so when installed. */
static bool
role_path(const char *role, char out[static PATH_MAX])
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);

	if (n < 0)
		return false;
	self[n] = '\0';
	for (int up = 0; up < 2; up++) {
		char *slash = strrchr(self, '/');
		if (slash == NULL)
			return false;
		*slash = '\0';
	}
	int len = snprintf(out, PATH_MAX, "%s/libexec/%s", self, role);
	return len > 0 && len < PATH_MAX;
}

/* Signals come by descriptor: nothing of ours ever runs in a handler. */
static int
open_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	/* A closed stderr must not end the gateway. */
	if (signal(SIGPIPE, SIG_IGN) == SIG_ERR ||
	    sigprocmask(SIG_BLOCK, &set, NULL) != 0)
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC);
}

static int
drop(const struct config *c)
{
	int abi = sandbox_landlock_abi();

	if (abi < LANDLOCK_WANTED)
		log_line("Landlock has ABI %d here, %d keeps more away; "
			 "seccomp and the account's rights carry the rest",
		    abi, LANDLOCK_WANTED);
	if (c->user[0] != '\0' && geteuid() != 0)
		log_line("[gateway] user is not used: only root can become "
			 "another account");
	int r = sandbox_drop_privileges(c->user);
	if (r < 0)
		log_line("cannot give up privileges for account \"%s\": %s",
		    c->user, strerror(-r));
	if (r == 0) {
		r = sandbox_supervisor();
		if (r < 0)
			log_line("cannot set up the sandbox: %s", strerror(-r));
	}
	return r;
}

/* Whoever starts us may have closed 0, 1 or 2; the next descriptor must not get
 * such a number and be written to as standard error. And what else they left
 * open is no business of ours. */
static int
tidy_descriptors(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd < 0)
		return -errno;
	return close_range(STDERR_FILENO + 1, ~0U, 0) == 0 ? 0 : -errno;
}

/* One gateway for a store: two would answer for one another's free space and
 * rewrites. The lock is on the folder itself, ends with this process, and no
 * role inherits it: a generation overlaps the next by design. Whatever else is
 * wrong with the folder is the vault's to say. */
static int
claim_store(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		return 0;
	close(fd);
	return -EBUSY;
}

static int
run(char *config_path, const struct config *config)
{
	char front[PATH_MAX], vault[PATH_MAX];
	struct watch watch;
	struct supervise s = {
	    .config_path = config_path,
	    .config = config,
	    .watch = &watch,
	    .front = front,
	    .vault = vault,
	    .signals = open_signals(),
	};

	if (s.signals < 0 || !role_path("inkast-front", front) ||
	    !role_path("inkast-vault", vault)) {
		log_line("cannot set up signals or find libexec: %s",
		    strerror(errno));
		return EX_OSERR;
	}
	if (claim_store(config->store_dir) < 0) {
		log_line("another inkastd serves the store %s; stop it first",
		    config->store_dir);
		return EX_UNAVAILABLE;
	}
	s.listen = listener_open(config);
	if (s.listen < 0) {
		log_line("cannot listen on %s: %s", config->listen,
		    strerror(-s.listen));
		return EX_UNAVAILABLE;
	}
	sandbox_limits_raise(LOCK_BYTES, OPEN_FILES);
	int r = watch_open(&watch);
	if (r < 0)
		log_line("cannot watch folders: %s", strerror(-r));
	int code = drop(config) < 0 ? EX_OSERR : supervise(&s);
	watch_close(&watch);
	listener_close(s.listen, config);
	close(s.signals);
	return code;
}

int
main(int argc, char **argv)
{
	struct config config;
	struct command cmd = read_command(argc, argv);
	int out = STDOUT_FILENO;

	log_name("inkastd");
	if (tidy_descriptors() < 0)
		return EX_OSERR;
	load_or_exit(cmd.config_path, &config);
	if (age_init() != AGE_OK) {
		log_line("cannot start the cryptography");
		return EX_OSERR;
	}
	if (cmd.action == ACTION_CHECK)
		return form_is_good(&config) ? check_keyring(&config)
					     : EX_CONFIG;
	if (cmd.action == ACTION_DUMP)
		return config_dump(&config, io_write_to_fd, &out) == 0
			   ? EX_OK
			   : EX_IOERR;
	return run(cmd.config_path, &config);
}
