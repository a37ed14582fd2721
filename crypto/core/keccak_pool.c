/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A few Keccak states for each thread, wiped whenever one is given back.
 */
#include "crypto/core/keccak_pool.h"

#include <stdint.h>
#include <string.h>

/* ML-KEM-768 and SHAKE256 hold one at a time; one more to spare. */
#define STATES 2

struct keccak_state {
	uint64_t words[KECCAK_STATE_LEN / sizeof(uint64_t)];
	bool taken;
};

static _Thread_local struct {
	struct keccak_state states[STATES];
	bool broken;
} pool;

void *
keccak_take(size_t n)
{
	struct keccak_state *s = &pool.states[0];

	for (size_t i = 0; i < STATES - 1 && s->taken; i++)
		s = &pool.states[i + 1];
	if (s->taken || n > sizeof s->words)
		pool.broken = true;
	s->taken = true;
	return s->words;
}

void
keccak_give(void *p)
{
	for (size_t i = 0; i < STATES; i++) {
		struct keccak_state *s = &pool.states[i];
		if (p == s->words)
			explicit_bzero(s, sizeof *s);
	}
}

void
keccak_give_up(int status)
{
	(void)status;
	pool.broken = true;
}

bool
keccak_pool_sound(void)
{
	bool sound = !pool.broken;

	for (size_t i = 0; i < STATES; i++)
		sound = sound && !pool.states[i].taken;
	if (!sound)
		explicit_bzero(&pool, sizeof pool);
	return sound;
}
