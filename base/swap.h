/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Whether this machine has anywhere to write memory to. Where it has not, a
 * large secret may be kept in memory that is not locked: the limit on locked
 * memory, 8 MiB for an ordinary account, is less than a tip with photos.
 */
#ifndef INKAST_BASE_SWAP_H
#define INKAST_BASE_SWAP_H

#include <stdbool.h>

/* Whether the text of /proc/swaps names swap space. */
bool swap_is_listed(const char *swaps) __attribute__((nonnull));

/* Ask the machine. One that cannot be asked may have some. */
bool swap_may_be_there(void);

#endif
