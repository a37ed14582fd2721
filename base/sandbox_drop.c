/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The one function in which privileges drop, and the proof that they did.
 */
#include "base/sandbox.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What getpwnam_r may need for one line of passwd; the usual hint. */
#define PASSWD_LINE 16384

/* Version 3 of the capability calls takes two structs of 32 bits each. */
#define CAP_WORDS _LINUX_CAPABILITY_U32S_3

struct account {
	uid_t uid;
	gid_t gid;
};

static int
find_account(const char *user, struct account *out)
{
	struct passwd pw, *found = NULL;
	char *line = malloc(PASSWD_LINE);

	if (line == NULL)
		return -ENOMEM;
	int r = -getpwnam_r(user, &pw, line, PASSWD_LINE, &found);
	if (r == 0 && found == NULL)
		r = -ENOENT;
	/* An account that is root by another name would drop nothing. */
	if (r == 0 && (pw.pw_uid == 0 || pw.pw_gid == 0))
		r = -EINVAL;
	if (r == 0)
		*out = (struct account){.uid = pw.pw_uid, .gid = pw.pw_gid};
	free(line);
	return r;
}

static int
caps_get(struct __user_cap_data_struct caps[static CAP_WORDS])
{
	struct __user_cap_header_struct head = {
	    .version = _LINUX_CAPABILITY_VERSION_3};

	return syscall(SYS_capget, &head, caps) == 0 ? 0 : -errno;
}

static int
caps_set(const struct __user_cap_data_struct caps[static CAP_WORDS])
{
	struct __user_cap_header_struct head = {
	    .version = _LINUX_CAPABILITY_VERSION_3};

	return syscall(SYS_capset, &head, caps) == 0 ? 0 : -errno;
}

/* Empty the bounding set: without it uid 0 would get every capability back at
 * the next exec. What inkastd has dropped is gone for its roles too, and they
 * may no longer ask to drop it. The kernel says EINVAL after its last
 * capability, EPERM to who may not (an ordinary user, who has nothing to gain
 * from exec as no_new_privs is set). */
static int
drop_bounding_set(void)
{
	for (unsigned long cap = 0;; cap++) {
		int has = prctl(PR_CAPBSET_READ, cap, 0, 0, 0);
		if (has < 0)
			return errno == EINVAL ? 0 : -errno;
		if (has == 0 || prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) == 0)
			continue;
		return errno == EPERM && geteuid() != 0 ? 0 : -errno;
	}
}

static int
become(const struct account *a)
{
	if (setgroups(0, NULL) != 0 || setresgid(a->gid, a->gid, a->gid) != 0 ||
	    setresuid(a->uid, a->uid, a->uid) != 0)
		return -errno;
	return 0;
}

static int
drop_capabilities(void)
{
	struct __user_cap_data_struct none[CAP_WORDS] = {{0}};

	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0 &&
	    errno != EINVAL)
		return -errno;
	return caps_set(none);
}

static int
close_for_good(void)
{
	const struct rlimit no_core = {0};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
	    setrlimit(RLIMIT_CORE, &no_core) != 0)
		return -errno;
	return 0;
}

/* Neither the account nor a capability comes back. */
static int
verify(const struct account *a)
{
	struct __user_cap_data_struct caps[CAP_WORDS];
	uid_t r, e, s;

	if (caps_get(caps) != 0)
		return -EPERM;
	for (size_t i = 0; i < CAP_WORDS; i++)
		if ((caps[i].effective | caps[i].permitted |
			caps[i].inheritable) != 0)
			return -EPERM;
	if (geteuid() == 0 &&
	    prctl(PR_CAPBSET_READ, CAP_SYS_ADMIN, 0, 0, 0) != 0)
		return -EPERM;
	/* The forbidden acts: take a capability, take a group, be root. */
	caps[0].permitted = 1U << CAP_CHOWN;
	if (caps_set(caps) == 0 || setgroups(0, NULL) == 0)
		return -EPERM;
	if (a->uid == 0)
		return 0;
	if (setresuid(0, 0, 0) == 0 || setresgid(0, 0, 0) == 0)
		return -EPERM;
	if (getresuid(&r, &e, &s) != 0 || r != a->uid || e != a->uid ||
	    s != a->uid)
		return -EPERM;
	return 0;
}

int
sandbox_drop_privileges(const char *user)
{
	struct account account = {0, 0};
	int r = 0;

	if (geteuid() == 0 && user[0] != '\0')
		r = find_account(user, &account);
	if (r == 0)
		r = drop_bounding_set();
	if (r == 0 && account.uid != 0)
		r = become(&account);
	if (r == 0)
		r = drop_capabilities();
	if (r == 0)
		r = close_for_good();
	return r != 0 ? r : verify(&account);
}
