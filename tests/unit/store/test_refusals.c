/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the store refuses: statements that are not of a role, and files that are
 * not ours (FORMAT 5.1, 5.2, 5.4).
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "gateway/store/internal.h"
#include "tests/unit/store/place.h"

/* What somebody with the file and any other program could do. */
static void
meddle(const struct place *p, const char *sql)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(p->file, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static int
never_called(void *ctx, const struct store_row *row)
{
	(void)ctx;
	(void)row;
	fail();
	return 0;
}

static void
the_vault_can_run_no_statement_that_reads(void **state)
{
	const struct place *p = *state;
	struct store *s = open_store(p, STORE_VAULT);
	uint64_t n = 99;

	add_one(s, "x");
	assert_int_equal(store_count(s, &n), STORE_E_DENIED);
	assert_int_equal(store_each(s, never_called, &n), STORE_E_DENIED);
	assert_int_equal(n, 99);
	store_close(&s);
}

static void
the_admin_can_run_no_statement_that_adds(void **state)
{
	struct store *s = open_store(*state, STORE_ADMIN);

	assert_int_equal(store_begin(s), STORE_E_DENIED);
	assert_int_equal(store_add(s, 0, 1, "x", 1), STORE_E_DENIED);
	store_close(&s);
}

/* A denied function is an SQLITE_ERROR that says so. */
static void
assert_unauthorized(struct store *s, const char *sql)
{
	int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);

	if (rc != SQLITE_AUTH &&
	    (rc != SQLITE_ERROR ||
		strstr(sqlite3_errmsg(s->db), "not authorized") == NULL))
		fail_msg("%s: %s", sql, sqlite3_errmsg(s->db));
}

/* The second lock: SQL that is in no list, as if the first had been picked. */
static void
sqlite_refuses_to_compile_what_a_role_may_not(void **state)
{
	static const char *const for_vault[] = {
	    "SELECT blob FROM tip",
	    "SELECT id FROM tip",
	    "SELECT count(*) FROM tip",
	    "INSERT INTO tip SELECT * FROM tip",
	    "INSERT INTO tip VALUES (1, 2, 3, 4) RETURNING blob",
	    "UPDATE tip SET day = 0",
	    "DELETE FROM tip",
	    "DROP TABLE tip",
	    "DROP TABLE keyring",
	    "DROP TABLE keyring; CREATE TABLE keyring (one, serial, digest)",
	    "CREATE TABLE copy (a)",
	    "CREATE TEMP TABLE copy (a)",
	    "CREATE TRIGGER t AFTER INSERT ON tip BEGIN SELECT 1; END",
	    "CREATE VIEW v AS SELECT 1",
	    "CREATE INDEX i ON tip (day)",
	    "CREATE VIRTUAL TABLE f USING fts5(a)",
	    "ATTACH '/tmp/copy.db' AS copy",
	    "ATTACH '' AS copy",
	    "VACUUM INTO '/tmp/copy.db'",
	    "VACUUM",
	    "PRAGMA synchronous = OFF",
	    "PRAGMA secure_delete = OFF",
	    "PRAGMA journal_mode = DELETE",
	    "PRAGMA writable_schema = ON",
	    "PRAGMA mmap_size = 1000000",
	    "PRAGMA locking_mode = EXCLUSIVE",
	    "SELECT load_extension('x')",
	    "SELECT sqlite_version()",
	    "ANALYZE",
	    "REINDEX",
	};
	static const char *const for_admin[] = {
	    "INSERT INTO tip VALUES (x'00', 2, 3, x'00')",
	    "UPDATE tip SET day = 0",
	    "DELETE FROM tip",
	    "BEGIN",
	    "SAVEPOINT s",
	    "ATTACH '' AS copy",
	    "VACUUM INTO '/tmp/copy.db'",
	    "SELECT hex(blob) FROM tip",
	};
	struct store *s = open_store(*state, STORE_VAULT);

	add_one(s, "x");
	for (size_t i = 0; i < sizeof(for_vault) / sizeof(for_vault[0]); i++)
		assert_unauthorized(s, for_vault[i]);
	store_close(&s);
	s = open_store(*state, STORE_ADMIN);
	for (size_t i = 0; i < sizeof(for_admin) / sizeof(for_admin[0]); i++)
		assert_unauthorized(s, for_admin[i]);
	store_close(&s);
}

static void
a_file_that_is_not_ours_is_refused(void **state)
{
	static const char *const changes[] = {
	    "PRAGMA application_id = 1",
	    "PRAGMA journal_mode = DELETE",
	    "CREATE TABLE other (a)",
	    "CREATE VIEW other AS SELECT * FROM tip",
	    "CREATE INDEX other ON tip (day)",
	    "CREATE TRIGGER o AFTER DELETE ON tip BEGIN SELECT 1; END",
	    "DROP TABLE tip; CREATE TABLE tip (id, epoch, day, blob)",
	    "DROP TABLE tip",
	};
	const struct place *p = *state;
	struct store *s = NULL;

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		assert_int_equal(store_create(p->dir), STORE_OK);
		meddle(p, changes[i]);
		if (store_open(p->dir, STORE_VAULT, &s) != STORE_E_CORRUPT ||
		    store_open(p->dir, STORE_ADMIN, &s) != STORE_E_CORRUPT)
			fail_msg("accepted after: %s", changes[i]);
		assert_null(s);
		assert_int_equal(unlink(p->file), 0);
	}
}

static void
a_store_of_another_version_is_told_apart(void **state)
{
	const struct place *p = *state;
	struct store *s = NULL;

	assert_int_equal(store_create(p->dir), STORE_OK);
	meddle(p, "PRAGMA user_version = 1");
	assert_int_equal(store_open(p->dir, STORE_VAULT, &s), STORE_E_VERSION);
	assert_int_equal(store_open(p->dir, STORE_ADMIN, &s), STORE_E_VERSION);
	assert_int_equal(unlink(p->file), 0);
}

static void
rubbish_links_and_empty_files_are_refused(void **state)
{
	const struct place *p = *state;
	struct store *s = NULL;
	uint8_t rubbish[8192];

	memset(rubbish, 0x5a, sizeof(rubbish));
	for (size_t len = 0; len <= sizeof(rubbish); len += 4096) {
		int fd = open(p->file, O_CREAT | O_TRUNC | O_WRONLY, 0600);
		assert_int_equal(write(fd, rubbish, len), len);
		close(fd);
		assert_int_equal(
		    store_open(p->dir, STORE_VAULT, &s), STORE_E_CORRUPT);
	}
	unlink(p->file);
	assert_int_equal(symlink("/dev/null", p->file), 0);
	assert_int_equal(store_open(p->dir, STORE_VAULT, &s), STORE_E_CORRUPT);
	assert_null(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(the_vault_can_run_no_statement_that_reads),
	    WITH_STORE(the_admin_can_run_no_statement_that_adds),
	    WITH_STORE(sqlite_refuses_to_compile_what_a_role_may_not),
	    WITH_EMPTY(a_file_that_is_not_ours_is_refused),
	    WITH_EMPTY(a_store_of_another_version_is_told_apart),
	    WITH_EMPTY(rubbish_links_and_empty_files_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
