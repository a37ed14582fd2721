/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Memory for the Keccak states of PQClean's FIPS 202, in place of malloc and
 * exit: a library of ours neither leaves secrets in the heap nor ends its
 * process. For pqclean_fips202.c and mlkem_pqclean.c only.
 */
#ifndef INKAST_CRYPTO_CORE_KECCAK_POOL_H
#define INKAST_CRYPTO_CORE_KECCAK_POOL_H

#include <stdbool.h>
#include <stddef.h>

/* 25 lanes of 8 bytes (FIPS 202, 3.1) and a count. */
#define KECCAK_STATE_LEN 208

/* A state of n bytes (at most KECCAK_STATE_LEN), of this thread; never NULL.
 * When there is none left the last one is given twice, and keccak_pool_sound
 * says so. */
void *keccak_take(size_t n);

/* Wipe and give back. p may be NULL. */
void keccak_give(void *p);

/* Called where exit would be: noted for keccak_pool_sound. */
void keccak_give_up(int status);

/* Whether since the last call every state was had by one owner only, and every
 * one was given back. If not, what was computed is not to be used. */
bool keccak_pool_sound(void) __attribute__((warn_unused_result));

#endif
