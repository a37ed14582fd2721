/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Between identities and the secret of recovery shares (FORMAT 15.1), and from
 * what people have on paper to shares.
 */
#ifndef INKAST_OFFICER_SHARES_H
#define INKAST_OFFICER_SHARES_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/share/share.h"
#include "crypto/unseal/unseal.h"

/* The 33 bytes that are split. */
void shares_secret(const struct identity *id,
    uint8_t out[static SHARE_SECRET_LEN]) __attribute__((nonnull));

/* And back. AGE_OK; AGE_E_KEY for a kind that there is not; as
 * identity_of_secret. */
int shares_identity(const uint8_t secret[static SHARE_SECRET_LEN],
    struct identity *out) __attribute__((nonnull, warn_unused_result));

/* Shares as they were given, in secret memory, and where each came from. Begin
 * with a zeroed struct. */
struct shares {
	struct share *list; /* SHARES_MAX of them, or NULL */
	const char *from[SHARES_MAX];
	size_t n;
};

/* Add the share in a file; path is borrowed. EX_OK, or another code of
 * <sysexits.h> after saying why, and which line. */
int shares_add_file(struct shares *s, const char *path)
    __attribute__((nonnull, warn_unused_result));

/* Add the shares that are typed on descriptor fd, until its end. At a terminal
 * a wrong line is asked for again, and it is enough when there are as many as
 * are needed. The same. */
int shares_add_typed(struct shares *s, int fd)
    __attribute__((nonnull, warn_unused_result));

/* Join them. The same; which share is wrong is said. */
int shares_join(const struct shares *s, uint8_t secret[static SHARE_SECRET_LEN])
    __attribute__((nonnull, warn_unused_result));

/* Wipe and free. */
void shares_free(struct shares *s) __attribute__((nonnull));

#endif
