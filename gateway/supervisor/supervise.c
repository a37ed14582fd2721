/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The loop of inkastd: what happened is noted as it comes (signals, words of
 * the roles, deadlines); `step` alone decides what follows from it.
 */
#include "gateway/supervisor/supervise.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "gateway/common/log.h"
#include "gateway/supervisor/child.h"
#include "gateway/supervisor/due.h"
#include "gateway/supervisor/form.h"
#include "gateway/supervisor/generation.h"
#include "gateway/supervisor/listener.h"
#include "gateway/supervisor/keys.h"
#include "gateway/supervisor/patience.h"
#include "gateway/supervisor/retired.h"

struct state {
	const struct supervise *s;
	struct child front;
	struct child vault;
	struct retired retired;
	struct keys keys;
	struct config config;   /* of the generation that runs */
	uint8_t form[HASH_LEN]; /* and its form */
	bool announced;         /* the first generation was ready */
	bool owes_reload;       /* SIGHUP came before that */
	bool stopping;
	bool reloading;     /* the front was asked to end for a new config */
	bool told_given_up; /* that this generation's front gave its vault up */
	int exit_code;
	uint64_t serving_since; /* 0: not serving */
	uint64_t retry_at;      /* 0: no start is due */
	unsigned backoff;
};

/* ---- starting ---- */

/* Note when to try again. */
static void
back_off(struct state *st, uint64_t now)
{
	st->retry_at = now + st->backoff;
	st->backoff = st->backoff * 2 > BACKOFF_LAST_MS ? BACKOFF_LAST_MS
							: st->backoff * 2;
}

/* The config as it now is, which the roles will read, too: after a crash it may
 * be another than before. A keyring that its signers did not sign is said then,
 * and the one that counts stays. */
static int
load_config(struct state *st)
{
	struct config_error err;
	struct config config;

	if (config_load(st->s->config_path, &config, &err) != CONFIG_OK) {
		log_line("%s", err.text);
		return -EINVAL;
	}
	form_digest(&config, st->form);
	if (config_is_same(&config, &st->config))
		return 0;
	st->config = config;
	watch_keyring(st->s->watch, st->config.keyring_dir);
	(void)keys_read(&st->keys, &st->config);
	return 0;
}

static void
start_generation(struct state *st, uint64_t now)
{

	st->retry_at = 0;
	st->reloading = false;
	st->told_given_up = false;
	if (load_config(st) < 0) {
		back_off(st, now);
		return;
	}
	int r = generation_start(
	    st->s, st->config.workers, now + START_MS, &st->front, &st->vault);
	if (r < 0)
		log_line("cannot start the roles: %s", strerror(-r));
	if (r < 0 && st->vault.pid == 0)
		back_off(st, now);
	keys_step(&st->keys, &st->vault, &st->front, now);
}

/* ---- ending ---- */

static void
begin_stop(struct state *st, int exit_code, uint64_t now)
{
	/* A second signal: whoever sends it has waited enough. */
	uint64_t front_deadline = st->stopping ? now : now + STOP_MS;

	if (!st->stopping)
		st->exit_code = exit_code;
	st->stopping = true;
	child_ask_to_end(&st->front, front_deadline);
	retired_ask_to_end(&st->retired, front_deadline);
}

/* ---- what happened ---- */

/* A role of the current generation ended. */
static void
role_ended(struct state *st, struct child *c, const char *role, int status,
    uint64_t now)
{
	child_forget(c);
	child_log_end(role, status);
	if (st->announced)
		return;
	/* The first generation: what is wrong will not mend itself. */
	bool config = WIFEXITED(status) && WEXITSTATUS(status) == EX_CONFIG;
	if (!st->stopping) {
		log_line("%s did not become ready", role);
		begin_stop(st, EX_UNAVAILABLE, now);
	}
	if (config && st->exit_code != EX_OK)
		st->exit_code = EX_CONFIG;
}

static void
reap(struct state *st, uint64_t now)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == st->vault.pid)
			role_ended(st, &st->vault, "inkast-vault", status, now);
		else if (pid == st->front.pid)
			role_ended(st, &st->front, "inkast-front", status, now);
		else
			retired_reap(&st->retired, pid, status);
	}
}

/* A changed configuration is for a new generation. Where its keyring is not
 * good nothing changes: it may be the signers that were mistyped. */
static void
take_config(struct state *st, const struct config *config, uint64_t now)
{
	const struct config *first = st->s->config;

	if (keys_read(&st->keys, config) == KEYS_BAD &&
	    keys_are_counting(&st->keys)) {
		log_line("the configuration stays as it was");
		return;
	}
	if (strcmp(config->listen, first->listen) != 0 ||
	    strcmp(config->user, first->user) != 0)
		log_line("[gateway] listen and user change at a restart, not "
			 "at a reload");
	st->config = *config;
	watch_keyring(st->s->watch, st->config.keyring_dir);
	st->reloading = true;
	/* Nobody accepts until the next generation does. */
	child_ask_to_end(&st->front, now + STOP_MS);
	if (st->retry_at != 0)
		st->retry_at = now;
}

/* Another keyring alone restarts nothing. */
static void
take_keyring(struct state *st)
{
	enum keys_found found = keys_read(&st->keys, &st->config);

	if (found == KEYS_SAME)
		log_line("the keyring is the same as before");
	/* Of a new one the outlook is said when it counts. */
	if (found != KEYS_NEW)
		keys_look_again(&st->keys);
}

/* SIGHUP: a bad config changes nothing. */
static void
reload(struct state *st, uint64_t now)
{
	uint8_t form[HASH_LEN];
	struct config config;
	struct config_error err;

	if (st->stopping)
		return;
	/* Not lost: what somebody changed meanwhile is looked at then. */
	if ((st->owes_reload = !st->announced))
		return;
	bool good = config_load(st->s->config_path, &config, &err) == CONFIG_OK;
	if (!good)
		log_line("%s", err.text);
	if (!good || !form_is_good(&config)) {
		log_line("the configuration stays as it was");
		return;
	}
	form_digest(&config, form);
	if (!config_is_same(&config, &st->config) ||
	    memcmp(form, st->form, sizeof form) != 0) {
		take_config(st, &config, now);
		return;
	}
	/* The folder that holds it may be another by now. */
	watch_keyring(st->s->watch, st->config.keyring_dir);
	take_keyring(st);
}

static void
read_signal(struct state *st, uint64_t now)
{
	struct signalfd_siginfo info;

	if (read(st->s->signals, &info, sizeof info) != (ssize_t)sizeof info)
		return;
	if (info.ssi_signo == SIGCHLD)
		reap(st, now);
	else if (info.ssi_signo == SIGHUP)
		reload(st, now);
	else
		begin_stop(st, EX_OK, now);
}

/* ---- what follows ---- */

/* Both roles are ready: say so once, and let the fronts before them go. */
static void
serve(struct state *st, uint64_t now)
{
	char name[LISTENER_NAME_MAX];

	st->serving_since = now;
	if (st->announced) {
		log_line("a new generation serves");
	} else {
		st->announced = true;
		listener_name(st->s->listen, st->s->config, name);
		(void)dprintf(STDERR_FILENO, "ready: %s\n", name);
	}
	if (st->owes_reload)
		reload(st, now);
	retired_ask_to_drain(&st->retired, now + DRAIN_MS);
}

/* Nobody needs this vault any more. It ends by itself, unless it hangs: then
 * its front, which has told us, would show the closed page for ever. */
static void
dismiss_vault(struct state *st, uint64_t now)
{
	if (st->front.has_given_up && !st->told_given_up) {
		log_line("inkast-front has given its vault up; a new "
			 "generation follows when that has ended");
		st->told_given_up = true;
	}
	child_allow_until(&st->vault, now + VAULT_END_MS);
}

/* There is no vault, hence no generation: start one when it is time. */
static void
replace(struct state *st, uint64_t now)
{
	if (st->front.pid != 0)
		retired_add(&st->retired, &st->front, now);
	if (st->serving_since != 0 && now - st->serving_since >= SERVED_WELL_MS)
		st->backoff = BACKOFF_FIRST_MS;
	st->serving_since = 0;
	if (st->retry_at == 0 && st->reloading)
		st->retry_at = now;
	else if (st->retry_at == 0)
		back_off(st, now);
	if (now >= st->retry_at)
		start_generation(st, now);
}

/* A role whose control socket has ended has ended itself, or spoke nonsense: it
 * would never hear of another keyring. */
static void
dismiss_deaf(struct child *c, uint64_t now)
{
	if (c->pid != 0 && c->control < 0)
		child_allow_until(c, now + VAULT_END_MS);
}

static void
step(struct state *st, uint64_t now)
{
	dismiss_deaf(&st->front, now);
	dismiss_deaf(&st->vault, now);
	child_enforce(&st->front, now);
	child_enforce(&st->vault, now);
	retired_enforce(&st->retired, now);

	if (st->vault.pid != 0 &&
	    (st->front.pid == 0 || st->front.has_given_up))
		dismiss_vault(st, now);
	if (st->stopping)
		return;
	/* A generation that ends has the store of the old configuration. */
	if (!st->reloading)
		keys_step(&st->keys, &st->vault, &st->front, now);
	keys_look(&st->keys, now);
	if (st->vault.pid == 0)
		replace(st, now);
	else if (st->serving_since == 0 && st->front.is_ready &&
		 st->vault.is_ready && !st->front.has_given_up)
		serve(st, now);
}

static bool
is_done(const struct state *st)
{
	return st->stopping && st->front.pid == 0 && st->vault.pid == 0 &&
	       retired_are_none(&st->retired);
}

/* ---- the loop ---- */

/* Until something is due, for poll. */
static int
time_left(const struct state *st, uint64_t now)
{
	uint64_t next = DUE_NEVER;

	due_of_child(&next, &st->front);
	due_of_child(&next, &st->vault);
	if (!st->stopping) {
		due_sooner(&next, st->retry_at);
		due_sooner(&next, st->keys.look_at);
	}
	due_sooner(&next, retired_next_deadline(&st->retired));
	return due_wait(next, now);
}

static int
wait_and_note(struct state *st)
{
	struct pollfd fds[] = {
	    {.fd = st->s->signals, .events = POLLIN},
	    {.fd = st->s->watch->fd, .events = POLLIN},
	    child_poll(&st->front),
	    child_poll(&st->vault),
	};
	int n = poll(fds, sizeof fds / sizeof fds[0],
	    time_left(st, clock_monotonic_ms()));

	if (n < 0)
		return errno == EINTR ? 0 : -errno;
	/* Words first: the signal may forget the child. */
	child_note(&st->front, fds[2].revents);
	child_note(&st->vault, fds[3].revents);
	if (fds[1].revents != 0 &&
	    watch_hear(st->s->watch, st->config.keyring_dir) && !st->stopping)
		take_keyring(st);
	if (fds[0].revents != 0)
		read_signal(st, clock_monotonic_ms());
	return 0;
}

int
supervise(const struct supervise *s)
{
	struct state st = {
	    .s = s, .config = *s->config, .backoff = BACKOFF_FIRST_MS};
	int r = 0;

	if (!keys_init(&st.keys))
		return EX_OSERR;
	watch_keyring(st.s->watch, st.config.keyring_dir);
	/* Whatever is wrong with it was said; the form is closed then. */
	keys_read(&st.keys, s->config);
	start_generation(&st, clock_monotonic_ms());
	bool started = st.vault.pid != 0;
	while (started && !is_done(&st)) {
		r = wait_and_note(&st);
		if (r < 0)
			break;
		step(&st, clock_monotonic_ms());
	}
	if (r < 0)
		log_line("cannot wait for the roles: %s", strerror(-r));
	keys_free(&st.keys);
	if (!started)
		return EX_UNAVAILABLE;
	return r < 0 ? EX_OSERR : st.exit_code;
}
