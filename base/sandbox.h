/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What each role may do, side by side. Every function drops for good what its
 * role does not need and then tries a forbidden act; it returns 0 only when the
 * act failed. On any other return the role must not go on.
 */
#ifndef INKAST_BASE_SANDBOX_H
#define INKAST_BASE_SANDBOX_H

#include <stddef.h>

/* All return 0 or a negated errno value.
 *
 * The one place where privileges drop. Started by root: become user (when it is
 * not empty), give up every capability, and verify that neither comes back.
 * Anybody: no core dumps, not dumpable, no new privileges. */
int sandbox_drop_privileges(const char *user)
    __attribute__((nonnull, warn_unused_result));

/* inkastd: forks and execs, reads its config; no network beyond the listening
 * socket that it already has. */
int sandbox_supervisor(void) __attribute__((warn_unused_result));

/* inkast-front, in two stages: before its threads start (no file system at all,
 * no new sockets, no exec) and when they run (only what serving takes). */
int sandbox_front_start(void) __attribute__((warn_unused_result));
int sandbox_front_steady(void) __attribute__((warn_unused_result));

/* inkast-vault: the store's folder (an open descriptor), no network, no exec.
 */
int sandbox_vault(int store_dir) __attribute__((warn_unused_result));

/* inkast-admin: no network, no exec; files as the user's rights allow. */
int sandbox_admin(void) __attribute__((warn_unused_result));

/* inkast-officer: no network, no exec; files as the user's rights allow. */
int sandbox_officer(void) __attribute__((warn_unused_result));

/* The Landlock ABI this kernel offers, 0 for none. The roles take what there
 * is: 1 and up keep a role to its folder, 4 and up also refuse TCP, 6 and up
 * also signals and abstract sockets. Whoever starts them may want to tell. Once
 * a role's sandbox stands it can no longer ask, and gets 0. */
int sandbox_landlock_abi(void);

/* For who starts roles, before privileges drop: let lock bytes be locked in
 * memory and files descriptors be open, here and in what is executed from
 * here. Where we may not, as much of it as we may. Always possible, so no
 * result; a role finds out what it got when it locks. */
void sandbox_limits_raise(size_t lock, size_t files);

#endif
