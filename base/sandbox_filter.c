/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * seccomp filters, built by libseccomp from lists of calls.
 */
#include "base/sandbox_mechanism.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <termios.h>

/* What pthread_create asks of clone, and what no thread of ours asks. */
#define CLONE_THREAD_FLAGS                                                     \
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |    \
	    CLONE_SYSVSEM)
#define CLONE_NEW_FLAGS                                                        \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |         \
	    CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)

/* Of a series of adds the first failure is kept. */
static void
add(int *result, int r)
{
	if (*result == 0)
		*result = r;
}

static int
add_list(scmp_filter_ctx ctx, uint32_t action, const int *calls)
{
	int r = 0;

	/* A call that this machine's architecture lacks is left out. */
	for (size_t i = 0; calls != NULL && calls[i] != FILTER_END; i++)
		add(&r, seccomp_rule_add(ctx, action, calls[i], 0));
	return r;
}

/* An argument whose bits under mask have this value. libseccomp's own macros
 * leave a field out, which clang's strict warnings refuse. */
static struct scmp_arg_cmp
bits(unsigned arg, uint64_t mask, uint64_t value)
{
	return (struct scmp_arg_cmp){.arg = arg,
	    .op = SCMP_CMP_MASKED_EQ,
	    .datum_a = mask,
	    .datum_b = value};
}

static struct scmp_arg_cmp
equals(unsigned arg, uint64_t value)
{
	return bits(arg, UINT64_MAX, value);
}

static int
allow_if(scmp_filter_ctx ctx, int call, struct scmp_arg_cmp condition)
{
	return seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW, call, 1, &condition);
}

/* isatty and stdio ask innocently what a descriptor is: they are told that it
 * is no terminal, or may handle one. */
static int
add_ioctls(scmp_filter_ctx ctx, bool terminal)
{
	static const unsigned long calls[] = {
	    TCGETS, TCSETS, TCSETSW, TCSETSF, TIOCGWINSZ, TIOCGPGRP};
	int r = 0;

	if (!terminal)
		return seccomp_rule_add(
		    ctx, SCMP_ACT_ERRNO(ENOTTY), SCMP_SYS(ioctl), 0);
	for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
		add(&r, allow_if(ctx, SCMP_SYS(ioctl), equals(1, calls[i])));
	return r;
}

/* Calls that are good or bad by their arguments. */
static int
add_conditions(scmp_filter_ctx ctx, const struct filter *f)
{
	const uint64_t kind = f->files_mapped ? 0 : MAP_ANONYMOUS;
	const struct scmp_arg_cmp map[] = {
	    bits(2, PROT_EXEC, 0), bits(3, kind, kind)};
	int r =
	    seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, map);

	add(&r, allow_if(ctx, SCMP_SYS(mprotect), bits(2, PROT_EXEC, 0)));
	add(&r, allow_if(ctx, SCMP_SYS(prlimit64), equals(0, 0)));
	if (f->threads)
		add(&r, allow_if(ctx, SCMP_SYS(clone),
			    bits(0, CLONE_THREAD_FLAGS | CLONE_NEW_FLAGS,
				CLONE_THREAD_FLAGS)));
	if (f->name_threads)
		add(&r, allow_if(ctx, SCMP_SYS(prctl), equals(0, PR_SET_NAME)));
	add(&r, add_ioctls(ctx, f->terminal));
	return r;
}

/* Attributes that every filter has. no_new_privs is already set, and to set it
 * again could already be forbidden. */
static int
set_attributes(scmp_filter_ctx ctx)
{
	int r = 0;

	add(&r, seccomp_attr_set(ctx, SCMP_FLTATR_CTL_NNP, 0));
	add(&r, seccomp_attr_set(
		    ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS));
	/* 2: a binary tree; lists of 80 calls are asked for every call. */
	add(&r, seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2));
	add(&r,
	    seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0));
	return r;
}

int
filter_load(const struct filter *f)
{
	scmp_filter_ctx ctx = seccomp_init(f->fallback);
	int r;

	if (ctx == NULL)
		return -ENOMEM;
	r = set_attributes(ctx);
	add(&r, add_list(ctx, SCMP_ACT_ALLOW, f->allow));
	add(&r, add_list(ctx, SCMP_ACT_ERRNO(EACCES), f->refuse));
	add(&r, add_conditions(ctx, f));
	if (f->every_thread)
		add(&r, seccomp_attr_set(ctx, SCMP_FLTATR_CTL_TSYNC, 1));
	add(&r, r == 0 ? seccomp_load(ctx) : r);
	seccomp_release(ctx);
	return r;
}

int
filter_load_without(const int *refuse)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	int r;

	if (ctx == NULL)
		return -ENOMEM;
	r = set_attributes(ctx);
	add(&r, add_list(ctx, SCMP_ACT_ERRNO(EPERM), refuse));
	const struct scmp_arg_cmp user = bits(0, CLONE_NEWUSER, CLONE_NEWUSER);
	add(&r, seccomp_rule_add_array(
		    ctx, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, &user));
	add(&r, r == 0 ? seccomp_load(ctx) : r);
	seccomp_release(ctx);
	return r;
}
