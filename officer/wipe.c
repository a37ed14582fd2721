/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Overwrite and remove.
 */
#include "officer/wipe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "crypto/core/hash.h"

/* A file system's block: the last one is overwritten to its end, where an
 * earlier, longer content may stand. */
#define BLOCK 4096

int
wipe_open(struct wipe *w, const char *path)
{
	struct stat st;
	/* Non-blocking: a pipe must not make us wait; it is refused then. */
	int fd =
	    open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	*w = (struct wipe){.fd = -1};
	if (fd < 0)
		return -errno;
	int r = fstat(fd, &st) < 0     ? -errno
		: !S_ISREG(st.st_mode) ? -ENOTSUP
		: st.st_nlink != 1     ? -EMLINK
				       : 0;
	if (r < 0) {
		close(fd);
		return r;
	}
	*w = (struct wipe){.fd = fd,
	    .device = st.st_dev,
	    .inode = st.st_ino,
	    .size = st.st_size};
	return 0;
}

bool
wipe_is_named(const struct wipe *w, const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && st.st_dev == w->device &&
	       st.st_ino == w->inode;
}

void
wipe_close(struct wipe *w)
{
	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
}

static int
overwrite(int fd, off_t size)
{
	uint8_t noise[BLOCK];
	int r = 0;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return -errno;
	for (off_t at = 0; r == 0 && at < size; at += BLOCK) {
		random_bytes(noise, sizeof noise);
		r = io_write(fd, noise, sizeof noise);
	}
	/* Before it is cut: what is cut from a file need not be written. */
	if (r == 0 && fsync(fd) < 0)
		r = -errno;
	if (r == 0 && ftruncate(fd, 0) < 0)
		r = -errno;
	if (r == 0 && fsync(fd) < 0)
		r = -errno;
	return r;
}

/* The folder that a path's last part stands in. */
static int
open_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL   ? strdup(".")
		       : slash == path ? strdup("/")
				       : strndup(path, (size_t)(slash - path));

	if (folder == NULL)
		return -ENOMEM;
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		fd = -errno;
	free(folder);
	return fd;
}

int
wipe_run(struct wipe *w, const char *path)
{
	int folder = open_folder(path);

	if (folder < 0)
		return folder;
	int r = overwrite(w->fd, w->size);
	if (r == 0 &&
	    (!wipe_is_named(w, path) || unlink(path) < 0 || fsync(folder) < 0))
		r = 1;
	close(folder);
	return r;
}
