/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * When something is due next, and how long poll may wait for it.
 */
#ifndef INKAST_GATEWAY_SUPERVISOR_DUE_H
#define INKAST_GATEWAY_SUPERVISOR_DUE_H

#include <stdint.h>

#include "gateway/supervisor/child.h"

/* Nothing. Times are clock_monotonic_ms. */
#define DUE_NEVER UINT64_MAX

/* at is due, too, unless it is 0. */
void due_sooner(uint64_t *next, uint64_t at) __attribute__((nonnull));

/* What is due of a child: its end, and its answer. */
void due_of_child(uint64_t *next, const struct child *c)
    __attribute__((nonnull));

/* Milliseconds until then, as poll takes them: -1 for DUE_NEVER. */
int due_wait(uint64_t next, uint64_t now);

#endif
