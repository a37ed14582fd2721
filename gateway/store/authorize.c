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
	const char *first;
	const char *second;
	unsigned who;
};

static const struct rule rules[] = {
    {SQLITE_PRAGMA, "page_size", "4096", SQL_BY_CREATOR},
    {SQLITE_PRAGMA, "journal_mode", "WAL", SQL_BY_CREATOR},
    {SQLITE_PRAGMA, "application_id", NULL, SQL_BY_CREATOR},
    {SQLITE_PRAGMA, "user_version", NULL, SQL_BY_CREATOR},
    {SQLITE_CREATE_TABLE, "tip", NULL, SQL_BY_CREATOR},
    /* The primary key, before WITHOUT ROWID makes it the table itself. */
    {SQLITE_CREATE_INDEX, "sqlite_autoindex_tip_1", "tip", SQL_BY_CREATOR},
    {SQLITE_INSERT, "sqlite_master", NULL, SQL_BY_CREATOR},
    {SQLITE_UPDATE, "sqlite_master", NULL, SQL_BY_CREATOR},
    {SQLITE_READ, "sqlite_master", NULL, SQL_BY_ALL},

    {SQLITE_PRAGMA, "locking_mode", "EXCLUSIVE", SQL_BY_ADMIN},
    {SQLITE_PRAGMA, "mmap_size", "0", SQL_BY_ALL},
    {SQLITE_PRAGMA, "cell_size_check", "ON", SQL_BY_ALL},
    {SQLITE_PRAGMA, "secure_delete", "ON", SQL_BY_ALL},
    {SQLITE_PRAGMA, "synchronous", "FULL", SQL_BY_ALL},
    {SQLITE_PRAGMA, "temp_store", "FILE", SQL_BY_ALL},
    {SQLITE_PRAGMA, "application_id", "", SQL_BY_OPENERS},
    {SQLITE_PRAGMA, "user_version", "", SQL_BY_OPENERS},
    {SQLITE_PRAGMA, "journal_mode", "", SQL_BY_OPENERS},
    {SQLITE_PRAGMA, "integrity_check", "1", SQL_BY_OPENERS},
    {SQLITE_SELECT, NULL, NULL, SQL_BY_OPENERS},

    {SQLITE_TRANSACTION, NULL, NULL, SQL_BY_VAULT},
    {SQLITE_INSERT, "tip", NULL, SQL_BY_VAULT},

    /* The creator: to compile the primary key of its empty table. */
    {SQLITE_READ, "tip", NULL, SQL_BY_ADMIN | SQL_BY_CREATOR},
    {SQLITE_FUNCTION, NULL, "count", SQL_BY_ADMIN},
};

/* While VACUUM runs: it attaches an unnamed temporary file and copies all rows
 * with statements of its own. SQLite compiles them, not we. */
static const struct rule rewrite_rules[] = {
    {SQLITE_ATTACH, "", NULL, SQL_BY_OPENERS},
    {SQLITE_DETACH, "vacuum_db", NULL, SQL_BY_OPENERS},
    {SQLITE_FUNCTION, NULL, "coalesce", SQL_BY_OPENERS},
    {SQLITE_FUNCTION, NULL, "quote", SQL_BY_OPENERS},
    {SQLITE_READ, "tip", NULL, SQL_BY_OPENERS},
    {SQLITE_INSERT, "sqlite_master", NULL, SQL_BY_OPENERS},
    {SQLITE_UPDATE, "sqlite_master", NULL, SQL_BY_OPENERS},
    {SQLITE_INSERT, "tip", NULL, SQL_BY_OPENERS},
    {SQLITE_CREATE_TABLE, "tip", NULL, SQL_BY_OPENERS},
    {SQLITE_CREATE_INDEX, "sqlite_autoindex_tip_1", "tip", SQL_BY_OPENERS},
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
	const struct rule asked = {action, first, second, s->who};

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
