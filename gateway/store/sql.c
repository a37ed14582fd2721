/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The list of statements (docs/FORMAT.md, section 5).
 */
#include "gateway/store/sql.h"

const struct sql sql_list[SQL_STATEMENTS] = {
    /* Making a store. */

    /* A text tip of 17 kB takes its part of a leaf and four pages behind it.
     * Measured at 64 channels: 8 KiB pages 0.6 of the tips per second, 32 KiB
     * 0.4, because an insertion at random rewrites a whole leaf. */
    [SQL_SET_PAGE_SIZE] = {"PRAGMA page_size = 4096", SQL_BY_CREATOR},
    [SQL_SET_JOURNAL] = {"PRAGMA journal_mode = WAL", SQL_BY_CREATOR},
    /* 0x496e6b31, "Ink1". */
    [SQL_SET_APPLICATION] = {"PRAGMA application_id = 1231973169",
	SQL_BY_CREATOR},
    [SQL_SET_VERSION] = {"PRAGMA user_version = 2", SQL_BY_CREATOR},
    [SQL_CREATE] = {"CREATE TABLE tip (id BLOB PRIMARY KEY, "
		    "epoch INTEGER NOT NULL, day INTEGER NOT NULL, "
		    "blob BLOB NOT NULL) STRICT, WITHOUT ROWID",
	SQL_BY_CREATOR},

    [SQL_CREATE_KEYRING] = {"CREATE TABLE keyring (one INTEGER PRIMARY KEY "
			    "CHECK (one = 1), serial INTEGER NOT NULL, "
			    "digest BLOB NOT NULL) STRICT",
	SQL_BY_CREATOR},

    /* Opening one. */

    [SQL_SET_EXCLUSIVE] = {"PRAGMA locking_mode = EXCLUSIVE", SQL_BY_ADMIN},
    [SQL_SET_MMAP] = {"PRAGMA mmap_size = 0", SQL_BY_ALL},
    [SQL_SET_CELL_CHECK] = {"PRAGMA cell_size_check = ON", SQL_BY_ALL},
    [SQL_SET_SECURE_DELETE] = {"PRAGMA secure_delete = ON", SQL_BY_ALL},
    [SQL_SET_SYNCHRONOUS] = {"PRAGMA synchronous = FULL", SQL_BY_ALL},
    /* A rewrite's copy goes to a file, not to memory. */
    [SQL_SET_TEMP_STORE] = {"PRAGMA temp_store = FILE", SQL_BY_ALL},
    [SQL_GET_APPLICATION] = {"PRAGMA application_id", SQL_BY_OPENERS},
    [SQL_GET_VERSION] = {"PRAGMA user_version", SQL_BY_OPENERS},
    [SQL_GET_JOURNAL] = {"PRAGMA journal_mode", SQL_BY_OPENERS},
    [SQL_GET_SCHEMA] = {"SELECT sql FROM sqlite_schema ORDER BY name DESC",
	SQL_BY_OPENERS},

    /* Adding. */

    /* IMMEDIATE: who waits for the lock waits here, not in the middle. */
    [SQL_BEGIN] = {"BEGIN IMMEDIATE", SQL_BY_VAULT},
    [SQL_ADD] = {"INSERT INTO tip (id, epoch, day, blob) VALUES (?, ?, ?, ?)",
	SQL_BY_VAULT},
    [SQL_COMMIT] = {"COMMIT", SQL_BY_VAULT},
    [SQL_ROLLBACK] = {"ROLLBACK", SQL_BY_VAULT},
    [SQL_REWRITE] = {"VACUUM", SQL_BY_OPENERS},

    /* The keyring: which was served last (FORMAT 5.6). */

    [SQL_KEYRING] = {"SELECT serial, digest FROM keyring", SQL_BY_OPENERS},
    [SQL_KEYRING_NOTE] = {"INSERT OR REPLACE INTO keyring "
			  "(one, serial, digest) VALUES (1, ?, ?)",
	SQL_BY_VAULT},

    /* Reading. */

    [SQL_EACH] = {"SELECT id, epoch, day, blob FROM tip ORDER BY id",
	SQL_BY_ADMIN},
    [SQL_COUNT] = {"SELECT count(*) FROM tip", SQL_BY_ADMIN},
    /* The first fault is enough to know. The vault asks after an I/O error. */
    [SQL_CHECK] = {"PRAGMA integrity_check(1)", SQL_BY_OPENERS},
};
