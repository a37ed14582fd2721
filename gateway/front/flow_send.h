/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Sending a tip once: the token, the seal, the vault.
 */
#ifndef INKAST_GATEWAY_FRONT_FLOW_SEND_H
#define INKAST_GATEWAY_FRONT_FLOW_SEND_H

#include "gateway/front/flow.h"
#include "gateway/front/photos.h"

enum flow_sent {
	FLOW_IS_STORED,     /* now, or this very tip before */
	FLOW_IS_BUSY,       /* it is being stored: ask again with this token */
	FLOW_IS_EXPIRED,    /* nothing stored: it needs a fresh token */
	FLOW_IS_CHANGED,    /* the same: its token sent another tip */
	FLOW_IS_CLOSED,     /* nothing stored: no key or no vault */
	FLOW_IS_NOT_STORED, /* sealing or storing failed */
};

/* Seal and store what has no faults. The keys are those of this moment,
 * whichever were there when the form was opened. */
enum flow_sent flow_send(const struct flow *f, const struct web_language *lang,
    const struct answers *answers, const struct photos *photos,
    struct view token) __attribute__((nonnull(1, 2, 3, 4)));

#endif
