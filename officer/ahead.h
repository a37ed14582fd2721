/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The tips of a bundle, read and hashed by a second thread while the first one
 * opens those before them: the one waits for the stick, the other for the
 * processor. The thread sees sealed bytes only, no key and no plaintext.
 */
#ifndef INKAST_OFFICER_AHEAD_H
#define INKAST_OFFICER_AHEAD_H

#include "officer/bundle.h"
#include "officer/tip.h"

struct ahead_tip {
	struct bundle_member member;
	struct tip_blob blob;
};

struct ahead;

/* Begin at the first tip of b, which is borrowed and only read. 0 or -ENOMEM.
 * Where no thread can be made ahead_next does the work itself. */
int ahead_new(struct ahead **out, const struct bundle *b)
    __attribute__((nonnull, warn_unused_result));

/* The next tip, in the order of the bundle: 1 with *out, valid until the next
 * call; 0 at the end; or BUNDLE_E_IO, errno tells. */
int ahead_next(struct ahead *a, struct ahead_tip **out)
    __attribute__((nonnull, warn_unused_result));

/* End the thread, at the tip it is reading, and free; *a becomes NULL. */
void ahead_free(struct ahead **a) __attribute__((nonnull));

#endif
