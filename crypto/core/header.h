/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The header of an age file (c2sp.org/age, "Header"): strict parsing and
 * writing of its text. Needs no key; the vault uses it to check what it is
 * handed.
 */
#ifndef INKAST_CRYPTO_CORE_HEADER_H
#define INKAST_CRYPTO_CORE_HEADER_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/reader.h"
#include "crypto/core/age.h"

/* One recipient stanza. Views point into the parsed bytes. */
struct age_stanza {
	struct view args[AGE_ARGS_MAX]; /* args[0] is the type */
	size_t n_args;
	struct view body_text; /* base64 lines with their LFs, as they stand */
	size_t body_len;       /* decoded length; see age_stanza_body */
};

struct age_header {
	struct age_stanza stanzas[AGE_STANZAS_MAX];
	size_t n_stanzas;
	struct view mac_input; /* from the first byte through "---" */
	uint8_t mac[AGE_MAC_LEN];
	size_t len; /* bytes of header; the payload begins here */
};

/* Parse a header that begins at data. data may go on behind it (a payload) and
 * must outlive out. AGE_OK; AGE_E_HEADER (grammar; also when data ends before
 * the header does); AGE_E_LIMIT (header, stanzas or arguments beyond limits).
 */
int age_header_parse(const void *data, size_t len, struct age_header *out)
    __attribute__((nonnull, warn_unused_result));

/* Decode a stanza's body into exactly n bytes. AGE_E_HEADER when its length is
 * another. */
int age_stanza_body(const struct age_stanza *s, uint8_t *out, size_t n)
    __attribute__((nonnull, warn_unused_result));

/* Decode a stanza's argument (canonical unpadded base64) into exactly n bytes.
 * AGE_E_HEADER otherwise. */
int age_arg_bytes(struct view arg, uint8_t *out, size_t n)
    __attribute__((nonnull, warn_unused_result));

/* Append "age-encryption.org/v1\n"; a stanza "-> arg arg...\nbody\n"; the MAC
 * line's "---", which is where the MAC's input ends; " mac\n". Errors are the
 * buffer's and stick to it. */
void age_header_begin(struct buf *out) __attribute__((nonnull));
void age_header_stanza(struct buf *out, const char *const *args, size_t n_args,
    const uint8_t *body, size_t body_len) __attribute__((nonnull(1, 2)));
void age_header_mark(struct buf *out) __attribute__((nonnull));
void age_header_end(struct buf *out, const uint8_t mac[static AGE_MAC_LEN])
    __attribute__((nonnull));

#endif
