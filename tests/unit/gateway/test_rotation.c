/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What inkastd does with keyrings (docs/FORMAT.md 4.2, 13.8): to the vault
 * first, to the front then, and nothing is restarted for it.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/io.h"
#include "tests/unit/gateway/gateway_child.h"

static void
install(struct gateway *g, uint32_t serial)
{
	struct keyring_wish wish = keyring_wish(serial);

	put_keyring(g, &wish);
}

/* Damage what is installed, by an exchange as well. */
static void
install_bad(struct gateway *g, uint32_t serial)
{
	struct keyring_wish wish = keyring_wish(serial);
	char good[96];

	snprintf(good, sizeof good, "%s", in_dir(g, "keyring.bad"));
	fixture_keyring(good, &wish, 0);
	assert_int_equal(renameat2(AT_FDCWD, good, AT_FDCWD,
			     in_dir(g, "keyring"), RENAME_EXCHANGE),
	    0);
	fixture_remove(good);
}

/* Started, ready, and both roles have the keyring of the set-up. */
static void
start_with_serial_2(struct gateway *g, pid_t *vault)
{
	start(g);
	*vault = await_pid(g, "takes serial 2");
	assert_non_null(strstr(g->line, "stand-in vault"));
	await(g, "takes serial 2");
	assert_non_null(strstr(g->line, "stand-in front"));
	await_ready(g);
}

static void
the_vault_is_told_first_and_the_front_then(void **state)
{
	struct gateway *g = *state;
	pid_t vault;

	start(g);
	vault = await_pid(g, "takes serial 2");
	assert_non_null(strstr(g->line, "stand-in vault"));
	assert_int_not_equal(await_pid(g, "takes serial 2"), vault);
	await(g, "the keyring with serial 2 counts from now on");
	await_ready(g);
	stop_in_order(g);
}

static void
another_keyring_restarts_nothing_and_needs_no_signal(void **state)
{
	struct gateway *g = *state;
	pid_t vault;

	start_with_serial_2(g, &vault);
	pid_t front = ask(g, "open");
	install(g, 3);
	assert_int_equal(await_pid(g, "stand-in vault"), vault);
	assert_non_null(strstr(g->line, "takes serial 3"));
	assert_int_equal(await_pid(g, "stand-in front"), front);
	assert_non_null(strstr(g->line, "takes serial 3"));
	await(g, "the keyring with serial 3 counts from now on");
	assert_int_equal(ask(g, "open"), front);
	assert_true(is_alive(vault));
	stop_in_order(g);
}

/* Where the folder cannot be watched; or where somebody copied a file. */
static void
a_signal_brings_another_keyring_too(void **state)
{
	struct gateway *g = *state;
	struct keyring_wish wish = keyring_wish(3);
	pid_t vault;

	start_with_serial_2(g, &vault);
	pid_t front = ask(g, "open");
	fixture_keyring(in_dir(g, "keyring"), &wish, 1);
	kill(g->pid, SIGHUP);
	assert_int_equal(await_pid(g, "takes serial 3"), vault);
	await(g, "the keyring with serial 3 counts from now on");
	assert_int_equal(ask(g, "open"), front);
	stop_in_order(g);
}

static void
a_signal_without_a_change_says_so(void **state)
{
	struct gateway *g = *state;
	pid_t vault;

	start_with_serial_2(g, &vault);
	pid_t front = ask(g, "open");
	kill(g->pid, SIGHUP);
	await(g, "the keyring is the same as before");
	assert_int_equal(ask(g, "open"), front);
	stop_in_order(g);
}

static void
a_bad_keyring_leaves_the_old_one(void **state)
{
	struct gateway *g = *state;
	pid_t vault;

	start_with_serial_2(g, &vault);
	pid_t front = ask(g, "open");
	install_bad(g, 3);
	await(g, "keyring.ini: ");
	await(g, "the keyring stays as it was");
	assert_int_equal(ask(g, "open"), front);
	/* The next good one is taken. */
	install(g, 4);
	assert_int_equal(await_pid(g, "takes serial"), vault);
	assert_non_null(strstr(g->line, "serial 4"));
	await(g, "the keyring with serial 4 counts from now on");
	stop_in_order(g);
}

static void
a_keyring_that_the_vault_refuses_never_comes_to_the_front(void **state)
{
	struct gateway *g = *state;
	pid_t vault;

	start_with_serial_2(g, &vault);
	pid_t front = ask(g, "open");
	put_file(g, "vault-has", "9");
	install(g, 3);
	await(g, "stand-in vault");
	assert_non_null(strstr(g->line, "refuses serial 3"));
	await(g, "the keyring with serial 3 is refused");
	await(g, "the keyring stays as it was");
	assert_int_equal(ask(g, "open"), front);
	install(g, 9);
	await(g, "stand-in vault");
	assert_non_null(strstr(g->line, "takes serial 9"));
	await(g, "stand-in front");
	assert_non_null(strstr(g->line, "takes serial 9"));
	assert_true(is_alive(vault));
	stop_in_order(g);
}

static void
a_keyring_that_the_front_refuses_leaves_it_the_old_one(void **state)
{
	struct gateway *g = *state;
	pid_t vault;

	start_with_serial_2(g, &vault);
	pid_t front = ask(g, "open");
	put_file(g, "front-needs", "9");
	install(g, 3);
	await(g, "stand-in vault");
	assert_non_null(strstr(g->line, "takes serial 3"));
	await(g, "stand-in front");
	assert_non_null(strstr(g->line, "refuses serial 3"));
	await(g, "it seals to the one before");
	assert_int_equal(ask(g, "open"), front);
	install(g, 9);
	await(g, "the keyring with serial 9 counts from now on");
	assert_int_equal(ask(g, "open"), front);
	stop_in_order(g);
}

static void
without_a_keyring_inkastd_serves_and_a_good_one_opens_it(void **state)
{
	struct gateway *g = *state;

	fixture_remove(in_dir(g, "keyring"));
	start(g);
	await(g, "keyring.ini: No such file");
	await(g, "shows the closed page until a good one is installed");
	await(g, "stand-in vault");
	await(g, "takes serial 0");
	await(g, "takes serial 0");
	await_ready(g);
	pid_t front = ask(g, "open");
	install(g, 3);
	await(g, "the keyring with serial 3 counts from now on");
	assert_int_equal(ask(g, "open"), front);
	stop_in_order(g);
}

static void
a_keyring_rolled_back_at_the_start_leaves_the_form_closed(void **state)
{
	struct gateway *g = *state;

	put_file(g, "vault-has", "5");
	start(g);
	await(g, "refuses serial 2");
	await(g, "the keyring with serial 2 is refused");
	await(g, "shows the closed page until a good one is installed");
	await(g, "takes serial 0");
	assert_non_null(strstr(g->line, "stand-in vault"));
	await(g, "takes serial 0");
	assert_non_null(strstr(g->line, "stand-in front"));
	await_ready(g);
	install(g, 5);
	await(g, "the keyring with serial 5 counts from now on");
	stop_in_order(g);
}

static void
a_new_generation_gets_the_keyring_from_memory(void **state)
{
	struct gateway *g = *state;
	pid_t vault;

	start_with_serial_2(g, &vault);
	pid_t front = ask(g, "open");
	/* What is on the disk is of no use any more. */
	unlink(in_dir(g, "keyring/keyring.ini"));
	kill(vault, SIGKILL);
	assert_int_not_equal(await_pid(g, "takes serial 2"), vault);
	assert_int_not_equal(await_pid(g, "takes serial 2"), front);
	await(g, "a new generation serves");
	await_end_of(g, front);
	front = ask(g, "open");
	kill(front, SIGKILL);
	await(g, "stand-in vault");
	await(g, "takes serial 2");
	await(g, "takes serial 2");
	await(g, "a new generation serves");
	stop_in_order(g);
}

/* A store that was restored from a copy may have seen more than the gateway
 * remembers, in neither generation. */
static void
a_vault_that_refuses_what_counted_closes_the_form(void **state)
{
	struct gateway *g = *state;
	pid_t vault;

	start_with_serial_2(g, &vault);
	put_file(g, "vault-has", "9");
	kill(vault, SIGKILL);
	await(g, "refuses serial 2");
	await(g, "shows the closed page until a good one is installed");
	await(g, "takes serial 0");
	await(g, "takes serial 0");
	await(g, "a new generation serves");
	install(g, 9);
	await(g, "the keyring with serial 9 counts from now on");
	stop_in_order(g);
}

static void
a_changed_configuration_makes_a_new_generation_with_the_same_keyring(
    void **state)
{
	struct gateway *g = *state;
	pid_t vault;

	start_with_serial_2(g, &vault);
	pid_t front = ask(g, "open");
	put_config(g, "127.0.0.1:0", 3);
	kill(g->pid, SIGHUP);
	await(g, " fds 0 1 2 3 5 6 7 env");
	await(g, "takes serial 2");
	await(g, "takes serial 2");
	await(g, "a new generation serves");
	assert_int_not_equal(ask(g, "open"), front);
	stop_in_order(g);
}

/* It may be the signer that was mistyped. */
static void
a_configuration_whose_signers_did_not_sign_changes_nothing(void **state)
{
	struct gateway *g = *state;
	char text[256];
	pid_t vault;

	start_with_serial_2(g, &vault);
	pid_t front = ask(g, "open");
	snprintf(text, sizeof text,
	    "[gateway]\nlisten = 127.0.0.1:0\nworkers = 2\n"
	    "[keyring]\nsigner = %s\n",
	    fixture_signer_text(1));
	put_file(g, "t.conf", text);
	kill(g->pid, SIGHUP);
	await(g, "keyring.ini.minisig");
	await(g, "the configuration stays as it was");
	assert_int_equal(ask(g, "open"), front);
	assert_true(is_alive(vault));
	stop_in_order(g);
}

static void
a_folder_named_by_a_reload_is_watched_from_then_on(void **state)
{
	struct gateway *g = *state;
	char text[256];
	pid_t vault;
	struct keyring_wish wish = keyring_wish(3);

	start_with_serial_2(g, &vault);
	fixture_keyring(in_dir(g, "other"), &wish, 1);
	snprintf(text, sizeof text,
	    "[gateway]\nlisten = 127.0.0.1:0\nworkers = 2\n"
	    "[keyring]\ndir = other\nsigner = %s\n",
	    fixture_signer_text(0));
	put_file(g, "t.conf", text);
	kill(g->pid, SIGHUP);
	await(g, "a new generation serves");
	wish = keyring_wish(4);
	fixture_keyring(in_dir(g, "next"), &wish, 1);
	assert_int_equal(renameat2(AT_FDCWD, in_dir(g, "next"), AT_FDCWD,
			     in_dir(g, "other"), RENAME_EXCHANGE),
	    0);
	await(g, "the keyring with serial 4 counts from now on");
	stop_in_order(g);
	fixture_remove(in_dir(g, "other"));
	fixture_remove(in_dir(g, "next"));
}

/* The folder that would hold it is missing. */
static void
a_keyring_that_cannot_be_watched_for_is_said_to_need_a_signal(void **state)
{
	struct gateway *g = *state;
	struct keyring_wish wish = keyring_wish(3);
	char text[256];

	snprintf(text, sizeof text,
	    "[gateway]\nlisten = 127.0.0.1:0\nworkers = 2\n"
	    "[keyring]\ndir = later/keyring\nsigner = %s\n",
	    fixture_signer_text(0));
	put_file(g, "t.conf", text);
	start(g);
	await(g, "later/keyring: No such file");
	assert_non_null(strstr(g->line, "send SIGHUP"));
	await_ready(g);
	assert_int_equal(mkdir(in_dir(g, "later"), 0755), 0);
	fixture_keyring(in_dir(g, "later/keyring"), &wish, 1);
	kill(g->pid, SIGHUP);
	await(g, "the keyring with serial 3 counts from now on");
	/* From here on it is watched. */
	wish = keyring_wish(4);
	fixture_keyring(in_dir(g, "later/next"), &wish, 1);
	assert_int_equal(renameat2(AT_FDCWD, in_dir(g, "later/next"), AT_FDCWD,
			     in_dir(g, "later/keyring"), RENAME_EXCHANGE),
	    0);
	await(g, "the keyring with serial 4 counts from now on");
	stop_in_order(g);
	fixture_remove(in_dir(g, "later/next"));
	fixture_remove(in_dir(g, "later/keyring"));
	rmdir(in_dir(g, "later"));
}

static void
an_outlook_that_is_short_is_said_at_start_and_reload(void **state)
{
	struct gateway *g = *state;
	struct keyring_wish wish = keyring_wish(3);
	pid_t vault;

	wish.expires = wish.issued + 20;
	put_keyring(g, &wish);
	start(g);
	vault = await_pid(g, "takes serial 3");
	await(g, "in 21 days: the keyring expires");
	kill(g->pid, SIGHUP);
	await(g, "in 21 days: the keyring expires");
	wish = keyring_wish(4);
	wish.expires = wish.issued + 3;
	put_keyring(g, &wish);
	await(g, "in 4 days: the keyring expires");
	assert_true(is_alive(vault));
	stop_in_order(g);
}

static void
an_expired_keyring_is_handed_on_and_said_to_close_the_form(void **state)
{
	struct gateway *g = *state;
	struct keyring_wish wish = keyring_wish(3);

	wish.issued -= 10;
	wish.from -= 10;
	wish.expires = wish.issued + 5;
	put_keyring(g, &wish);
	start(g);
	await(g, "takes serial 3");
	await(g, "the form is closed: the last day of the keyring was");
	stop_in_order(g);
}

static int
check_config(struct gateway *g)
{
	char program[128];
	int status;

	snprintf(program, sizeof program, "%s/bin/inkastd", g->dir);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		execl(program, program, "-c", g->config, "--check-config",
		    (char *)NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
the_check_of_a_configuration_reads_the_keyring(void **state)
{
	struct gateway *g = *state;
	struct keyring_wish wish = keyring_wish(3);

	assert_int_equal(check_config(g), EX_OK);
	wish.issued += 2;
	put_keyring(g, &wish);
	assert_int_equal(check_config(g), EX_CONFIG);
	install_bad(g, 3);
	assert_int_equal(check_config(g), EX_CONFIG);
	fixture_remove(in_dir(g, "keyring"));
	assert_int_equal(check_config(g), EX_CONFIG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    GATEWAY_TEST(the_vault_is_told_first_and_the_front_then),
	    GATEWAY_TEST(another_keyring_restarts_nothing_and_needs_no_signal),
	    GATEWAY_TEST(a_signal_brings_another_keyring_too),
	    GATEWAY_TEST(a_signal_without_a_change_says_so),
	    GATEWAY_TEST(a_bad_keyring_leaves_the_old_one),
	    GATEWAY_TEST(
		a_keyring_that_the_vault_refuses_never_comes_to_the_front),
	    GATEWAY_TEST(
		a_keyring_that_the_front_refuses_leaves_it_the_old_one),
	    GATEWAY_TEST(
		without_a_keyring_inkastd_serves_and_a_good_one_opens_it),
	    GATEWAY_TEST(
		a_keyring_rolled_back_at_the_start_leaves_the_form_closed),
	    GATEWAY_TEST(a_new_generation_gets_the_keyring_from_memory),
	    GATEWAY_TEST(a_vault_that_refuses_what_counted_closes_the_form),
	    GATEWAY_TEST(
		a_changed_configuration_makes_a_new_generation_with_the_same_keyring),
	    GATEWAY_TEST(
		a_configuration_whose_signers_did_not_sign_changes_nothing),
	    GATEWAY_TEST(a_folder_named_by_a_reload_is_watched_from_then_on),
	    GATEWAY_TEST(
		a_keyring_that_cannot_be_watched_for_is_said_to_need_a_signal),
	    GATEWAY_TEST(an_outlook_that_is_short_is_said_at_start_and_reload),
	    GATEWAY_TEST(
		an_expired_keyring_is_handed_on_and_said_to_close_the_form),
	    GATEWAY_TEST(the_check_of_a_configuration_reads_the_keyring),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
