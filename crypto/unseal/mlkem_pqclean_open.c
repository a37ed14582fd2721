/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * ML-KEM-768 by PQClean: decapsulation.
 */
#include "crypto/core/mlkem.h"

#include <kem.h>

#include "crypto/core/mlkem_pqclean.h"

int
mlkem_decapsulate(const uint8_t ct[static MLKEM_CT_LEN],
    const uint8_t secret_key[static MLKEM_SECRET_LEN],
    uint8_t shared[static MLKEM_SHARED_LEN])
{
	int r = PQCLEAN_MLKEM768_CLEAN_crypto_kem_dec(shared, ct, secret_key);

	return pqclean_end(r, shared, MLKEM_SHARED_LEN);
}
