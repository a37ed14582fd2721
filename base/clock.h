/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The two grains of time this project keeps: days (outside a seal) and hours
 * (inside one). Nothing finer is ever stored.
 */
#ifndef INKAST_BASE_CLOCK_H
#define INKAST_BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "2026-11-22" and its NUL. */
#define CLOCK_DAY_LEN 11
/* "2026-11-22T14Z" and its NUL. */
#define CLOCK_HOUR_LEN 15

/* Days since 1970-01-01, UTC. */
int32_t clock_today(void);

/* The day as an ISO 8601 date. Years 1970 to 9999; others give 1970-01-01. */
void clock_format_day(int32_t day, char out[static CLOCK_DAY_LEN]);

/* The day that such a date names, exactly ten characters. False, and out
 * untouched, for anything else and for days that no calendar has. */
bool clock_parse_day(const char *s, size_t len, int32_t *out)
    __attribute__((nonnull, warn_unused_result));

/* The hour that now is, in UTC, minutes cut off. */
void clock_format_hour(char out[static CLOCK_HOUR_LEN]);

/* Milliseconds on a clock that only goes forward, for deadlines. */
uint64_t clock_monotonic_ms(void);

#endif
