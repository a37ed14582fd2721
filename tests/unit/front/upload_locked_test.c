/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What is locked of bodies as they arrive. Not in sanitizer builds: there mlock
 * does nothing.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "gateway/common/limits.h"
#include "gateway/front/budget.h"
#include "gateway/front/upload.h"

#define MIB ((size_t)1024 * 1024)

static const uint8_t piece[16384] = {1, 2, 3};

static int
setup(void **state)
{
	(void)state;
	budget_set(LIMIT_FRONT_BUDGET, 0);
	budget_set_photos(BUDGET_PHOTOS_UNLOCKED, LIMIT_PHOTO_BUDGET);
	return 0;
}

static size_t
used(void)
{
	return budget_used() + budget_used_by_photos();
}

static int
teardown(void **state)
{
	(void)state;
	return used() == 0 ? 0 : -1;
}

static void
fill(struct upload *u, size_t len)
{
	while (u->len < len) {
		size_t n = len - u->len;
		assert_true(upload_add(
		    u, piece, n < sizeof(piece) ? n : sizeof(piece)));
	}
}

/* Bytes of this process that are locked, as the kernel counts them. */
static size_t
locked(void)
{
	FILE *f = fopen("/proc/self/status", "re");
	size_t kib = 0;
	char line[256];

	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "VmLck:", 6) == 0)
			kib = strtoul(line + 6, NULL, 10);
	(void)fclose(f);
	return kib * 1024;
}

static void
text_is_locked_and_photos_only_where_they_must_be(void **state)
{
	struct upload u = {.max = LIMIT_UPLOAD};
	size_t before = locked();

	(void)state;
	fill(&u, 3 * MIB);
	assert_int_equal(locked() - before, LIMIT_FORM_BODY);
	upload_free(&u);
	assert_int_equal(locked(), before);
	budget_set_photos(BUDGET_PHOTOS_LOCKED, LIMIT_PHOTO_BUDGET);
	u.max = LIMIT_UPLOAD;
	fill(&u, 3 * MIB);
	assert_in_range(locked() - before, 3 * MIB, 4 * MIB);
	upload_free(&u);
	assert_int_equal(locked(), before);
}

/* The lock that fails ends a body's growth, and nothing stays counted. */
static void
what_cannot_be_locked_is_not_kept(void **state)
{
	struct upload u = {.max = LIMIT_FORM_BODY};
	struct rlimit before;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_MEMLOCK, &before), 0);
	const struct rlimit small = {65536, before.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_MEMLOCK, &small), 0);
	while (upload_add(&u, piece, 1024))
		assert_int_equal(locked(), u.room.cap);
	/* A process that may lock all it wants is not stopped. */
	assert_int_equal(used(), u.room.cap);
	if (u.len < u.max)
		assert_in_range(u.len, 32768, 65536);
	upload_free(&u);
	assert_int_equal(setrlimit(RLIMIT_MEMLOCK, &before), 0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		text_is_locked_and_photos_only_where_they_must_be, setup,
		teardown),
	    cmocka_unit_test_setup_teardown(
		what_cannot_be_locked_is_not_kept, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
