/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the files' own times tell a thief: the day (FORMAT 5.4). Under the built
 * vault, so that its sandbox allows what this takes.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "gateway/ipc/client.h"
#include "tests/unit/store/place.h"
#include "tests/unit/store/vault_child.h"

#define SECONDS_PER_DAY 86400

/* The folder is another account's. */
static bool times_fail;

int __real_utimensat(int, const char *, const struct timespec *, int);
int __wrap_utimensat(int, const char *, const struct timespec *, int);

int
__wrap_utimensat(
    int dir, const char *name, const struct timespec *times, int flags)
{
	if (!times_fail)
		return __real_utimensat(dir, name, times, flags);
	errno = EPERM;
	return -1;
}

static void
assert_midnight(const struct timespec *t)
{
	assert_int_equal(t->tv_nsec, 0);
	assert_int_equal(t->tv_sec % SECONDS_PER_DAY, 0);
	/* Today; yesterday, if midnight is passing. */
	assert_in_range(
	    clock_today() - (int32_t)(t->tv_sec / SECONDS_PER_DAY), 0, 1);
}

/* How many files there are; the times of each, and of the folder, are checked.
 */
static unsigned
assert_days_only(const char *dir)
{
	unsigned n = 0;
	struct stat st;

	/* Before the folder is read, which is an access. */
	assert_int_equal(stat(dir, &st), 0);
	assert_midnight(&st.st_mtim);
	assert_midnight(&st.st_atim);
	DIR *d = opendir(dir);
	assert_non_null(d);
	for (const struct dirent *e; (e = readdir(d)) != NULL;) {
		if (e->d_name[0] == '.')
			continue;
		assert_int_equal(fstatat(dirfd(d), e->d_name, &st, 0), 0);
		assert_midnight(&st.st_mtim);
		assert_midnight(&st.st_atim);
		n++;
	}
	closedir(d);
	return n;
}

static void
add_to(const struct vault_child *v, uint32_t number)
{
	uint8_t mark[TEST_MARK_LEN];
	struct buf blob;

	buf_init(&blob, &buf_heap, 32768);
	mark_make(number, mark);
	blob_make(&blob, TEST_STANZAS, mark);
	assert_int_equal(
	    client_add(v->channels[0], TEST_EPOCH, blob.data, blob.len),
	    CLIENT_OK);
	buf_free(&blob);
}

/* The vault's turn ends when it answers the next request. */
static void
settle(const struct vault_child *v)
{
	enum vault_state now;

	assert_int_equal(client_state(v->channels[0], &now), CLIENT_OK);
}

static void
the_vaults_files_tell_no_more_than_the_day(void **state)
{
	struct place *p = *state;
	struct vault_child v;

	assert_int_equal(assert_days_only(p->dir), 1);
	vault_start(&v, p->dir, 1);
	for (uint32_t i = 0; i < 5; i++) {
		add_to(&v, i);
		settle(&v);
		/* Database, log, shared memory. */
		assert_int_equal(assert_days_only(p->dir), 3);
	}
	assert_int_equal(tips_in(p->dir), 5);
	assert_int_equal(assert_days_only(p->dir), 3);
	assert_int_equal(vault_stop(&v), 0);
	assert_int_equal(assert_days_only(p->dir), 1);
}

static void
an_admins_look_leaves_no_finer_time(void **state)
{
	struct place *p = *state;
	struct store *s = open_store(p, STORE_VAULT);

	add_one(s, "x");
	assert_int_equal(store_rewrite(s), STORE_OK);
	assert_int_equal(assert_days_only(p->dir), 3);
	store_close(&s);
	assert_int_equal(tips_in(p->dir), 1);
	assert_int_equal(assert_days_only(p->dir), 1);
}

/* A folder of another account, a file that is gone: stored all the same. */
static void
a_commit_holds_where_times_cannot_be_set(void **state)
{
	struct place *p = *state;
	struct store *s = open_store(p, STORE_VAULT);

	assert_int_equal(store_begin(s), STORE_OK);
	assert_int_equal(store_add(s, 0, 1, "x", 1), STORE_OK);
	times_fail = true;
	assert_int_equal(store_commit(s), STORE_OK);
	store_close(&s);
	times_fail = false;
	assert_int_equal(tips_in(p->dir), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(the_vaults_files_tell_no_more_than_the_day),
	    WITH_STORE(an_admins_look_leaves_no_finer_time),
	    WITH_STORE(a_commit_holds_where_times_cannot_be_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
