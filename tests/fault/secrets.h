/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Whether secrets are left in memory. What was learnt as secret (by the tests,
 * and by the wrapped primitives, which see every key that passes) is kept
 * masked, so that whatever the search finds is a copy that somebody left.
 */
#ifndef INKAST_TESTS_FAULT_SECRETS_H
#define INKAST_TESTS_FAULT_SECRETS_H

#include <stddef.h>

/* From now on these n bytes, in pieces of 8, are searched for; of a long secret
 * its first 64 bytes. A piece of 8 equal bytes is no secret. */
void secrets_learn(const char *what, const void *p, size_t n)
    __attribute__((nonnull));

/* A marker of n bytes (at least 8) that a plaintext repeats: any 8 bytes of it
 * count. */
void secrets_learn_repeated(const char *what, const void *p, size_t n)
    __attribute__((nonnull));

/* What was learnt so far is searched for in every run; secrets_forget drops
 * what a run taught since then. */
void secrets_remember(void);
void secrets_forget(void);

/* Here the caller keeps secrets of his own: nothing is searched. At most 8
 * places. */
void secrets_kept_in(const void *p, size_t n) __attribute__((nonnull));

/* How many pieces of secrets stand in n bytes at p. */
size_t secrets_in(const void *p, size_t n) __attribute__((nonnull));

/* How many stand in all memory of the process that can be written: stack, freed
 * heap, data of every library. Prints what it finds where. Not for sanitizers,
 * whose own memory is terabytes. */
size_t secrets_anywhere(void);

#endif
