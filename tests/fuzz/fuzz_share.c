/* link: crypto_share crypto_core base
 * SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Recovery shares as somebody typed them: what is read is, written again, read
 * as the same; what is refused leaves nothing behind and names a line that
 * there is. An input that begins with 0xff is shares in bytes, with every
 * checksum behind them: joined, they give what their commitment says or
 * nothing.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/reader.h"
#include "crypto/core/age.h"
#include "crypto/share/share.h"
#include "tests/fuzz/fuzz.h"

#define LINES 7
#define TEXT_MAX ((size_t)16 * 1024)
#define RAW 0xff
#define RAW_LEN (3 + SHARE_SET_LEN + SHARE_COMMITMENT_LEN + SHARE_SECRET_LEN)

static const struct share zeros;

static void
written_again_it_is_the_same(const struct share *s)
{
	struct share again;
	struct buf out;
	unsigned line;

	buf_init(&out, &buf_heap, SHARE_TEXT_LEN);
	require(share_write(s, &out) == SHARE_OK);
	require(out.len == SHARE_TEXT_LEN);
	require(share_read(out.data, out.len, &again, &line) == SHARE_OK);
	require(memcmp(s, &again, sizeof again) == 0);
	buf_free(&out);
}

static void
each_line_is_told(const uint8_t *data, size_t size)
{
	struct reader r = reader_of(data, size);
	struct view line;
	bool fits;

	while (reader_line(&r, size, &line)) {
		unsigned number = share_line(line, &fits);
		require(number <= LINES && (number > 0 || !fits));
	}
}

static void
read_text(const uint8_t *data, size_t size)
{
	struct share s;
	unsigned line = LINES + 1;

	memset(&s, 0xa5, sizeof s);
	int err = share_read(data, size, &s, &line);
	if (err == SHARE_OK) {
		require(line == 0 && share_in_range(&s));
		written_again_it_is_the_same(&s);
		return;
	}
	require(err == SHARE_E_FORM || err == SHARE_E_CHECKSUM ||
		err == SHARE_E_RANGE);
	require(line <= LINES && (err != SHARE_E_RANGE || line == 0));
	require(memcmp(&s, &zeros, sizeof s) == 0);
}

static bool
take(struct reader *r, uint8_t *out, size_t n)
{
	struct view v;

	if (!reader_take(r, n, &v))
		return false;
	memcpy(out, v.data, n);
	return true;
}

static size_t
take_shares(struct reader *r, struct share *out)
{
	size_t n = 0;

	while (n < SHARES_MAX && reader_left(r) >= RAW_LEN) {
		struct share *s = &out[n++];
		require(reader_u8(r, &s->k) && reader_u8(r, &s->n) &&
			reader_u8(r, &s->i) && take(r, s->set, sizeof s->set) &&
			take(r, s->commitment, sizeof s->commitment) &&
			take(r, s->values, sizeof s->values));
	}
	return n;
}

static void
join_raw(struct reader *r)
{
	static struct share shares[SHARES_MAX];
	static const uint8_t nothing[SHARE_SECRET_LEN];
	uint8_t out[SHARE_SECRET_LEN];
	size_t n = take_shares(r, shares);
	size_t which = SHARES_MAX + 1;

	memset(out, 0xa5, sizeof out);
	int err = share_join(shares, n, out, &which);
	require(which <= n);
	if (err == SHARE_OK) {
		require(which == n && n >= shares[0].k);
		return;
	}
	require(memcmp(out, nothing, sizeof out) == 0);
	require(err == SHARE_E_TOO_FEW || err == SHARE_E_WRONG || which < n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct reader r = reader_of(data, size);
	uint8_t first = 0;

	require(age_init() == AGE_OK);
	if (size > TEXT_MAX)
		return 0;
	if (reader_u8(&r, &first) && first == RAW) {
		join_raw(&r);
		return 0;
	}
	read_text(data, size);
	each_line_is_told(data, size);
	return 0;
}
