/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Transactions of adds.
 */
#include "gateway/store/internal.h"

#include "crypto/core/hash.h"

int
store_begin(struct store *s)
{
	return store_run(s, SQL_BEGIN);
}

static int
bind_row(sqlite3_stmt *stmt, const uint8_t *id, uint32_t epoch, int32_t day,
    const void *blob, size_t len)
{
	int rc = sqlite3_bind_blob(stmt, 1, id, STORE_ID_LEN, SQLITE_STATIC);

	if (rc == SQLITE_OK)
		rc = sqlite3_bind_int64(stmt, 2, epoch);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_int(stmt, 3, day);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_blob64(stmt, 4, blob, len, SQLITE_STATIC);
	return rc;
}

int
store_add(
    struct store *s, uint32_t epoch, int32_t day, const void *blob, size_t len)
{
	uint8_t id[STORE_ID_LEN];
	sqlite3_stmt *stmt = NULL;
	int r = store_prepare(s, SQL_ADD, &stmt);

	if (r != STORE_OK)
		return r;
	random_bytes(id, sizeof(id));
	int rc = bind_row(stmt, id, epoch, day, blob, len);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	r = store_error(s, rc);
	store_reset(stmt);
	return r;
}

int
store_commit(struct store *s)
{
	int r = store_run(s, SQL_COMMIT);

	/* A commit that was merely kept waiting leaves its transaction open. */
	if (r != STORE_OK)
		store_rollback(s);
	store_blur_times(s->dir);
	return r;
}

void
store_rollback(struct store *s)
{
	/* Some errors have rolled back by themselves. */
	if (sqlite3_get_autocommit(s->db) != 0)
		return;
	/* One that fails leaves what the next begin then reports. */
	int r = store_run(s, SQL_ROLLBACK);
	(void)r;
	store_blur_times(s->dir);
}
