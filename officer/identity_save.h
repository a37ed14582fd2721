/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * An identity into a new file, with the protection that was asked for.
 */
#ifndef INKAST_OFFICER_IDENTITY_SAVE_H
#define INKAST_OFFICER_IDENTITY_SAVE_H

#include <stdbool.h>

#include "base/buf.h"
#include "cli/passphrase.h"

struct identity_protection {
	bool plain; /* none: for tests */
	bool words; /* a passphrase of words is made (officer/words_ask.h) */
	struct passphrase_source source;
};

/* Write the text of an identity's file to path (0600, never overwritten),
 * sealed with a new passphrase unless plain. EX_OK, or another code of
 * <sysexits.h> after saying why; nothing is left behind then. */
int identity_save(const char *path, const struct buf *text,
    const struct identity_protection *how)
    __attribute__((nonnull, warn_unused_result));

#endif
