/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A passphrase of words, shown once and asked back.
 */
#ifndef INKAST_OFFICER_WORDS_ASK_H
#define INKAST_OFFICER_WORDS_ASK_H

#include "base/buf.h"

/* Make a passphrase of WORDS_PASSPHRASE words, show it on the terminal, and go
 * on when it was typed again; then the screen is cleared. out uses secret_mem
 * and has a maximum of PASSPHRASE_MAX. EX_OK, or another code of <sysexits.h>
 * after saying why; EX_USAGE without a terminal: it would stand in a file. */
int words_ask(struct buf *out) __attribute__((nonnull, warn_unused_result));

#endif
