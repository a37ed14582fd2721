/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the files of the store share; nobody else includes this.
 */
#ifndef INKAST_GATEWAY_STORE_INTERNAL_H
#define INKAST_GATEWAY_STORE_INTERNAL_H

#include <sqlite3.h>
#include <stdbool.h>

#include "gateway/store/sql.h"
#include "gateway/store/store.h"

struct store {
	sqlite3 *db;
	int dir;            /* the folder, for space and sizes */
	enum sql_who who;   /* what the authorizer and sql_list go by */
	bool rewriting;     /* VACUUM runs: its own statements may, too */
	unsigned log_pages; /* pages in the write-ahead log after a commit */
	sqlite3_stmt *prepared[SQL_STATEMENTS]; /* NULL until first used */
};

/* store_err of what SQLite said last; rc is its (extended) result code. */
int store_error(struct store *s, int rc) __attribute__((nonnull));

/* A statement of the list, ready to bind and step; it stays the store's. Reset
 * it with store_reset when done. STORE_E_DENIED when the list says so. */
int store_prepare(struct store *s, enum sql_id id, sqlite3_stmt **out)
    __attribute__((nonnull, warn_unused_result));

/* Also forgets what was bound. */
void store_reset(sqlite3_stmt *stmt) __attribute__((nonnull));

/* Run a statement to its end, rows ignored. */
int store_run(struct store *s, enum sql_id id)
    __attribute__((nonnull, warn_unused_result));

/* Open the database file name in the folder path for who, set up as FORMAT 5.4
 * says; exclusive: hold it alone, without shared memory. */
int store_connect(struct store *s, const char *path, const char *name,
    bool exclusive) __attribute__((nonnull, warn_unused_result));

/* Finalize and close what is open. */
void store_disconnect(struct store *s) __attribute__((nonnull));

/* Set the times of the store's files and of its folder dir back to the start of
 * the day, UTC. After everything that writes. */
void store_blur_times(int dir);

/* SQLite's authorizer; ctx is the store. */
int store_authorize(void *ctx, int action, const char *first,
    const char *second, const char *database, const char *inner);

#endif
