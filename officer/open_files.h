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

/* What the folder of a tip is called besides its id when its checksum cannot
 * vouch for it: the folder is all that is left when the words on the terminal
 * are gone. */
#define FILES_ALTERED ".altered"

/* Write an opened tip to dir/<id>, or dir/<id>.altered when it has a warning.
 * The folder appears whole or not at all and is never overwritten: 1 when it is
 * there already. Otherwise 0 or a negated errno; -EINTR when a signal is
 * pending (base/interrupt.h). */
int files_write(const char *dir, const struct tip *t)
    __attribute__((nonnull, warn_unused_result));

#endif
