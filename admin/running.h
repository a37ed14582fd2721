/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Whether a gateway is running on a store, told without a network and without
 * disturbing it.
 */
#ifndef INKAST_ADMIN_RUNNING_H
#define INKAST_ADMIN_RUNNING_H

/* 1 when another process has the store open, 0 when none has, or a negated
 * errno. To be called while this process does not have it open: closing any
 * descriptor of a file gives up a process's locks on it (POSIX). */
int gateway_running(const char *store_dir)
    __attribute__((nonnull, warn_unused_result));

#endif
