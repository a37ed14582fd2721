/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * File and descriptor I/O that finishes what it begins. Every function returns
 * 0 (or a count) on success and a negated errno value on failure.
 */
#ifndef INKAST_BASE_IO_H
#define INKAST_BASE_IO_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/reader.h"

/* How bytes leave a producer: 0, or a negative value that ends production and
 * is handed back to the producer's caller. */
typedef int (*write_fn)(void *ctx, const void *p, size_t n);

/* How bytes reach a consumer: the number read (0 at the end, never more than
 * n), or a negative value that ends consumption. */
typedef ssize_t (*read_fn)(void *ctx, void *p, size_t n);

/* Write all n bytes; EINTR is retried. */
int io_write(int fd, const void *p, size_t n)
    __attribute__((nonnull, warn_unused_result));

/* Read until n bytes or the end; EINTR is retried. The number of bytes read
 * (less than n only at the end) or a negated errno. */
ssize_t io_read(int fd, void *p, size_t n)
    __attribute__((nonnull, warn_unused_result));

/* Append a whole file to b, at most b's maximum. -EFBIG when it is longer,
 * -ENOMEM, or what open and read say. */
int io_read_file(const char *path, struct buf *b)
    __attribute__((nonnull, warn_unused_result));

/* The same from an open descriptor. */
int io_read_fd(int fd, struct buf *b)
    __attribute__((nonnull, warn_unused_result));

/* A file that appears whole or not at all: written under a temporary name in
 * the target's folder, synced, renamed, the folder synced. */
struct io_file {
	int fd;
	int dir;
	int replace;
	char *path;
	char *temp;
};

/* Begin. mode as open(2). -EEXIST when path exists and replace is 0. */
int io_file_begin(struct io_file *f, const char *path, mode_t mode, int replace)
    __attribute__((nonnull, warn_unused_result));

/* Choose another last part of path, for a file that is named after its content.
 * Between begin and commit. 0, -ENOMEM, or -EINVAL when name is empty or has a
 * slash. */
int io_file_rename(struct io_file *f, const char *name)
    __attribute__((nonnull, warn_unused_result));

/* Make it durable under its name; on failure nothing is left behind. The
 * io_file is closed in either case. */
int io_file_commit(struct io_file *f)
    __attribute__((nonnull, warn_unused_result));

/* Forget it: the temporary file is removed. Safe after commit. */
void io_file_abandon(struct io_file *f) __attribute__((nonnull));

/* All of the above for one block of bytes. */
int io_write_file(const char *path, mode_t mode, int replace, const void *p,
    size_t n) __attribute__((nonnull, warn_unused_result));

/* write_fn over a descriptor (ctx is an int *) and into a buffer (ctx is a
 * struct buf *). */
int io_write_to_fd(void *ctx, const void *p, size_t n);
int io_write_to_buf(void *ctx, const void *p, size_t n);

/* read_fn over a descriptor (ctx is an int *) and over memory (ctx is a struct
 * reader *). */
ssize_t io_read_from_fd(void *ctx, void *p, size_t n);
ssize_t io_read_from_memory(void *ctx, void *p, size_t n);

#endif
