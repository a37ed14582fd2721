/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The keyring as it is installed on the server (docs/FORMAT.md 13.8): a folder,
 * read as a whole, verified against the signers that the configuration pins,
 * and only then parsed. For inkastd and inkast-admin.
 */
#ifndef INKAST_GATEWAY_KEYS_INSTALLED_H
#define INKAST_GATEWAY_KEYS_INSTALLED_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "crypto/core/hash.h"
#include "crypto/seal/keyring.h"
#include "gateway/common/config.h"

#define KEYRING_FILE "keyring.ini"

/* A verified keyring. Begin with a zeroed struct. */
struct installed {
	struct keyring *keyring;
	struct buf text; /* as it was signed */
	uint8_t digest[HASH_LEN];
	size_t n_signatures;
	size_t signers[KEYRING_SIGNERS_MAX]; /* places in the config's list */
};

/* Read the folder that c names. KEYRING_OK; or a KEYRING_E_ and err says why,
 * with the file's path (KEYRING_E_SYNTAX also when there is no keyring, or it
 * is another service's). Whether it may be used today is not asked here. */
int installed_read(const struct config *c, struct installed *out,
    struct keyring_error *err) __attribute__((nonnull, warn_unused_result));

/* The same for a keyring that is not installed yet: any file, its signatures
 * beside it. */
int installed_read_file(const struct config *c, const char *path,
    struct installed *out, struct keyring_error *err)
    __attribute__((nonnull, warn_unused_result));

void installed_free(struct installed *i) __attribute__((nonnull));

/* How soon somebody has to act, for status, check and the log. */
enum keys_warning {
	KEYS_FINE,
	KEYS_60_DAYS, /* 60 days or less are left */
	KEYS_30_DAYS,
	KEYS_7_DAYS,
	KEYS_OVER, /* the form is closed */
};

/* On a day: the level, and in *text (if not NULL) a sentence for people, "" for
 * KEYS_FINE. Looks at the end of the keyring and of its epochs alike
 * (keyring_last_day). */
struct keys_outlook {
	char text[256];
};
enum keys_warning keys_outlook(const struct keyring *k, int32_t day,
    struct keys_outlook *out) __attribute__((nonnull(1)));

#endif
