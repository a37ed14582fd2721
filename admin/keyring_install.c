/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-admin keyring install: a keyring is checked as the gateway and its
 * vault will, then put in place, and the answer waits until it is in use.
 */
#include "admin/keyring.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "admin/config.h"
#include "admin/running.h"
#include "admin/verbs.h"
#include "base/clock.h"
#include "base/say.h"
#include "cli/ask.h"
#include "crypto/seal/fingerprint.h"

/* A gateway notices within a second; a busy machine may take longer. After
 * that something is wrong, and its log says what. */
#define WAIT_MS 10000
#define LOOK_MS 50

/* What the store knows of keyrings. */
struct noted {
	uint32_t serial; /* 0: none */
	uint8_t digest[STORE_DIGEST_LEN];
};

static int
refuse(const char *path, int code, const char *why, const char *what)
{
	say("%s: %s", path, why);
	hint("%s; nothing was installed", what);
	return code;
}

/* EX_OK also when the store knows none. */
static int
read_noted(const struct config *c, struct noted *out)
{
	struct store *s = NULL;
	int code = admin_open(c, &s);

	if (code != EX_OK)
		return code;
	int r = store_keyring(s, &out->serial, out->digest);
	store_close(&s);
	return r == STORE_OK ? EX_OK : admin_store_failed(c->store_dir, r);
}

/* The one before must not come back, and a serial stands for one text. */
static int
check_serial(const char *path, const struct installed *i, uint32_t serial,
    const uint8_t *digest, const char *where)
{
	char why[160];

	if (i->keyring->serial < serial) {
		(void)snprintf(why, sizeof why,
		    "it was replaced by a newer one: its serial is %u, and "
		    "serial %u %s",
		    i->keyring->serial, serial, where);
		return refuse(path, EX_NOPERM, why,
		    "install the newest; to go back on a change, edit that, "
		    "which raises its serial, and have it signed");
	}
	if (i->keyring->serial == serial &&
	    memcmp(i->digest, digest, HASH_LEN) != 0) {
		(void)snprintf(why, sizeof why,
		    "another keyring with serial %u %s", serial, where);
		return refuse(path, EX_NOPERM, why,
		    "edit it with '-c CONFIG', which raises its serial, and "
		    "have it signed again");
	}
	return EX_OK;
}

static int
check(const struct config *c, const char *path, const struct installed *i,
    const struct noted *noted, const struct installed *before)
{
	int32_t day = clock_today();
	int code = check_serial(
	    path, i, noted->serial, noted->digest, "was used already");

	if (code == EX_OK && before->keyring != NULL)
		code = check_serial(path, i, before->keyring->serial,
		    before->digest, "is installed");
	if (code == EX_OK)
		code = keyring_days_check(path, i->keyring, day);
	if (code == EX_OK)
		code = keyring_areas_check(i->keyring, day, c->form_file);
	return code;
}

static void
describe(const struct config *c, const struct installed *i,
    const struct installed *before)
{
	char print[FINGERPRINT_LEN];

	fingerprint_keyring(keyring_view(&i->text), print);
	printf("keyring %s, signed by %zu\n", print, i->n_signatures);
	if (!keyring_words_diff(stdout, before->keyring, i->keyring))
		printf("nothing differs from the installed one\n");
	(void)fflush(stdout);
	keyring_warn(i->keyring, clock_today(), c->form_file);
}

static void
rest(void)
{
	struct timespec t = {.tv_nsec = LOOK_MS * 1000000L};

	while (nanosleep(&t, &t) < 0 && errno == EINTR)
		continue;
}

/* Until the vault has noted it, which is what it does before the front gets
 * it. */
static int
wait_for_gateway(const struct config *c, const struct installed *i)
{
	uint64_t end = clock_monotonic_ms() + WAIT_MS;
	struct noted noted = {.serial = 0};

	do {
		int code = read_noted(c, &noted);
		if (code != EX_OK)
			return code;
		if (noted.serial == i->keyring->serial &&
		    memcmp(noted.digest, i->digest, HASH_LEN) == 0) {
			printf("the gateway uses it now\n");
			return EX_OK;
		}
		rest();
	} while (clock_monotonic_ms() < end);
	say("the gateway that runs has not taken it within %d seconds",
	    WAIT_MS / 1000);
	hint("the log of inkastd says why; SIGHUP makes it look again");
	return EX_TEMPFAIL;
}

static int
install_alone(const struct keyring_request *q, const struct config *c,
    int running, const struct installed *i, const struct installed *before)
{
	const char *path = q->operands[0];
	struct noted noted = {.serial = 0};
	int code = read_noted(c, &noted);

	if (code == EX_OK)
		code = check(c, path, i, &noted, before);
	if (code != EX_OK)
		return code;
	describe(c, i, before);
	if (q->text[OPT_DRY_RUN] != NULL) {
		printf("it can be installed; nothing was changed "
		       "(--dry-run)\n");
		return EX_OK;
	}
	code = ask_yes(
	    "seal tips to these keys from now on?", q->text[OPT_YES] != NULL);
	if (code == EX_OK)
		code = keyring_folder_put(c, path, i->digest);
	if (code != EX_OK)
		return code;
	printf("installed: serial %u\n", i->keyring->serial);
	(void)fflush(stdout);
	if (running == 1)
		return wait_for_gateway(c, i);
	printf("no gateway runs; it will use it when it starts\n");
	return EX_OK;
}

static int
install(const struct keyring_request *q, const struct config *c,
    const struct installed *i)
{
	struct installed before = {.keyring = NULL};
	struct keyring_error ignored;
	int lock;
	int code = keyring_folder_lock(c, &lock);

	if (code != EX_OK)
		return code;
	/* One that is not good any more, or not there, is no measure. */
	(void)!installed_read(c, &before, &ignored);
	/* Asked before this process opens the store itself. */
	code = install_alone(q, c, gateway_running(c->store_dir), i, &before);
	installed_free(&before);
	close(lock);
	return code;
}

int
keyring_verb_install(const struct keyring_request *q)
{
	struct config c;
	struct installed i = {.keyring = NULL};
	struct keyring_error err;
	int code =
	    admin_config(q->config == NULL ? CONFIG_DEFAULT : q->config, &c);

	if (code != EX_OK)
		return code;
	if (config_may_show(q->operands[0]) &&
	    access(q->operands[0], R_OK) < 0) {
		say_errno("read", q->operands[0], -errno);
		hint("name a keyring, its signatures beside it; nothing was "
		     "installed");
		return EX_NOINPUT;
	}
	int r = installed_read_file(&c, q->operands[0], &i, &err);
	if (r != KEYRING_OK) {
		code = keyring_refused(r, &err);
		hint("nothing was installed");
		return code;
	}
	code = install(q, &c, &i);
	installed_free(&i);
	return code;
}
