/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the officer's tests share: bundles made from docs/FORMAT.md alone, in
 * files without a name.
 */
#ifndef INKAST_TESTS_OFFICER_SUPPORT_H
#define INKAST_TESTS_OFFICER_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "crypto/unseal/unseal.h"
#include "officer/bundle.h"

/* Tips of a made bundle; ids are 16 times the byte 0x11, 0x22 and so on. */
#define TIPS 3

/* Bytes of each of their blobs (FORMAT 1.3): 2 stanzas, 16 KiB. */
#define MADE_BLOB ((size_t)(22 + 98 * 2 + 48) + 16 + 16384 + 16)

struct made {
	struct identity *identity;
	struct buf bytes;
	size_t begin[TIPS]; /* of each tip's header */
	size_t end[TIPS];   /* of its padding */
};

/* A whole bundle of TIPS small tips. */
void made_new(struct made *m);
void made_free(struct made *m);

/* tip.json of tip number i of a made bundle. */
const char *made_json(size_t i);

/* The byte to try after one: each, but of a payload, where all bytes are alike,
 * some. */
size_t made_next(const struct made *m, size_t at);

/* Append a container of one tip.json, padded to its class. */
void container_of(struct buf *out, const char *json);

/* A nameless file with these bytes: its path, valid until file_close. */
struct file {
	int fd;
	char path[64];
};
void file_open(struct file *f, const void *p, size_t n);
void file_close(struct file *f);

/* What bundle_check says of bytes: the number of problems; the first one's
 * member and offset. */
struct said {
	int problems;
	char member[TAR_NAME_MAX];
	uint64_t at;
};
void check_bytes(const void *p, size_t n, struct said *out);

/* A bundle around one blob, with the lists as they are given (NULL: right). */
void bundle_around(struct buf *out, const char *name, const struct buf *blob,
    const char *manifest, const char *sums);

#endif
