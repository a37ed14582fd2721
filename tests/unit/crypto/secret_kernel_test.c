/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the kernel says about secret memory: locked, and left out of dumps. Not
 * in sanitizer builds, whose runtime turns mlock(2) into nothing.
 */
#include "crypto_test.h"

#include <stdio.h>

#include "crypto/core/secret.h"
#include "crypto/core/secret_room.h"

/* The VmFlags line of the mapping that holds p. */
static void
flags_of(const void *p, char *flags, int size)
{
	FILE *f = fopen("/proc/self/smaps", "re");
	char line[512];
	bool here = false;

	assert_non_null(f);
	flags[0] = '\0';
	while (fgets(line, sizeof line, f) != NULL) {
		char *end;
		uintptr_t from = strtoul(line, &end, 16);
		if (*end == '-') {
			uintptr_t to = strtoul(end + 1, NULL, 16);
			here = from <= (uintptr_t)p && (uintptr_t)p < to;
		} else if (here && strncmp(line, "VmFlags:", 8) == 0) {
			(void)snprintf(flags, (size_t)size, "%s", line);
		}
	}
	(void)fclose(f);
}

static void
secret_is_locked_and_left_out_of_core_dumps(void **state)
{
	uint8_t *p = secret_alloc(100000);
	char flags[512];

	(void)state;
	assert_non_null(p);
	for (size_t i = 0; i < 100000; i += 4096) {
		flags_of(p + i, flags, sizeof flags);
		assert_non_null(strstr(flags, " lo"));
		assert_non_null(strstr(flags, " dd"));
	}
	secret_free(p);
}

static void
a_room_is_locked_as_far_as_it_is_asked_and_never_dumped(void **state)
{
	struct secret_room r;
	char flags[512];

	(void)state;
	assert_true(secret_room_open(&r, 1 << 20));
	assert_true(secret_room_grow(&r, 8192, true));
	assert_true(secret_room_grow(&r, 65536, false));
	for (size_t i = 0; i < r.cap; i += 4096) {
		flags_of(r.data + i, flags, sizeof flags);
		assert_int_equal(strstr(flags, " lo") != NULL, i < 8192);
		assert_non_null(strstr(flags, " dd"));
	}
	/* Shrunk and grown again, too. */
	secret_room_shrink(&r, 4096);
	assert_true(secret_room_grow(&r, 65536, true));
	for (size_t i = 0; i < r.cap; i += 4096) {
		flags_of(r.data + i, flags, sizeof flags);
		assert_non_null(strstr(flags, " lo"));
		assert_non_null(strstr(flags, " dd"));
	}
	secret_room_close(&r);
}

static void
ordinary_memory_is_neither(void **state)
{
	uint8_t *p = malloc(100000);
	char flags[512];

	(void)state;
	assert_non_null(p);
	flags_of(p, flags, sizeof flags);
	assert_true(strlen(flags) > 0);
	assert_null(strstr(flags, " lo"));
	assert_null(strstr(flags, " dd"));
	free(p);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(secret_is_locked_and_left_out_of_core_dumps),
	    cmocka_unit_test(
		a_room_is_locked_as_far_as_it_is_asked_and_never_dumped),
	    cmocka_unit_test(ordinary_memory_is_neither),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
