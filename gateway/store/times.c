/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The files' own times, set back to the day: they would tell to the nanosecond
 * when the last tip came, to whoever holds a backup (FORMAT 5.4).
 */
#include "gateway/store/internal.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/stat.h>

#include "base/clock.h"

#define SECONDS_PER_DAY 86400

void
store_blur_times(int dir)
{
	/* The database, and what SQLite puts beside it while it is open. */
	static const char *const names[] = {
	    STORE_FILE, STORE_FILE "-wal", STORE_FILE "-shm"};
	const struct timespec day = {
	    .tv_sec = (time_t)clock_today() * SECONDS_PER_DAY};
	const struct timespec times[] = {day, day};

	/* What fails has been stored all the same: a file that is not there, or
	 * that belongs to another account, keeps the times it has. */
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		(void)utimensat(dir, names[i], times, AT_SYMLINK_NOFOLLOW);
	(void)futimens(dir, times);
}
