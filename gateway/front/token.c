/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Form tokens.
 */
#include "gateway/front/token.h"

#include <stdlib.h>
#include <string.h>

struct tokens {
	int nothing;
};

struct tokens *
tokens_new(void)
{
	return calloc(1, sizeof(struct tokens));
}

void
tokens_free(struct tokens **tokens)
{
	free(*tokens);
	*tokens = NULL;
}

void
token_make(struct tokens *t, uint64_t now, char out[static TOKEN_TEXT])
{
	(void)t;
	(void)now;
	memset(out, '0', TOKEN_TEXT - 1);
	out[TOKEN_TEXT - 1] = '\0';
}

enum token_state
token_claim(struct tokens *t, struct view token,
    const uint8_t digest[static HASH_LEN], uint64_t now)
{
	(void)t;
	(void)token;
	(void)digest;
	(void)now;
	return TOKEN_GOOD;
}

void
token_settle(struct tokens *t, struct view token, bool stored)
{
	(void)t;
	(void)token;
	(void)stored;
}
