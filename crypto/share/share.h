/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Recovery shares (docs/FORMAT.md, section 15): an identity in n texts, any k
 * of which give it back. For the officer's program only.
 */
#ifndef INKAST_CRYPTO_SHARE_SHARE_H
#define INKAST_CRYPTO_SHARE_SHARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/reader.h"

#define SHARE_SECRET_LEN 33 /* kind and identity */
#define SHARE_SET_LEN 8
#define SHARE_COMMITMENT_LEN 16
#define SHARES_MIN 2       /* of 1 each, there would be no need */
#define SHARES_MAX 16      /* more papers than a force has safes for them */
#define SHARE_TEXT_LEN 168 /* what share_write appends */

enum share_err {
	SHARE_OK = 0,
	SHARE_E_FORM = -1,      /* no share, or lines missing (FORMAT 15.4) */
	SHARE_E_CHECKSUM = -2,  /* a line, or the whole, was mistyped */
	SHARE_E_RANGE = -3,     /* k, n or i out of range */
	SHARE_E_OTHER_SET = -4, /* shares of different sets */
	SHARE_E_TWICE = -5,     /* the same share twice */
	SHARE_E_TOO_FEW = -6,   /* fewer than k */
	SHARE_E_WRONG = -7,     /* the result is not what was split (15.3) */
	SHARE_E_MEMORY = -8,
	SHARE_E_CRYPTO = -9,
};

/* For people: no capital, no full stop, never NULL. */
const char *share_strerror(int err);

/* One share, parsed. Secret: lives in secret memory. */
struct share {
	uint8_t k, n, i;
	uint8_t set[SHARE_SET_LEN];
	uint8_t commitment[SHARE_COMMITMENT_LEN];
	uint8_t values[SHARE_SECRET_LEN];
};

/* Whether its numbers are such as a set can have (FORMAT 15.1). */
bool share_in_range(const struct share *s) __attribute__((nonnull));

/* Split: out, in secret memory, has room for n. SHARE_OK, SHARE_E_RANGE,
 * SHARE_E_MEMORY, SHARE_E_CRYPTO. */
int share_split(const uint8_t secret[static SHARE_SECRET_LEN], unsigned k,
    unsigned n, struct share *out) __attribute__((nonnull, warn_unused_result));

/* Join: the first k are used, and the others must agree with them. out is
 * wiped unless SHARE_OK. *which gets the index (from 0) of the share that is
 * the reason; n when none is by itself. SHARE_E_OTHER_SET: of another set than
 * the first. Not SHARE_E_FORM or SHARE_E_CHECKSUM. */
int share_join(const struct share *shares, size_t n,
    uint8_t out[static SHARE_SECRET_LEN], size_t *which)
    __attribute__((nonnull, warn_unused_result));

/* Append the lines of FORMAT 15.4 to out, which uses secret_mem. SHARE_OK or
 * SHARE_E_MEMORY. */
int share_write(const struct share *s, struct buf *out)
    __attribute__((nonnull, warn_unused_result));

/* Find and read the lines in a text. *line gets the number (1 to 7) of the line
 * that is mistyped (SHARE_E_CHECKSUM), or missing or there twice
 * (SHARE_E_FORM); 0: the whole. Also SHARE_E_RANGE, SHARE_E_MEMORY. out is
 * wiped unless SHARE_OK. */
int share_read(const void *text, size_t len, struct share *out, unsigned *line)
    __attribute__((nonnull, warn_unused_result));

/* Which line of a share (1 to 7) a line of text is, without its end; 0: none.
 * *fits: whether it stands as it was written. For who types. */
unsigned share_line(struct view line, bool *fits) __attribute__((nonnull));

#endif
