/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Fingerprints: what people compare over the telephone (docs/FORMAT.md 13.9).
 */
#ifndef INKAST_CRYPTO_SEAL_FINGERPRINT_H
#define INKAST_CRYPTO_SEAL_FINGERPRINT_H

#include "base/reader.h"
#include "crypto/seal/seal.h"

/* "12345 67890 12345 67890 12345 67890" and a NUL: 30 digits, 99 bits. */
#define FINGERPRINT_LEN 36

void fingerprint_recipient(const struct recipient *r,
    char out[static FINGERPRINT_LEN]) __attribute__((nonnull));

/* Of the bytes of a keyring. */
void fingerprint_keyring(struct view text, char out[static FINGERPRINT_LEN]);

#endif
