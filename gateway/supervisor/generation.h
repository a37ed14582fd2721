/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A generation: one vault and one front with fresh channels between them.
 */
#ifndef INKAST_GATEWAY_SUPERVISOR_GENERATION_H
#define INKAST_GATEWAY_SUPERVISOR_GENERATION_H

#include <stdint.h>

#include "gateway/supervisor/child.h"
#include "gateway/supervisor/supervise.h"

/* Start both with workers channels, to be ready by deadline. 0 or a negated
 * errno. On failure a vault may have been started without a front (its pid
 * tells): it ends by itself, since its channels are closed. */
int generation_start(const struct supervise *s, unsigned workers,
    uint64_t deadline, struct child *front, struct child *vault)
    __attribute__((nonnull, warn_unused_result));

#endif
