/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Form tokens (docs/FORMAT.md 8.8): a form that was sent twice is stored once.
 * A double click, a reload of the receipt and a browser that tries again post
 * the same token with the same tip, and get the same answer; a changed tip with
 * a token that was used is another tip and needs another token.
 *
 * A token is a nonce and its MAC under a key that lives for two slots and never
 * leaves this process. What was sent is remembered as two hashes that both need
 * the nonce, which only the citizen's page has: from this memory nobody can
 * tell what was in a tip, not even by guessing, nor in which order they came.
 */
#ifndef INKAST_GATEWAY_FRONT_TOKEN_H
#define INKAST_GATEWAY_FRONT_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/reader.h"
#include "crypto/core/hash.h"

/* 16 bytes of nonce, 16 of MAC, in hexadecimal, and a NUL. */
#define TOKEN_TEXT 65

/* A token counts in its slot and the next: for half a day at least, a day at
 * most. Somebody who writes longer than that gets a fresh one, and keeps the
 * text. */
#define TOKEN_SLOT_MS (UINT64_C(12) * 3600 * 1000)

/* Tips sent in one slot before it ends early: 2 MiB of memory. */
#define TOKEN_SPENT_MAX 32768

struct tokens; /* any thread */

enum token_state {
	TOKEN_GOOD,    /* the caller has it, and settles it */
	TOKEN_SENT,    /* this very tip is stored already */
	TOKEN_CHANGED, /* used for another tip */
	TOKEN_BUSY,    /* it is being used: ask with it once more */
	TOKEN_EXPIRED, /* too old, or none of ours */
};

/* NULL without memory. */
struct tokens *tokens_new(void) __attribute__((warn_unused_result));
/* Wipes. *tokens may be NULL. */
void tokens_free(struct tokens **tokens) __attribute__((nonnull));

/* A new one, which nobody has had before. now: clock_monotonic_ms. */
void token_make(struct tokens *t, uint64_t now, char out[static TOKEN_TEXT])
    __attribute__((nonnull));

/* Whether token (text of any kind) may send the tip with this digest: a SHA-256
 * over everything that makes the tip. TOKEN_GOOD takes it: no other thread gets
 * an answer for it until token_settle, which must follow; who asks meanwhile
 * waits. */
enum token_state token_claim(struct tokens *t, struct view token,
    const uint8_t digest[static HASH_LEN], uint64_t now)
    __attribute__((nonnull, warn_unused_result));

/* The tip of a claimed token is stored, or it could not be: then the token is
 * as good as before. */
void token_settle(struct tokens *t, struct view token, bool stored)
    __attribute__((nonnull));

#endif
