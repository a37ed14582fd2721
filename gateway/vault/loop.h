/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The vault's work: serve all channels until the last has closed.
 */
#ifndef INKAST_GATEWAY_VAULT_LOOP_H
#define INKAST_GATEWAY_VAULT_LOOP_H

#include <stddef.h>

#include "gateway/ipc/control.h"
#include "gateway/vault/keeper.h"
#include "gateway/vault/rulebook.h"

/* Wait for the first rules on a control socket (borrowed) and answer them. 0,
 * or a negated errno: inkastd is gone, or spoke nonsense. */
int loop_first_rules(struct control *control, struct rulebook *rules,
    struct keeper *k) __attribute__((nonnull, warn_unused_result));

/* Serve n channels (1 to LIMIT_WORKERS), descriptors first_fd and up, which are
 * closed when it returns, and take new rules from the control socket. 0 when
 * the front has closed them all; negative when the store cannot be kept or the
 * channels cannot be watched: a fresh process may fare better. */
int loop_run(struct keeper *k, struct control *control, struct rulebook *rules,
    int first_fd, size_t n) __attribute__((nonnull, warn_unused_result));

#endif
