/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A signing key in secret memory. Private to crypto/sign.
 */
#ifndef INKAST_CRYPTO_SIGN_KEY_H
#define INKAST_CRYPTO_SIGN_KEY_H

#include <stdint.h>

#include "crypto/sign/sign.h"

/* Seed and public key, as libsodium and minisign keep them. */
#define SIGN_SECRET_LEN 64

struct sign_key {
	uint8_t id[MINISIGN_ID_LEN];
	uint8_t secret[SIGN_SECRET_LEN];
};

#endif
