/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The poster of a recipient: its text, its code when a telephone can read it,
 * and its fingerprint in large figures. Nothing on it is secret.
 */
#ifndef INKAST_OFFICER_POSTER_H
#define INKAST_OFFICER_POSTER_H

#include "crypto/seal/seal.h"

/* Write the page to path, a new file (0644). EX_OK, or another code of
 * <sysexits.h> after saying why. */
int poster_write(const struct recipient *r, const char *path)
    __attribute__((nonnull, warn_unused_result));

#endif
