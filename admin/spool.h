/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the manifest and the checksums say of each tip, kept in a nameless file
 * until the tips are written: a store of any size takes the same memory.
 */
#ifndef INKAST_ADMIN_SPOOL_H
#define INKAST_ADMIN_SPOOL_H

#include <stdint.h>
#include <stdio.h>

#include "crypto/core/hash.h"
#include "gateway/store/store.h"

struct spool_row {
	uint8_t id[STORE_ID_LEN];
	uint8_t digest[HASH_LEN]; /* of the blob */
	uint32_t epoch;
	int32_t day;
};

/* A nameless file in dir, read and written in rows. 0 or a negated errno. */
int spool_open(FILE **out, const char *dir)
    __attribute__((nonnull, warn_unused_result));

/* Append a row. 0 or a negated errno. */
int spool_add(FILE *f, const struct spool_row *row)
    __attribute__((nonnull, warn_unused_result));

/* Go back to the first row. 0 or a negated errno. */
int spool_rewind(FILE *f) __attribute__((nonnull, warn_unused_result));

/* The next row. 1, 0 at the end, or a negated errno. */
int spool_next(FILE *f, struct spool_row *row)
    __attribute__((nonnull, warn_unused_result));

#endif
