/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The schema of the configuration: one table, from which the parser and the
 * dump work. Private to gateway/common.
 */
#ifndef INKAST_GATEWAY_COMMON_CONFIG_SCHEMA_H
#define INKAST_GATEWAY_COMMON_CONFIG_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "gateway/common/config.h"

enum config_kind {
	CONFIG_TEXT,   /* char[CONFIG_TEXT_MAX] */
	CONFIG_PATH,   /* char[CONFIG_TEXT_MAX * 8], made absolute if set */
	CONFIG_NUMBER, /* unsigned */
	CONFIG_SIGNER, /* the next element of signers */
};

struct config_key {
	const char *section;
	const char *key;
	enum config_kind kind;
	size_t offset; /* of the value in struct config */
	unsigned min;  /* numbers */
	unsigned max;
	const char *fallback; /* as a file would write it; NULL: see help */
	bool (*valid)(const char *value); /* texts and paths */
	const char *expected;             /* completes "expected ..." */
	const char *help;                 /* one line, printed as a comment */
};

extern const struct config_key config_schema[];
extern const size_t config_schema_len;

/* The value of a text or path key, and of a number key. */
char *config_text(struct config *c, const struct config_key *k)
    __attribute__((nonnull));
unsigned *config_number(struct config *c, const struct config_key *k)
    __attribute__((nonnull));

/* Bytes that config_text's value may take, with its NUL. */
size_t config_text_room(const struct config_key *k) __attribute__((nonnull));

/* Whether a value can stand in a line of the file and be read back: no control
 * characters, UTF-8, no white space at its ends, no " ;". */
bool config_writable(const char *value) __attribute__((nonnull));

/* How much of a wrong value is shown: enough to find it. */
#define CONFIG_FOUND_MAX 60
/* And of a line among keys, which may be a mutilated secret one. */
#define CONFIG_FOUND_KEY_MAX 8

/* A wrong value as it may be shown: itself, or words in its place. */
const char *config_shown(const char *value) __attribute__((nonnull));

/* Whether a text has the form of a minisign public key (FORMAT 14.1). */
bool config_is_signer(const char *value) __attribute__((nonnull));

/* Digits only, within the key's range. */
bool config_parse_number(const struct config_key *k, const char *value,
    unsigned *out) __attribute__((nonnull, warn_unused_result));

/* As io_read_file, but never waits for a writer: -ENOTSUP for what is no
 * regular file. */
int config_read_file(const char *path, struct buf *out)
    __attribute__((nonnull, warn_unused_result));

/* Words for its failures but -EFBIG. */
const char *config_file_fault(int r);

#endif
