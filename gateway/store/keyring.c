/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Which keyring was served last (docs/FORMAT.md 5.6): what keeps a thief of the
 * keyring's folder from bringing an old one back.
 */
#include "gateway/store/internal.h"

#include <string.h>

static int
read_row(sqlite3_stmt *stmt, uint32_t *serial, uint8_t *digest)
{
	sqlite3_int64 n = sqlite3_column_int64(stmt, 0);

	if (sqlite3_column_type(stmt, 0) != SQLITE_INTEGER || n < 1 ||
	    n > INT32_MAX || sqlite3_column_type(stmt, 1) != SQLITE_BLOB ||
	    sqlite3_column_bytes(stmt, 1) != STORE_DIGEST_LEN)
		return STORE_E_CORRUPT;
	*serial = (uint32_t)n;
	memcpy(digest, sqlite3_column_blob(stmt, 1), STORE_DIGEST_LEN);
	return STORE_OK;
}

int
store_keyring(
    struct store *s, uint32_t *serial, uint8_t digest[static STORE_DIGEST_LEN])
{
	sqlite3_stmt *stmt = NULL;
	int r = store_prepare(s, SQL_KEYRING, &stmt);

	if (r != STORE_OK)
		return r;
	int rc = sqlite3_step(stmt);
	r = store_error(s, rc);
	if (r == STORE_OK && rc == SQLITE_ROW) {
		r = read_row(stmt, serial, digest);
	} else if (r == STORE_OK) {
		*serial = 0;
		memset(digest, 0, STORE_DIGEST_LEN);
	}
	store_reset(stmt);
	return r;
}

static int
write_row(
    struct store *s, uint32_t serial, const uint8_t digest[STORE_DIGEST_LEN])
{
	sqlite3_stmt *stmt = NULL;
	int r = store_prepare(s, SQL_KEYRING_NOTE, &stmt);

	if (r != STORE_OK)
		return r;
	int rc = sqlite3_bind_int64(stmt, 1, serial);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_blob(
		    stmt, 2, digest, STORE_DIGEST_LEN, SQLITE_STATIC);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	r = store_error(s, rc);
	store_reset(stmt);
	return r;
}

/* Looked at and replaced in one transaction: nobody writes in between. */
static int
note(struct store *s, uint32_t serial, const uint8_t digest[STORE_DIGEST_LEN])
{
	uint8_t noted[STORE_DIGEST_LEN];
	uint32_t last;
	int r = store_keyring(s, &last, noted);

	if (r != STORE_OK)
		return r;
	if (serial < last)
		return STORE_E_OLD;
	if (serial == last)
		return memcmp(digest, noted, sizeof noted) == 0 ? STORE_OK
								: STORE_E_OLD;
	return write_row(s, serial, digest);
}

int
store_keyring_note(struct store *s, uint32_t serial,
    const uint8_t digest[static STORE_DIGEST_LEN])
{
	int r = store_begin(s);

	if (r != STORE_OK)
		return r;
	r = note(s, serial, digest);
	if (r == STORE_OK)
		return store_commit(s);
	store_rollback(s);
	return r;
}
