/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Memory for keys and plaintext: between guard pages, locked (never swapped),
 * left out of core dumps, wiped when it is given back.
 */
#ifndef INKAST_CRYPTO_CORE_SECRET_H
#define INKAST_CRYPTO_CORE_SECRET_H

#include <stddef.h>

#include "base/buf.h"

/* size bytes, zeroed. NULL when there is no memory or it cannot be locked
 * (RLIMIT_MEMLOCK): an unlocked secret is refused, not silently accepted. */
void *secret_alloc(size_t size) __attribute__((warn_unused_result));

/* Wipe and give back. p may be NULL. */
void secret_free(void *p);

/* Wipe what the functions that the caller has called left on the stack.
 * libsodium's vector code for ChaCha20 leaves parts of its key there, its
 * scrypt the whole result, X25519 now and then part of one
 * (tests/fault/memory_life_faults.c found them). */
void secret_stack_wipe(void);

/* secret_alloc and secret_free for struct buf. */
extern const struct buf_mem secret_mem;

/* The same for what may be large: once secret_large_unlocked was called, what
 * cannot be locked is had without its lock. For a machine that has nowhere to
 * write it to (base/swap.h); before any thread. */
extern const struct buf_mem secret_large_mem;
void secret_large_unlocked(void);

#endif
