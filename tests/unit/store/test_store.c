/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The store: making, opening, adding, reading (FORMAT 5.1, 5.2).
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

#include "tests/unit/store/place.h"

#define NOBODY 65534

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
	    WITH_STORE(a_damaged_page_is_found),
	    WITH_STORE(an_admin_reads_while_the_vault_writes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
