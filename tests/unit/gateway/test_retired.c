/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Fronts that outlived their vault, or died with it: which of their ends are
 * told. No process is started; what waitpid would say is given.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gateway/supervisor/retired.h"

/* A number that no process has. */
#define NOBODY 0x7fffffff

#define NOW 1000

struct told {
	struct retired retired;
	int voice; /* what is read of the log */
	int stderr_before;
};

static int
set_up(void **state)
{
	struct told *t = calloc(1, sizeof *t);
	int ends[2];

	assert_non_null(t);
	assert_int_equal(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
	t->voice = ends[0];
	t->stderr_before = dup(STDERR_FILENO);
	assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
	close(ends[1]);
	*state = t;
	return 0;
}

static int
tear_down(void **state)
{
	struct told *t = *state;

	dup2(t->stderr_before, STDERR_FILENO);
	close(t->stderr_before);
	close(t->voice);
	free(t);
	return 0;
}

/* Whether the log has the text now. */
static bool
log_says(const struct told *t, const char *text)
{
	char said[512];
	ssize_t n = read(t->voice, said, sizeof said - 1);

	said[n < 0 ? 0 : n] = '\0';
	return strstr(said, text) != NULL;
}

static struct child
front_that(bool is_ready)
{
	return (struct child){
	    .pid = NOBODY, .control = -1, .is_ready = is_ready};
}

static void
a_front_that_died_first_is_told_when_reaped_after_its_vault(void **state)
{
	struct told *t = *state;
	struct child front = front_that(true);

	/* Its socket had ended: from then on it has a deadline. */
	child_allow_until(&front, NOW + 500);
	retired_add(&t->retired, &front, NOW);
	assert_int_equal(front.pid, 0);
	retired_reap(&t->retired, NOBODY, SIGKILL);
	assert_true(log_says(t, "inkast-front was killed by signal 9"));
	assert_true(retired_are_none(&t->retired));
}

static void
a_front_that_was_asked_to_end_is_not_told(void **state)
{
	struct told *t = *state;
	struct child front = front_that(true);

	retired_add(&t->retired, &front, NOW);
	retired_ask_to_drain(&t->retired, NOW + 500);
	retired_reap(&t->retired, NOBODY, SIGKILL);
	assert_false(log_says(t, "inkast-front"));
}

static void
a_front_that_never_was_ready_is_killed_and_not_told(void **state)
{
	struct told *t = *state;
	struct child front = front_that(false);

	retired_add(&t->retired, &front, NOW);
	assert_int_equal(retired_next_deadline(&t->retired), NOW);
	retired_reap(&t->retired, NOBODY, SIGKILL);
	assert_false(log_says(t, "inkast-front"));
}

#define RETIRED_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    RETIRED_TEST(
		a_front_that_died_first_is_told_when_reaped_after_its_vault),
	    RETIRED_TEST(a_front_that_was_asked_to_end_is_not_told),
	    RETIRED_TEST(a_front_that_never_was_ready_is_killed_and_not_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
