/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The store of sealed tips, as the vault and inkast-admin see it
 * (docs/FORMAT.md, section 5). What a thief of the file learns is exactly what
 * struct store_row holds.
 */
#ifndef INKAST_GATEWAY_STORE_STORE_H
#define INKAST_GATEWAY_STORE_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/reader.h"

#define STORE_ID_LEN 16
#define STORE_FILE "tips.db"

enum store_err {
	STORE_OK = 0,
	STORE_E_MISSING = -1, /* no store in this folder */
	STORE_E_EXISTS = -2,  /* create: there is one already */
	STORE_E_FULL = -3,    /* no space left */
	STORE_E_BUSY = -4,    /* another process holds it */
	STORE_E_IO = -5, /* read, write or sync failed: the store is suspect */
	STORE_E_CORRUPT = -6, /* not a store of ours, or damaged */
	STORE_E_MEMORY = -7,
	STORE_E_DENIED = -8,   /* not a statement of this role */
	STORE_E_VERSION = -10, /* a store of another version (FORMAT 5.1) */
	STORE_E_OLD = -9,      /* a keyring that was replaced by a newer one */
};

const char *store_strerror(int err);

/* The role decides which statements are allowed (sql.c): the vault adds and
 * cannot read a blob back, the admin reads. */
enum store_role { STORE_VAULT, STORE_ADMIN };

struct store_row {
	uint8_t id[STORE_ID_LEN]; /* random; rows come in its order */
	uint32_t epoch;           /* key period (FORMAT 13.4) */
	int32_t day;              /* of arrival, days since 1970-01-01 UTC */
	struct view blob;         /* valid during the callback only */
};

struct store;

/* Make a new store in an existing folder. */
int store_create(const char *dir) __attribute__((nonnull, warn_unused_result));

int store_open(const char *dir, enum store_role role, struct store **out)
    __attribute__((nonnull, warn_unused_result));
void store_close(struct store **s) __attribute__((nonnull));

/* A transaction of adds. After STORE_OK from store_commit all of them are
 * durable; after anything else, none. A failed add leaves the transaction to
 * be rolled back. */
int store_begin(struct store *s) __attribute__((nonnull, warn_unused_result));
int store_add(struct store *s, uint32_t epoch, int32_t day, const void *blob,
    size_t len) __attribute__((nonnull, warn_unused_result));
int store_commit(struct store *s) __attribute__((nonnull, warn_unused_result));
void store_rollback(struct store *s) __attribute__((nonnull));

/* The highest serial of a keyring that this store served, and its digest
 * (FORMAT 5.6). *serial is 0 when there was none. Both roles. */
#define STORE_DIGEST_LEN 32
int store_keyring(
    struct store *s, uint32_t *serial, uint8_t digest[static STORE_DIGEST_LEN])
    __attribute__((nonnull, warn_unused_result));

/* The vault: note a keyring, durably, in a transaction of its own. STORE_OK
 * also when it is the one noted already; STORE_E_OLD when a higher serial is,
 * or this one with another digest. */
int store_keyring_note(struct store *s, uint32_t serial,
    const uint8_t digest[static STORE_DIGEST_LEN])
    __attribute__((nonnull, warn_unused_result));

/* Copy the write-ahead log into the database when it has grown long. For the
 * vault, after the answers to a commit are out: a commit does not do it by
 * itself, because SQLite would then hide the errors of it. STORE_OK also when
 * there is nothing to do; STORE_E_IO as for a commit. */
int store_settle(struct store *s) __attribute__((nonnull, warn_unused_result));

/* Rewrite the file in the order of the random ids and truncate the log, so that
 * neither keeps the order of arrival. */
int store_rewrite(struct store *s) __attribute__((nonnull, warn_unused_result));

/* Bytes of the database, which a rewrite has to write twice. The log beside it
 * is not counted: store_settle keeps it short. STORE_OK or STORE_E_IO. */
int store_size(const struct store *s, uint64_t *bytes)
    __attribute__((nonnull, warn_unused_result));

/* Bytes free on the store's file system for this process. STORE_OK or
 * STORE_E_IO. */
int store_space(const struct store *s, uint64_t *free_bytes)
    __attribute__((nonnull, warn_unused_result));

/* Admin: every row, in id order, in one snapshot. each returns 0 to go on; what
 * it returns otherwise ends the walk and is returned. */
typedef int (*store_each_fn)(void *ctx, const struct store_row *row);
int store_each(struct store *s, store_each_fn each, void *ctx)
    __attribute__((nonnull(1, 2), warn_unused_result));

/* Number of tips. */
int store_count(struct store *s, uint64_t *n)
    __attribute__((nonnull, warn_unused_result));

/* Admin: structure check of the whole file. STORE_OK or STORE_E_CORRUPT. */
int store_check(struct store *s) __attribute__((nonnull, warn_unused_result));

#endif
