/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A folder of identity files.
 */
#ifndef INKAST_OFFICER_KEY_FOLDER_H
#define INKAST_OFFICER_KEY_FOLDER_H

#include <stdbool.h>

#include "officer/identity.h"

/* Add the identities of every file in a folder that has some. For each
 * protected file the passphrases given before are tried, then one is asked for;
 * without one, or with a wrong one, the file is left out and that is said, as
 * are files that are no identities. EX_OK when at least one file was added, or
 * another code of <sysexits.h> after saying why. */
int keychain_add_folder(struct keychain *k, const char *path,
    const struct passphrase_source *source)
    __attribute__((nonnull, warn_unused_result));

/* Whether a file may be one of identities, by how it begins or what stands in
 * it; it is not opened with any key. */
bool identity_file_looks(const char *path)
    __attribute__((nonnull, warn_unused_result));

#endif
