/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * ASCII armor of age files (c2sp.org/age, "ASCII armor"; RFC 7468, figure 3):
 * a writer to put behind a sealer, a reader to put before an unsealer. Constant
 * memory; what passes is ciphertext, so plain memory does.
 */
#ifndef INKAST_CRYPTO_CORE_ARMOR_H
#define INKAST_CRYPTO_CORE_ARMOR_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/reader.h"
#include "crypto/core/age.h"

#define ARMOR_BEGIN "-----BEGIN AGE ENCRYPTED FILE-----"
#define ARMOR_END "-----END AGE ENCRYPTED FILE-----"
#define ARMOR_COLUMNS 64    /* RFC 7468, 2: of a full line */
#define ARMOR_LINE_BYTES 48 /* that a full line holds */
/* White space before and after that is put up with, as age does. */
#define ARMOR_SPACE_MAX 1024

/* Members are the writer's own. */
struct armor_writer {
	write_fn write;
	void *ctx;
	size_t len; /* bytes waiting in line */
	bool begun;
	int err; /* sticky: what write returned */
	uint8_t line[ARMOR_LINE_BYTES];
};

/* Nothing is written before the first byte comes, or the end. */
void armor_writer_init(struct armor_writer *w, write_fn write, void *ctx)
    __attribute__((nonnull(1, 2)));

/* A write_fn; ctx is a struct armor_writer. 0, or what write returned. */
int armor_write(void *writer, const void *p, size_t n);

/* The last line and the END line, with its LF. 0, or what write returned. What
 * was not ended is no armored file: readers refuse it. After the end every
 * further call is -EINVAL. */
int armor_writer_end(struct armor_writer *w)
    __attribute__((nonnull, warn_unused_result));

enum armor_mode {
	ARMOR_REQUIRED, /* what is not armored is AGE_E_ARMOR */
	/* What does not begin with "-----BEGIN", white space before it put up
	 * with, passes as it is. */
	ARMOR_DETECT,
};

/* How armor_read says that the armor breaks its grammar: unsealer_new and
 * unsealer_next make AGE_E_ARMOR of it. Below every negated errno, of which
 * Linux has up to 4095 (MAX_ERRNO): file systems use EBADMSG and the like for a
 * disk that fails. */
#define ARMOR_READ_BROKEN (-4096)

/* Members are the reader's own; some point to others, so that a reader in use
 * is not to be copied. */
struct armor_reader {
	read_fn read;
	void *ctx;
	enum armor_mode mode;
	int state;
	bool eof;
	bool crlf;
	ssize_t err;       /* sticky */
	struct reader in;  /* what waits in bytes */
	struct reader out; /* what waits in line */
	uint8_t bytes[4096];
	uint8_t line[ARMOR_LINE_BYTES];
};

void armor_reader_init(struct armor_reader *r, enum armor_mode mode,
    read_fn read, void *ctx) __attribute__((nonnull(1, 3)));

/* A read_fn; ctx is a struct armor_reader; n is at least 1. The decoded bytes;
 * 0 at the end, which comes only after a whole END line and nothing but white
 * space behind it; ARMOR_READ_BROKEN; or what read returned. Errors are sticky.
 * Strict: lines of exactly 64 characters but the last, canonical padded base64,
 * all lines ended by LF or all by CR LF. White space is space, tab, CR and LF;
 * more than ARMOR_SPACE_MAX of it before or behind is broken. */
ssize_t armor_read(void *reader, void *p, size_t n) __attribute__((nonnull));

/* The same for armor in memory: append what it decodes to. AGE_OK, AGE_E_ARMOR,
 * AGE_E_LIMIT or AGE_E_MEMORY; out is cleared on failure. */
int armor_decode(const void *p, size_t len, struct buf *out)
    __attribute__((nonnull, warn_unused_result));

#endif
