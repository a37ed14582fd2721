/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Unpadded, canonical base64 by libsodium, whose decoder refuses padding and
 * trailing bits that are not zero.
 */
#include "crypto/core/base64.h"

#include <sodium.h>

size_t
base64_decoded_len(size_t len)
{
	size_t tail = len % 4;

	return len / 4 * 3 + (tail > 1 ? tail - 1 : 0);
}

bool
base64_decode(struct view text, uint8_t *out, size_t n)
{
	size_t got;

	if (base64_decoded_len(text.len) != n)
		return false;
	/* With no place to report where it stopped, libsodium fails unless it
	 * took the whole text. */
	return sodium_base642bin(out, n, (const char *)text.data, text.len,
		   NULL, &got, NULL,
		   sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
	       got == n;
}

void
base64_encode(const uint8_t *p, size_t n, char *out)
{
	sodium_bin2base64(out, BASE64_LEN(n) + 1, p, n,
	    sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}
