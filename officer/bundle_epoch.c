/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Which key period a tip is sealed to, from the manifest. What cannot be read
 * is not known; that the manifest is wrong is for the bundle's check to say.
 */
#include <string.h>

#include "officer/bundle_manifest.h"

/* Format, service and number of tips. */
#define HEAD_LINES 3

static void
step(struct manifest_epochs *e)
{
	struct reader line;

	e->has_line = manifest_next(&e->lines, &line) == 1 &&
		      manifest_tip(line, e->id, &e->epoch);
	e->ended = !e->has_line;
}

void
manifest_epochs_init(struct manifest_epochs *e, const struct bundle *b)
{
	struct reader line;

	memset(e, 0, sizeof *e);
	e->ended = !b->has_manifest;
	e->lines.b = b;
	e->lines.at = b->manifest.content;
	e->lines.end = b->manifest.content + b->manifest.size;
	for (int i = 0; i < HEAD_LINES && !e->ended; i++)
		e->ended = manifest_next(&e->lines, &line) != 1;
}

bool
manifest_epoch_of(struct manifest_epochs *e,
    const uint8_t id[static BUNDLE_ID_LEN], uint32_t *epoch)
{
	while (
	    !e->ended && (!e->has_line || memcmp(e->id, id, BUNDLE_ID_LEN) < 0))
		step(e);
	if (!e->has_line || memcmp(e->id, id, BUNDLE_ID_LEN) != 0)
		return false;
	*epoch = e->epoch;
	return true;
}
