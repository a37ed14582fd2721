/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The roles side by side: what each may still do. A call that stands in no list
 * kills the process. What libraries try innocently (glibc opens a time zone or
 * asks a name service) gets EACCES instead, and gives us the forbidden act to
 * try at the end.
 */
#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/sandbox_mechanism.h"

/* Memory, time, signals, waiting: what any C program does. */
#define CALLS_ANY                                                              \
	SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),  \
	    SCMP_SYS(mlock), SCMP_SYS(mlock2), SCMP_SYS(munlock),              \
	    SCMP_SYS(futex), SCMP_SYS(getrandom), SCMP_SYS(clock_gettime),     \
	    SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),    \
	    SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep),                    \
	    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction),                  \
	    SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigtimedwait),                 \
	    SCMP_SYS(rt_sigsuspend), SCMP_SYS(sigaltstack), SCMP_SYS(pause),   \
	    SCMP_SYS(restart_syscall), SCMP_SYS(sched_yield),                  \
	    SCMP_SYS(sched_getaffinity), SCMP_SYS(getpid), SCMP_SYS(gettid),   \
	    SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid),             \
	    SCMP_SYS(getegid), SCMP_SYS(getrlimit), SCMP_SYS(uname),           \
	    SCMP_SYS(sysinfo), SCMP_SYS(exit), SCMP_SYS(exit_group)

/* Descriptors that are open already. */
#define CALLS_OPEN_FD                                                          \
	SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(write), SCMP_SYS(writev),    \
	    SCMP_SYS(close), SCMP_SYS(fcntl), SCMP_SYS(poll), SCMP_SYS(ppoll), \
	    SCMP_SYS(select), SCMP_SYS(pselect6)

/* The channel between front and vault, and epoll for who likes it. */
#define CALLS_CHANNEL                                                          \
	SCMP_SYS(recvfrom), SCMP_SYS(recvmsg), SCMP_SYS(sendto),               \
	    SCMP_SYS(sendmsg), SCMP_SYS(shutdown), SCMP_SYS(setsockopt),       \
	    SCMP_SYS(getsockopt), SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait), \
	    SCMP_SYS(epoll_ctl)

/* Whatever could reach a file by its name. */
#define CALLS_BY_NAME                                                          \
	SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(openat2), SCMP_SYS(creat),  \
	    SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(newfstatat),             \
	    SCMP_SYS(statx), SCMP_SYS(access), SCMP_SYS(faccessat),            \
	    SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat)

/* Threads begin: what pthread_create and the new thread itself call. */
#define CALLS_NEW_THREAD                                                       \
	SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(set_tid_address)

/* Files: reading, writing, syncing, locking, looking, removing. */
#define CALLS_FILES                                                            \
	SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(lseek), SCMP_SYS(pread64),  \
	    SCMP_SYS(pwrite64), SCMP_SYS(preadv), SCMP_SYS(pwritev),           \
	    SCMP_SYS(fsync), SCMP_SYS(fdatasync), SCMP_SYS(ftruncate),         \
	    SCMP_SYS(fallocate), SCMP_SYS(fadvise64), SCMP_SYS(flock),         \
	    SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(fstat),                  \
	    SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(statfs),           \
	    SCMP_SYS(fstatfs), SCMP_SYS(access), SCMP_SYS(faccessat),          \
	    SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat),    \
	    SCMP_SYS(getcwd), SCMP_SYS(getdents64), SCMP_SYS(unlink),          \
	    SCMP_SYS(unlinkat), SCMP_SYS(fchmod), SCMP_SYS(fchown),            \
	    SCMP_SYS(utimensat), SCMP_SYS(umask)

/* What the tools of admins and officers do besides. */
#define CALLS_TOOL                                                             \
	SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(rmdir), SCMP_SYS(rename), \
	    SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(link),           \
	    SCMP_SYS(linkat), SCMP_SYS(truncate), SCMP_SYS(chmod),             \
	    SCMP_SYS(fchmodat), SCMP_SYS(chdir), SCMP_SYS(fchdir),             \
	    SCMP_SYS(syncfs), SCMP_SYS(sync_file_range),                       \
	    SCMP_SYS(copy_file_range), SCMP_SYS(sendfile), SCMP_SYS(dup),      \
	    SCMP_SYS(dup2), SCMP_SYS(dup3), SCMP_SYS(pipe2),                   \
	    SCMP_SYS(setitimer), SCMP_SYS(alarm), SCMP_SYS(getppid),           \
	    SCMP_SYS(getpgrp), SCMP_SYS(mlockall), SCMP_SYS(munlockall),       \
	    SCMP_SYS(signalfd4), SCMP_SYS(eventfd2)

/* The forbidden acts. 0 when the act failed as it should. */
static int
verify_no_files(void)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 && errno == EACCES)
		return 0;
	if (fd >= 0)
		close(fd);
	return -EPERM;
}

static int
verify_no_sockets(int error)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 && errno == error)
		return 0;
	if (fd >= 0)
		close(fd);
	return -EPERM;
}

/* With no file at all the kernel itself would say EFAULT. */
static int
verify_no_exec(void)
{
	if (syscall(SYS_execve, NULL, NULL, NULL) < 0 && errno == EPERM)
		return 0;
	return -EPERM;
}

int
sandbox_supervisor(void)
{
	/* Its children load libraries, look up accounts and set up sandboxes of
	 * their own, and inherit this: so a list of what none of them needs. */
	static const int refuse[] = {SCMP_SYS(socket), SCMP_SYS(bind),
	    SCMP_SYS(listen), SCMP_SYS(connect), SCMP_SYS(ptrace),
	    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
	    SCMP_SYS(process_madvise), SCMP_SYS(kcmp), SCMP_SYS(pidfd_getfd),
	    SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd),
	    SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter),
	    SCMP_SYS(io_uring_register), SCMP_SYS(keyctl), SCMP_SYS(add_key),
	    SCMP_SYS(request_key), SCMP_SYS(mount), SCMP_SYS(umount2),
	    SCMP_SYS(move_mount), SCMP_SYS(open_tree), SCMP_SYS(fsopen),
	    SCMP_SYS(fsmount), SCMP_SYS(fspick), SCMP_SYS(fsconfig),
	    SCMP_SYS(mount_setattr), SCMP_SYS(pivot_root), SCMP_SYS(chroot),
	    SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(open_by_handle_at),
	    SCMP_SYS(init_module), SCMP_SYS(finit_module),
	    SCMP_SYS(delete_module), SCMP_SYS(kexec_load),
	    SCMP_SYS(kexec_file_load), SCMP_SYS(reboot), SCMP_SYS(swapon),
	    SCMP_SYS(swapoff), SCMP_SYS(acct), SCMP_SYS(quotactl),
	    SCMP_SYS(settimeofday), SCMP_SYS(clock_settime),
	    SCMP_SYS(clock_adjtime), SCMP_SYS(adjtimex), SCMP_SYS(sethostname),
	    SCMP_SYS(setdomainname), SCMP_SYS(iopl), SCMP_SYS(ioperm),
	    SCMP_SYS(personality), SCMP_SYS(syslog), SCMP_SYS(vhangup),
	    FILTER_END};
	/* Files stay as they are; TCP, foreign processes and abstract sockets
	 * go. The listening socket is open already. */
	int r = landlock_enforce(0, NULL, 0);

	if (r == 0)
		r = filter_load_without(refuse);
	return r != 0 ? r : verify_no_sockets(EPERM);
}

int
sandbox_front_start(void)
{
	static const int allow[] = {CALLS_ANY, CALLS_OPEN_FD, CALLS_CHANNEL,
	    CALLS_NEW_THREAD, SCMP_SYS(accept4), SCMP_SYS(accept),
	    SCMP_SYS(epoll_create1), SCMP_SYS(eventfd2), SCMP_SYS(pipe2),
	    SCMP_SYS(signalfd4), SCMP_SYS(getsockname), SCMP_SYS(listen),
	    /* The second stage. */
	    SCMP_SYS(seccomp), FILTER_END};
	static const int refuse[] = {CALLS_BY_NAME, SCMP_SYS(fstat),
	    SCMP_SYS(socket), SCMP_SYS(landlock_create_ruleset), FILTER_END};
	static const struct filter filter = {
	    .fallback = SCMP_ACT_KILL_PROCESS,
	    .allow = allow,
	    .refuse = refuse,
	    .threads = true,
	    .name_threads = true,
	};
	int r = landlock_enforce(LANDLOCK_ALL, NULL, 0);

	/* Landlock by itself, while seccomp cannot answer for it. */
	if (r == 0 && sandbox_landlock_abi() > 0)
		r = verify_no_files();
	if (r == 0)
		r = filter_load(&filter);
	if (r == 0)
		r = verify_no_files();
	return r != 0 ? r : verify_no_sockets(EACCES);
}

int
sandbox_front_steady(void)
{
	static const int allow[] = {CALLS_ANY, CALLS_OPEN_FD, CALLS_CHANNEL,
	    /* The last thread may have been cloned, but not run yet. */
	    CALLS_NEW_THREAD, SCMP_SYS(accept4), FILTER_END};
	static const int refuse[] = {CALLS_BY_NAME, SCMP_SYS(fstat),
	    SCMP_SYS(socket), SCMP_SYS(prctl),
	    SCMP_SYS(landlock_create_ruleset), FILTER_END};
	static const struct filter filter = {
	    .fallback = SCMP_ACT_KILL_PROCESS,
	    .allow = allow,
	    .refuse = refuse,
	    .every_thread = true,
	};
	int r = filter_load(&filter);

	/* The first stage still let a thread have a name. */
	if (r == 0 && prctl(PR_SET_NAME, "inkast-front", 0, 0, 0) == 0)
		r = -EPERM;
	if (r == 0)
		r = verify_no_files();
	return r != 0 ? r : verify_no_sockets(EACCES);
}

int
sandbox_vault(int store_dir)
{
	static const int allow[] = {CALLS_ANY, CALLS_OPEN_FD, CALLS_CHANNEL,
	    CALLS_FILES, SCMP_SYS(epoll_create1), SCMP_SYS(eventfd2),
	    SCMP_SYS(signalfd4), SCMP_SYS(timerfd_create),
	    SCMP_SYS(timerfd_settime), FILTER_END};
	static const int refuse[] = {
	    SCMP_SYS(socket), SCMP_SYS(landlock_create_ruleset), FILTER_END};
	static const struct filter filter = {
	    .fallback = SCMP_ACT_KILL_PROCESS,
	    .allow = allow,
	    .refuse = refuse,
	    .files_mapped = true,
	};
	struct landlock_place places[] = {
	    {store_dir, LANDLOCK_READ_FILE | LANDLOCK_WRITE_FILE |
			    LANDLOCK_READ_DIR | LANDLOCK_MAKE_REG |
			    LANDLOCK_REMOVE_FILE | LANDLOCK_TRUNCATE},
	    /* SQLite seeds its generator from here and would take the time of
	     * day instead. */
	    {open("/dev/urandom", O_PATH | O_CLOEXEC), LANDLOCK_READ_FILE},
	};
	size_t n = places[1].fd < 0 ? 1 : 2;
	int r = landlock_enforce(LANDLOCK_ALL, places, n);

	if (n == 2)
		close(places[1].fd);
	if (r == 0 && sandbox_landlock_abi() > 0)
		r = verify_no_files();
	if (r == 0)
		r = filter_load(&filter);
	return r != 0 ? r : verify_no_sockets(EACCES);
}

/* Both tools run where the account's rights decide about files, on terminals
 * and C libraries that we have not met: a call that is in no list fails with
 * EPERM, and the tool says so, instead of dying over half a report. */
static int
sandbox_tool(void)
{
	static const int allow[] = {CALLS_ANY, CALLS_OPEN_FD, CALLS_FILES,
	    CALLS_TOOL, CALLS_NEW_THREAD, FILTER_END};
	static const int refuse[] = {SCMP_SYS(socket), FILTER_END};
	static const struct filter filter = {
	    .fallback = SCMP_ACT_ERRNO(EPERM),
	    .allow = allow,
	    .refuse = refuse,
	    .threads = true,
	    .name_threads = true,
	    .terminal = true,
	    .files_mapped = true,
	};
	int r = 0;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return -errno;
	r = landlock_enforce(LANDLOCK_EXECUTE, NULL, 0);
	if (r == 0)
		r = filter_load(&filter);
	if (r == 0)
		r = verify_no_exec();
	return r != 0 ? r : verify_no_sockets(EACCES);
}

int
sandbox_admin(void)
{
	return sandbox_tool();
}

int
sandbox_officer(void)
{
	return sandbox_tool();
}
