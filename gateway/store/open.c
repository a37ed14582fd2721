/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Opening and closing: how a connection is set up, how a file is recognised as
 * a store of ours, and the statements that it may run.
 */
#include "gateway/store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/common/limits.h"

/* Milliseconds that a statement waits for another process. The vault's
 * checkpoint waits for an export to end its read: a citizen may be waiting
 * meanwhile. The admin's own waits are for the vault's moments of exclusive
 * use. */
#define BUSY_MS_VAULT 500
#define BUSY_MS_ADMIN 10000

/* A row: the largest message, and room for the record's other columns. */
#define ROW_MAX (LIMIT_MESSAGE + 4096)

/* The longest statement is CREATE TABLE with 135 characters; also bounds the
 * schema of a file that somebody else made. */
#define SQL_MAX 1024

/* Result 0 or 1 of sqlite3_db_config is for options that take a switch. */
static int
set_switch(sqlite3 *db, int option, int on)
{
	return sqlite3_db_config(db, option, on, NULL);
}

/* Everything SQLite can do for others and need not do for us. */
static int
harden(sqlite3 *db)
{
	static const struct {
		int option, on;
	} switches[] = {
	    {SQLITE_DBCONFIG_DEFENSIVE, 1},
	    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
	    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
	    {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
	    {SQLITE_DBCONFIG_ENABLE_FKEY, 0},
	    {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
	    {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
	    {SQLITE_DBCONFIG_DQS_DDL, 0},
	    {SQLITE_DBCONFIG_DQS_DML, 0},
	};

	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++) {
		int rc = set_switch(db, switches[i].option, switches[i].on);
		if (rc != SQLITE_OK)
			return rc;
	}
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, ROW_MAX);
	sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, SQL_MAX);
	/* VACUUM's own temporary file. */
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 1);
	sqlite3_limit(db, SQLITE_LIMIT_TRIGGER_DEPTH, 0);
	sqlite3_limit(db, SQLITE_LIMIT_WORKER_THREADS, 0);
	return SQLITE_OK;
}

/* Pages in the log after a commit. The checkpoint that SQLite would make here,
 * inside the commit, hides its errors; store_settle makes it, and tells. */
static int
note_log(void *ctx, sqlite3 *db, const char *database, int pages)
{
	struct store *s = ctx;

	(void)db;
	(void)database;
	s->log_pages = (unsigned)pages;
	return SQLITE_OK;
}

/* SQLite's temporary files (a rewrite's copy: sealed blobs) go to the store's
 * folder: no other is writable in the vault's sandbox. The variable is the
 * process's; there is one store in a process of ours. */
static int
set_temp_folder(const char *path)
{
	if (sqlite3_temp_directory != NULL &&
	    strcmp(sqlite3_temp_directory, path) == 0)
		return STORE_OK;
	char *copy = sqlite3_mprintf("%s", path);
	if (copy == NULL)
		return STORE_E_MEMORY;
	sqlite3_free(sqlite3_temp_directory);
	sqlite3_temp_directory = copy;
	return STORE_OK;
}

int
store_prepare(struct store *s, enum sql_id id, sqlite3_stmt **out)
{
	if ((sql_list[id].who & (unsigned)s->who) == 0)
		return STORE_E_DENIED;
	if (s->prepared[id] == NULL) {
		int rc = sqlite3_prepare_v3(s->db, sql_list[id].text, -1,
		    SQLITE_PREPARE_PERSISTENT, &s->prepared[id], NULL);
		int r = store_error(s, rc);
		if (r != STORE_OK)
			return r;
	}
	/* SQLite compiles an empty text to nothing, and calls that success. */
	if (s->prepared[id] == NULL)
		return STORE_E_CORRUPT;
	*out = s->prepared[id];
	return STORE_OK;
}

void
store_reset(sqlite3_stmt *stmt)
{
	/* Repeats the error of the step before, which was seen there. */
	(void)sqlite3_reset(stmt);
	(void)sqlite3_clear_bindings(stmt);
}

int
store_run(struct store *s, enum sql_id id)
{
	sqlite3_stmt *stmt = NULL;
	int r = store_prepare(s, id, &stmt);

	if (r != STORE_OK)
		return r;
	int rc;
	do
		rc = sqlite3_step(stmt);
	while (rc == SQLITE_ROW);
	r = store_error(s, rc);
	store_reset(stmt);
	return r;
}

static int
run_settings(struct store *s, bool exclusive)
{
	static const enum sql_id settings[] = {
	    SQL_SET_MMAP,
	    SQL_SET_CELL_CHECK,
	    SQL_SET_SECURE_DELETE,
	    SQL_SET_SYNCHRONOUS,
	    SQL_SET_TEMP_STORE,
	};
	int r = exclusive ? store_run(s, SQL_SET_EXCLUSIVE) : STORE_OK;

	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		if (r == STORE_OK)
			r = store_run(s, settings[i]);
	}
	return r;
}

int
store_connect(
    struct store *s, const char *path, const char *name, bool exclusive)
{
	char *file = NULL;
	int r = set_temp_folder(path);

	if (r != STORE_OK)
		return r;
	if (asprintf(&file, "%s/%s", path, name) < 0)
		return STORE_E_MEMORY;
	int rc = sqlite3_open_v2(file, &s->db,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
	    NULL);
	free(file);
	if (rc == SQLITE_OK)
		rc = harden(s->db);
	if (rc == SQLITE_OK)
		rc = sqlite3_busy_timeout(s->db,
		    s->who == SQL_BY_VAULT ? BUSY_MS_VAULT : BUSY_MS_ADMIN);
	if (rc == SQLITE_OK)
		rc = sqlite3_set_authorizer(s->db, store_authorize, s);
	if (rc != SQLITE_OK)
		return store_error(s, rc);
	(void)sqlite3_wal_hook(s->db, note_log, s);
	return run_settings(s, exclusive);
}

void
store_disconnect(struct store *s)
{
	for (size_t i = 0; i < SQL_STATEMENTS; i++) {
		(void)sqlite3_finalize(s->prepared[i]);
		s->prepared[i] = NULL;
	}
	/* With no statement left, close cannot be refused. */
	(void)sqlite3_close(s->db);
	s->db = NULL;
}

/* Whether a statement gives exactly these texts, a row each. Numbers compare as
 * SQLite writes them. */
static int
expect(struct store *s, enum sql_id id, const char *const *texts, size_t n)
{
	sqlite3_stmt *stmt = NULL;
	int r = store_prepare(s, id, &stmt);
	int rc = SQLITE_ROW;

	if (r != STORE_OK)
		return r;
	for (size_t i = 0; i < n && r == STORE_OK; i++) {
		rc = sqlite3_step(stmt);
		r = store_error(s, rc);
		const char *found =
		    rc != SQLITE_ROW
			? NULL
			: (const char *)sqlite3_column_text(stmt, 0);
		if (r == STORE_OK &&
		    (found == NULL || strcmp(found, texts[i]) != 0))
			r = STORE_E_CORRUPT;
	}
	if (r == STORE_OK && sqlite3_step(stmt) != SQLITE_DONE)
		r = STORE_E_CORRUPT;
	store_reset(stmt);
	return r;
}

static int
expect_one(struct store *s, enum sql_id id, const char *text)
{
	return expect(s, id, &text, 1);
}

/* FORMAT 5.1, 5.2, 5.6: ours, of this version, and nothing in it but our
 * tables, so that no index, view or trigger of somebody else's runs. */
static int
recognise(struct store *s)
{
	const char *const tables[] = {
	    sql_list[SQL_CREATE].text,
	    sql_list[SQL_CREATE_KEYRING].text,
	};
	int r = expect_one(s, SQL_GET_APPLICATION, "1231973169");

	if (r == STORE_OK) {
		r = expect_one(s, SQL_GET_VERSION, "2");
		if (r == STORE_E_CORRUPT)
			r = STORE_E_VERSION;
	}
	if (r == STORE_OK)
		r = expect(s, SQL_GET_SCHEMA, tables,
		    sizeof(tables) / sizeof(tables[0]));
	if (r == STORE_OK)
		r = expect_one(s, SQL_GET_JOURNAL, "wal");
	return r;
}

/* The folder, and in it a plain file of the store's name. */
static int
find(struct store *s, const char *path)
{
	struct stat st;

	s->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->dir < 0)
		return errno == ENOENT ? STORE_E_MISSING : STORE_E_IO;
	if (fstatat(s->dir, STORE_FILE, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? STORE_E_MISSING : STORE_E_IO;
	return S_ISREG(st.st_mode) ? STORE_OK : STORE_E_CORRUPT;
}

static int
open_as(struct store *s, const char *path, bool exclusive)
{
	int r = store_connect(s, path, STORE_FILE, exclusive);

	if (r == STORE_OK)
		r = recognise(s);
	if (r != STORE_OK)
		store_disconnect(s);
	return r;
}

int
store_open(const char *dir, enum store_role role, struct store **out)
{
	struct store *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return STORE_E_MEMORY;
	s->dir = -1;
	s->who = role == STORE_VAULT ? SQL_BY_VAULT : SQL_BY_ADMIN;
	int r = find(s, dir);
	if (r == STORE_OK)
		r = open_as(s, dir, false);
	/* On a full disk there is no room for the shared memory through which
	 * processes share a log; alone, the admin needs none. Not tried first:
	 * an export would then keep a starting vault out. */
	if (r == STORE_E_FULL && role == STORE_ADMIN)
		r = open_as(s, dir, true);
	if (r != STORE_OK) {
		store_close(&s);
		return r;
	}
	store_blur_times(s->dir);
	*out = s;
	return STORE_OK;
}

void
store_close(struct store **s)
{
	if (*s == NULL)
		return;
	store_disconnect(*s);
	if ((*s)->dir >= 0) {
		store_blur_times((*s)->dir);
		close((*s)->dir);
	}
	free(*s);
	*s = NULL;
}
