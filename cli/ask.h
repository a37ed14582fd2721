/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Questions to whoever sits at the terminal, before something changes.
 */
#ifndef INKAST_CLI_ASK_H
#define INKAST_CLI_ASK_H

#include <stdbool.h>

/* Ask "QUESTION [y/N] " on the terminal; yes skips that (--yes). Also ja and j.
 * EX_OK to go on; EX_USAGE with a hint at --yes when there is no terminal;
 * EX_NOPERM after another answer, said so. */
int ask_yes(const char *question, bool yes)
    __attribute__((nonnull, warn_unused_result));

/* For what cannot be undone: go on only when word is typed whole. The same. */
int ask_word(const char *question, const char *word, bool yes)
    __attribute__((nonnull, warn_unused_result));

#endif
