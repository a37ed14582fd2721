/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The strict subset of POSIX ustar that Inkast writes and reads: plain files,
 * short names, fixed owner, mode and time (docs/FORMAT.md, section 2). There is
 * exactly one way to write an archive of given members, so a reader that
 * accepts only that way notices every changed byte of a header.
 */
#ifndef INKAST_CRYPTO_CORE_TAR_H
#define INKAST_CRYPTO_CORE_TAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/io.h"

#define TAR_BLOCK 512
#define TAR_NAME_MAX 100            /* with its NUL: ustar's name field */
#define TAR_SIZE_MAX 0x1ffffffffULL /* 11 octal digits: 8 GiB - 1 */

enum tar_err {
	TAR_OK = 0,
	TAR_E_HEADER = -1, /* not a header that this code would write */
	TAR_E_NAME = -2, /* name empty, too long, or with "..", a leading "/" */
	TAR_E_TRUNCATED = -3, /* the archive ends inside a member */
	TAR_E_TRAILER = -4,   /* no end marker, or something but zeros after it
			       * or between a member's end and the next block */
	TAR_E_SIZE = -5,      /* member larger than the format takes */
	TAR_E_IO = -6,        /* a callback failed */
};

const char *tar_strerror(int err);

/* The header block of a member. TAR_OK, TAR_E_NAME or TAR_E_SIZE. Names are
 * 1 to 99 characters of [A-Za-z0-9._-], with single '/' between parts that do
 * not begin with '.'. */
int tar_header(const char *name, uint64_t size, uint8_t block[static TAR_BLOCK])
    __attribute__((nonnull, warn_unused_result));

/* Read a header block: the name and size for which tar_header gives the same
 * 512 bytes. TAR_OK or TAR_E_HEADER. *end is set, with TAR_OK, for a block of
 * zeros (first half of the end marker); name and size are then unset. */
int tar_header_read(const uint8_t block[static TAR_BLOCK],
    char name[static TAR_NAME_MAX], uint64_t *size, bool *end)
    __attribute__((nonnull, warn_unused_result));

/* Zero bytes that follow a member's content up to the next block. */
size_t tar_padding(uint64_t size);

/* Write a whole member: header, content, padding. TAR_OK, an error above, or
 * TAR_E_IO when write failed. */
int tar_member(write_fn write, void *ctx, const char *name, const void *content,
    size_t size) __attribute__((nonnull(1, 3), warn_unused_result));

/* Write the end marker: two blocks of zeros. */
int tar_end(write_fn write, void *ctx)
    __attribute__((nonnull(1), warn_unused_result));

/* Walk an archive in memory. Begin with a zeroed struct over data. */
struct tar_walk {
	const uint8_t *data;
	size_t len;
	size_t pos;
};

/* The next member: content points into data. 1 for a member, 0 at the end
 * marker (only zeros may follow it, any number, to the end of data: the padding
 * of a size class), or a TAR_E_. */
int tar_walk_next(struct tar_walk *w, char name[static TAR_NAME_MAX],
    const uint8_t **content, size_t *size)
    __attribute__((nonnull, warn_unused_result));

#endif
