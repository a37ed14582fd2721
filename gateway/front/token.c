/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Form tokens: two slots, and the claims that are under way. One lock over all
 * of it; nobody waits for a vault with the lock held.
 *
 * Who waits for a claim holds a worker. That gives a flood nothing: a claim
 * lasts as long as storing one tip does, and as many tips of their own would
 * hold as many workers as long. All the same only few may wait for one claim,
 * so that a flood with a single token leaves workers for everybody else.
 */
#include "gateway/front/token.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/text.h"
#include "crypto/core/secret.h"
#include "gateway/common/limits.h"
#include "gateway/front/token_slot.h"

_Static_assert(
    TOKEN_TEXT == 2 * sizeof(struct token) + 1, "hexadecimal, and a NUL");

/* A double click is one that waits, a browser that tries again another. */
#define WAITERS_MAX 2

/* A little longer than the vault is given for the tip itself. Who waits in vain
 * gets the check page with the same token: nothing is lost, or sent
 * twice. Who gets the token of a tip that was
 * not stored in that time does not wait as long again: by then the vault has
 * been given up, and says so at once. */
#define WAIT_MS ((uint64_t)(LIMIT_VAULT_SECONDS + 2) * 1000)

_Static_assert(LIMIT_VAULT_SECONDS + 2 < LIMIT_IDLE_SECONDS,
    "the connections of a worker that waits are not cut");

enum claim_state {
	CLAIM_FREE,
	CLAIM_HELD,       /* somebody stores its tip */
	CLAIM_STORED,     /* settled; who waited has not heard it yet */
	CLAIM_NOT_STORED, /* settled; the first of them to hear it has it */
};

struct claim {
	enum claim_state state;
	uint64_t slot; /* number */
	size_t n_waiters;
	uint8_t nonce[TOKEN_NONCE];
	struct spent_entry entry; /* to be added when it is stored */
};

/* In secret memory. */
struct tokens {
	pthread_mutex_t lock; /* over everything below */
	pthread_cond_t settled;
	struct slot now;
	struct slot before;
	/* Each thread that claims is a worker, and has one claim at most. */
	struct claim claims[LIMIT_WORKERS];
};

static int
sync_init(struct tokens *t)
{
	pthread_condattr_t attr;
	int r = pthread_condattr_init(&attr);

	if (r != 0)
		return r;
	r = pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	if (r == 0)
		r = pthread_cond_init(&t->settled, &attr);
	pthread_condattr_destroy(&attr);
	if (r != 0)
		return r;
	r = pthread_mutex_init(&t->lock, NULL);
	if (r != 0)
		pthread_cond_destroy(&t->settled);
	return r;
}

struct tokens *
tokens_new(void)
{
	struct tokens *t = secret_alloc(sizeof(*t));

	if (t == NULL)
		return NULL;
	if (!spent_init(&t->now.spent, TOKEN_SPENT_MAX) ||
	    !spent_init(&t->before.spent, TOKEN_SPENT_MAX) ||
	    sync_init(t) != 0) {
		spent_free(&t->now.spent);
		spent_free(&t->before.spent);
		secret_free(t);
		return NULL;
	}
	return t;
}

void
tokens_free(struct tokens **tp)
{
	struct tokens *t = *tp;

	if (t == NULL)
		return;
	spent_free(&t->now.spent);
	spent_free(&t->before.spent);
	pthread_mutex_destroy(&t->lock);
	pthread_cond_destroy(&t->settled);
	secret_free(t);
	*tp = NULL;
}

/* The slot that was current is the one before, and a new one begins. */
static void
next_slot(struct tokens *t, uint64_t ends)
{
	struct slot oldest = t->before;

	t->before = t->now;
	t->now = oldest;
	slot_begin(&t->now, t->before.number + 1, ends);
	explicit_bzero(&oldest, sizeof(oldest));
}

/* Slots end by the clock, whether anybody came or not; a full one ends early,
 * and the next is as long as any. */
static void
turn_slots(struct tokens *t, uint64_t now)
{
	bool is_over = now >= t->now.ends;
	uint64_t ends =
	    is_over ? t->now.ends + TOKEN_SLOT_MS : now + TOKEN_SLOT_MS;

	if (!is_over && t->now.spent.n < t->now.spent.max)
		return;
	next_slot(t, ends);
	if (now >= ends)
		next_slot(t, now + TOKEN_SLOT_MS);
}

void
token_make(struct tokens *t, uint64_t now, char out[static TOKEN_TEXT])
{
	struct token token;

	random_bytes(token.nonce, sizeof(token.nonce));
	pthread_mutex_lock(&t->lock);
	turn_slots(t, now);
	slot_sign(&t->now, &token);
	pthread_mutex_unlock(&t->lock);
	text_hex((const uint8_t *)&token, sizeof(token), out);
	explicit_bzero(&token, sizeof(token));
}

static bool
token_read(struct view text, struct token *out)
{
	return text.len == TOKEN_TEXT - 1 &&
	       text_unhex((const char *)text.data, text.len, (uint8_t *)out,
		   sizeof(*out));
}

static struct slot *
slot_of(struct tokens *t, const struct token *token,
    uint8_t name[static SPENT_HASH])
{
	if (slot_knows(&t->now, token, name))
		return &t->now;
	return slot_knows(&t->before, token, name) ? &t->before : NULL;
}

/* By nonce: a slot, and with it the key for anything else, may end while one of
 * its tokens is held. */
static struct claim *
claim_of(struct tokens *t, const uint8_t nonce[static TOKEN_NONCE])
{
	for (size_t i = 0; i < LIMIT_WORKERS; i++)
		if (t->claims[i].state != CLAIM_FREE &&
		    hash_is_same(t->claims[i].nonce, nonce, TOKEN_NONCE))
			return &t->claims[i];
	return NULL;
}

static void
claim_free(struct claim *c)
{
	explicit_bzero(c, sizeof(*c));
}

static enum token_state
state_of(const struct spent_entry *sent, const struct spent_entry *asked)
{
	return hash_is_same(sent->tip, asked->tip, SPENT_HASH) ? TOKEN_SENT
							       : TOKEN_CHANGED;
}

/* Take a claim that is nobody's. */
static enum token_state
take(struct claim *c, const struct spent_entry *entry)
{
	c->entry = *entry;
	c->state = CLAIM_HELD;
	return TOKEN_GOOD;
}

/* The token is not held and has sent nothing. Every claim has a place in the
 * table kept for it, so that settling cannot fail. */
static enum token_state
claim_new(struct tokens *t, const struct slot *slot, const struct token *token,
    const struct spent_entry *entry)
{
	struct claim *free_one = NULL;
	size_t n = slot->spent.n;

	for (size_t i = 0; i < LIMIT_WORKERS; i++) {
		if (t->claims[i].state == CLAIM_FREE)
			free_one = &t->claims[i];
		else if (t->claims[i].slot == slot->number)
			n++;
	}
	if (n >= slot->spent.max)
		return TOKEN_EXPIRED;
	if (free_one == NULL)
		return TOKEN_BUSY;
	free_one->slot = slot->number;
	memcpy(free_one->nonce, token->nonce, TOKEN_NONCE);
	return take(free_one, entry);
}

/* Wait until the claim is settled, and say what that makes of the tip asked
 * for. The claim stays while anybody waits for it, even when its slot ends. */
static enum token_state
claim_wait(struct tokens *t, struct claim *c, const struct spent_entry *asked)
{
	uint64_t end = clock_monotonic_ms() + WAIT_MS;
	const struct timespec until = {.tv_sec = (time_t)(end / 1000),
	    .tv_nsec = (long)(end % 1000) * 1000000};
	enum token_state state = TOKEN_BUSY;
	int r = 0;

	if (c->state == CLAIM_HELD && c->n_waiters >= WAITERS_MAX)
		return TOKEN_BUSY;
	c->n_waiters++;
	while (c->state == CLAIM_HELD && r != ETIMEDOUT)
		r = pthread_cond_timedwait(&t->settled, &t->lock, &until);
	c->n_waiters--;
	if (c->state == CLAIM_NOT_STORED)
		return take(c, asked);
	if (c->state == CLAIM_STORED) {
		state = state_of(&c->entry, asked);
		if (c->n_waiters == 0)
			claim_free(c);
	}
	return state;
}

/* With the lock held. */
static enum token_state
claim_token(struct tokens *t, const struct token *token,
    const uint8_t digest[static HASH_LEN], struct spent_entry *asked)
{
	struct slot *slot = slot_of(t, token, asked->name);

	if (slot == NULL || !slot_hash_tip(slot, token, digest, asked->tip))
		return TOKEN_EXPIRED;
	const struct spent_entry *sent = spent_find(&slot->spent, asked->name);
	if (sent != NULL)
		return state_of(sent, asked);
	struct claim *c = claim_of(t, token->nonce);
	return c == NULL ? claim_new(t, slot, token, asked)
			 : claim_wait(t, c, asked);
}

enum token_state
token_claim(struct tokens *t, struct view text,
    const uint8_t digest[static HASH_LEN], uint64_t now)
{
	struct token token;
	struct spent_entry asked = {0};

	if (!token_read(text, &token))
		return TOKEN_EXPIRED;
	pthread_mutex_lock(&t->lock);
	turn_slots(t, now);
	enum token_state state = claim_token(t, &token, digest, &asked);
	pthread_mutex_unlock(&t->lock);
	explicit_bzero(&token, sizeof(token));
	explicit_bzero(&asked, sizeof(asked));
	return state;
}

static void
settle(struct tokens *t, struct claim *c, bool stored)
{
	struct slot *slot = NULL;

	if (c->slot == t->now.number)
		slot = &t->now;
	else if (c->slot == t->before.number)
		slot = &t->before;
	/* Else its tokens have expired since, and nobody asks any more. */
	if (stored && slot != NULL)
		spent_add(&slot->spent, &c->entry);
	c->state = stored ? CLAIM_STORED : CLAIM_NOT_STORED;
	if (c->n_waiters == 0)
		claim_free(c);
	else
		pthread_cond_broadcast(&t->settled);
}

void
token_settle(struct tokens *t, struct view text, bool stored)
{
	struct token token;

	if (!token_read(text, &token))
		return;
	pthread_mutex_lock(&t->lock);
	struct claim *c = claim_of(t, token.nonce);
	if (c != NULL && c->state == CLAIM_HELD)
		settle(t, c, stored);
	pthread_mutex_unlock(&t->lock);
	explicit_bzero(&token, sizeof(token));
}
