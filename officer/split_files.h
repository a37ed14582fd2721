/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The folder that split makes.
 */
#ifndef INKAST_OFFICER_SPLIT_FILES_H
#define INKAST_OFFICER_SPLIT_FILES_H

#include "crypto/share/share.h"

/* Make the new folder dir (0700) and in it, for each share of the set that
 * begins at shares, share-I.txt and share-I.html (0600). contact may be NULL.
 * EX_OK, or another code of <sysexits.h> after saying why; nothing is left
 * behind then. */
int split_files_write(const char *dir, const struct share *shares,
    const char *fingerprint, const char *contact)
    __attribute__((nonnull(1, 2, 3), warn_unused_result));

#endif
