/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Whether a colour can be read: contrast as WCAG 2.2 defines it.
 */
#ifndef INKAST_GATEWAY_COMMON_COLOUR_H
#define INKAST_GATEWAY_COMMON_COLOUR_H

#include <stdbool.h>

/* "#" and six hexadecimal digits. */
bool colour_is_one(const char *text) __attribute__((nonnull));

/* The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
double colour_contrast(const char *a, const char *b) __attribute__((nonnull));

#endif
