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
#include "crypto/seal/seal.h"
#include "gateway/common/limits.h"
#include "gateway/front/tip_json.h"

_Static_assert(LIMIT_RECIPIENT_TEXT == RECIPIENT_TEXT_MAX,
    "the configuration has room for a recipient's text");

/* Whom every tip is sealed to: keys of one kind, which config_load sees to. */
struct tip_keys {
	struct recipient recipients[LIMIT_RECIPIENTS];
	size_t n_recipients;
	size_t stanzas;
};

/* Write, pack, pad and seal t; append the blob to out, which may be ordinary
 * memory: there is no plaintext in it. When this returns, the plaintext is
 * wiped. AGE_OK, or an AGE_E_ and out is empty. */
int tip_seal(const struct tip *t, const struct tip_keys *keys, struct buf *out)
    __attribute__((nonnull, warn_unused_result));

#endif
