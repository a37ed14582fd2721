/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Canonical base64. Encoding is libsodium's. Decoding is not: its decoder
 * (1.0.18) takes every byte above 0x7f for a slash, so that one header would
 * have many spellings. What is decoded here is never secret.
 */
#include "crypto/core/base64.h"

#include <sodium.h>

size_t
base64_decoded_len(size_t len)
{
	size_t tail = len % 4;

	return len / 4 * 3 + (tail > 1 ? tail - 1 : 0);
}

/* 128 and the 6 bits that a character stands for; 0 where there is none. */
/* clang-format off */
static const uint8_t values[256] = {
    ['+'] = 190,
    ['/'] = 191,
    ['0'] = 180, 181, 182, 183, 184, 185, 186, 187, 188, 189,
    ['A'] = 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 138, 139,
    140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150, 151, 152, 153,
    ['a'] = 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165,
    166, 167, 168, 169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 179
};
/* clang-format on */

bool
base64_decode(struct view text, uint8_t *out, size_t n)
{
	uint32_t acc = 0;
	unsigned bits = 0;
	size_t at = 0;

	if (text.len % 4 == 1 || base64_decoded_len(text.len) != n)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		uint8_t v = values[text.data[i]];
		if (v == 0)
			return false;
		acc = (acc << 6 | (v & 0x3fU)) & 0xfff;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			out[at++] = (uint8_t)(acc >> bits);
		}
	}
	return (acc & ((1U << bits) - 1)) == 0;
}

void
base64_encode(const uint8_t *p, size_t n, char *out)
{
	sodium_bin2base64(out, BASE64_LEN(n) + 1, p, n,
	    sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

bool
base64_decode_padded(struct view text, uint8_t *out, size_t max, size_t *n)
{
	size_t pads = 0;

	if (text.len % 4 != 0)
		return false;
	while (pads < 2 && pads < text.len &&
	       text.data[text.len - 1 - pads] == '=')
		pads++;
	text.len -= pads;
	size_t len = base64_decoded_len(text.len);
	if (len > max || !base64_decode(text, out, len))
		return false;
	*n = len;
	return true;
}

void
base64_encode_padded(const uint8_t *p, size_t n, char *out)
{
	sodium_bin2base64(out, BASE64_PADDED_LEN(n) + 1, p, n,
	    sodium_base64_VARIANT_ORIGINAL);
}
