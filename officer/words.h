/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Passphrases of common Swedish words: 4 to 8 letters a to z, so that every
 * keyboard types them alike; all different, and none begins another.
 */
#ifndef INKAST_OFFICER_WORDS_H
#define INKAST_OFFICER_WORDS_H

#include <stddef.h>

#include "base/buf.h"

#define WORDS_COUNT 1024
#define WORDS_BITS 10 /* of strength, for each word */
#define WORDS_LEN_MIN 4
#define WORDS_LEN_MAX 8

/* Words of a passphrase: 70 bits. At half a second for a guess (scrypt at 2^18,
 * FORMAT 10.2) a million computers need 9 million years for half of them. */
#define WORDS_PASSPHRASE 7

/* The word at i, less than WORDS_COUNT. */
const char *words_at(size_t i);

/* Append n words, each drawn by itself with the same chance for all, with a
 * space between them, to out, which uses secret_mem. BUF_OK or what the buffer
 * says. */
int words_passphrase(size_t n, struct buf *out)
    __attribute__((nonnull, warn_unused_result));

#endif
