/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * No ML-KEM-768 in this build: decapsulation is refused by name.
 */
#include "crypto/core/mlkem.h"

int
mlkem_decapsulate(const uint8_t ct[static MLKEM_CT_LEN],
    const uint8_t secret_key[static MLKEM_SECRET_LEN],
    uint8_t shared[static MLKEM_SHARED_LEN])
{
	(void)ct;
	(void)secret_key;
	(void)shared;
	return AGE_E_TYPE;
}
