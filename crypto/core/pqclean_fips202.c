/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * PQClean's fips202.c (SHA-3 and SHAKE), compiled as it is but for where its
 * states live: it would take them from the heap, give them back unwiped, and
 * call exit when there is no memory. keccak_pool.h does none of that.
 */
#include <stdlib.h> /* before the names below change */

#include "crypto/core/keccak_pool.h"

#define malloc(n) keccak_take(n)
#define free(p) keccak_give(p)
#define exit(status) keccak_give_up(status)

/* Third-party source, taken in whole. */
#include <fips202.c> /* NOLINT(bugprone-suspicious-include) */

_Static_assert(PQC_SHAKEINCCTX_BYTES <= KECCAK_STATE_LEN, "a state fits");
_Static_assert(PQC_SHAKECTX_BYTES <= KECCAK_STATE_LEN, "a state fits");
