/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the vault is told of a keyring (docs/FORMAT.md 4.2, RULES): enough to
 * check a blob, no key.
 */
#ifndef INKAST_GATEWAY_IPC_RULES_H
#define INKAST_GATEWAY_IPC_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/reader.h"

#define RULES_EPOCHS_MAX 32 /* as many as a keyring has */
#define RULES_DIGEST_LEN 32

struct rules_epoch {
	uint32_t id;
	uint8_t kind; /* 1 classic, 2 post-quantum: enum age_key_type */
	int32_t from; /* days since 1970-01-01, both included */
	int32_t until;
};

/* n_epochs 0: no keyring, no tip may be stored. */
struct rules {
	uint32_t serial;
	uint8_t digest[RULES_DIGEST_LEN];
	uint8_t stanzas;
	size_t n_epochs;
	struct rules_epoch epochs[RULES_EPOCHS_MAX];
};

/* Append the body of a RULES message; the buffer's error says the rest. */
void rules_write(const struct rules *r, struct buf *out)
    __attribute__((nonnull));

/* False, and out untouched, when a body breaks FORMAT 4.2. */
bool rules_read(struct view body, struct rules *out)
    __attribute__((nonnull, warn_unused_result));

/* The epoch with this id, or NULL. */
const struct rules_epoch *rules_epoch_find(const struct rules *r, uint32_t id)
    __attribute__((nonnull));

#endif
