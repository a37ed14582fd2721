/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * How the gateway opens the files that configure it: inkastd reads them again
 * while it serves, and must not wait for whoever may write to a pipe.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/common/config_schema.h"

int
config_read_file(const char *path, struct buf *out)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		return -errno;
	int r = fstat(fd, &st) < 0    ? -errno
		: S_ISREG(st.st_mode) ? io_read_fd(fd, out)
				      : -ENOTSUP;
	close(fd);
	return r;
}

const char *
config_file_fault(int r)
{
	/* ENXIO is what open says of a socket. */
	if (r == -ENOTSUP || r == -ENXIO)
		return "expected a regular file, found a folder, pipe, device "
		       "or socket";
	return strerror(-r);
}
