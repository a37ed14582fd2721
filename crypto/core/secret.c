/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Secret memory: libsodium's guarded allocation, with the lock checked.
 */
#include "crypto/core/secret.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <sodium.h>

/* libsodium puts the end of the block at the end of a page, so a block of any
 * type is aligned: sizes are multiples of their type's alignment. */
void *
secret_alloc(size_t size)
{
	void *p = sodium_malloc(size);

	if (p == NULL)
		return NULL;
	/* sodium_malloc locks too, but goes on when that fails. */
	if (sodium_mlock(p, size) != 0) {
		sodium_free(p);
		return NULL;
	}
	sodium_memzero(p, size);
	return p;
}

void
secret_free(void *p)
{
	/* Wipes, unlocks, and ends the process when a canary was overwritten.
	 */
	sodium_free(p);
}

/* Twice what the deepest of libsodium's functions that we call reach, about
 * 4 KiB (scalar multiplication, SHA-256, ChaCha20); 0.1 us. */
#define STACK_DEPTH 8192

void
secret_stack_wipe(void)
{
	sodium_stackzero(STACK_DEPTH);
}

static void
secret_release(void *p, size_t size)
{
	(void)size;
	secret_free(p);
}

const struct buf_mem secret_mem = {secret_alloc, secret_release};

static atomic_bool unlocked;

void
secret_large_unlocked(void)
{
	atomic_store(&unlocked, true);
}

/* libsodium locks what it can, and goes on. */
static void *
large_alloc(size_t size)
{
	void *p = secret_alloc(size);

	if (p != NULL || !atomic_load(&unlocked))
		return p;
	p = sodium_malloc(size);
	if (p != NULL)
		sodium_memzero(p, size);
	return p;
}

const struct buf_mem secret_large_mem = {large_alloc, secret_release};
