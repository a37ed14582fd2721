/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Lines of a bundle's manifest (docs/FORMAT.md 9.2): for its check, and for who
 * asks which key period a tip is sealed to.
 */
#ifndef INKAST_OFFICER_BUNDLE_MANIFEST_H
#define INKAST_OFFICER_BUNDLE_MANIFEST_H

#include "base/reader.h"
#include "officer/bundle.h"
#include "officer/bundle_lines.h"

/* From at to end, line by line. */
struct manifest_lines {
	const struct bundle *b;
	uint64_t at;
	uint64_t end;
	uint8_t text[BUNDLE_MANIFEST_LINE];
};

/* The next line, without its LF; it points into l. 1; 0 when there is none or
 * it is too long; or a BUNDLE_E_. */
int manifest_next(struct manifest_lines *l, struct reader *out)
    __attribute__((nonnull, warn_unused_result));

/* Read a tip's line. */
bool manifest_tip(struct reader line, uint8_t id[static BUNDLE_ID_LEN],
    uint32_t *epoch) __attribute__((nonnull, warn_unused_result));

/* The key periods of tips, asked in the order of ids, as the bundle has them:
 * each line is read once. */
struct manifest_epochs {
	struct manifest_lines lines;
	bool has_line; /* id and epoch are those of the line before at */
	bool ended;    /* no line, or one that is none of a tip, follows */
	uint8_t id[BUNDLE_ID_LEN];
	uint32_t epoch;
};

void manifest_epochs_init(struct manifest_epochs *e, const struct bundle *b)
    __attribute__((nonnull));

/* False when the manifest does not say. */
bool manifest_epoch_of(struct manifest_epochs *e,
    const uint8_t id[static BUNDLE_ID_LEN], uint32_t *epoch)
    __attribute__((nonnull, warn_unused_result));

#endif
