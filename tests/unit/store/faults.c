/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Writing calls, counted and made to fail.
 */
#include "tests/unit/store/faults.h"

#include <errno.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static struct faults seen;
static unsigned fail_at;
static int fail_error;
static bool fail_stuck;

void
faults_set(unsigned nth, int error, bool stuck)
{
	seen = (struct faults){0};
	fail_at = nth;
	fail_error = error;
	fail_stuck = stuck;
}

struct faults
faults_seen(void)
{
	return seen;
}

static bool
must_fail(void)
{
	seen.calls++;
	if (fail_at == 0 || seen.calls < fail_at ||
	    (seen.calls > fail_at && !fail_stuck))
		return false;
	seen.fired++;
	errno = fail_error;
	return true;
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	if (must_fail())
		return -1;
	return syscall(SYS_pwrite64, fd, p, n, at);
}

int
fdatasync(int fd)
{
	seen.syncs++;
	/* The disk is not asked: these tests end processes, not power. */
	(void)fd;
	return must_fail() ? -1 : 0;
}

int
ftruncate64(int fd, off64_t len)
{
	if (must_fail())
		return -1;
	return (int)syscall(SYS_ftruncate, fd, len);
}

int
fsync(int fd)
{
	(void)fd;
	return 0;
}
