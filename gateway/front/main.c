/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-front, the role that talks to citizens.
 *
 * Holds: public keys, and for the length of a request the tip in it, in guarded
 * memory. May not touch: files (it has none open and can open none), new
 * sockets, other processes; it contains no code that opens what is sealed and
 * none of the store's. Talks to: clients, on the listening socket it was given;
 * the vault, on the channels it was given, in requests that return no tip;
 * inkastd, which tells it the keyring that it has verified.
 */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sandbox.h"
#include "crypto/core/age.h"
#include "gateway/common/log.h"
#include "gateway/common/role.h"
#include "gateway/front/budget.h"
#include "gateway/front/http.h"
#include "gateway/ipc/control.h"

/* At the end: 2 s for requests that are on their way, 18 s more for those that
 * run. An init system kills after 90 s, inkastd waits less long. */
static const struct http_patience patience = {
    .silent_ms = 2000,
    .running_ms = 18000,
};

/* How soon a front that drains hears of SIGTERM. */
#define SIGNAL_POLL_MS 250

/* Everything that lives as long as the process. */
struct front {
	struct config config;
	struct form *form;
	struct channels *channels;
	struct request_context context;
	struct http *http;
	struct http_size size;
	int signals; /* a signalfd */
	struct control control;
};

static _Noreturn void
quit(int status)
{
	exit(status);
}

static _Noreturn void
fail(const char *what, int negated_errno)
{
	log_line("cannot %s: %s", what, strerrordesc_np(-negated_errno));
	quit(EX_OSERR);
}

static void
load_config(struct front *f, const char *path)
{
	struct config_error err;

	if (config_load(path, &f->config, &err) != CONFIG_OK) {
		log_line("%s", err.text);
		quit(EX_CONFIG);
	}
}

/* SIGTERM and SIGUSR1 are read from a descriptor by the main thread; blocked
 * before there are others, they interrupt nobody. A client that has gone is an
 * error code, not a signal. */
static void
take_signals(struct front *f)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGUSR1);
	if (pthread_sigmask(SIG_BLOCK, &set, NULL) != 0 ||
	    signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		fail("set signals up", -errno);
	f->signals = signalfd(-1, &set, SFD_CLOEXEC);
	if (f->signals < 0)
		fail("set signals up", -errno);
}

/* channels_on_break: the closed page from here on, until inkastd has replaced
 * us and a vault that may hang. Nobody is left to tell when that fails. */
static void
give_up(void)
{
	log_line("the vault does not answer: showing the closed page");
	int r = role_given_up();

	(void)r;
}

static void
load_form(struct front *f)
{
	struct form_message why;

	f->form = form_load(f->config.form_file, &why);
	if (f->form == NULL) {
		log_line("%s", why.text);
		quit(EX_CONFIG);
	}
}

/* All that opens a file or takes memory for good, before the doors close. */
static void
prepare(struct front *f)
{
	struct request_context *c = &f->context;

	tzset();
	if (age_init() != AGE_OK)
		fail("start the cryptography", -EIO);
	load_form(f);
	f->channels = channels_new(ROLE_FD_CHANNEL, f->config.workers);
	if (f->channels == NULL)
		fail("start", -ENOMEM);
	channels_on_break(f->channels, give_up);
	c->flow.pages = (struct pages){.config = &f->config, .form = f->form};
	c->flow.vault = vault_link_new(f->channels);
	c->deadlines = deadlines_new((uint64_t)LIMIT_CONNECTION_SECONDS * 1000);
	c->flow.keys = keys_new(f->form);
	c->flow.tokens = tokens_new();
	if (c->flow.vault == NULL || c->flow.keys == NULL ||
	    c->flow.tokens == NULL || c->deadlines == NULL ||
	    !gate_paths_init(&c->paths, f->config.base_path))
		fail("start", -ENOMEM);
	control_init(&f->control, ROLE_FD_CONTROL, control_allows_keyring);
}

static void
close_doors(struct front *f)
{
	unsigned workers = f->config.workers;

	int r = sandbox_drop_privileges(f->config.user);
	if (r != 0)
		fail("give up privileges", r);
	/* What limits inkastd got for us: the sandbox takes even the question
	 * away. */
	budget_start(workers);
	f->size = (struct http_size){
	    .workers = workers,
	    .connections = http_connection_limit(workers),
	};
	r = sandbox_front_start();
	if (r != 0)
		fail("enter the sandbox", r);
}

/* What inkastd says: a keyring, or none. */
static enum control_event
hear(struct front *f)
{
	struct keyring_error why;
	struct view text;
	enum control_event e = control_read(&f->control, &text);

	if (e != CONTROL_MESSAGE)
		return e;
	bool taken =
	    keys_replace(f->context.flow.keys, text, clock_today(), &why);
	if (!taken)
		log_line("keyring: %s", why.text);
	return role_answer(taken) < 0 ? CONTROL_ENDED : e;
}

/* Before anybody is let in: who comes first must not find the form closed that
 * is about to open. It comes when the vault has taken it; where that has ended
 * instead, a signal does. */
static void
await_keyring(struct front *f)
{
	enum control_event e = CONTROL_NOTHING;

	while (e == CONTROL_NOTHING) {
		struct pollfd p[] = {
		    {.fd = f->signals, .events = POLLIN},
		    {.fd = f->control.fd, .events = POLLIN},
		};
		if (poll(p, sizeof(p) / sizeof(p[0]), -1) < 0 && errno != EINTR)
			fail("wait for the keyring", -errno);
		if (p[0].revents != 0)
			quit(EX_OK);
		e = hear(f);
	}
	if (e == CONTROL_ENDED)
		fail("hear inkastd, which starts this program", -EPIPE);
}

static void
serve(struct front *f)
{
	struct request_context *c = &f->context;

	c->replies = replies_new(&c->flow);
	if (c->replies == NULL)
		fail("make the pages", -ENOMEM);
	await_keyring(f);
	int r = deadlines_start(c->deadlines);
	if (r == 0)
		r = http_start(c, ROLE_FD_LISTEN, f->size, &f->http);
	if (r != 0)
		fail("start the HTTP server", r);
	r = sandbox_front_steady();
	if (r != 0)
		fail("enter the sandbox", r);
	r = role_ready();
	if (r != 0)
		fail("report that the front is ready", r);
}

/* The next signal: SIGTERM, SIGINT or SIGUSR1. */
static uint32_t
wait_for_signal(const struct front *f)
{
	struct signalfd_siginfo info;

	for (;;) {
		ssize_t n = read(f->signals, &info, sizeof(info));
		if (n == (ssize_t)sizeof(info))
			return info.ssi_signo;
		if (n >= 0 || errno != EINTR)
			return SIGTERM;
	}
}

/* Serve, take keyrings as they come, until the next signal. */
static uint32_t
serve_until_signal(struct front *f)
{
	for (;;) {
		struct pollfd p[] = {
		    {.fd = f->signals, .events = POLLIN},
		    {.fd = f->control.fd, .events = POLLIN},
		};
		if (poll(p, sizeof(p) / sizeof(p[0]), -1) < 0) {
			if (errno == EINTR)
				continue;
			return SIGTERM;
		}
		/* An end of inkastd comes as a signal, too. */
		if (p[1].revents != 0)
			(void)hear(f);
		if (p[0].revents != 0)
			return wait_for_signal(f);
	}
}

static bool
is_told_to_stop(const struct front *f)
{
	struct pollfd p = {.fd = f->signals, .events = POLLIN};

	return poll(&p, 1, 0) > 0 && wait_for_signal(f) != SIGUSR1;
}

/* SIGUSR1: a fresh pair of roles serves already. What was begun here may take
 * all the time that a connection has; SIGTERM cuts that short. */
static void
drain(const struct front *f)
{
	struct deadlines *d = f->context.deadlines;
	uint64_t end =
	    clock_monotonic_ms() + (uint64_t)LIMIT_UPLOAD_SECONDS * 1000;

	http_stop_accepting(f->http);
	bool empty = deadlines_wait_empty(d, patience.silent_ms);
	deadlines_cut_silent(d);
	while (!empty && !is_told_to_stop(f) && clock_monotonic_ms() < end)
		empty = deadlines_wait_empty(d, SIGNAL_POLL_MS);
}

static void
finish(struct front *f)
{
	struct request_context *c = &f->context;

	http_stop(&f->http, patience);
	deadlines_free(&c->deadlines);
	replies_free(&c->replies);
	vault_link_free(&c->flow.vault);
	keys_free(&c->flow.keys);
	tokens_free(&c->flow.tokens);
	control_free(&f->control);
	channels_free(&f->channels);
	form_free(&f->form);
}

int
main(int argc, char **argv)
{
	static struct front front; /* as long as the process */

	log_name("inkast-front");
	load_config(&front,
	    role_config_path(argc, argv,
		"Takes tips over HTTP, seals them and hands them to the "
		"vault."));
	take_signals(&front);
	prepare(&front);
	close_doors(&front);
	serve(&front);
	if (serve_until_signal(&front) == SIGUSR1)
		drain(&front);
	finish(&front);
	return EX_OK;
}
