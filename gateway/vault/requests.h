/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The trust boundary between front and vault: one table of requests
 * (docs/FORMAT.md 4.4, 4.5).
 */
#ifndef INKAST_GATEWAY_VAULT_REQUESTS_H
#define INKAST_GATEWAY_VAULT_REQUESTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gateway/vault/channel.h"
#include "gateway/vault/group.h"
#include "gateway/vault/keeper.h"
#include "gateway/vault/rulebook.h"

/* What a handler may use. */
struct requests {
	struct keeper *keeper;
	struct group *group;
	const struct rulebook *rules;
};

/* Whether the table has a request of that type that takes a body of that
 * length; a decoder_allows_fn. */
bool requests_allow(uint8_t type, size_t body_len);

/* Handle the whole message that c's decoder holds: it is answered now, or in
 * the group and answered with it. */
void requests_handle(struct requests *r, struct channel *c)
    __attribute__((nonnull));

#endif
