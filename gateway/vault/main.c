/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-vault, the role that keeps sealed tips.
 *
 * Holds: the store (sealed blobs, nothing else) and the right to add to it. It
 * holds no key, and no code that could open a tip.
 * May not touch: the network, other programs, any file outside the store's
 * folder once it has read its configuration; of the store, no blob that it has
 * once taken can be read back by any of its statements.
 * Talks to: inkast-front alone, over channels that it did not open, in the
 * words of one table (requests.c); and to inkastd, which tells it the rules of
 * the keyring (rulebook.c). It does not trust what it hears: every
 * message is bounded, every blob is checked, and a channel that breaks the
 * rules is closed while the others go on.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/sandbox.h"
#include "crypto/core/age.h"
#include "gateway/common/config.h"
#include "gateway/common/log.h"
#include "gateway/common/role.h"
#include "gateway/vault/keeper.h"
#include "gateway/vault/loop.h"

static const char about[] =
    "Keeps sealed tips: takes them from inkast-front, gives none back.";

/* The vault ends when its channels close, and then only: the front stops taking
 * tips first, and the vault answers for those it has. A signal to the whole
 * group (a terminal's Ctrl-C, a service manager's SIGTERM) must not overtake
 * that. SIGKILL is always safe: what was answered is durable. */
static void
ignore_signals(void)
{
	static const int ignored[] = {SIGTERM, SIGINT, SIGHUP, SIGPIPE};

	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		(void)signal(ignored[i], SIG_IGN);
}

/* Become the vault for good: no privilege, no folder but the store's. */
static int
confine(const struct config *config)
{
	int r = sandbox_drop_privileges(config->user);

	if (r < 0) {
		log_line("dropping privileges to \"%s\": %s", config->user,
		    strerror(-r));
		return r;
	}
	int dir = open(config->store_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0) {
		log_line("%s: %s; expected the store's folder, as inkast-admin "
			 "init makes it",
		    config->store_dir, strerror(errno));
		return -errno;
	}
	r = sandbox_vault(dir);
	if (r < 0)
		log_line("sandbox: %s", strerror(-r));
	close(dir);
	return r;
}

/* The first rules are answered before the word that says ready (FORMAT 4.2). */
static int
begin(struct control *control, struct rulebook *rules, struct keeper *keeper)
{
	int r = loop_first_rules(control, rules, keeper);

	if (r == 0)
		r = role_ready();
	if (r < 0)
		log_line("control socket: %s; inkastd starts this program",
		    strerror(-r));
	return r;
}

static int
serve(const struct config *config)
{
	static struct rulebook rules; /* 1 KB, and as long as the process */
	struct control control;
	struct keeper keeper;
	int r = keeper_open(&keeper, config);

	if (r != STORE_OK) {
		log_line("%s: %s", config->store_dir, store_strerror(r));
		return r == STORE_E_IO ? EX_IOERR : EX_DATAERR;
	}
	int status = EX_OK;
	control_init(&control, ROLE_FD_CONTROL, control_allows_rules);
	if (begin(&control, &rules, &keeper) < 0) {
		status = EX_UNAVAILABLE;
	} else if (loop_run(&keeper, &control, &rules, ROLE_FD_CHANNEL,
		       config->workers) != 0) {
		log_line("ends, to be started afresh");
		status = EX_IOERR;
	}
	control_free(&control);
	/* A failure has been said; the next start erases what is left. */
	r = keeper_close(&keeper);
	(void)r;
	return status;
}

int
main(int argc, char **argv)
{
	struct config_error error;
	struct config config;

	log_name("inkast-vault");
	ignore_signals();
	/* Belt to SQLite's braces: its files take the database's mode. */
	(void)umask(077);
	if (config_load(role_config_path(argc, argv, about), &config, &error) !=
	    CONFIG_OK) {
		log_line("%s", error.text);
		return EX_CONFIG;
	}
	if (age_init() != AGE_OK) {
		log_line("no source of random bytes");
		return EX_UNAVAILABLE;
	}
	if (confine(&config) < 0)
		return EX_NOPERM;
	return serve(&config);
}
