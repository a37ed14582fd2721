/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Days and hours.
 */
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define SECONDS_PER_DAY 86400
/* 9999-12-31: the last day that ten characters can name. */
#define LAST_DAY 2932896

int32_t
clock_today(void)
{
	return (int32_t)(time(NULL) / SECONDS_PER_DAY);
}

void
clock_format_day(int32_t day, char out[static CLOCK_DAY_LEN])
{
	struct tm tm;
	time_t t =
	    day < 0 || day > LAST_DAY ? 0 : (time_t)day * SECONDS_PER_DAY;

	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(out, CLOCK_DAY_LEN, "%Y-%m-%d", &tm) == 0)
		memcpy(out, "1970-01-01", CLOCK_DAY_LEN);
}

void
clock_format_hour(char out[static CLOCK_HOUR_LEN])
{
	struct tm tm;
	time_t t = time(NULL);

	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(out, CLOCK_HOUR_LEN, "%Y-%m-%dT%HZ", &tm) == 0)
		memcpy(out, "1970-01-01T00Z", CLOCK_HOUR_LEN);
}

uint64_t
clock_monotonic_ms(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_MONOTONIC, &ts) != 0)
		return 0;
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}
