/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * open -o: a folder for each tip, with the members of its container as files.
 */
#ifndef INKAST_OFFICER_OPEN_FILES_H
#define INKAST_OFFICER_OPEN_FILES_H

#include "officer/tip.h"

/* Make the folder that tips go to, if it is not there. 0 or a negated errno. */
int files_begin(const char *dir) __attribute__((nonnull, warn_unused_result));

/* Write an opened tip to dir/<id>, which appears whole or not at all and is
 * never overwritten. 0 or a negated errno; -EEXIST when it is there already. */
int files_write(const char *dir, const struct tip *t)
    __attribute__((nonnull, warn_unused_result));

#endif
