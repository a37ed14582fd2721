/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Identity files (docs/FORMAT.md, section 10): plain, or sealed with a
 * passphrase, as age-keygen and age -p make them.
 */
#ifndef INKAST_OFFICER_IDENTITY_H
#define INKAST_OFFICER_IDENTITY_H

#include <stddef.h>

#include "base/buf.h"
#include "crypto/seal/seal.h"
#include "crypto/unseal/unseal.h"
#include "cli/passphrase.h"

/* The longest identity file: IDENTITIES_MAX keys, each with comments. */
#define IDENTITY_FILE_MAX ((size_t)64 * 1024)

/* Identities of all files that were named, in secret memory. Begin with a
 * zeroed struct. */
struct keychain {
	struct identity *list; /* IDENTITIES_MAX of them, or NULL */
	size_t n;
	size_t n_left_out; /* files of folders: a passphrase was wrong, say */
};

/* Add the identities of a file, or of all files of a folder; asks for a
 * passphrase when one is protected.
 * EX_OK, or another code of <sysexits.h> after saying why. */
int keychain_add(struct keychain *k, const char *path,
    const struct passphrase_source *source)
    __attribute__((nonnull, warn_unused_result));

/* Add those of an identity file's text; path is for messages. The same. */
int keychain_add_text(struct keychain *k, const char *path,
    const struct buf *text) __attribute__((nonnull, warn_unused_result));

/* The keychain as unseal.h takes it. Borrowed. */
struct unseal_keys keychain_keys(const struct keychain *k)
    __attribute__((nonnull));

/* Wipe and free. */
void keychain_free(struct keychain *k) __attribute__((nonnull));

/* The text of an identity's file (FORMAT 10.1), appended to out, which uses
 * secret_mem. AGE_OK or AGE_E_MEMORY. recipient gets the public half's text. */
int identity_file_format(const struct identity *id, struct buf *out,
    char recipient[static RECIPIENT_TEXT_MAX])
    __attribute__((nonnull, warn_unused_result));

/* The text of a new identity's file (FORMAT 10.1), appended to out, which uses
 * secret_mem. AGE_OK, AGE_E_TYPE (post-quantum, in a build without),
 * AGE_E_MEMORY or AGE_E_CRYPTO. recipient gets the public half's text. */
int identity_file_text(enum age_key_type type, struct buf *out,
    char recipient[static RECIPIENT_TEXT_MAX])
    __attribute__((nonnull, warn_unused_result));

/* Seal that text with a passphrase (FORMAT 10.2), appended to out. AGE_OK or
 * what the sealer says. */
int identity_file_protect(const struct buf *text, const struct buf *passphrase,
    struct buf *out) __attribute__((nonnull, warn_unused_result));

#endif
