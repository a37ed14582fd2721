/* link: crypto_core base
 * SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Bech32 under the four prefixes of age. What decodes has one spelling but for
 * its case; what is encoded decodes to the same, and not with one character
 * changed.
 *
 * The first byte chooses the prefix, the second the number of bytes (from 0 on,
 * or the 1216 of a hybrid recipient); the rest is the text, and once more the
 * bytes to encode.
 */
#include <stdint.h>
#include <string.h>

#include "crypto/core/bech32.h"
#include "tests/fuzz/fuzz.h"

#define BYTES_MAX HYBRID_PUBLIC_LEN
#define HRP_MAX 32
#define TEXT_MAX BECH32_LEN(HRP_MAX, BYTES_MAX)

static const char *const hrps[] = {
    "age", "age1pq", "age-secret-key-", "age-secret-key-pq-"};

static char
lower(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c;
}

static int
same_but_case(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (lower(a[i]) != lower(b[i]))
			return 0;
	}
	return 1;
}

static void
decode(const char *hrp, const uint8_t *data, size_t size, size_t n)
{
	static uint8_t out[BYTES_MAX];
	static const uint8_t zeros[BYTES_MAX];
	static char again[TEXT_MAX];
	const char *text = (const char *)data;

	memset(out, 0xa5, sizeof out);
	int r = bech32_decode(text, size, hrp, out, n);
	require(r == AGE_OK || r == AGE_E_KEY);
	if (r != AGE_OK) {
		require(memcmp(out, zeros, n) == 0);
		return;
	}
	bech32_encode(hrp, out, n, 0, again);
	require(strlen(again) == size);
	require(same_but_case(again, text, size));
	/* All lower or all upper case. */
	if (memcmp(again, text, size) != 0) {
		bech32_encode(hrp, out, n, 1, again);
		require(memcmp(again, text, size) == 0);
	}
}

/* The code finds every single changed character, at any length. */
static void
refuse_changed(char *text, size_t len, const char *hrp, size_t n, uint8_t how)
{
	static uint8_t back[BYTES_MAX];
	size_t at = how * len / 256;
	char was = text[at];

	text[at] = lower(was) == 'q' ? 'p' : 'q';
	require(bech32_decode(text, len, hrp, back, n) == AGE_E_KEY);
	text[at] = was;
	require(bech32_decode(text, len - 1, hrp, back, n) == AGE_E_KEY);
}

static void
encode(const char *hrp, const uint8_t *data, size_t size, uint8_t how)
{
	static uint8_t back[BYTES_MAX];
	static char text[TEXT_MAX];
	size_t n = size < BYTES_MAX ? size : BYTES_MAX;

	bech32_encode(hrp, data, n, how & 1, text);
	size_t len = strlen(text);
	require(len == BECH32_LEN(strlen(hrp), n) - 1);
	require(bech32_decode(text, len, hrp, back, n) == AGE_OK);
	require(n == 0 || memcmp(back, data, n) == 0);
	refuse_changed(text, len, hrp, n, how);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	const char *hrp = hrps[data[0] % (sizeof hrps / sizeof hrps[0])];
	size_t n = data[1] == 0xff ? BYTES_MAX : data[1];
	decode(hrp, &data[2], size - 2, n);
	encode(hrp, &data[2], size - 2, data[1]);
	return 0;
}
