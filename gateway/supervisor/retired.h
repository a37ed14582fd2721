/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Fronts without a vault: one shows the closed page until the next generation
 * is ready, the others finish what they have.
 */
#ifndef INKAST_GATEWAY_SUPERVISOR_RETIRED_H
#define INKAST_GATEWAY_SUPERVISOR_RETIRED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "gateway/supervisor/child.h"

/* More than a few means that vaults die in series; then the oldest goes at
 * once. */
#define RETIRED_MAX 8

/* All zero: none. */
struct retired {
	struct child fronts[RETIRED_MAX];
};

/* Take over a front whose vault is gone; *front is then no process. */
void retired_add(struct retired *r, struct child *front, uint64_t now)
    __attribute__((nonnull));

/* One of them may have ended with this status. */
void retired_reap(struct retired *r, pid_t pid, int status)
    __attribute__((nonnull));

/* All: as child_ask_to_end, child_ask_to_drain and child_enforce. */
void retired_ask_to_end(struct retired *r, uint64_t deadline)
    __attribute__((nonnull));
void retired_ask_to_drain(struct retired *r, uint64_t deadline)
    __attribute__((nonnull));
void retired_enforce(struct retired *r, uint64_t now) __attribute__((nonnull));

bool retired_are_none(const struct retired *r) __attribute__((nonnull));

/* The soonest deadline, UINT64_MAX when there is none. */
uint64_t retired_next_deadline(const struct retired *r)
    __attribute__((nonnull));

#endif
