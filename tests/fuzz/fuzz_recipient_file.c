/* link: crypto_seal crypto_core base
 * SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Files of recipients: what is read is of one kind, can be sealed to, and is,
 * written again, read as the same; what is refused names a line that is there.
 */
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "crypto/seal/seal.h"
#include "tests/fuzz/fuzz.h"

#define MANY 8
#define OUT_MAX ((size_t)128 * 1024)

static struct recipient them[MANY];
static struct recipient again[MANY];

static void
written_again_it_is_the_same(size_t n)
{
	char text[RECIPIENT_TEXT_MAX];
	struct buf out;
	size_t m;
	size_t line;

	buf_init(&out, &buf_heap, OUT_MAX);
	for (size_t i = 0; i < n; i++) {
		require(them[i].type == them[0].type);
		recipient_format(&them[i], text);
		buf_add_str(&out, text);
		buf_add_str(&out, i % 2 == 0 ? "\r\n# a comment\n\n" : "\n");
	}
	require(out.err == BUF_OK);
	require(recipient_file_parse(
		    out.data, out.len, again, MANY, &m, &line) == AGE_OK);
	require(m == n);
	for (size_t i = 0; i < n; i++)
		require(recipient_equal(&them[i], &again[i]));
	buf_free(&out);
}

static void
can_be_sealed_to(size_t n)
{
	struct buf out;

	buf_init(&out, &buf_heap, OUT_MAX);
	require(seal(them, n, 0, "a tip", 5, &out) == AGE_OK);
	buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n = MANY + 1;
	size_t line = 0;

	int err = recipient_file_parse(data, size, them, MANY, &n, &line);
	if (err != AGE_OK) {
		require(err == AGE_E_KEY || err == AGE_E_TYPE ||
			err == AGE_E_LIMIT || err == AGE_E_MIXED);
		require(n == MANY + 1);
		require(line <= lines_of(data, size));
		require(line > 0 || err == AGE_E_KEY);
		return 0;
	}
	require(n >= 1 && n <= MANY);
	written_again_it_is_the_same(n);
	can_be_sealed_to(n);
	return 0;
}
