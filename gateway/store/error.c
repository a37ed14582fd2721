/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * SQLite's result codes in the store's words.
 */
#include "gateway/store/internal.h"

#include <errno.h>

const char *
store_strerror(int err)
{
	switch (err) {
	case STORE_OK:
		return "no error";
	case STORE_E_MISSING:
		return "no store in this folder; make one with inkast-admin "
		       "init";
	case STORE_E_EXISTS:
		return "there is a store in this folder already";
	case STORE_E_FULL:
		return "no space left for the store";
	case STORE_E_BUSY:
		return "another process holds the store; try again";
	case STORE_E_IO:
		return "reading, writing or syncing the store failed";
	case STORE_E_CORRUPT:
		return "not a store of ours, or damaged";
	case STORE_E_MEMORY:
		return "no memory";
	case STORE_E_DENIED:
		return "not a statement of this role";
	case STORE_E_OLD:
		return "a newer keyring, or another one with this serial, was "
		       "served before";
	case STORE_E_VERSION:
		return "made by another version of this program; make a new "
		       "one with inkast-admin init";
	default:
		return "unknown store error";
	}
}

/* An I/O error for lack of space is a full disk, not a broken one: SQLite says
 * SQLITE_FULL for file writes, but not for its shared memory. */
static int
io_error(struct store *s, int rc)
{
	if (rc == SQLITE_IOERR_NOMEM)
		return STORE_E_MEMORY;
	int err = s->db == NULL ? 0 : sqlite3_system_errno(s->db);
	return err == ENOSPC || err == EDQUOT ? STORE_E_FULL : STORE_E_IO;
}

int
store_error(struct store *s, int rc)
{
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return STORE_OK;
	case SQLITE_FULL:
		return STORE_E_FULL;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return STORE_E_BUSY;
	case SQLITE_NOMEM:
		return STORE_E_MEMORY;
	case SQLITE_AUTH:
		return STORE_E_DENIED;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_FORMAT:
	case SQLITE_CONSTRAINT:
	case SQLITE_MISMATCH:
	case SQLITE_SCHEMA:
	case SQLITE_ERROR:
		return STORE_E_CORRUPT;
	default: /* IOERR, CANTOPEN, READONLY, PROTOCOL and what may come */
		return io_error(s, rc);
	}
}
