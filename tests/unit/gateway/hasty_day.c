/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The day of the hasty inkastd (linked with --wrap): as many days from today as
 * a file says, whose name stands in its environment; today without.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int32_t __real_clock_today(void);
int32_t __wrap_clock_today(void);

int32_t
__wrap_clock_today(void)
{
	const char *name = getenv("INKAST_TEST_DAYS");
	FILE *f = name == NULL ? NULL : fopen(name, "re");
	int days = 0;

	if (f == NULL)
		return __real_clock_today();
	if (fscanf(f, "%d", &days) != 1)
		days = 0;
	fclose(f);
	return __real_clock_today() + days;
}
