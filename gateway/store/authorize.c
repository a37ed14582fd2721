/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What each role's statements may touch, checked by SQLite while it compiles
 * them: a second lock behind the fixed list. What is not in the table is
 * denied: ATTACH, functions, other tables, and for the vault every column.
 */
#include "gateway/store/internal.h"

#include <stddef.h>
#include <string.h>

/* first and second as sqlite3_set_authorizer hands them over; NULL: any. */
struct rule {
	int action;
	unsigned who;
	const char *first;
	const char *second;
};

static const struct rule rules[] = {
    {SQLITE_PRAGMA, SQL_BY_CREATOR, "page_size", "4096"},
    {SQLITE_PRAGMA, SQL_BY_CREATOR, "journal_mode", "WAL"},
    {SQLITE_PRAGMA, SQL_BY_CREATOR, "application_id", NULL},
    {SQLITE_PRAGMA, SQL_BY_CREATOR, "user_version", NULL},
    {SQLITE_CREATE_TABLE, SQL_BY_CREATOR, "tip", NULL},
    {SQLITE_CREATE_TABLE, SQL_BY_CREATOR, "keyring", NULL},
    /* The primary key, before WITHOUT ROWID makes it the table itself. */
    {SQLITE_CREATE_INDEX, SQL_BY_CREATOR, "sqlite_autoindex_tip_1", "tip"},
    {SQLITE_INSERT, SQL_BY_CREATOR, "sqlite_master", NULL},
    {SQLITE_UPDATE, SQL_BY_CREATOR, "sqlite_master", NULL},
    {SQLITE_READ, SQL_BY_ALL, "sqlite_master", NULL},

    {SQLITE_PRAGMA, SQL_BY_ADMIN, "locking_mode", "EXCLUSIVE"},
    {SQLITE_PRAGMA, SQL_BY_ALL, "mmap_size", "0"},
    {SQLITE_PRAGMA, SQL_BY_ALL, "cell_size_check", "ON"},
    {SQLITE_PRAGMA, SQL_BY_ALL, "secure_delete", "ON"},
    {SQLITE_PRAGMA, SQL_BY_ALL, "synchronous", "FULL"},
    {SQLITE_PRAGMA, SQL_BY_ALL, "temp_store", "FILE"},
    {SQLITE_PRAGMA, SQL_BY_OPENERS, "application_id", ""},
    {SQLITE_PRAGMA, SQL_BY_OPENERS, "user_version", ""},
    {SQLITE_PRAGMA, SQL_BY_OPENERS, "journal_mode", ""},
    {SQLITE_PRAGMA, SQL_BY_OPENERS, "integrity_check", "1"},
    {SQLITE_SELECT, SQL_BY_OPENERS, NULL, NULL},

    {SQLITE_TRANSACTION, SQL_BY_VAULT, NULL, NULL},
    {SQLITE_INSERT, SQL_BY_VAULT, "tip", NULL},
    {SQLITE_INSERT, SQL_BY_VAULT, "keyring", NULL},

    /* The creator: to compile the primary key of its empty table. */
    {SQLITE_READ, SQL_BY_ADMIN | SQL_BY_CREATOR, "tip", NULL},
    {SQLITE_READ, SQL_BY_ALL, "keyring", NULL},
    {SQLITE_FUNCTION, SQL_BY_ADMIN, NULL, "count"},
};

/* While VACUUM runs: it attaches an unnamed temporary file and copies all rows
 * with statements of its own. SQLite compiles them, not we. */
static const struct rule rewrite_rules[] = {
    {SQLITE_ATTACH, SQL_BY_OPENERS, "", NULL},
    {SQLITE_DETACH, SQL_BY_OPENERS, "vacuum_db", NULL},
    {SQLITE_FUNCTION, SQL_BY_OPENERS, NULL, "coalesce"},
    {SQLITE_FUNCTION, SQL_BY_OPENERS, NULL, "quote"},
    {SQLITE_READ, SQL_BY_OPENERS, "tip", NULL},
    {SQLITE_INSERT, SQL_BY_OPENERS, "sqlite_master", NULL},
    {SQLITE_UPDATE, SQL_BY_OPENERS, "sqlite_master", NULL},
    {SQLITE_READ, SQL_BY_OPENERS, "keyring", NULL},
    {SQLITE_INSERT, SQL_BY_OPENERS, "tip", NULL},
    {SQLITE_INSERT, SQL_BY_OPENERS, "keyring", NULL},
    {SQLITE_CREATE_TABLE, SQL_BY_OPENERS, "tip", NULL},
    {SQLITE_CREATE_TABLE, SQL_BY_OPENERS, "keyring", NULL},
    {SQLITE_CREATE_INDEX, SQL_BY_OPENERS, "sqlite_autoindex_tip_1", "tip"},
};

/* A rule's NULL takes anything; its "" takes an absent value. */
static bool
is_match(const char *rule, const char *given)
{
	if (rule == NULL)
		return true;
	return strcmp(rule, given == NULL ? "" : given) == 0;
}

static bool
is_allowed(const struct rule *list, size_t n, const struct rule *asked)
{
	for (size_t i = 0; i < n; i++) {
		if (list[i].action == asked->action &&
		    (list[i].who & asked->who) != 0 &&
		    is_match(list[i].first, asked->first) &&
		    is_match(list[i].second, asked->second))
			return true;
	}
	return false;
}

int
store_authorize(void *ctx, int action, const char *first, const char *second,
    const char *database, const char *inner)
{
	const struct store *s = ctx;
	const struct rule asked = {action, s->who, first, second};

	(void)database;
	/* inner names a trigger or view: there are none. */
	if (inner != NULL)
		return SQLITE_DENY;
	if (is_allowed(rules, sizeof(rules) / sizeof(rules[0]), &asked))
		return SQLITE_OK;
	if (s->rewriting &&
	    is_allowed(rewrite_rules,
		sizeof(rewrite_rules) / sizeof(rewrite_rules[0]), &asked))
		return SQLITE_OK;
	return SQLITE_DENY;
}
