/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The store: making, opening, adding, reading, and what each role may not do
 * (FORMAT 5.1, 5.2, 5.4).
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "gateway/store/internal.h"
#include "tests/unit/store/support.h"

#define NOBODY 65534

struct place {
	char dir[TEST_PATH_MAX];
	char file[TEST_PATH_MAX + 16];
};

static int
place_new(void **state)
{
	static struct place p;

	temp_make(p.dir);
	snprintf(p.file, sizeof(p.file), "%s/%s", p.dir, STORE_FILE);
	*state = &p;
	return 0;
}

static int
place_with_store(void **state)
{
	place_new(state);
	return store_create(((struct place *)*state)->dir);
}

static int
place_free(void **state)
{
	temp_remove(((struct place *)*state)->dir);
	return 0;
}

static struct store *
open_store(const struct place *p, enum store_role role)
{
	struct store *s = NULL;

	assert_int_equal(store_open(p->dir, role, &s), STORE_OK);
	return s;
}

static void
add_one(struct store *s, const char *text)
{
	assert_int_equal(store_begin(s), STORE_OK);
	assert_int_equal(store_add(s, 1, 20000, text, strlen(text)), STORE_OK);
	assert_int_equal(store_commit(s), STORE_OK);
}

/* What somebody with the file and any other program could do. */
static void
meddle(const struct place *p, const char *sql)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(p->file, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void
a_new_store_is_one_private_file(void **state)
{
	const struct place *p = *state;
	struct stat st;

	assert_int_equal(stat(p->file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	struct store *s = open_store(p, STORE_VAULT);
	add_one(s, "x");
	store_close(&s);
	assert_null(s);
	/* Closed, nothing but the file is left. */
	assert_int_equal(unlink(p->file), 0);
	assert_int_equal(rmdir(p->dir), 0);
	assert_int_equal(mkdir(p->dir, 0700), 0);
}

static void
an_existing_store_is_not_made_again(void **state)
{
	const struct place *p = *state;
	struct store *s = open_store(p, STORE_VAULT);

	add_one(s, "x");
	store_close(&s);
	assert_int_equal(store_create(p->dir), STORE_E_EXISTS);
	assert_int_equal(tips_in(p->dir), 1);
}

static void
what_a_cut_off_creation_left_is_no_obstacle(void **state)
{
	const struct place *p = *state;
	struct store *s;
	char left[sizeof(p->file) + 8];

	snprintf(left, sizeof(left), "%s.new", p->file);
	close(open(left, O_CREAT | O_WRONLY, 0600));
	assert_int_equal(store_open(p->dir, STORE_VAULT, &s), STORE_E_MISSING);
	assert_int_equal(store_create(p->dir), STORE_OK);
	assert_int_equal(access(left, F_OK), -1);
	assert_int_equal(tips_in(p->dir), 0);
}

static void
a_missing_folder_is_said_to_be_missing(void **state)
{
	struct store *s;

	(void)state;
	assert_int_equal(store_create("/nonexistent/x"), STORE_E_MISSING);
	assert_int_equal(
	    store_open("/nonexistent/x", STORE_ADMIN, &s), STORE_E_MISSING);
}

/* Root's admin beside a vault that runs as somebody else must not leave files
 * that the vault cannot open. */
static void
files_that_root_makes_belong_to_the_folders_owner(void **state)
{
	static const char *const names[] = {"", "-wal", "-shm"};
	const struct place *p = *state;
	char path[sizeof(p->file) + 8];
	struct stat st;

	if (geteuid() != 0)
		fail_msg("run this test as root");
	assert_int_equal(chown(p->dir, NOBODY, NOBODY), 0);
	assert_int_equal(store_create(p->dir), STORE_OK);
	struct store *s = open_store(p, STORE_VAULT);
	add_one(s, "x");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", p->file, names[i]);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_uid, NOBODY);
		assert_int_equal(st.st_gid, NOBODY);
		assert_int_equal(st.st_mode & 07777, 0600);
	}
	store_close(&s);
}

struct seen {
	unsigned n;
	uint8_t last[STORE_ID_LEN];
};

static int
see_in_order(void *ctx, const struct store_row *row)
{
	struct seen *seen = ctx;

	if (seen->n > 0)
		assert_true(memcmp(seen->last, row->id, STORE_ID_LEN) < 0);
	memcpy(seen->last, row->id, STORE_ID_LEN);
	assert_int_equal(row->epoch, UINT32_MAX);
	assert_int_equal(row->day, 20000);
	assert_int_equal(row->blob.len, 3);
	assert_memory_equal(row->blob.data, "\0\1\2", 3);
	seen->n++;
	return 0;
}

static void
rows_come_back_whole_and_in_id_order(void **state)
{
	const struct place *p = *state;
	struct store *s = open_store(p, STORE_VAULT);
	struct seen seen = {.n = 0};

	assert_int_equal(store_begin(s), STORE_OK);
	for (int i = 0; i < 50; i++)
		assert_int_equal(
		    store_add(s, UINT32_MAX, 20000, "\0\1\2", 3), STORE_OK);
	assert_int_equal(store_commit(s), STORE_OK);
	store_close(&s);
	s = open_store(p, STORE_ADMIN);
	assert_int_equal(store_each(s, see_in_order, &seen), STORE_OK);
	assert_int_equal(seen.n, 50);
	store_close(&s);
}

static int
stop_at_once(void *ctx, const struct store_row *row)
{
	(void)row;
	(*(int *)ctx)++;
	return 42;
}

static void
a_walk_ends_when_its_caller_says_so(void **state)
{
	const struct place *p = *state;
	struct store *s = open_store(p, STORE_VAULT);
	int n = 0;

	add_one(s, "x");
	add_one(s, "y");
	store_close(&s);
	s = open_store(p, STORE_ADMIN);
	assert_int_equal(store_each(s, stop_at_once, &n), 42);
	assert_int_equal(n, 1);
	store_close(&s);
}

static void
what_is_rolled_back_is_not_there(void **state)
{
	const struct place *p = *state;
	struct store *s = open_store(p, STORE_VAULT);

	assert_int_equal(store_begin(s), STORE_OK);
	assert_int_equal(store_add(s, 0, 1, "x", 1), STORE_OK);
	store_rollback(s);
	store_rollback(s);
	add_one(s, "y");
	store_close(&s);
	assert_int_equal(tips_in(p->dir), 1);
}

static void
the_vault_can_run_no_statement_that_reads(void **state)
{
	const struct place *p = *state;
	struct store *s = open_store(p, STORE_VAULT);
	uint64_t n = 99;

	add_one(s, "x");
	assert_int_equal(store_count(s, &n), STORE_E_DENIED);
	assert_int_equal(store_each(s, stop_at_once, &n), STORE_E_DENIED);
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
	    "PRAGMA user_version = 2",
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

static void
a_damaged_page_is_found(void **state)
{
	const struct place *p = *state;
	struct store *s = open_store(p, STORE_VAULT);
	uint8_t zeros[4096] = {0};

	for (int i = 0; i < 100; i++)
		add_one(s, "some text that fills pages of a tree, a little");
	assert_int_equal(store_rewrite(s), STORE_OK);
	store_close(&s);
	/* The second page is the table's root. */
	int fd = open(p->file, O_WRONLY);
	assert_int_equal(pwrite(fd, zeros, 4096, 4096), 4096);
	close(fd);
	s = open_store(p, STORE_ADMIN);
	assert_int_equal(store_check(s), STORE_E_CORRUPT);
	store_close(&s);
}

static void
an_admin_reads_while_the_vault_writes(void **state)
{
	const struct place *p = *state;
	struct store *vault = open_store(p, STORE_VAULT);
	uint64_t n = 0;

	add_one(vault, "x");
	struct store *admin = open_store(p, STORE_ADMIN);
	assert_int_equal(store_begin(vault), STORE_OK);
	assert_int_equal(store_add(vault, 0, 1, "y", 1), STORE_OK);
	assert_int_equal(store_count(admin, &n), STORE_OK);
	assert_int_equal(n, 1);
	assert_int_equal(store_commit(vault), STORE_OK);
	assert_int_equal(store_count(admin, &n), STORE_OK);
	assert_int_equal(n, 2);
	store_close(&admin);
	store_close(&vault);
}

#define WITH_EMPTY(f) cmocka_unit_test_setup_teardown(f, place_new, place_free)
#define WITH_STORE(f)                                                          \
	cmocka_unit_test_setup_teardown(f, place_with_store, place_free)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(a_new_store_is_one_private_file),
	    WITH_STORE(an_existing_store_is_not_made_again),
	    WITH_EMPTY(what_a_cut_off_creation_left_is_no_obstacle),
	    cmocka_unit_test(a_missing_folder_is_said_to_be_missing),
	    WITH_EMPTY(files_that_root_makes_belong_to_the_folders_owner),
	    WITH_STORE(rows_come_back_whole_and_in_id_order),
	    WITH_STORE(a_walk_ends_when_its_caller_says_so),
	    WITH_STORE(what_is_rolled_back_is_not_there),
	    WITH_STORE(the_vault_can_run_no_statement_that_reads),
	    WITH_STORE(the_admin_can_run_no_statement_that_adds),
	    WITH_STORE(sqlite_refuses_to_compile_what_a_role_may_not),
	    WITH_EMPTY(a_file_that_is_not_ours_is_refused),
	    WITH_EMPTY(rubbish_links_and_empty_files_are_refused),
	    WITH_STORE(a_damaged_page_is_found),
	    WITH_STORE(an_admin_reads_while_the_vault_writes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
