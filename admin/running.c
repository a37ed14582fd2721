/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Asks the kernel for the lock that SQLite holds on a database in WAL mode as
 * long as it is open.
 */
#include "admin/running.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "gateway/store/store.h"

/* sqlite.org/lockingv3: the bytes of a shared lock, behind the pending byte at
 * 2^30 and the reserved one. */
#define SHARED_FIRST (0x40000000 + 2)
#define SHARED_LEN 510

int
gateway_running(const char *store_dir)
{
	struct flock lock = {.l_type = F_WRLCK,
	    .l_whence = SEEK_SET,
	    .l_start = SHARED_FIRST,
	    .l_len = SHARED_LEN};
	char *path;

	if (asprintf(&path, "%s/" STORE_FILE, store_dir) < 0)
		return -ENOMEM;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	int r = fd < 0 || fcntl(fd, F_GETLK, &lock) < 0 ? -errno : 0;
	if (fd >= 0)
		close(fd);
	free(path);
	return r < 0 ? r : lock.l_type != F_UNLCK;
}
