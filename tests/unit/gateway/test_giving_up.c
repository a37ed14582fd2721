/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A front that has given its vault up (docs/FORMAT.md 4.2), with an inkastd
 * that gives a vault less time to end than the real one does.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <unistd.h>

#include "tests/unit/gateway/gateway_child.h"

static int
set_up_hasty(void **state)
{
	int r = gateway_set_up(state);

	if (r == 0)
		put_program(*state, INKASTD_HASTY, "bin/inkastd");
	return r;
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
