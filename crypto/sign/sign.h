/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Signing keys and signing, as the minisign program does it (docs/FORMAT.md
 * 14.2 to 14.4). For the tools of people who sign; no program of the gateway
 * links this.
 */
#ifndef INKAST_CRYPTO_SIGN_SIGN_H
#define INKAST_CRYPTO_SIGN_SIGN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "crypto/core/minisign.h"

/* A secret key file: two short lines; minisign's comments are at most 1 KiB. */
#define SIGN_KEY_FILE_MAX ((size_t)4096)

/* A secret key in secret memory. */
struct sign_key;

/* All int functions: MINISIGN_OK or a MINISIGN_E_. */

/* A new key pair from the system's random source. */
int sign_key_new(struct sign_key **out)
    __attribute__((nonnull, warn_unused_result));

/* Whether the text of a secret key file asks for a passphrase; false also when
 * it is none. */
bool sign_key_is_protected(const void *text, size_t len)
    __attribute__((nonnull));

/* Read a secret key file (FORMAT 14.3). The passphrase is not looked at when
 * the file is not protected. MINISIGN_E_FORM, _E_PASSPHRASE, _E_LIMIT,
 * _E_MEMORY. */
int sign_key_read(const void *text, size_t len, const void *passphrase,
    size_t passphrase_len, struct sign_key **out)
    __attribute__((nonnull(1, 5), warn_unused_result));

/* Append the text of a secret key file to out, which uses secret_mem;
 * passphrase_len 0: not protected. Takes 1 GiB of memory for some seconds, as
 * minisign -G does. */
int sign_key_write(const struct sign_key *k, const void *passphrase,
    size_t passphrase_len, struct buf *out)
    __attribute__((nonnull(1, 4), warn_unused_result));

void sign_key_public(const struct sign_key *k, struct minisign_public *out)
    __attribute__((nonnull));

/* Append a signature file of text (prehashed) to out. The trusted comment is
 * one line of printable UTF-8 of at most 1024 bytes. */
int sign_text(const struct sign_key *k, struct view text, const char *trusted,
    struct buf *out) __attribute__((nonnull, warn_unused_result));

/* Wipe and free; *k becomes NULL. */
void sign_key_free(struct sign_key **k) __attribute__((nonnull));

#endif
