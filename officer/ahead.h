/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The tips of a bundle, read and hashed by other threads while the first one
 * shows those before them; small ones are unsealed as well. So a bundle is read
 * once, and opening it takes all processors. A tip that opens by itself under
 * the limit of locked memory opens here: what was unsealed ahead gives way.
 */
#ifndef INKAST_OFFICER_AHEAD_H
#define INKAST_OFFICER_AHEAD_H

#include "officer/bundle.h"
#include "officer/tip.h"

struct ahead_tip {
	struct bundle_member member;
	struct tip_blob blob; /* read; unsealed, if it could be read */
};

struct ahead;

/* Begin at the first tip. b and keys are borrowed and only read. 0 or -ENOMEM.
 * Where no thread can be made ahead_next does all the work. */
int ahead_new(
    struct ahead **out, const struct bundle *b, const struct unseal_keys *keys)
    __attribute__((nonnull, warn_unused_result));

/* The next tip, in the order of the bundle: 1 with *out, valid until the next
 * call; 0 at the end; or BUNDLE_E_IO, errno tells. */
int ahead_next(struct ahead *a, struct ahead_tip **out)
    __attribute__((nonnull, warn_unused_result));

/* End the threads, each after the tip it is at, wipe and free; *a becomes
 * NULL. */
void ahead_free(struct ahead **a) __attribute__((nonnull));

#endif
