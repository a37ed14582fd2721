/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What a role says and how it is called: the log line, the command line, the
 * ready byte. Each in a child, since they write to standard error and exit.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/io.h"
#include "gateway/common/log.h"
#include "gateway/common/role.h"

static char heard[2048];

/* Run act in a child whose descriptor `fd` is a pipe; what came through it is
 * in heard. The exit code. */
static int
hear(int fd, int (*act)(void))
{
	int fds[2], status = 0;

	assert_int_equal(pipe(fds), 0);
	pid_t pid = fork();
	if (pid == 0) {
		dup2(fds[1], fd);
		if (fds[0] != fd)
			close(fds[0]);
		exit(act());
	}
	close(fds[1]);
	ssize_t n = io_read(fds[0], heard, sizeof heard - 1);
	assert_true(n >= 0);
	heard[n] = '\0';
	close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int
say_hello(void)
{
	log_name("inkast-test");
	log_line("%s %d", "hello", 7);
	return 0;
}

static void
a_line_begins_with_the_programs_name(void **state)
{
	(void)state;
	assert_int_equal(hear(STDERR_FILENO, say_hello), 0);
	assert_string_equal(heard, "inkast-test: hello 7\n");
}

static int
say_much(void)
{
	char much[1000];

	memset(much, 'x', sizeof much - 1);
	much[sizeof much - 1] = '\0';
	log_name("inkast-test");
	log_line("%s", much);
	return 0;
}

static void
a_long_line_is_cut_and_still_one_line(void **state)
{
	(void)state;
	assert_int_equal(hear(STDERR_FILENO, say_much), 0);
	assert_int_equal(strlen(heard), 400);
	assert_ptr_equal(strchr(heard, '\n'), heard + 399);
}

static int
say_controls(void)
{
	log_name("inkast-test");
	log_line("a\nfake: line\033[2J\r\177");
	return 0;
}

static void
control_characters_do_not_reach_a_terminal(void **state)
{
	(void)state;
	assert_int_equal(hear(STDERR_FILENO, say_controls), 0);
	assert_string_equal(heard, "inkast-test: a?fake: line?[2J??\n");
}

static int
say_ready(void)
{
	return role_ready() == 0 ? 0 : 1;
}

static void
a_ready_role_writes_one_byte(void **state)
{
	(void)state;
	assert_int_equal(hear(ROLE_FD_CONTROL, say_ready), 0);
	assert_string_equal(heard, "R");
}

static int
say_answers(void)
{
	return role_answer(true) == 0 && role_answer(false) == 0 ? 0 : 1;
}

static void
an_answer_is_one_byte(void **state)
{
	(void)state;
	assert_int_equal(hear(ROLE_FD_CONTROL, say_answers), 0);
	assert_string_equal(heard, "KN");
}

static int
say_given_up(void)
{
	return role_ready() == 0 && role_given_up() == 0 ? 0 : 1;
}

static void
giving_up_is_a_second_byte(void **state)
{
	(void)state;
	assert_int_equal(hear(ROLE_FD_CONTROL, say_given_up), 0);
	assert_string_equal(heard, "RX");
}

/* The command line of the next role to be called. */
static char *role_argv[6];
static int role_argc;

static void
call_with(const char *a, const char *b, const char *c, const char *d)
{
	static char words[5][32];
	const char *given[] = {"inkast-x", a, b, c, d};

	role_argc = 0;
	for (size_t i = 0; i < 5 && given[i] != NULL; i++) {
		strncpy(words[i], given[i], sizeof words[i] - 1);
		role_argv[role_argc++] = words[i];
	}
	role_argv[role_argc] = NULL;
}

static int
be_called(void)
{
	const char *path =
	    role_config_path(role_argc, role_argv, "A role for this test.");

	return io_write(STDOUT_FILENO, path, strlen(path)) == 0 ? 0 : 1;
}

static void
a_role_takes_exactly_one_config(void **state)
{
	(void)state;
	call_with("-c", "/etc/x.conf", NULL, NULL);
	assert_int_equal(hear(STDOUT_FILENO, be_called), 0);
	assert_string_equal(heard, "/etc/x.conf");
	call_with(NULL, NULL, NULL, NULL);
	assert_int_equal(hear(STDOUT_FILENO, be_called), EX_USAGE);
	call_with("-c", "a", "-c", "b");
	assert_int_equal(hear(STDOUT_FILENO, be_called), EX_USAGE);
	call_with("-c", "a", "b", NULL);
	assert_int_equal(hear(STDOUT_FILENO, be_called), EX_USAGE);
	call_with("-c", NULL, NULL, NULL);
	assert_int_equal(hear(STDOUT_FILENO, be_called), EX_USAGE);
	call_with("--secret", NULL, NULL, NULL);
	assert_int_equal(hear(STDOUT_FILENO, be_called), EX_USAGE);
	assert_string_equal(heard, "");
}

static void
help_and_version_go_to_standard_output(void **state)
{
	(void)state;
	call_with("--help", NULL, NULL, NULL);
	assert_int_equal(hear(STDOUT_FILENO, be_called), EX_OK);
	assert_non_null(strstr(heard, "usage: inkast-x -c FILE"));
	assert_non_null(strstr(heard, "A role for this test."));
	call_with("--version", NULL, NULL, NULL);
	assert_int_equal(hear(STDOUT_FILENO, be_called), EX_OK);
	assert_string_equal(heard, "inkast-x " INKAST_VERSION "\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_line_begins_with_the_programs_name),
	    cmocka_unit_test(a_long_line_is_cut_and_still_one_line),
	    cmocka_unit_test(control_characters_do_not_reach_a_terminal),
	    cmocka_unit_test(a_ready_role_writes_one_byte),
	    cmocka_unit_test(an_answer_is_one_byte),
	    cmocka_unit_test(giving_up_is_a_second_byte),
	    cmocka_unit_test(a_role_takes_exactly_one_config),
	    cmocka_unit_test(help_and_version_go_to_standard_output),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
