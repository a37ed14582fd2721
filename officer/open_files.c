/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Opened tips as files. Names inside a container were checked against a fixed
 * pattern (FORMAT 2.3): no "..", no leading dot or slash.
 */
#include "officer/open_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/io.h"

int
files_begin(const char *dir)
{
	struct stat st;

	if (mkdir(dir, 0700) == 0)
		return 0;
	if (errno != EEXIST)
		return -errno;
	if (stat(dir, &st) < 0)
		return -errno;
	return S_ISDIR(st.st_mode) ? 0 : -ENOTDIR;
}

/* Make each folder that a member's name passes through, outermost first. */
static int
make_folders(int dir, char *name)
{
	for (char *slash = strchr(name, '/'); slash != NULL;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		int r = mkdirat(dir, name, 0700);
		*slash = '/';
		if (r < 0 && errno != EEXIST)
			return -errno;
	}
	return 0;
}

static int
write_member(int dir, const struct container_member *m)
{
	char name[TAR_NAME_MAX];

	memcpy(name, m->name, sizeof name);
	int r = make_folders(dir, name);
	if (r < 0)
		return r;
	int fd = openat(dir, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	r = io_write(fd, m->content, m->size);
	if (r == 0 && fsync(fd) < 0)
		r = -errno;
	close(fd);
	return r;
}

/* Remove what write_member made of a container, files first. */
static void
remove_all(int dir, const struct container *c)
{
	char name[TAR_NAME_MAX];

	for (size_t i = 0; i < c->n; i++)
		(void)unlinkat(dir, c->members[i].name, 0);
	for (size_t i = 0; i < c->n; i++) {
		memcpy(name, c->members[i].name, sizeof name);
		for (char *slash = strrchr(name, '/'); slash != NULL;
		     slash = strrchr(name, '/')) {
			*slash = '\0';
			(void)unlinkat(dir, name, AT_REMOVEDIR);
		}
	}
}

static int
write_all(const char *temp, const char *path, const struct container *c)
{
	int dir = open(temp, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int r = dir < 0 ? -errno : 0;

	for (size_t i = 0; r == 0 && i < c->n; i++)
		r = interrupt_pending() != 0
			? -EINTR
			: write_member(dir, &c->members[i]);
	if (r == 0 && fsync(dir) < 0)
		r = -errno;
	if (r == 0 &&
	    renameat2(AT_FDCWD, temp, AT_FDCWD, path, RENAME_NOREPLACE) < 0)
		r = -errno;
	if (r < 0 && dir >= 0)
		remove_all(dir, c);
	if (r < 0)
		(void)rmdir(temp);
	if (dir >= 0)
		close(dir);
	return r;
}

/* What an end without clean-up, of the power say, left of this tip: a folder of
 * ours under the temporary name. Files that are no members of the tip are kept,
 * and then the folder stays in the way. */
static int
remove_stale(const char *temp, const struct container *c)
{
	struct stat st;

	if (lstat(temp, &st) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (!S_ISDIR(st.st_mode) || st.st_uid != geteuid())
		return -EEXIST;
	int dir = open(temp, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (dir < 0)
		return -errno;
	remove_all(dir, c);
	close(dir);
	return rmdir(temp) < 0 ? -errno : 0;
}

static int
write_new(const char *temp, const char *path, const struct container *c)
{
	int r = remove_stale(temp, c);

	if (r == 0 && mkdir(temp, 0700) < 0)
		r = -errno;
	return r < 0 ? r : write_all(temp, path, c);
}

/* Whether a folder is there under a name that only a whole tip gets. 0, 1, or
 * -EEXIST when it is something else. */
static int
is_there(const char *path)
{
	struct stat st;

	if (lstat(path, &st) < 0)
		return errno == ENOENT ? 0 : -errno;
	return S_ISDIR(st.st_mode) ? 1 : -EEXIST;
}

int
files_write(const char *dir, const struct tip *t)
{
	const char *kind = t->warning == NULL ? "" : FILES_ALTERED;
	char *path = NULL;
	char *temp = NULL;
	int r = -ENOMEM;

	if (asprintf(&path, "%s/%s%s", dir, t->id, kind) < 0)
		path = NULL;
	if (asprintf(&temp, "%s/.%s.part", dir, t->id) < 0)
		temp = NULL;
	if (path != NULL && temp != NULL)
		r = is_there(path);
	if (r == 0)
		r = write_new(temp, path, &t->container);
	free(path);
	free(temp);
	return r;
}
