/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Group commit.
 */
#include "gateway/vault/group.h"

bool
group_add(struct group *g, struct channel *from, struct keeper_tip tip)
{
	if (g->n == LIMIT_GROUP_COMMIT)
		return false;
	g->tips[g->n] = tip;
	g->from[g->n] = from;
	g->n++;
	return true;
}

/* Why a tip was not stored, in the front's words. */
static enum vault_state
reason(int r)
{
	return r == STORE_E_FULL ? VAULT_FULL : VAULT_FAILING;
}

void
group_commit(struct group *g, struct keeper *k)
{
	if (g->n == 0)
		return;
	int r = keeper_add(k, g->tips, g->n);
	for (size_t i = 0; i < g->n; i++) {
		if (r == STORE_OK)
			channel_answer(g->from[i], MESSAGE_ADDED, VAULT_OPEN);
		else
			channel_answer(
			    g->from[i], MESSAGE_NOT_STORED, reason(r));
	}
	g->n = 0;
}
