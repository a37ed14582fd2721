/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * ML-KEM-768 by libsodium (1.0.22 and later): decapsulation.
 */
#include "crypto/core/mlkem.h"

#include <sodium.h>

#include "crypto/core/mlkem_sodium.h"

int
mlkem_decapsulate(const uint8_t ct[static MLKEM_CT_LEN],
    const uint8_t secret_key[static MLKEM_SECRET_LEN],
    uint8_t shared[static MLKEM_SHARED_LEN])
{
	int r = crypto_kem_mlkem768_dec(shared, ct, secret_key);

	return mlkem_sodium_end(r, shared, MLKEM_SHARED_LEN);
}
