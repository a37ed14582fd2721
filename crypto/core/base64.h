/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Base64 as the age format has it (RFC 4648 section 4, canonical): unpadded but
 * in armor (age, "Conventions" and "ASCII armor"). For crypto/ only.
 */
#ifndef INKAST_CRYPTO_CORE_BASE64_H
#define INKAST_CRYPTO_CORE_BASE64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/reader.h"

/* Characters of the encoding of n bytes, without a NUL. */
#define BASE64_LEN(n) (((n)*4 + 2) / 3)

/* Bytes that len characters decode to. No encoding has 1 more than a multiple
 * of 4 characters; base64_decode refuses those. */
size_t base64_decoded_len(size_t len);

/* Decode text into exactly n bytes. False for any other length, a character
 * outside the alphabet, padding, or trailing bits that are not zero; out may
 * then be partly written. */
bool base64_decode(struct view text, uint8_t *out, size_t n)
    __attribute__((nonnull, warn_unused_result));

/* Encode n bytes; out has room for BASE64_LEN(n) + 1: a NUL is added. */
void base64_encode(const uint8_t *p, size_t n, char *out)
    __attribute__((nonnull));

/* The same with padding (age, "ASCII armor"). Characters of the encoding of n
 * bytes, without a NUL. */
#define BASE64_PADDED_LEN(n) (((n) + 2) / 3 * 4)

/* Decode at most max bytes; *n is their number. False as base64_decode, for
 * padding that is missing or misplaced, and when they are more. */
bool base64_decode_padded(struct view text, uint8_t *out, size_t max, size_t *n)
    __attribute__((nonnull, warn_unused_result));

/* Encode n bytes; out has room for BASE64_PADDED_LEN(n) + 1. */
void base64_encode_padded(const uint8_t *p, size_t n, char *out)
    __attribute__((nonnull));

#endif
