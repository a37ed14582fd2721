/* link: crypto_core base
 * SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * ASCII armor. What is accepted is, armored again, the same text but for white
 * space around it and the choice of line ends; how the bytes arrive and are
 * asked for changes nothing; what is armored reads back.
 *
 * The first byte says in what pieces.
 */
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/reader.h"
#include "crypto/core/armor.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/pieces.h"

#define OUT_MAX ((size_t)4 << 20) /* twice the longest input, armored */

static const size_t steps[] = {1, 2, 3, 47, 48, 49, 64, 65, 4096, 100000};
#define STEPS (sizeof steps / sizeof steps[0])

/* Read to the end in pieces: 0, or how it was refused. */
static ssize_t
read_all(enum armor_mode mode, const uint8_t *data, size_t size, size_t step,
    struct buf *out)
{
	static uint8_t piece[4096];
	struct pieces s = {reader_of(data, size), step};
	struct armor_reader r;
	size_t want = step < sizeof piece ? step : sizeof piece;
	ssize_t n;

	armor_reader_init(&r, mode, pieces_read, &s);
	while ((n = armor_read(&r, piece, want)) > 0) {
		require((size_t)n <= want);
		require(buf_add(out, piece, (size_t)n) == BUF_OK);
	}
	/* Asked again, the answer is the same. */
	require(armor_read(&r, piece, want) == n);
	require(n == 0 || n == ARMOR_READ_BROKEN);
	return n;
}

static void
armor(const uint8_t *data, size_t size, size_t step, struct buf *out)
{
	struct armor_writer w;
	size_t at = 0;

	armor_writer_init(&w, io_write_to_buf, out);
	while (at < size) {
		size_t n = size - at < step ? size - at : step;
		require(armor_write(&w, &data[at], n) == 0);
		at += n;
	}
	require(armor_writer_end(&w) == 0);
	require(out->err == BUF_OK);
}

static int
is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* text without the white space around it and without the CRs of its line ends
 * is want, which ends with one LF. */
static void
same_text(const uint8_t *text, size_t len, const struct buf *want)
{
	size_t at = 0;

	while (len > 0 && is_space(*text))
		text++, len--;
	while (len > 0 && is_space(text[len - 1]))
		len--;
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\r' && i + 1 < len && text[i + 1] == '\n')
			continue;
		require(at < want->len && want->data[at] == text[i]);
		at++;
	}
	require(at + 1 == want->len && want->data[at] == '\n');
}

static void
read_and_armor_again(const uint8_t *data, size_t size, size_t step)
{
	struct buf whole;
	struct buf pieces;
	struct buf again;

	buf_init(&whole, &buf_heap, OUT_MAX);
	buf_init(&pieces, &buf_heap, OUT_MAX);
	buf_init(&again, &buf_heap, OUT_MAX);
	ssize_t r = read_all(ARMOR_REQUIRED, data, size, SIZE_MAX, &whole);
	require(read_all(ARMOR_REQUIRED, data, size, step, &pieces) == r);
	require(whole.len == pieces.len);
	require(
	    whole.len == 0 || memcmp(whole.data, pieces.data, whole.len) == 0);
	/* In one call: whole or nothing. */
	buf_clear(&pieces);
	require(armor_decode(data, size, &pieces) ==
		(r == 0 ? AGE_OK : AGE_E_ARMOR));
	require(pieces.len == (r == 0 ? whole.len : 0));
	if (r == 0) {
		armor(whole.data, whole.len, SIZE_MAX, &again);
		same_text(data, size, &again);
	}
	buf_free(&again);
	buf_free(&pieces);
	buf_free(&whole);
}

/* Armor that is recognised, or bytes as they are. */
static void
detect(const uint8_t *data, size_t size, size_t step)
{
	struct buf required;
	struct buf detected;

	buf_init(&required, &buf_heap, OUT_MAX);
	buf_init(&detected, &buf_heap, OUT_MAX);
	ssize_t want = read_all(ARMOR_REQUIRED, data, size, step, &required);
	ssize_t got = read_all(ARMOR_DETECT, data, size, step, &detected);
	if (want == 0)
		require(got == 0 && detected.len == required.len);
	else if (got == 0)
		require(detected.len == size &&
			(size == 0 || memcmp(detected.data, data, size) == 0));
	buf_free(&detected);
	buf_free(&required);
}

static void
armored_reads_back(const uint8_t *data, size_t size, size_t step)
{
	struct buf once;
	struct buf twice;
	struct buf back;

	buf_init(&once, &buf_heap, OUT_MAX);
	buf_init(&twice, &buf_heap, OUT_MAX);
	buf_init(&back, &buf_heap, OUT_MAX);
	armor(data, size, SIZE_MAX, &once);
	armor(data, size, step, &twice);
	require(once.len == twice.len &&
		memcmp(once.data, twice.data, once.len) == 0);
	require(read_all(ARMOR_DETECT, once.data, once.len, step, &back) == 0);
	require(back.len == size &&
		(size == 0 || memcmp(back.data, data, size) == 0));
	buf_free(&back);
	buf_free(&twice);
	buf_free(&once);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	size_t step = steps[data[0] % STEPS];
	read_and_armor_again(&data[1], size - 1, step);
	detect(&data[1], size - 1, step);
	armored_reads_back(&data[1], size - 1, step);
	return 0;
}
