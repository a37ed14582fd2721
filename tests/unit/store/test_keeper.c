/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * When the keeper rewrites its store: never before the vault is ready, never
 * for longer than citizens can wait (FORMAT 5.3). A rewrite shows in the length
 * of the file, which it makes as short as can be.
 */
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
#include "gateway/vault/keeper.h"
#include "tests/unit/store/place.h"

#define MIB ((off_t)1024 * 1024)

struct scene {
	struct place *place;
	struct config config;
	struct keeper keeper;
};

static int
scene_new(void **state)
{
	static struct scene s;
	int r = place_with_store(state);

	s = (struct scene){.place = *state};
	config_defaults(&s.config);
	snprintf(
	    s.config.store_dir, sizeof(s.config.store_dir), "%s", s.place->dir);
	s.config.reserve_mib = 0;
	*state = &s;
	return r;
}

static int
scene_free(void **state)
{
	struct scene *s = *state;
	void *place = s->place;

	store_close(&s->keeper.store);
	return place_free(&place);
}

/* As long as a large store's: SQLite goes by the number of pages in the header,
 * a rewrite cuts what is behind them. */
static void
stretch(const struct scene *s, off_t len)
{
	assert_int_equal(truncate(s->place->file, len), 0);
}

static off_t
length(const struct scene *s)
{
	struct stat st;

	assert_int_equal(stat(s->place->file, &st), 0);
	return st.st_size;
}

static void
add(struct scene *s)
{
	static const uint8_t blob[] = "sealed";
	const struct keeper_tip tip = {.blob = {blob, sizeof(blob)}};

	assert_int_equal(keeper_add(&s->keeper, &tip, 1), STORE_OK);
}

static void
opening_owes_a_rewrite_and_the_first_idle_moment_does_it(void **state)
{
	struct scene *s = *state;

	stretch(s, 128 * MIB);
	assert_int_equal(keeper_open(&s->keeper, &s->config), STORE_OK);
	assert_int_equal(length(s), 128 * MIB);
	assert_int_equal(keeper_wait(&s->keeper), 0);
	/* Somebody is served. */
	assert_int_equal(keeper_tend(&s->keeper, false), STORE_OK);
	assert_int_equal(length(s), 128 * MIB);
	assert_int_equal(keeper_tend(&s->keeper, true), STORE_OK);
	assert_in_range(length(s), 1, MIB);
	assert_int_equal(keeper_wait(&s->keeper), -1);
}

/* Standard error goes to a file beside the store for the time of the test; how
 * many times the large store was spoken of. */
static unsigned
told_of_large_store(const char *path)
{
	struct buf b;
	unsigned n = 0;

	buf_init(&b, &buf_heap, 65536);
	assert_int_equal(io_read_file(path, &b), 0);
	assert_int_equal(buf_add(&b, "", 1), 0);
	for (const char *at = (const char *)b.data;
	     (at = strstr(at, "too large to erase")) != NULL; at++)
		n++;
	buf_free(&b);
	return n;
}

static void
a_large_store_is_left_as_it_is_and_that_is_said_once(void **state)
{
	struct scene *s = *state;
	char path[TEST_PATH_MAX + 16];
	int voice = dup(STDERR_FILENO);

	snprintf(path, sizeof(path), "%s/said", s->place->dir);
	assert_non_null(freopen(path, "w", stderr));
	s->config.rewrite_minutes = 0;
	stretch(s, 128 * MIB + 4096);
	assert_int_equal(keeper_open(&s->keeper, &s->config), STORE_OK);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(keeper_wait(&s->keeper), 0);
		assert_int_equal(keeper_tend(&s->keeper, true), STORE_OK);
		assert_int_equal(length(s), 128 * MIB + 4096);
		/* Nothing is owed until the next tip. */
		assert_int_equal(keeper_wait(&s->keeper), -1);
		add(s);
	}
	assert_true(dup2(voice, STDERR_FILENO) >= 0);
	close(voice);
	assert_int_equal(told_of_large_store(path), 1);
}

static void
the_way_out_leaves_what_takes_long_to_the_next_start(void **state)
{
	struct scene *s = *state;

	stretch(s, 64 * MIB + 4096);
	assert_int_equal(keeper_open(&s->keeper, &s->config), STORE_OK);
	assert_int_equal(keeper_close(&s->keeper), STORE_OK);
	assert_int_equal(length(s), 64 * MIB + 4096);
	stretch(s, 64 * MIB);
	assert_int_equal(keeper_open(&s->keeper, &s->config), STORE_OK);
	add(s);
	assert_int_equal(keeper_close(&s->keeper), STORE_OK);
	assert_in_range(length(s), 1, MIB);
	assert_int_equal(tips_in(s->place->dir), 1);
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, scene_new, scene_free)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE(opening_owes_a_rewrite_and_the_first_idle_moment_does_it),
	    SCENE(a_large_store_is_left_as_it_is_and_that_is_said_once),
	    SCENE(the_way_out_leaves_what_takes_long_to_the_next_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
