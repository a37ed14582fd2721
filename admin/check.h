/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The parts of inkast-admin check: each looks at one thing and says what is,
 * and what to do about it.
 */
#ifndef INKAST_ADMIN_CHECK_H
#define INKAST_ADMIN_CHECK_H

#include "gateway/common/config.h"
#include "gateway/keys/installed.h"
#include "gateway/store/store.h"

enum check_result { CHECK_OK, CHECK_WARNING, CHECK_FAILED };

struct checks {
	int json;
	int failed;
};

/* One check's outcome. */
void check_outcome(struct checks *k, const char *name, enum check_result r,
    const char *fmt, ...)
    __attribute__((nonnull(1, 2, 4), format(printf, 4, 5)));

/* A file or folder that somebody else could change, and the folder it stands
 * in: the number of those. */
int check_file_rights(struct checks *k, const char *path)
    __attribute__((nonnull));

/* The installed keyring: signatures, days, areas, kinds. *out is empty when it
 * is not good, and to be freed. */
void check_keyring(struct checks *k, const struct config *c,
    struct installed *out) __attribute__((nonnull));

/* Against what the store has noted. */
void check_keyring_serial(struct checks *k, struct store *s,
    const struct installed *i) __attribute__((nonnull));

#endif
