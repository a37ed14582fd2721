/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Making a new store: whole under its name, or not there at all.
 */
#include "gateway/store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define NEW_FILE STORE_FILE ".new"

static int
system_error(void)
{
	switch (errno) {
	case ENOENT:
		return STORE_E_MISSING;
	case EEXIST:
		return STORE_E_EXISTS;
	case ENOSPC:
	case EDQUOT:
		return STORE_E_FULL;
	default:
		return STORE_E_IO;
	}
}

/* An empty file for its owner only. Made by root for a service's folder, it is
 * the service's; SQLite gives the files that it adds the same owner and mode.
 */
static int
make_file(int dir)
{
	struct stat st;

	/* What a run that was cut off left behind is not a store. */
	(void)unlinkat(dir, NEW_FILE, 0);
	int fd = openat(dir, NEW_FILE,
	    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return system_error();
	int r = STORE_OK;
	if (fstat(dir, &st) < 0 || fchmod(fd, 0600) < 0 ||
	    (geteuid() == 0 && fchown(fd, st.st_uid, st.st_gid) < 0))
		r = system_error();
	close(fd);
	return r;
}

/* Page size first (it cannot change later), the log last (from then on it
 * cannot either). */
static int
fill(struct store *s, const char *path)
{
	static const enum sql_id steps[] = {
	    SQL_SET_PAGE_SIZE,
	    SQL_SET_APPLICATION,
	    SQL_SET_VERSION,
	    SQL_CREATE,
	    SQL_CREATE_KEYRING,
	    SQL_SET_JOURNAL,
	};
	int r = store_connect(s, path, NEW_FILE, false);

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (r == STORE_OK)
			r = store_run(s, steps[i]);
	}
	store_disconnect(s);
	return r;
}

static int
sync_file(int dir)
{
	int fd = openat(dir, NEW_FILE, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return system_error();
	int r = fsync(fd) < 0 ? system_error() : STORE_OK;
	close(fd);
	return r;
}

int
store_create(const char *dir)
{
	struct store s = {.who = SQL_BY_CREATOR, .dir = -1};
	int r;

	s.dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s.dir < 0)
		return system_error();
	/* Asked before anything is made; renameat2 asks again. */
	if (faccessat(s.dir, STORE_FILE, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
		close(s.dir);
		return STORE_E_EXISTS;
	}
	r = make_file(s.dir);
	if (r == STORE_OK)
		r = fill(&s, dir);
	if (r == STORE_OK)
		r = sync_file(s.dir);
	if (r == STORE_OK &&
	    renameat2(s.dir, NEW_FILE, s.dir, STORE_FILE, RENAME_NOREPLACE) < 0)
		r = system_error();
	if (r != STORE_OK)
		(void)unlinkat(s.dir, NEW_FILE, 0);
	else if (fsync(s.dir) < 0)
		r = system_error();
	store_blur_times(s.dir);
	close(s.dir);
	return r;
}
