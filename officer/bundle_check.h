/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The state of a check, shared by its two files.
 */
#ifndef INKAST_OFFICER_BUNDLE_CHECK_H
#define INKAST_OFFICER_BUNDLE_CHECK_H

#include "crypto/core/age.h"
#include "officer/bundle.h"

struct check {
	const struct bundle *b;
	const char *path;
	bundle_problem_fn report;
	void *ctx;
	bool frame_only; /* checksums of tips are compared elsewhere */
	int problems;
	bool stop;              /* report has heard enough */
	enum bundle_kind stage; /* the kind of the member last met */
	uint64_t line;          /* of SHA256SUMS: the next that should come */
	uint64_t tips;
	uint8_t last_id[BUNDLE_ID_LEN];
	uint8_t head[AGE_HEADER_MAX]; /* of the tip that is looked at; public */
};

/* Report a problem. Returns 0, so that a check can end with it. */
int check_problem(
    struct check *k, const char *member, uint64_t at, const char *fmt, ...)
    __attribute__((nonnull(1, 2, 4), format(printf, 4, 5)));

/* Check a tip's header and length (FORMAT section 1). 0 or a BUNDLE_E_. */
int check_tip_shape(struct check *k, const struct bundle_member *m)
    __attribute__((nonnull, warn_unused_result));

/* Check the manifest's lines (FORMAT 9.2). 0 or a BUNDLE_E_. */
int check_manifest(struct check *k, const struct bundle_member *m)
    __attribute__((nonnull, warn_unused_result));

#endif
