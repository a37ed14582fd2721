/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Rules taken, and asked.
 */
#include "gateway/vault/rulebook.h"

#include <string.h>

#include "crypto/core/tip.h"
#include "gateway/common/log.h"

_Static_assert(RULES_DIGEST_LEN == STORE_DIGEST_LEN, "both are of SHA-256");

bool
rulebook_take(struct rulebook *b, struct keeper *k, struct view body)
{
	struct rules r;

	if (!rules_read(body, &r)) {
		log_line("rules of inkastd break FORMAT 4.2");
		return false;
	}
	if (r.n_epochs > 0 &&
	    keeper_note_keyring(k, r.serial, r.digest) != STORE_OK)
		return false;
	/* The same once more, for a front that is new: nothing is on its way
	 * under other rules than before. None: not even what is on its way. */
	if (r.n_epochs == 0)
		b->before = r;
	else if (r.serial != b->now.serial)
		b->before = b->now;
	b->now = r;
	return true;
}

/* The front looked at the day a moment ago and at the clock of the same
 * machine: a tip that was sealed before midnight may come after it, and a clock
 * that is set back by a second makes it the day before. */
static bool
covers(const struct rules_epoch *e, int32_t today)
{
	return today + 1 >= e->from && today - 1 <= e->until;
}

static bool
allow(const struct rules *r, uint32_t epoch, struct view blob, int32_t today)
{
	const struct rules_epoch *e = rules_epoch_find(r, epoch);

	return e != NULL && covers(e, today) &&
	       tip_check_blob(blob.data, blob.len, r->stanzas,
		   (enum age_key_type)e->kind) == AGE_OK;
}

bool
rulebook_allows(
    const struct rulebook *b, uint32_t epoch, struct view blob, int32_t today)
{
	return allow(&b->now, epoch, blob, today) ||
	       allow(&b->before, epoch, blob, today);
}
