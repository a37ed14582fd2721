/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * One slot of form tokens: the key that they are made with, and what they have
 * sent. A slot that is wiped leaves nothing that a token or a tip could be
 * compared with.
 */
#ifndef INKAST_GATEWAY_FRONT_TOKEN_SLOT_H
#define INKAST_GATEWAY_FRONT_TOKEN_SLOT_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/core/hash.h"
#include "crypto/core/kdf.h"
#include "gateway/front/token_spent.h"

#define TOKEN_NONCE 16
#define TOKEN_MAC 16

/* As its page has it, in hexadecimal. */
struct token {
	uint8_t nonce[TOKEN_NONCE];
	uint8_t mac[TOKEN_MAC];
};

/* Lives in secret memory, but for its table: what stands there means nothing
 * without the key. Number 0: no slot. */
struct slot {
	uint8_t key[KDF_LEN];
	uint64_t number; /* no other slot has or had it */
	uint64_t ends;   /* as the current one */
	struct spent spent;
};

/* Wipe it and begin another in its place. */
void slot_begin(struct slot *s, uint64_t number, uint64_t ends)
    __attribute__((nonnull));

/* Give the token the MAC for its nonce. Without, when the cryptography fails:
 * it is then none of ours. */
void slot_sign(const struct slot *s, struct token *token)
    __attribute__((nonnull));

/* Whether the token is of this slot, and then its name in the table. */
bool slot_knows(const struct slot *s, const struct token *token,
    uint8_t name[static SPENT_HASH])
    __attribute__((nonnull, warn_unused_result));

/* What a token sends, as it is remembered. False when the cryptography fails.
 */
bool slot_hash_tip(const struct slot *s, const struct token *token,
    const uint8_t digest[static HASH_LEN], uint8_t tip[static SPENT_HASH])
    __attribute__((nonnull, warn_unused_result));

#endif
