/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The order of arrival, searched for as a thief of the files would: where each
 * blob lies (FORMAT 5.3).
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

#include "base/io.h"
#include "gateway/store/store.h"
#include "tests/unit/store/support.h"

#define TIPS 400
/* 400 tips of 17 kB are 7 MB; the log can be as long again. */
#define FILE_MAX ((size_t)64 * 1024 * 1024)
/* Deep enough in the payload for a page of its own, in no header. */
#define MARK_AT 10000

static void
read_file(const char *dir, const char *name, struct buf *out)
{
	char path[TEST_PATH_MAX + 32];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	buf_init(out, &buf_heap, FILE_MAX);
	assert_int_equal(io_read_file(path, out), 0);
}

/* Zeros but for one mark of this tip, so that a blob has one place. */
static void
fill_store(struct store *s)
{
	uint8_t blob[17000] = {0};

	for (uint32_t i = 0; i < TIPS; i++) {
		mark_make(i, &blob[MARK_AT]);
		assert_int_equal(store_begin(s), STORE_OK);
		assert_int_equal(
		    store_add(s, 0, 20000, blob, sizeof(blob)), STORE_OK);
		assert_int_equal(store_commit(s), STORE_OK);
		assert_int_equal(store_settle(s), STORE_OK);
	}
}

/* Times the mark of tip i occurs in b; *at is the last place. */
static unsigned
find_mark(const struct buf *b, uint32_t i, size_t *at)
{
	uint8_t mark[TEST_MARK_LEN];
	unsigned n = 0;
	size_t from = 0;

	mark_make(i, mark);
	for (;;) {
		const uint8_t *p =
		    memmem(b->data + from, b->len - from, mark, sizeof(mark));
		if (p == NULL)
			return n;
		*at = (size_t)(p - b->data);
		from = *at + 1;
		n++;
	}
}

/* Kendall's tau between order of insertion and place in the file, in
 * thousandths. */
static int
tau(const char *dir)
{
	static size_t at[TIPS];
	struct buf b;
	int concordant = 0;

	read_file(dir, STORE_FILE, &b);
	for (uint32_t i = 0; i < TIPS; i++)
		assert_int_equal(find_mark(&b, i, &at[i]), 1);
	for (size_t i = 0; i < TIPS; i++)
		for (size_t j = i + 1; j < TIPS; j++)
			concordant += at[i] < at[j] ? 1 : -1;
	buf_free(&b);
	return concordant * 1000 / (TIPS * (TIPS - 1) / 2);
}

static void
a_rewrite_erases_the_order_of_arrival(void **state)
{
	char dir[TEST_PATH_MAX];
	struct store *s = NULL;
	struct buf log;

	(void)state;
	temp_make(dir);
	assert_int_equal(store_create(dir), STORE_OK);
	assert_int_equal(store_open(dir, STORE_VAULT, &s), STORE_OK);
	fill_store(s);
	store_close(&s);
	int before = tau(dir);

	assert_int_equal(store_open(dir, STORE_VAULT, &s), STORE_OK);
	assert_int_equal(store_rewrite(s), STORE_OK);
	/* The store is open: the log is there, and empty. */
	read_file(dir, STORE_FILE "-wal", &log);
	assert_int_equal(log.len, 0);
	buf_free(&log);
	int after = tau(dir);
	store_close(&s);

	print_message("tau %d/1000 before, %d/1000 after\n", before, after);
	assert_true(before > 900);
	assert_in_range(after + 1000, 800, 1200);
	assert_int_equal(tips_in(dir), TIPS);
	temp_remove(dir);
}

static void
the_log_is_copied_before_it_grows_long(void **state)
{
	char dir[TEST_PATH_MAX], path[TEST_PATH_MAX + 32];
	struct store *s = NULL;
	struct stat st;

	(void)state;
	temp_make(dir);
	snprintf(path, sizeof(path), "%s/%s-wal", dir, STORE_FILE);
	assert_int_equal(store_create(dir), STORE_OK);
	assert_int_equal(store_open(dir, STORE_VAULT, &s), STORE_OK);
	for (int i = 0; i < 4; i++)
		fill_store(s);
	assert_int_equal(stat(path, &st), 0);
	/* Over 30 MB went through it; 4 000 pages and a last commit fit. */
	assert_in_range(st.st_size, 1, 17000000);
	store_close(&s);
	temp_remove(dir);
}

static int
rewrite_meanwhile(void *ctx, const struct store_row *row)
{
	(void)row;
	assert_int_equal(store_rewrite(ctx), STORE_E_BUSY);
	return 1;
}

/* The admin is in the middle of an export: the old rows must stay in the log
 * for it. The vault learns that its work is not done. */
static void
a_rewrite_beside_a_reader_says_that_it_is_not_done(void **state)
{
	char dir[TEST_PATH_MAX];
	struct store *vault = NULL, *admin = NULL;

	(void)state;
	temp_make(dir);
	assert_int_equal(store_create(dir), STORE_OK);
	assert_int_equal(store_open(dir, STORE_VAULT, &vault), STORE_OK);
	assert_int_equal(store_begin(vault), STORE_OK);
	assert_int_equal(store_add(vault, 0, 1, "x", 1), STORE_OK);
	assert_int_equal(store_commit(vault), STORE_OK);
	assert_int_equal(store_open(dir, STORE_ADMIN, &admin), STORE_OK);
	assert_int_equal(store_each(admin, rewrite_meanwhile, vault), 1);
	store_close(&admin);
	assert_int_equal(store_rewrite(vault), STORE_OK);
	store_close(&vault);
	assert_int_equal(tips_in(dir), 1);
	temp_remove(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_rewrite_erases_the_order_of_arrival),
	    cmocka_unit_test(the_log_is_copied_before_it_grows_long),
	    cmocka_unit_test(
		a_rewrite_beside_a_reader_says_that_it_is_not_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
