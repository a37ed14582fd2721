/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Noticing that another keyring was installed: the folder of the keyring is
 * exchanged as a whole (docs/FORMAT.md 13.8), which the folder that holds it
 * tells whoever watches. So nobody has to have the right to send inkastd a
 * signal, or to know its number.
 */
#ifndef INKAST_GATEWAY_SUPERVISOR_WATCH_H
#define INKAST_GATEWAY_SUPERVISOR_WATCH_H

#include <stdbool.h>

struct watch {
	int fd; /* to be polled for POLLIN; -1: nothing is watched */
	int mark;
};

/* Begin, without anything watched. 0 or a negated errno; fd is then -1. */
int watch_open(struct watch *w) __attribute__((nonnull, warn_unused_result));
void watch_close(struct watch *w) __attribute__((nonnull));

/* Watch for a folder dir, which need not be there, in the folder that holds it,
 * which has to be; nothing else any more. 0 or a negated errno. */
int watch_folder(struct watch *w, const char *dir)
    __attribute__((nonnull, warn_unused_result));

/* The same for the folder of the keyring: where it cannot be watched, the log
 * says that a signal has to do. */
void watch_keyring(struct watch *w, const char *dir) __attribute__((nonnull));

/* Take what has happened; never waits. Whether another dir stands there now, or
 * may. */
bool watch_hear(struct watch *w, const char *dir)
    __attribute__((nonnull, warn_unused_result));

#endif
