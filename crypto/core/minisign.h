/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Signatures as the minisign program makes them (docs/FORMAT.md, section 14):
 * public keys and checking. What signs is crypto/sign.
 */
#ifndef INKAST_CRYPTO_CORE_MINISIGN_H
#define INKAST_CRYPTO_CORE_MINISIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/reader.h"

#define MINISIGN_ID_LEN 8
#define MINISIGN_KEY_LEN 32
#define MINISIGN_SIGNATURE_LEN 64

/* A public key's 56 characters and a NUL. */
#define MINISIGN_PUBLIC_TEXT_LEN 57
/* A key's id as minisign shows it, 16 upper-case hexadecimal digits, and a NUL.
 */
#define MINISIGN_ID_TEXT_LEN 17

/* A signature file: minisign itself limits a trusted comment to 8 KiB. */
#define MINISIGN_FILE_MAX ((size_t)16 * 1024)

enum minisign_err {
	MINISIGN_OK = 0,
	MINISIGN_E_FORM = -1,      /* not a key or signature file (FORMAT 14) */
	MINISIGN_E_SIGNER = -2,    /* by a key that is not among those given */
	MINISIGN_E_SIGNATURE = -3, /* not a signature of this text */
	MINISIGN_E_COMMENT = -4,   /* the trusted comment was altered */
	MINISIGN_E_MEMORY = -5,
	MINISIGN_E_PASSPHRASE = -6, /* wrong passphrase, or a damaged key */
	MINISIGN_E_LIMIT = -7,      /* asks for more memory than FORMAT 14.3 */
	MINISIGN_E_CRYPTO = -8,     /* a primitive failed */
};

/* For people: no capital, no full stop, never NULL. */
const char *minisign_strerror(int err);

struct minisign_public {
	uint8_t id[MINISIGN_ID_LEN];
	uint8_t key[MINISIGN_KEY_LEN];
};

/* The 56 characters. MINISIGN_OK or MINISIGN_E_FORM. */
int minisign_public_parse(const char *s, size_t len,
    struct minisign_public *out) __attribute__((nonnull, warn_unused_result));

/* A public key file, or the 56 characters alone; LF or CR LF. The same. */
int minisign_public_file_parse(const void *text, size_t len,
    struct minisign_public *out) __attribute__((nonnull, warn_unused_result));

void minisign_public_format(const struct minisign_public *p,
    char out[static MINISIGN_PUBLIC_TEXT_LEN]) __attribute__((nonnull));

/* The id as people compare it. */
void minisign_id_format(const uint8_t id[static MINISIGN_ID_LEN],
    char out[static MINISIGN_ID_TEXT_LEN]) __attribute__((nonnull));

/* Check a signature file of text against n keys. *which gets the index of the
 * one that signed, *comment the trusted comment (borrowed from file; may be
 * NULL). MINISIGN_OK, MINISIGN_E_FORM, MINISIGN_E_SIGNER, MINISIGN_E_SIGNATURE
 * or MINISIGN_E_COMMENT; out-parameters only with MINISIGN_OK. */
int minisign_verify(struct view text, struct view file,
    const struct minisign_public *keys, size_t n, size_t *which,
    struct view *comment) __attribute__((nonnull(3, 5), warn_unused_result));

/* Whose signature a file claims to be, unchecked: for messages. MINISIGN_OK or
 * MINISIGN_E_FORM. */
int minisign_claimed_id(struct view file, uint8_t id[static MINISIGN_ID_LEN])
    __attribute__((warn_unused_result));

#endif
