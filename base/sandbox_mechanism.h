/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the kernel offers to give rights away: Landlock for files, network and
 * signals, seccomp for system calls. Which role gives away what is
 * sandbox_policy.c. Private to the sandbox.
 */
#ifndef INKAST_BASE_SANDBOX_MECHANISM_H
#define INKAST_BASE_SANDBOX_MECHANISM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Landlock rights (kernel: Documentation/userspace-api/landlock.rst). Debian
 * 12's header ends at REFER, so the constants stand here. */
enum landlock_fs {
	LANDLOCK_EXECUTE = 1 << 0,
	LANDLOCK_WRITE_FILE = 1 << 1,
	LANDLOCK_READ_FILE = 1 << 2,
	LANDLOCK_READ_DIR = 1 << 3,
	LANDLOCK_REMOVE_DIR = 1 << 4,
	LANDLOCK_REMOVE_FILE = 1 << 5,
	LANDLOCK_MAKE_CHAR = 1 << 6,
	LANDLOCK_MAKE_DIR = 1 << 7,
	LANDLOCK_MAKE_REG = 1 << 8,
	LANDLOCK_MAKE_SOCK = 1 << 9,
	LANDLOCK_MAKE_FIFO = 1 << 10,
	LANDLOCK_MAKE_BLOCK = 1 << 11,
	LANDLOCK_MAKE_SYM = 1 << 12,
	LANDLOCK_REFER = 1 << 13,     /* ABI 2 */
	LANDLOCK_TRUNCATE = 1 << 14,  /* ABI 3 */
	LANDLOCK_IOCTL_DEV = 1 << 15, /* ABI 5 */
};
#define LANDLOCK_ALL 0xffffU

/* A folder (or file) in which some rights stay. */
struct landlock_place {
	int fd;
	uint64_t rights;
};

/* From here on this thread and what it starts has, of the rights in fs, only
 * those of the places, no TCP bind or connect, and reaches no abstract socket
 * and no process outside. What the kernel's ABI does not know is left out; on a
 * kernel without Landlock nothing happens. Needs no_new_privs. 0 or a negated
 * errno. */
int landlock_enforce(uint64_t fs, const struct landlock_place *places, size_t n)
    __attribute__((warn_unused_result));

/* How a seccomp filter answers. */
struct filter {
	uint32_t fallback; /* SCMP_ACT_...: what is in no list */
	const int *allow;  /* SCMP_SYS(...), ended by FILTER_END */
	const int *refuse; /* EACCES: what libraries try innocently */
	bool threads;      /* clone for a thread, never for a process */
	bool name_threads; /* prctl(PR_SET_NAME) */
	bool terminal;     /* ioctl that reads and sets a terminal's state */
	bool files_mapped; /* mmap of files, not only of fresh memory */
	bool every_thread; /* TSYNC: also the threads that run already */
};
#define FILTER_END INT32_MAX

/* Load it, for good. Whatever the lists say: memory is never executable,
 * clone3 does not exist (glibc then takes clone, whose flags can be read),
 * limits are changed for nobody else. 0 or a negated errno. */
int filter_load(const struct filter *f)
    __attribute__((nonnull, warn_unused_result));

/* The opposite, for who must still start programs of every kind: all but these
 * calls, which get EPERM, and all but new namespaces. */
int filter_load_without(const int *refuse)
    __attribute__((nonnull, warn_unused_result));

#endif
