/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Files of signing keys (docs/FORMAT.md 14.1, 14.3) and of signatures, for the
 * tools of people who sign.
 */
#ifndef INKAST_CLI_SIGNER_H
#define INKAST_CLI_SIGNER_H

#include "base/reader.h"
#include "cli/passphrase.h"
#include "crypto/sign/sign.h"

/* All return EX_OK, or another code of <sysexits.h> after saying why. */

/* Make a signing key: path (0600, never overwritten) and path.pub; source NULL:
 * not protected. Prints nothing. */
int signer_make(const char *path, const struct passphrase_source *source,
    struct minisign_public *out)
    __attribute__((nonnull(1, 3), warn_unused_result));

/* Read one; asks for its passphrase when it has one. */
int signer_load(const char *path, const struct passphrase_source *source,
    struct sign_key **out) __attribute__((nonnull, warn_unused_result));

/* A public key: a file, or the 56 characters themselves. */
int signer_public(const char *text_or_path, struct minisign_public *out)
    __attribute__((nonnull, warn_unused_result));

/* Sign text, write the signature to path (0644, replacing only if replace). */
int signer_sign(const struct sign_key *k, struct view text, const char *trusted,
    const char *path, int replace)
    __attribute__((nonnull(1, 3, 4), warn_unused_result));

#endif
