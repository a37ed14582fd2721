/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A file that shall be gone: overwritten, then removed.
 */
#ifndef INKAST_OFFICER_WIPE_H
#define INKAST_OFFICER_WIPE_H

/* Whether a file can be destroyed: a plain one with one name, which may be
 * written. 0; -EMLINK for one with several names (the others would keep it),
 * -ELOOP for a symbolic link, -ENOTSUP for what is no file, or another negated
 * errno. */
int wipe_check(const char *path) __attribute__((nonnull, warn_unused_result));

/* Overwrite the file's blocks with random bytes, sync, cut it to nothing,
 * remove it, sync its folder. What a disk keeps elsewhere (copies, spare
 * blocks, snapshots) it keeps. 0; 1 when
 * its content is gone but its name could not be removed; or as wipe_check: it
 * may be damaged then, and is not destroyed. */
int wipe_file(const char *path) __attribute__((nonnull, warn_unused_result));

#endif
