/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * File and descriptor I/O.
 */
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One read's worth: what a pipe holds, and small beside any file of ours. */
#define IO_PIECE 65536

int
io_write(int fd, const void *p, size_t n)
{
	const uint8_t *from = p;

	while (n > 0) {
		ssize_t w = write(fd, from, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return -errno;
		from += w;
		n -= (size_t)w;
	}
	return 0;
}

ssize_t
io_read(int fd, void *p, size_t n)
{
	uint8_t *to = p;
	size_t have = 0;

	while (have < n) {
		ssize_t r = read(fd, to + have, n - have);
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return -errno;
		if (r == 0)
			break;
		have += (size_t)r;
	}
	return (ssize_t)have;
}

int
io_read_fd(int fd, struct buf *b)
{
	for (;;) {
		size_t room = b->max - b->len;
		size_t piece = room < IO_PIECE ? room : IO_PIECE;
		uint8_t more;

		if (piece == 0) {
			/* Full: one byte more tells "fits" from "too long". */
			ssize_t r = io_read(fd, &more, 1);
			return r < 0 ? (int)r : r == 0 ? 0 : -EFBIG;
		}
		if (buf_reserve(b, b->len + piece) != BUF_OK)
			return -ENOMEM;
		ssize_t r = io_read(fd, b->data + b->len, piece);
		if (r < 0)
			return (int)r;
		b->len += (size_t)r;
		if ((size_t)r < piece)
			return 0;
	}
}

int
io_read_file(const char *path, struct buf *b)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return -errno;
	int r = io_read_fd(fd, b);
	close(fd);
	return r;
}

/* The folder of path, opened for fsync. */
static int
open_folder(const char *path)
{
	char *copy = strdup(path);

	if (copy == NULL)
		return -ENOMEM;
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r = fd < 0 ? -errno : fd;
	free(copy);
	return r;
}

int
io_file_begin(struct io_file *f, const char *path, mode_t mode, int replace)
{
	int r = 0;

	*f = (struct io_file){.fd = -1, .dir = -1};
	if (!replace && access(path, F_OK) == 0)
		return -EEXIST;
	f->path = strdup(path);
	if (f->path == NULL || asprintf(&f->temp, "%s.XXXXXX", path) < 0) {
		f->temp = NULL;
		r = -ENOMEM;
		goto fail;
	}
	f->dir = open_folder(path);
	if (f->dir < 0) {
		r = f->dir;
		goto fail;
	}
	f->fd = mkostemp(f->temp, O_CLOEXEC);
	if (f->fd < 0) {
		r = -errno;
		free(f->temp);
		f->temp = NULL;
		goto fail;
	}
	/* A FAT file system, which most USB sticks have, keeps no modes and
	 * answers EPERM: there the mount's options decide who may read. On the
	 * file that we have just made, no other refusal has this name. */
	if (fchmod(f->fd, mode) < 0 && errno != EPERM) {
		r = -errno;
		goto fail;
	}
	f->replace = replace;
	return 0;
fail:
	io_file_abandon(f);
	return r;
}

int
io_file_rename(struct io_file *f, const char *name)
{
	const char *slash = strrchr(f->path, '/');
	size_t folder = slash == NULL ? 0 : (size_t)(slash - f->path) + 1;
	char *path = NULL;

	if (name[0] == '\0' || strchr(name, '/') != NULL)
		return -EINVAL;
	if (asprintf(&path, "%.*s%s", (int)folder, f->path, name) < 0)
		return -ENOMEM;
	free(f->path);
	f->path = path;
	return 0;
}

int
io_file_commit(struct io_file *f)
{
	int r = 0;

	/* Without replace the kernel refuses the name if somebody took it
	 * since begin looked. */
	if (fsync(f->fd) < 0 || renameat2(AT_FDCWD, f->temp, AT_FDCWD, f->path,
				    f->replace ? 0 : RENAME_NOREPLACE) < 0) {
		r = -errno;
	} else {
		free(f->temp);
		f->temp = NULL;
		if (fsync(f->dir) < 0) {
			r = -errno;
			/* What was replaced is gone; what is new can go. */
			if (!f->replace && f->path != NULL)
				unlink(f->path);
		}
	}
	io_file_abandon(f);
	return r;
}

void
io_file_abandon(struct io_file *f)
{
	if (f->temp != NULL)
		unlink(f->temp);
	if (f->fd >= 0)
		close(f->fd);
	if (f->dir >= 0)
		close(f->dir);
	free(f->temp);
	free(f->path);
	*f = (struct io_file){.fd = -1, .dir = -1};
}

int
io_write_file(
    const char *path, mode_t mode, int replace, const void *p, size_t n)
{
	struct io_file f;
	int r = io_file_begin(&f, path, mode, replace);

	if (r < 0)
		return r;
	r = io_write(f.fd, p, n);
	if (r < 0) {
		io_file_abandon(&f);
		return r;
	}
	return io_file_commit(&f);
}

int
io_write_to_fd(void *ctx, const void *p, size_t n)
{
	return io_write(*(int *)ctx, p, n);
}

int
io_write_to_buf(void *ctx, const void *p, size_t n)
{
	return buf_add(ctx, p, n);
}

ssize_t
io_read_from_fd(void *ctx, void *p, size_t n)
{
	return io_read(*(int *)ctx, p, n);
}

ssize_t
io_read_from_memory(void *ctx, void *p, size_t n)
{
	struct reader *r = ctx;
	size_t left = reader_left(r);
	struct view v;

	if (left == 0 || !reader_take(r, left < n ? left : n, &v))
		return 0;
	memcpy(p, v.data, v.len);
	return (ssize_t)v.len;
}
