/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What /proc/swaps says.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/swap.h"

static void
swap_space_is_what_stands_below_the_heading(void **state)
{
	(void)state;
	assert_false(swap_is_listed(""));
	assert_false(swap_is_listed("Filename\tType\tSize\n"));
	assert_true(
	    swap_is_listed("Filename\tType\tSize\n/dev/sda2 partition 1000\n"));
}

static void
this_machine_is_asked(void **state)
{
	FILE *f = fopen("/proc/swaps", "re");
	size_t lines = 0;
	int c;

	(void)state;
	assert_non_null(f);
	while ((c = fgetc(f)) != EOF)
		lines += c == '\n';
	(void)fclose(f);
	assert_int_equal(swap_may_be_there(), lines > 1);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(swap_space_is_what_stands_below_the_heading),
	    cmocka_unit_test(this_machine_is_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
