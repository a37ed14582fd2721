/* link: crypto_unseal crypto_core base
 * SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Identity files: what is read is, written again, read as the same; what is
 * refused leaves no secret behind and names a line that is there.
 */
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "crypto/unseal/unseal.h"
#include "tests/fuzz/fuzz.h"

#define MANY 8
#define OUT_MAX ((size_t)64 * 1024)

static struct identity ids[MANY];
static struct identity again[MANY];
static const struct identity zeros[MANY];

static void
check_refusal(int err, size_t line, const uint8_t *data, size_t size)
{
	require(err == AGE_E_KEY || err == AGE_E_TYPE || err == AGE_E_LIMIT);
	require(line > 0 || err == AGE_E_KEY);
	require(line <= lines_of(data, size));
	require(memcmp(ids, zeros, sizeof ids) == 0);
}

static void
written_again_it_is_the_same(size_t n)
{
	char text[IDENTITY_TEXT_MAX];
	struct buf out;
	size_t m;
	size_t line;

	buf_init(&out, &buf_heap, OUT_MAX);
	for (size_t i = 0; i < n; i++) {
		identity_format(&ids[i], text);
		buf_add_str(&out, text);
		buf_add_str(&out, i % 2 == 0 ? "\n" : "\r\n# a comment\n");
	}
	require(out.err == BUF_OK);
	require(identity_file_parse(
		    out.data, out.len, again, MANY, &m, &line) == AGE_OK);
	require(m == n && memcmp(ids, again, n * sizeof *ids) == 0);
	buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n = MANY + 1;
	size_t line = 0;

	memset(ids, 0xa5, sizeof ids);
	int err = identity_file_parse(data, size, ids, MANY, &n, &line);
	if (err != AGE_OK) {
		require(n == MANY + 1);
		check_refusal(err, line, data, size);
		return 0;
	}
	require(n >= 1 && n <= MANY);
	written_again_it_is_the_same(n);
	return 0;
}
