/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Rows in a nameless file.
 */
#include "admin/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* stdio says what failed through errno, but promises it only mostly. */
static int
failed(void)
{
	return errno != 0 ? -errno : -EIO;
}

int
spool_open(FILE **out, const char *dir)
{
	char *path;

	if (asprintf(&path, "%s/.inkast-export.XXXXXX", dir) < 0)
		return -ENOMEM;
	/* O_TMPFILE would do without a name, but a FAT stick has none. */
	int fd = mkostemp(path, O_CLOEXEC);
	int r = fd < 0 ? -errno : 0;
	if (fd >= 0 && unlink(path) < 0)
		r = -errno;
	free(path);
	FILE *f = r == 0 ? fdopen(fd, "w+") : NULL;
	if (r == 0 && f == NULL)
		r = -errno;
	if (r < 0) {
		if (fd >= 0)
			close(fd);
		return r;
	}
	*out = f;
	return 0;
}

int
spool_add(FILE *f, const struct spool_row *row)
{
	errno = 0;
	return fwrite(row, sizeof *row, 1, f) == 1 ? 0 : failed();
}

int
spool_rewind(FILE *f)
{
	errno = 0;
	return fflush(f) == 0 && fseek(f, 0, SEEK_SET) == 0 ? 0 : failed();
}

int
spool_next(FILE *f, struct spool_row *row)
{
	errno = 0;
	if (fread(row, sizeof *row, 1, f) == 1)
		return 1;
	return ferror(f) ? failed() : 0;
}
