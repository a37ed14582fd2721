/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A keyring on the officer's computer, as a file with its signatures beside it.
 */
#ifndef INKAST_OFFICER_DESTROY_KEYRING_H
#define INKAST_OFFICER_DESTROY_KEYRING_H

#include <stddef.h>

#include "crypto/core/hash.h"
#include "crypto/seal/keyring.h"

/* Read one; digest gets the SHA-256 of its bytes. With n signers it is verified
 * first: all signatures beside it are theirs, and at least needed; without, it
 * is said that nobody vouches for it. EX_OK, or another code of <sysexits.h>
 * after saying why. */
int destroy_keyring_read(const char *path,
    const struct minisign_public *signers, size_t n, size_t needed,
    struct keyring **out, uint8_t digest[static HASH_LEN])
    __attribute__((nonnull(1, 5), warn_unused_result));

#endif
