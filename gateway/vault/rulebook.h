/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the vault knows of keyrings: the rules that count, and those that
 * counted just before, since a tip may be on its way while keys change
 * (docs/FORMAT.md 4.2, 4.4).
 */
#ifndef INKAST_GATEWAY_VAULT_RULEBOOK_H
#define INKAST_GATEWAY_VAULT_RULEBOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/reader.h"
#include "gateway/ipc/rules.h"
#include "gateway/vault/keeper.h"

/* Begin zeroed: no tip is taken. */
struct rulebook {
	struct rules now;
	struct rules before;
};

/* The body of a RULES message. True: these count from now on, and the keeper
 * has noted their serial; false: they break the format, or were replaced by
 * newer ones (FORMAT 5.6), and nothing has changed. */
bool rulebook_take(struct rulebook *b, struct keeper *k, struct view body)
    __attribute__((nonnull, warn_unused_result));

/* Whether a blob is one for this epoch, on this day (FORMAT 1.4). */
bool rulebook_allows(const struct rulebook *b, uint32_t epoch, struct view blob,
    int32_t today) __attribute__((nonnull, warn_unused_result));

#endif
