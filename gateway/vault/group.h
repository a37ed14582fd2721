/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The tips that wait on all channels for one common commit: a sync costs the
 * same for one tip and for sixty-four.
 */
#ifndef INKAST_GATEWAY_VAULT_GROUP_H
#define INKAST_GATEWAY_VAULT_GROUP_H

#include <stddef.h>

#include "gateway/common/limits.h"
#include "gateway/vault/channel.h"
#include "gateway/vault/keeper.h"

/* A channel has one request at a time, so a group never overflows. */
_Static_assert(
    LIMIT_WORKERS <= LIMIT_GROUP_COMMIT, "a tip of every channel must fit");

struct group {
	struct keeper_tip tips[LIMIT_GROUP_COMMIT]; /* blobs in the decoders */
	struct channel *from[LIMIT_GROUP_COMMIT];
	size_t n;
};

/* Put a tip in; it is answered by group_commit. False when there is no room. */
bool group_add(struct group *g, struct channel *from, struct keeper_tip tip)
    __attribute__((nonnull, warn_unused_result));

/* Store all, then answer each: ADDED when, and only when, the commit held. The
 * group is empty afterwards. */
void group_commit(struct group *g, struct keeper *k) __attribute__((nonnull));

#endif
