/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Every SQL statement of the gateway, and who may run it. No statement is built
 * at run time; values are bound.
 */
#ifndef INKAST_GATEWAY_STORE_SQL_H
#define INKAST_GATEWAY_STORE_SQL_H

/* Who asks, as a bit: the two roles of store.h, and store_create. */
enum sql_who {
	SQL_BY_VAULT = 1,
	SQL_BY_ADMIN = 2,
	SQL_BY_CREATOR = 4,
};
#define SQL_BY_OPENERS (SQL_BY_VAULT | SQL_BY_ADMIN)
#define SQL_BY_ALL (SQL_BY_OPENERS | SQL_BY_CREATOR)

enum sql_id {
	SQL_SET_PAGE_SIZE,
	SQL_SET_JOURNAL,
	SQL_SET_APPLICATION,
	SQL_SET_VERSION,
	SQL_CREATE,
	SQL_CREATE_KEYRING,
	SQL_SET_EXCLUSIVE,
	SQL_SET_MMAP,
	SQL_SET_CELL_CHECK,
	SQL_SET_SECURE_DELETE,
	SQL_SET_SYNCHRONOUS,
	SQL_SET_TEMP_STORE,
	SQL_GET_APPLICATION,
	SQL_GET_VERSION,
	SQL_GET_JOURNAL,
	SQL_GET_SCHEMA,
	SQL_BEGIN,
	SQL_ADD,
	SQL_COMMIT,
	SQL_KEYRING,
	SQL_KEYRING_NOTE,
	SQL_ROLLBACK,
	SQL_REWRITE,
	SQL_EACH,
	SQL_COUNT,
	SQL_CHECK,
	SQL_STATEMENTS, /* how many there are */
};

struct sql {
	const char *text;
	unsigned who; /* bits of enum sql_who */
};

extern const struct sql sql_list[SQL_STATEMENTS];

#endif
