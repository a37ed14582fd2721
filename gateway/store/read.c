/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Reading, for the admin. What the file holds is not believed: types and ranges
 * are checked again.
 */
#include "gateway/store/internal.h"

#include <string.h>

static int
read_row(sqlite3_stmt *stmt, struct store_row *out)
{
	sqlite3_int64 epoch = sqlite3_column_int64(stmt, 1);
	sqlite3_int64 day = sqlite3_column_int64(stmt, 2);

	if (sqlite3_column_type(stmt, 0) != SQLITE_BLOB ||
	    sqlite3_column_bytes(stmt, 0) != STORE_ID_LEN ||
	    sqlite3_column_type(stmt, 1) != SQLITE_INTEGER || epoch < 0 ||
	    epoch > UINT32_MAX ||
	    sqlite3_column_type(stmt, 2) != SQLITE_INTEGER || day < INT32_MIN ||
	    day > INT32_MAX || sqlite3_column_type(stmt, 3) != SQLITE_BLOB)
		return STORE_E_CORRUPT;

	/* SQLite reads the blob now: NULL with a length is no memory. */
	const uint8_t *blob = sqlite3_column_blob(stmt, 3);
	int len = sqlite3_column_bytes(stmt, 3);
	if (blob == NULL && len > 0)
		return STORE_E_MEMORY;
	memcpy(out->id, sqlite3_column_blob(stmt, 0), STORE_ID_LEN);
	out->epoch = (uint32_t)epoch;
	out->day = (int32_t)day;
	out->blob = (struct view){.data = blob, .len = (size_t)len};
	return STORE_OK;
}

int
store_each(struct store *s, store_each_fn each, void *ctx)
{
	struct store_row row;
	sqlite3_stmt *stmt = NULL;
	int r = store_prepare(s, SQL_EACH, &stmt);

	if (r != STORE_OK)
		return r;
	int rc;
	while (r == STORE_OK && (rc = sqlite3_step(stmt)) != SQLITE_DONE) {
		r = rc == SQLITE_ROW ? read_row(stmt, &row)
				     : store_error(s, rc);
		if (r == STORE_OK)
			r = each(ctx, &row);
	}
	store_reset(stmt);
	return r;
}

int
store_count(struct store *s, uint64_t *n)
{
	sqlite3_stmt *stmt = NULL;
	int r = store_prepare(s, SQL_COUNT, &stmt);

	if (r != STORE_OK)
		return r;
	int rc = sqlite3_step(stmt);
	r = store_error(s, rc);
	if (rc == SQLITE_ROW)
		*n = (uint64_t)sqlite3_column_int64(stmt, 0);
	store_reset(stmt);
	return r;
}

int
store_check(struct store *s)
{
	sqlite3_stmt *stmt = NULL;
	int r = store_prepare(s, SQL_CHECK, &stmt);

	if (r != STORE_OK)
		return r;
	int rc = sqlite3_step(stmt);
	r = store_error(s, rc);
	if (rc == SQLITE_ROW) {
		const char *said = (const char *)sqlite3_column_text(stmt, 0);
		if (said == NULL || strcmp(said, "ok") != 0)
			r = STORE_E_CORRUPT;
	}
	store_reset(stmt);
	return r;
}
