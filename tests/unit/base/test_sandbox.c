/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Each role's policy, in a child of its own: what it must not do ends in SIGSYS
 * or in a refusal, and what it must do works.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sandbox.h"
#include "sandbox_acts.h"

enum role {
	ROLE_SUPERVISOR,
	ROLE_FRONT_START,
	ROLE_FRONT_STEADY,
	ROLE_VAULT,
	ROLE_ADMIN,
	ROLE_OFFICER,
};

static const char *const role_names[] = {
    "supervisor", "front start", "front steady", "vault", "admin", "officer"};

static int
enter(enum role role)
{
	int r = 0;

	if (role != ROLE_ADMIN && role != ROLE_OFFICER)
		r = sandbox_drop_privileges("");
	if (r != 0)
		return r;
	switch (role) {
	case ROLE_SUPERVISOR:
		return sandbox_supervisor();
	case ROLE_FRONT_START:
		return sandbox_front_start();
	case ROLE_FRONT_STEADY:
		r = sandbox_front_start();
		return r != 0 ? r : sandbox_front_steady();
	case ROLE_VAULT:
		return sandbox_vault(acts_store_dir());
	case ROLE_ADMIN:
		return sandbox_admin();
	case ROLE_OFFICER:
		return sandbox_officer();
	}
	return -EINVAL;
}

/* How a child says what happened: the errno of the act, 0 when it worked, and
 * two numbers that no errno has. */
#define NO_SANDBOX 254
#define ODD_ERRNO 253

static int
run_in_child(enum role role, int (*act)(void))
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		const struct rlimit no_core = {0};
		setrlimit(RLIMIT_CORE, &no_core);
		if (enter(role) != 0)
			_exit(NO_SANDBOX);
		int r = act();
		_exit(r >= 0 && r < ODD_ERRNO ? r : ODD_ERRNO);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void
must_not(enum role role, const struct act *act)
{
	int status = run_in_child(role, act->act);

	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		return;
	if (WIFEXITED(status) &&
	    (WEXITSTATUS(status) == EACCES || WEXITSTATUS(status) == EPERM))
		return;
	fail_msg("%s: %s: status %x", role_names[role], act->name, status);
}

static void
must(enum role role, const struct act *act)
{
	int status = run_in_child(role, act->act);

	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail_msg("%s: %s: status %x (%s)", role_names[role], act->name,
		    status, strerror(WEXITSTATUS(status)));
}

static void
check_role(enum role role, unsigned is)
{
	size_t forbidden = 0, needed = 0;

	for (const struct act *a = acts; a->name != NULL; a++) {
		if ((a->forbidden & is) != 0) {
			must_not(role, a);
			forbidden++;
		}
		if ((a->needed & is) != 0) {
			must(role, a);
			needed++;
		}
	}
	assert_true(forbidden >= 10);
	assert_true(needed >= 3);
}

static void
the_supervisor_may_start_programs_and_open_no_socket(void **state)
{
	(void)state;
	check_role(ROLE_SUPERVISOR, SUPERVISOR);
}

static void
the_front_may_start_threads_and_open_nothing(void **state)
{
	(void)state;
	check_role(ROLE_FRONT_START, FRONT_START);
}

static void
the_serving_front_may_only_serve(void **state)
{
	(void)state;
	check_role(ROLE_FRONT_STEADY, FRONT_STEADY);
}

static void
the_vault_may_only_use_its_folder(void **state)
{
	(void)state;
	check_role(ROLE_VAULT, VAULT);
}

static void
the_admin_tool_may_use_files_and_no_network(void **state)
{
	(void)state;
	check_role(ROLE_ADMIN, TOOLS);
}

static void
the_officers_tool_may_use_files_and_no_network(void **state)
{
	(void)state;
	check_role(ROLE_OFFICER, TOOLS);
}

/* Root with all its capabilities may do everything in the table: a refusal in
 * the tests above was the sandbox's. */
static void
without_a_sandbox_no_act_is_refused(void **state)
{
	(void)state;
	if (geteuid() != 0 || prctl(PR_CAPBSET_READ, CAP_SYS_ADMIN) != 1)
		skip();
	for (const struct act *a = acts; a->name != NULL; a++) {
		int status = 0;
		pid_t pid = fork();
		if (pid == 0)
			_exit(a->act());
		assert_int_equal(waitpid(pid, &status, 0), pid);
		if (!WIFEXITED(status) || WEXITSTATUS(status) == EPERM ||
		    WEXITSTATUS(status) == EACCES)
			fail_msg("%s: status %x", a->name, status);
	}
}

/* A thread that ran before the second stage is under it too. */
static void
the_second_stage_holds_threads_that_run_already(void **state)
{
	int status = 0;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		if (sandbox_drop_privileges("") != 0 ||
		    sandbox_front_start() != 0)
			_exit(NO_SANDBOX);
		_exit(acts_thread_is_confined(sandbox_front_steady));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* The roles' chain: inkastd drops first, a role drops again what is gone. */
static int
drop_twice(void)
{
	return -sandbox_drop_privileges("");
}

static void
a_role_may_drop_what_inkastd_has_dropped(void **state)
{
	int status = run_in_child(ROLE_SUPERVISOR, drop_twice);

	(void)state;
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* Whoever has Landlock in the kernel must get it. Since Linux 6.12 it confines
 * files, TCP, signals and abstract sockets; the first had it in 5.13. */
static void
landlock_is_enforced_as_far_as_this_kernel_goes(void **state)
{
	struct utsname u;
	unsigned major = 0, minor = 0;
	int abi = sandbox_landlock_abi();
	int status;

	(void)state;
	assert_int_equal(uname(&u), 0);
	assert_int_equal(sscanf(u.release, "%u.%u", &major, &minor), 2);
	if (major > 6 || (major == 6 && minor >= 12))
		assert_true(abi >= 6);
	/* Where the kernel has none, this suite cannot say that the sandbox
	 * holds, and must not be green. */
	assert_true(abi > 0);
	/* The vault's seccomp filter lets it open files: what says no here is
	 * Landlock alone. */
	status = run_in_child(ROLE_VAULT, acts_open_outside);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), EACCES);
	if (abi < 6)
		return;
	/* The supervisor's filter lets it send signals: Landlock again. */
	status = run_in_child(ROLE_SUPERVISOR, acts_signal_parent);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), EPERM);
}

/* ---- accounts ---- */

static int
drop_in_child(const char *user, int (*act)(void))
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		int r = sandbox_drop_privileges(user);
		_exit(r != 0 ? -r : act());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int
works(void)
{
	return 0;
}

static int
is_nobody_for_good(void)
{
	uid_t r, e, s;
	gid_t groups[4];

	if (getresuid(&r, &e, &s) != 0 || r == 0 || e == 0 || s == 0)
		return 1;
	if (getgroups(4, groups) != 0 || getgid() == 0 || getegid() == 0)
		return 2;
	if (setuid(0) == 0 || setgid(0) == 0 || seteuid(0) == 0)
		return 3;
	/* A file of root's that only root reads. */
	if (open(acts_roots_file(), O_RDONLY | O_CLOEXEC) >= 0)
		return 4;
	return prctl(PR_GET_DUMPABLE) == 0 &&
		       prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1
		   ? 0
		   : 5;
}

static int
has_no_root_powers(void)
{
	char path[128];

	snprintf(path, sizeof path, "%s/of-nobody", acts_dir());
	if (geteuid() != 0)
		return 1;
	if (open(path, O_RDONLY | O_CLOEXEC) >= 0)
		return 2;
	if (chown(acts_roots_file(), 65534, 65534) == 0)
		return 3;
	if (setresuid(65534, 65534, 65534) == 0)
		return 4;
	if (mknod("/tmp/inkast-device", S_IFCHR | 0600, 0x103) == 0)
		return 5;
	return prctl(PR_GET_DUMPABLE) == 0 ? 0 : 6;
}

static void
root_becomes_the_account_and_cannot_return(void **state)
{
	(void)state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(drop_in_child("nobody", is_nobody_for_good), 0);
}

static void
root_without_an_account_keeps_its_number_and_no_power(void **state)
{
	(void)state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(drop_in_child("", has_no_root_powers), 0);
}

static void
an_account_that_is_none_or_is_root_is_refused(void **state)
{
	(void)state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(drop_in_child("no-such-account", works), ENOENT);
	assert_int_equal(drop_in_child("root", works), EINVAL);
}

static void
raised_limits_are_at_least_what_was_asked_or_the_hard_ones(void **state)
{
	struct rlimit before, after;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_MEMLOCK, &before), 0);
	sandbox_limits_raise((size_t)16 << 20, 512);
	assert_int_equal(getrlimit(RLIMIT_MEMLOCK, &after), 0);
	assert_true(after.rlim_cur >= ((rlim_t)16 << 20) ||
		    after.rlim_cur == before.rlim_max);
	assert_true(after.rlim_max >= before.rlim_max);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &after), 0);
	assert_true(after.rlim_cur >= 512 || after.rlim_cur == after.rlim_max);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		the_supervisor_may_start_programs_and_open_no_socket),
	    cmocka_unit_test(the_front_may_start_threads_and_open_nothing),
	    cmocka_unit_test(the_serving_front_may_only_serve),
	    cmocka_unit_test(the_vault_may_only_use_its_folder),
	    cmocka_unit_test(the_admin_tool_may_use_files_and_no_network),
	    cmocka_unit_test(the_officers_tool_may_use_files_and_no_network),
	    cmocka_unit_test(without_a_sandbox_no_act_is_refused),
	    cmocka_unit_test(the_second_stage_holds_threads_that_run_already),
	    cmocka_unit_test(a_role_may_drop_what_inkastd_has_dropped),
	    cmocka_unit_test(landlock_is_enforced_as_far_as_this_kernel_goes),
	    cmocka_unit_test(root_becomes_the_account_and_cannot_return),
	    cmocka_unit_test(
		root_without_an_account_keeps_its_number_and_no_power),
	    cmocka_unit_test(an_account_that_is_none_or_is_root_is_refused),
	    cmocka_unit_test(
		raised_limits_are_at_least_what_was_asked_or_the_hard_ones),
	};

	return cmocka_run_group_tests(tests, acts_set_up, acts_tear_down);
}
