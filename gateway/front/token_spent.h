/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Which tips the tokens of one slot have sent: a sorted table of fixed size.
 * The same tips always make the same bytes, in whatever order they came.
 */
#ifndef INKAST_GATEWAY_FRONT_TOKEN_SPENT_H
#define INKAST_GATEWAY_FRONT_TOKEN_SPENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 128 bits: two of 2^15 names are the same by chance once in 2^99 tables. */
#define SPENT_HASH 16

/* name says which token, tip what it sent; both are keyed hashes. */
struct spent_entry {
	uint8_t name[SPENT_HASH];
	uint8_t tip[SPENT_HASH];
};

struct spent {
	struct spent_entry *entries; /* by name, ascending */
	size_t n;
	size_t max;
};

/* False without memory. */
bool spent_init(struct spent *s, size_t max)
    __attribute__((nonnull, warn_unused_result));

/* Wipe and free. All zero is fine. */
void spent_free(struct spent *s) __attribute__((nonnull));

/* Forget everything, and wipe it. */
void spent_clear(struct spent *s) __attribute__((nonnull));

/* The entry of that name, or NULL. Valid until something is added. */
const struct spent_entry *spent_find(
    const struct spent *s, const uint8_t name[static SPENT_HASH])
    __attribute__((nonnull, warn_unused_result));

/* Add one whose name is not there. The table is not full: who adds has counted.
 */
void spent_add(struct spent *s, const struct spent_entry *entry)
    __attribute__((nonnull));

#endif
