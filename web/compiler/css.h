/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The stylesheet without what only its author needs: every page carries it, and
 * pages must fit their size class.
 */
#ifndef INKAST_WEB_COMPILER_CSS_H
#define INKAST_WEB_COMPILER_CSS_H

#include <stddef.h>

/* Remove comments and collapse white space outside quotes, in place. The new
 * length; a NUL follows. */
size_t css_squeeze(char *css, size_t len) __attribute__((nonnull));

#endif
