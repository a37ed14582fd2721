/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Days and hours.
 */
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/reader.h"

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

/* n digits as a number. */
static bool
take_digits(struct reader *r, size_t n, int *out)
{
	struct view digits;
	int value = 0;

	if (!reader_take(r, n, &digits))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (digits.data[i] < '0' || digits.data[i] > '9')
			return false;
		value = value * 10 + (digits.data[i] - '0');
	}
	*out = value;
	return true;
}

bool
clock_parse_day(const char *s, size_t len, int32_t *out)
{
	struct reader r = reader_of(s, len);
	struct tm tm = {0};
	char again[CLOCK_DAY_LEN];

	if (len != CLOCK_DAY_LEN - 1 || !take_digits(&r, 4, &tm.tm_year) ||
	    !reader_literal(&r, "-") || !take_digits(&r, 2, &tm.tm_mon) ||
	    !reader_literal(&r, "-") || !take_digits(&r, 2, &tm.tm_mday))
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	time_t t = timegm(&tm);
	if (t < 0)
		return false;
	/* timegm makes March 2 of February 30: only a day that is written the
	 * same again is one. */
	int32_t day = (int32_t)(t / SECONDS_PER_DAY);
	clock_format_day(day, again);
	if (memcmp(again, s, len) != 0)
		return false;
	*out = day;
	return true;
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
