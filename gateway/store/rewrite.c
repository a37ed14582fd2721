/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What happens to the files beside adding: the log is copied into the database,
 * the order of arrival is erased, free space is watched.
 */
#include "gateway/store/internal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

/* Pages of 4 KiB in the log before it is copied into the database: 16 MiB, some
 * ten full groups of text tips. 1000 measured a quarter slower at 64 channels
 * (the database is synced four times as often); 8000 were measured to stall for
 * 70 ms. */
#define LOG_PAGES 4000

/* A rewrite writes all rows to a temporary file and then to the log. */
#define REWRITE_COPIES 2

int
store_settle(struct store *s)
{
	if (s->log_pages < LOG_PAGES)
		return STORE_OK;
	int rc = sqlite3_wal_checkpoint_v2(
	    s->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	/* Asked once per log's length: a reader may hold the log for long, and
	 * the next commit says how long it then is. */
	s->log_pages = 0;
	store_blur_times(s->dir);
	return store_error(s, rc);
}

int
store_space(const struct store *s, uint64_t *free_bytes)
{
	struct statvfs st;

	if (fstatvfs(s->dir, &st) < 0)
		return STORE_E_IO;
	*free_bytes = (uint64_t)st.f_bavail * st.f_frsize;
	return STORE_OK;
}

int
store_size(const struct store *s, uint64_t *bytes)
{
	struct stat st;

	if (fstatat(s->dir, STORE_FILE, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return STORE_E_IO;
	*bytes = (uint64_t)st.st_size;
	return STORE_OK;
}

/* Fails early what would fill the disk for others before it fails. */
static int
check_room(struct store *s)
{
	uint64_t size, space;
	int r = store_size(s, &size);

	if (r == STORE_OK)
		r = store_space(s, &space);
	if (r != STORE_OK)
		return r;
	return size > space / REWRITE_COPIES ? STORE_E_FULL : STORE_OK;
}

static int
rewrite(struct store *s)
{
	int r = check_room(s);

	if (r != STORE_OK)
		return r;
	s->rewriting = true;
	r = store_run(s, SQL_REWRITE);
	s->rewriting = false;
	if (r != STORE_OK)
		return r;
	/* VACUUM has put the new file into the log; only when the log is copied
	 * and cut is the old one gone. */
	s->log_pages = 0;
	return store_error(s, sqlite3_wal_checkpoint_v2(s->db, NULL,
				  SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL));
}

int
store_rewrite(struct store *s)
{
	int r = rewrite(s);

	store_blur_times(s->dir);
	return r;
}
