/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * How a keyring stands on a day (docs/FORMAT.md 13.3, 13.4).
 */
#include "crypto/seal/keyring.h"

/* The epoch that tips of a day are sealed to, or NULL. Ids ascend, so of equal
 * beginnings the last one has the highest. */
static const struct keyring_epoch *
epoch_on(const struct keyring *k, int32_t day)
{
	const struct keyring_epoch *best = NULL;

	for (size_t i = 0; i < k->n_epochs; i++) {
		const struct keyring_epoch *e = &k->epochs[i];
		if (day >= e->from && day <= e->until &&
		    (best == NULL || e->from >= best->from))
			best = e;
	}
	return best;
}

enum keyring_state
keyring_at(
    const struct keyring *k, int32_t day, const struct keyring_epoch **epoch)
{
	const struct keyring_epoch *e = NULL;
	enum keyring_state state = KEYRING_USABLE;

	if (day < k->issued)
		state = KEYRING_EARLY;
	else if (day > k->expires)
		state = KEYRING_EXPIRED;
	else if ((e = epoch_on(k, day)) == NULL)
		state = KEYRING_NO_EPOCH;
	if (epoch != NULL)
		*epoch = e;
	return state;
}

int32_t
keyring_last_day(const struct keyring *k, int32_t day)
{
	int32_t last = day - 1;

	/* From the end of one epoch to the one that covers the day after. Each
	 * step ends later, so it ends. */
	while (keyring_at(k, last + 1, NULL) == KEYRING_USABLE) {
		int32_t end = last;
		for (size_t i = 0; i < k->n_epochs; i++) {
			const struct keyring_epoch *e = &k->epochs[i];
			if (e->from <= last + 1 && e->until > end)
				end = e->until;
		}
		last = end < k->expires ? end : k->expires;
	}
	return last;
}
