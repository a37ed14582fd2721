/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What takes long (docs/FORMAT.md 4.2), with an inkastd that waits less long
 * than the real one and whose day a test can choose: a front that has given its
 * vault up, a role that does not answer, a keyring that grows old.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/unit/gateway/gateway_child.h"

static int
set_up_hasty(void **state)
{
	int r = gateway_set_up(state);

	if (r == 0)
		put_program(*state, INKASTD_HASTY, "bin/inkastd");
	if (r == 0)
		r = setenv("INKAST_TEST_DAYS", in_dir(*state, "today"), 1);
	return r;
}

/* So many days from today, for inkastd. */
static void
move_day(struct gateway *g, int days)
{
	char text[16];

	snprintf(text, sizeof text, "%d\n", days);
	put_file(g, "today", text);
}

static void
a_vault_that_hangs_is_killed_and_followed_by_a_new_generation(void **state)
{
	struct gateway *g = *state;

	start(g);
	pid_t vault = await_pid(g, "stand-in vault");
	await_ready(g);
	pid_t front = ask(g, "open");
	assert_int_equal(kill(vault, SIGSTOP), 0);
	put_file(g, "front-gives-up", "");
	assert_int_equal(ask(g, "closed"), front);
	unlink(in_dir(g, "front-gives-up"));
	await(g, "inkast-front has given its vault up");
	await(g, "inkast-vault was killed by signal 9");
	await(g, "a new generation serves");
	await(g, "drains");
	await_end_of(g, front);
	assert_int_not_equal(ask(g, "open"), front);
	stop_in_order(g);
}

static void
a_vault_that_was_given_up_may_end_by_itself(void **state)
{
	struct gateway *g = *state;

	start(g);
	pid_t vault = await_pid(g, "stand-in vault");
	await_ready(g);
	pid_t front = ask(g, "open");
	put_file(g, "front-gives-up", "");
	assert_int_equal(ask(g, "closed"), front);
	unlink(in_dir(g, "front-gives-up"));
	assert_int_equal(await_pid(g, "ends"), vault);
	/* And its front shows the closed page until then. */
	await(g, "a new generation serves");
	await_end_of(g, front);
	assert_int_not_equal(ask(g, "open"), front);
	stop_in_order(g);
}

static void
a_vault_that_hangs_does_not_hold_up_the_end(void **state)
{
	struct gateway *g = *state;

	start(g);
	pid_t vault = await_pid(g, "stand-in vault");
	await_ready(g);
	assert_int_equal(kill(vault, SIGSTOP), 0);
	stop_in_order(g);
	assert_false(is_alive(vault));
}

static void
a_vault_that_does_not_answer_is_replaced(void **state)
{
	struct gateway *g = *state;
	struct keyring_wish wish = keyring_wish(3);

	start(g);
	pid_t vault = await_pid(g, "takes serial 2");
	await_ready(g);
	put_file(g, "deaf-vault", "");
	put_keyring(g, &wish);
	await(g, "inkast-vault was killed by signal 9");
	unlink(in_dir(g, "deaf-vault"));
	assert_int_not_equal(await_pid(g, "takes serial 3"), vault);
	await(g, "the keyring with serial 3 counts from now on");
	await(g, "a new generation serves");
	stop_in_order(g);
}

static void
a_front_that_speaks_nonsense_is_replaced(void **state)
{
	struct gateway *g = *state;
	struct keyring_wish wish = keyring_wish(3);

	start(g);
	await_ready(g);
	pid_t front = ask(g, "open");
	put_file(g, "front-babbles", "");
	put_keyring(g, &wish);
	await(g, "inkast-front was killed by signal 9");
	unlink(in_dir(g, "front-babbles"));
	await(g, "the keyring with serial 3 counts from now on");
	await(g, "a new generation serves");
	assert_int_not_equal(ask(g, "open"), front);
	stop_in_order(g);
}

static void
a_keyring_that_grows_old_is_warned_of_while_it_serves(void **state)
{
	struct gateway *g = *state;

	start(g);
	await(g, "the keyring with serial 2 counts from now on");
	move_day(g, 310);
	await(g, "in 55 days: the keyring expires");
	move_day(g, 340);
	await(g, "in 25 days: the keyring expires");
	move_day(g, 358);
	await(g, "in 7 days: the keyring expires");
	move_day(g, 365);
	await(g, "the form is closed: the last day of the keyring was");
	move_day(g, 0);
	await(g, "the form is open again");
	stop_in_order(g);
}

int
main(void)
{
#define HASTY_TEST(f)                                                          \
	cmocka_unit_test_setup_teardown(f, set_up_hasty, gateway_tear_down)
	const struct CMUnitTest tests[] = {
	    HASTY_TEST(
		a_vault_that_hangs_is_killed_and_followed_by_a_new_generation),
	    HASTY_TEST(a_vault_that_was_given_up_may_end_by_itself),
	    HASTY_TEST(a_vault_that_hangs_does_not_hold_up_the_end),
	    HASTY_TEST(a_vault_that_does_not_answer_is_replaced),
	    HASTY_TEST(a_front_that_speaks_nonsense_is_replaced),
	    HASTY_TEST(a_keyring_that_grows_old_is_warned_of_while_it_serves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
