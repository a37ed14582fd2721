/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The Nth write, sync or truncation fails, for every N until a run has no
 * failure: what was acknowledged is there after the process has died and the
 * store is opened again.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/io.h"
#include "gateway/vault/keeper.h"
#include "tests/unit/store/faults.h"
#include "tests/unit/store/support.h"

/* Groups of one run, tips of a group. */
#define GROUPS 6
#define GROUP 4

/* A run has some 800 writing calls; far beyond that something never ends. */
#define CALLS_MAX 5000

/* A sanitized run is ten times slower; there, each fourth call fails. */
#ifdef INKAST_SANITIZED
#define NTH_STEP 4
#else
#define NTH_STEP 1
#endif

/* What the child tells before it dies. */
struct told {
	uint32_t held;    /* bit i: group i was acknowledged */
	uint32_t fired;   /* calls that failed */
	uint32_t crashed; /* 0 when the child came to its end */
};

static void
make_config(struct config *c, const char *dir)
{
	config_defaults(c);
	snprintf(c->store_dir, sizeof(c->store_dir), "%s", dir);
	c->reserve_mib = 0;
}

/* Tip j of group i; all of a group or none must be found. */
static uint32_t
number_of(unsigned i, unsigned j)
{
	return i * GROUP + j;
}

static int
add_group(struct keeper *k, unsigned i)
{
	struct keeper_tip tips[GROUP];
	struct buf blobs[GROUP];
	uint8_t mark[TEST_MARK_LEN];

	for (unsigned j = 0; j < GROUP; j++) {
		buf_init(&blobs[j], &buf_heap, 32768);
		mark_make(number_of(i, j), mark);
		blob_make(&blobs[j], TEST_STANZAS, mark);
		tips[j] =
		    (struct keeper_tip){.blob = {blobs[j].data, blobs[j].len}};
	}
	int r = keeper_add(k, tips, GROUP);
	for (unsigned j = 0; j < GROUP; j++)
		buf_free(&blobs[j]);
	return r;
}

/* One vault's life with its Nth call failing. It ends as by SIGKILL, with the
 * store open, unless the life is told to end in order. */
static void
live(const char *dir, unsigned nth, int error, bool stuck, bool orderly,
    struct told *told)
{
	struct config config;
	struct keeper k;

	make_config(&config, dir);
	faults_set(nth, error, stuck);
	if (keeper_open(&k, &config) == STORE_OK) {
		for (unsigned i = 0; i < GROUPS; i++) {
			if (add_group(&k, i) == STORE_OK)
				told->held |= 1U << i;
			/* A suspect store's next opening is due now. */
			k.retry_at = 0;
			k.rewrite_at = i == GROUPS / 2 ? 0 : k.rewrite_at;
			if (keeper_tend(&k, true) != STORE_OK)
				break;
		}
		if (orderly)
			(void)!keeper_close(&k);
	}
	told->fired = faults_seen().fired;
	told->crashed = 0;
}

static void
run_child(const char *dir, unsigned nth, int error, bool stuck, bool orderly,
    struct told *told)
{
	int fds[2], status;

	assert_int_equal(pipe(fds), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct told mine = {.crashed = 1};
		close(STDERR_FILENO);
		live(dir, nth, error, stuck, orderly, &mine);
		(void)!write(fds[1], &mine, sizeof(mine));
		_exit(0);
	}
	close(fds[1]);
	assert_int_equal(io_read(fds[0], told, sizeof(*told)), sizeof(*told));
	close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	assert_int_equal(told->crashed, 0);
}

struct found {
	unsigned tips[GROUPS];
};

static int
find_groups(void *ctx, const struct store_row *row)
{
	struct found *f = ctx;
	uint8_t mark[TEST_MARK_LEN];

	for (unsigned n = 0; n < GROUPS * GROUP; n++) {
		mark_make(n, mark);
		if (memmem(row->blob.data, row->blob.len, mark, sizeof(mark)) !=
		    NULL)
			f->tips[n / GROUP]++;
	}
	return 0;
}

static void
assert_kept(const char *dir, unsigned nth, const struct told *told)
{
	struct found f = {{0}};
	struct store *s = NULL;

	assert_int_equal(store_open(dir, STORE_ADMIN, &s), STORE_OK);
	assert_int_equal(store_check(s), STORE_OK);
	assert_int_equal(store_each(s, find_groups, &f), STORE_OK);
	store_close(&s);
	for (unsigned i = 0; i < GROUPS; i++) {
		if ((told->held >> i & 1) != 0 && f.tips[i] != GROUP)
			fail_msg("call %u failed: group %u was acknowledged, "
				 "%u of its tips are there",
			    nth, i, f.tips[i]);
		if (f.tips[i] != 0 && f.tips[i] != GROUP)
			fail_msg("call %u failed: half of group %u is there",
			    nth, i);
	}
}

static void
fail_every_call(int error, bool stuck, bool orderly)
{
	struct told told = {.fired = 1};
	unsigned nth = 0, runs = 0, lost = 0;

	while (told.fired > 0) {
		char dir[TEST_PATH_MAX];
		nth += NTH_STEP;
		runs++;
		assert_true(nth < CALLS_MAX);
		temp_make(dir);
		assert_int_equal(store_create(dir), STORE_OK);
		run_child(dir, nth, error, stuck, orderly, &told);
		assert_kept(dir, nth, &told);
		temp_remove(dir);
		if (told.held != (1U << GROUPS) - 1)
			lost++;
	}
	/* The last run had no failure and held everything; enough others
	 * failed for the test to mean something. */
	assert_int_equal(told.held, (1U << GROUPS) - 1);
	assert_true(runs > 50);
	assert_true(lost > 10);
	print_message("%u runs, %u of them refused tips\n", runs, lost);
}

static void
one_failing_call_loses_nothing_acknowledged(void **state)
{
	(void)state;
	fail_every_call(EIO, false, false);
}

static void
a_disk_that_stays_broken_loses_nothing_acknowledged(void **state)
{
	(void)state;
	fail_every_call(EIO, true, false);
}

static void
a_disk_that_fills_loses_nothing_acknowledged(void **state)
{
	(void)state;
	fail_every_call(ENOSPC, true, true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_failing_call_loses_nothing_acknowledged),
	    cmocka_unit_test(
		a_disk_that_stays_broken_loses_nothing_acknowledged),
	    cmocka_unit_test(a_disk_that_fills_loses_nothing_acknowledged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
