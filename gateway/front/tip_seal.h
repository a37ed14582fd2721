/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * From answers to a sealed blob (docs/FORMAT.md, sections 1 to 3): the one
 * place where the gateway holds a whole tip, for about a millisecond.
 */
#ifndef INKAST_GATEWAY_FRONT_TIP_SEAL_H
#define INKAST_GATEWAY_FRONT_TIP_SEAL_H

#include <stddef.h>

#include "base/buf.h"
#include "gateway/front/keys.h"
#include "gateway/front/tip_json.h"

/* Write, pack, pad and seal t; append the blob to out, which may be ordinary
 * memory: there is no plaintext in it. When this returns, the plaintext is
 * wiped. AGE_OK, or an AGE_E_ and out is empty. */
int tip_seal(const struct tip *t, const struct keys_choice *keys,
    struct buf *out) __attribute__((nonnull, warn_unused_result));

#endif
