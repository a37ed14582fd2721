/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Random bytes from the kernel, by libsodium.
 */
#include "crypto/core/hash.h"

#include <sodium.h>

void
random_bytes(void *p, size_t n)
{
	/* Ends the process when the kernel has none: there is nothing to fall
	 * back to that would be random. */
	randombytes_buf(p, n);
}
