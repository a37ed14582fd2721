/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the parser's two halves share: lines and sections (keyring_parse.c),
 * keys and values (keyring_values.c). Private to crypto/seal.
 */
#ifndef INKAST_CRYPTO_SEAL_KEYRING_PARSER_H
#define INKAST_CRYPTO_SEAL_KEYRING_PARSER_H

#include <stdbool.h>
#include <stddef.h>

#include "crypto/seal/keyring.h"

struct parser {
	struct keyring *k;
	struct keyring_epoch *epoch; /* NULL: in [keyring] */
	bool in_section;
	unsigned line;
	unsigned seen; /* keys of this section, by place in its table */
	struct keyring_error *err;
	int code; /* KEYRING_OK, or the first error */
};

/* Note an error with the line and section; the first one stays. */
void parser_fault(struct parser *p, int code, const char *fmt, ...)
    __attribute__((nonnull, format(printf, 3, 4)));

/* "KEY: expected WHAT, found ...". */
void parser_expected(struct parser *p, const char *key, const char *what,
    struct view found) __attribute__((nonnull(1, 2, 3)));

/* A piece of a keyring in quotes: its first 40 characters, made visible; of a
 * long word, such as keys are, nothing but the beginning of a public key; of
 * what may be a secret key, nothing at all. 40 characters of at most 16 bytes,
 * quotes, dots and a NUL, but a message holds less. */
#define PARSER_QUOTE_LEN 256
void parser_quote(struct view v, char out[static PARSER_QUOTE_LEN]);

/* Whether v is UTF-8 without control characters (FORMAT 13.1). */
bool parser_is_plain(struct view v) __attribute__((warn_unused_result));

/* Whether v is the id of an area, or "*" (FORMAT 13.5). */
bool parser_is_area(struct view v) __attribute__((warn_unused_result));

/* 1 to max in digits, no zero before them. */
bool parser_number(struct view v, uint32_t max, uint32_t *out)
    __attribute__((nonnull, warn_unused_result));

struct parser_key {
	const char *name;
	bool repeats;
	void (*read)(struct parser *p, struct view v);
};

extern const struct parser_key parser_keyring_keys[];
extern const size_t parser_keyring_keys_len;
extern const struct parser_key parser_epoch_keys[];
extern const size_t parser_epoch_keys_len;

/* An "area ID" line. */
void parser_read_area(struct parser *p, struct view id, struct view v)
    __attribute__((nonnull));

#endif
