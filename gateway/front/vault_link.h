/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the front asks the vault: whether it takes tips, and to take one. Any
 * thread may ask; each request borrows a channel.
 */
#ifndef INKAST_GATEWAY_FRONT_VAULT_LINK_H
#define INKAST_GATEWAY_FRONT_VAULT_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "gateway/front/channels.h"

/* How long an answer to "are you open" holds, in milliseconds: long enough that
 * a flood of page views does not become a flood of messages, short enough that
 * a citizen does not start typing into a closed form. */
#define VAULT_STATE_MS 1000

/* How long, in milliseconds, others go on with the last answer while one thread
 * waits for the next. With the second above it, a vault that hangs is closed to
 * everybody after 3 s; a commit that is merely slow takes tens of
 * milliseconds. */
#define VAULT_ASKING_MS 2000

struct vault_link;

enum vault_link_err {
	VAULT_LINK_OK = 0,
	VAULT_LINK_E_GONE = -1,       /* a channel broke, now or before */
	VAULT_LINK_E_NOT_STORED = -2, /* refused, or the store cannot */
};

/* Over channels, which must outlive it. NULL without memory. */
struct vault_link *vault_link_new(struct channels *channels)
    __attribute__((nonnull, warn_unused_result));

/* Whether the vault takes tips, as it said within the last second; or just
 * before, while another thread asks. */
bool vault_link_is_open(struct vault_link *v) __attribute__((nonnull));

/* Hand over a blob sealed to an epoch. VAULT_LINK_OK: it is durable. */
int vault_link_add(struct vault_link *v, uint32_t epoch, const struct buf *blob)
    __attribute__((nonnull, warn_unused_result));

void vault_link_free(struct vault_link **v) __attribute__((nonnull));

#endif
