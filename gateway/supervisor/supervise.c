/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The loop of inkastd: what happened is noted as it comes (signals, words of
 * the roles, deadlines); `step` alone decides what follows from it.
 */
#include "gateway/supervisor/supervise.h"

#include <errno.h>
#include <limits.h>
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
#include "gateway/supervisor/generation.h"
#include "gateway/supervisor/listener.h"
#include "gateway/supervisor/patience.h"
#include "gateway/supervisor/reading.h"

/* Fronts that still drain. More than a few means that vaults die in series;
 * then the oldest goes at once. */
#define RETIRED_MAX 8

struct state {
	const struct supervise *s;
	struct child front;
	struct child vault;
	struct child retired[RETIRED_MAX]; /* fronts without a vault */
	bool announced;                    /* the first generation was ready */
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

/* The config as it now is: the roles will read the same file. */
static void
start_generation(struct state *st, uint64_t now)
{
	struct config config;
	struct config_error err;

	st->retry_at = 0;
	st->reloading = false;
	st->told_given_up = false;
	if (reading_load(st->s->config_path, &config, &err) != CONFIG_OK) {
		log_line("%s", err.text);
		back_off(st, now);
		return;
	}
	int r = generation_start(
	    st->s, config.workers, now + START_MS, &st->front, &st->vault);
	if (r < 0)
		log_line("cannot start the roles: %s", strerror(-r));
	if (r < 0 && st->vault.pid == 0)
		back_off(st, now);
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
	for (size_t i = 0; i < RETIRED_MAX; i++)
		child_ask_to_end(&st->retired[i], front_deadline);
}

/* A free place among the retired; when there is none, the first one's. */
static struct child *
retired_place(struct state *st)
{
	for (size_t i = 0; i < RETIRED_MAX; i++)
		if (st->retired[i].pid == 0)
			return &st->retired[i];
	(void)kill(st->retired[0].pid, SIGKILL);
	(void)waitpid(st->retired[0].pid, NULL, 0);
	child_forget(&st->retired[0]);
	return &st->retired[0];
}

/* Whether a front that lost its vault answers with the closed page. */
static bool
closed_page_stands(const struct state *st)
{
	for (size_t i = 0; i < RETIRED_MAX; i++)
		if (st->retired[i].pid != 0 && st->retired[i].deadline == 0)
			return true;
	return false;
}

/* The vault is gone. Its front goes on with the closed page until the next
 * generation is ready; where another does that already it finishes what it
 * has, and one that never was ready is of no use. */
static void
retire_front(struct state *st, uint64_t now)
{
	if (st->front.pid == 0)
		return;
	if (!st->front.is_ready)
		child_allow_until(&st->front, now);
	else if (closed_page_stands(st))
		child_ask_to_drain(&st->front, now + DRAIN_MS);
	struct child *place = retired_place(st);
	*place = st->front;
	/* Its control socket stays open, though nobody listens any more: an
	 * end of it would say that inkastd had ended. */
	st->front = (struct child){.control = -1};
}

/* ---- what happened ---- */

static void
log_end(const char *role, int status)
{
	if (WIFSIGNALED(status))
		log_line("%s was killed by signal %d", role, WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		log_line(
		    "%s ended with exit code %d", role, WEXITSTATUS(status));
}

/* A role of the current generation ended. */
static void
role_ended(struct state *st, struct child *c, const char *role, int status,
    uint64_t now)
{
	child_forget(c);
	log_end(role, status);
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

/* A front without a vault ended. One that died and took its vault with it may
 * be reaped after the vault: nobody had asked it to end, so it is told here. */
static void
retired_ended(struct child *c, int status)
{
	if (c->deadline == 0)
		log_end("inkast-front", status);
	child_forget(c);
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
		for (size_t i = 0; i < RETIRED_MAX; i++)
			if (pid == st->retired[i].pid)
				retired_ended(&st->retired[i], status);
	}
}

/* SIGHUP: a bad config changes nothing, a good one is for a new generation. */
static void
reload(struct state *st, uint64_t now)
{
	struct config config;
	struct config_error err;

	if (st->stopping || !st->announced)
		return;
	if (reading_load(st->s->config_path, &config, &err) != CONFIG_OK) {
		log_line("%s", err.text);
		log_line("the configuration stays as it was");
		return;
	}
	if (strcmp(config.listen, st->s->config->listen) != 0 ||
	    strcmp(config.user, st->s->config->user) != 0)
		log_line("[gateway] listen and user change at a restart, not "
			 "at a reload");
	st->reloading = true;
	/* Nobody accepts until the next generation does. */
	child_ask_to_end(&st->front, now + STOP_MS);
	if (st->retry_at != 0)
		st->retry_at = now;
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
	for (size_t i = 0; i < RETIRED_MAX; i++)
		child_ask_to_drain(&st->retired[i], now + DRAIN_MS);
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
	retire_front(st, now);
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

static void
step(struct state *st, uint64_t now)
{
	child_enforce(&st->front, now);
	child_enforce(&st->vault, now);
	for (size_t i = 0; i < RETIRED_MAX; i++)
		child_enforce(&st->retired[i], now);

	if (st->vault.pid != 0 &&
	    (st->front.pid == 0 || st->front.has_given_up))
		dismiss_vault(st, now);
	if (st->stopping)
		return;
	if (st->vault.pid == 0)
		replace(st, now);
	else if (st->serving_since == 0 && st->front.is_ready &&
		 st->vault.is_ready && !st->front.has_given_up)
		serve(st, now);
}

static bool
is_done(const struct state *st)
{
	pid_t any = st->front.pid | st->vault.pid;

	for (size_t i = 0; i < RETIRED_MAX; i++)
		any |= st->retired[i].pid;
	return st->stopping && any == 0;
}

/* ---- the loop ---- */

static void
sooner(uint64_t *next, uint64_t at)
{
	if (at != 0 && at < *next)
		*next = at;
}

/* Milliseconds until something is due, for poll; -1: nothing is. */
static int
time_left(const struct state *st, uint64_t now)
{
	uint64_t next = UINT64_MAX;

	sooner(&next, st->front.deadline);
	sooner(&next, st->vault.deadline);
	sooner(&next, st->stopping ? 0 : st->retry_at);
	for (size_t i = 0; i < RETIRED_MAX; i++)
		sooner(&next, st->retired[i].deadline);
	if (next == UINT64_MAX)
		return -1;
	if (next <= now)
		return 0;
	return next - now > INT_MAX ? INT_MAX : (int)(next - now);
}

static int
wait_and_note(struct state *st)
{
	struct pollfd fds[] = {
	    {.fd = st->s->signals, .events = POLLIN},
	    {.fd = st->front.pid == 0 ? -1 : st->front.control,
		.events = POLLIN},
	    {.fd = st->vault.pid == 0 ? -1 : st->vault.control,
		.events = POLLIN},
	};
	int n = poll(fds, sizeof fds / sizeof fds[0],
	    time_left(st, clock_monotonic_ms()));

	if (n < 0)
		return errno == EINTR ? 0 : -errno;
	/* Words first: the signal may forget the child. */
	if (fds[1].revents != 0)
		child_hear(&st->front);
	if (fds[2].revents != 0)
		child_hear(&st->vault);
	if (fds[0].revents != 0)
		read_signal(st, clock_monotonic_ms());
	return 0;
}

int
supervise(const struct supervise *s)
{
	struct state st = {.s = s, .backoff = BACKOFF_FIRST_MS};
	int r = 0;

	start_generation(&st, clock_monotonic_ms());
	if (st.vault.pid == 0)
		return EX_UNAVAILABLE;
	while (!is_done(&st)) {
		r = wait_and_note(&st);
		if (r < 0)
			break;
		step(&st, clock_monotonic_ms());
	}
	if (r < 0)
		log_line("cannot wait for the roles: %s", strerror(-r));
	return r < 0 ? EX_OSERR : st.exit_code;
}
