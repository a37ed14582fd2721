/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Writes a bundle (docs/FORMAT.md, section 9): tips as they come from the
 * store, then what the spool kept of them. Memory does not grow with the store.
 * The same tips give the same bytes and the same name.
 */
#ifndef INKAST_ADMIN_BUNDLE_H
#define INKAST_ADMIN_BUNDLE_H

#include <stdint.h>
#include <stdio.h>

#include "base/io.h"
#include "gateway/store/store.h"

/* Begin with a zeroed struct. Fields may be read. */
struct bundle {
	struct io_file file; /* under a temporary name until bundle_end */
	FILE *spool;
	char *dir;
	uint64_t tips;
	uint64_t bytes;         /* of the whole file, after bundle_end */
	uint64_t manifest_rows; /* length of the manifest's tip lines */
	int32_t first_day;
	int32_t last_day;
	uint8_t last_id[STORE_ID_LEN];
	int err; /* sticky: 0 or a negated errno */
};

/* Begin a bundle in an existing folder. All three return 0 or a negated errno;
 * after a failure only bundle_abandon may follow. */
int bundle_begin(struct bundle *b, const char *dir)
    __attribute__((nonnull, warn_unused_result));

/* Write a tip. -EINVAL when ids do not come in rising order. */
int bundle_add(struct bundle *b, const struct store_row *row)
    __attribute__((nonnull, warn_unused_result));

/* Write manifest, checksums and end; make it durable under its name, which is
 * put into *path (the caller frees it). A file of that name, which has the
 * same bytes if it is whole, is replaced. */
int bundle_end(struct bundle *b, const char *service, char **path)
    __attribute__((nonnull, warn_unused_result));

/* Remove what there is of it. Safe after bundle_end. */
void bundle_abandon(struct bundle *b) __attribute__((nonnull));

#endif
