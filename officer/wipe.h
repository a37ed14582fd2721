/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A file that shall be gone: overwritten, then removed. It is held open from
 * when somebody looks at it until then, so that what is destroyed is what was
 * shown, whatever its name points to meanwhile.
 */
#ifndef INKAST_OFFICER_WIPE_H
#define INKAST_OFFICER_WIPE_H

#include <stdbool.h>
#include <sys/types.h>

struct wipe {
	int fd; /* -1: none */
	dev_t device;
	ino_t inode;
	off_t size;
};

/* Open a file that can be destroyed: a plain one with one name, which may be
 * written. 0; -EMLINK for one with several names (the others would keep it),
 * -ELOOP for a symbolic link, -ENOTSUP for what is no file, or another negated
 * errno. Never waits. */
int wipe_open(struct wipe *w, const char *path)
    __attribute__((nonnull, warn_unused_result));

/* Whether path still names that file. */
bool wipe_is_named(const struct wipe *w, const char *path)
    __attribute__((nonnull, warn_unused_result));

/* Overwrite the file's blocks with random bytes, sync, cut it to nothing,
 * remove its name, sync its folder. What a disk keeps elsewhere (copies, spare
 * blocks, snapshots) it keeps. 0; 1 when the content is gone but the name could
 * not be removed, or names another file by now; or a negated errno: it may be
 * damaged then, and is not destroyed. */
int wipe_run(struct wipe *w, const char *path)
    __attribute__((nonnull, warn_unused_result));

void wipe_close(struct wipe *w) __attribute__((nonnull));

#endif
