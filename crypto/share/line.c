/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Base32 with a Reed-Solomon checksum, a line at a time.
 */
#include "crypto/share/line.h"

#include <stddef.h>
#include <string.h>

#define SYMBOL_BITS 5
#define SYMBOL_NONE 32U /* not a character of the alphabet */

/* The field of 32 elements, modulo x^5 + x^2 + 1. */
static unsigned
gf32_mul(unsigned a, unsigned b)
{
	unsigned product = 0;

	for (int i = 0; i < SYMBOL_BITS; i++) {
		product ^= a & (0U - (b & 1U));
		a = (a << 1 ^ (0x05U & (0U - (a >> 4)))) & 0x1fU;
		b >>= 1;
	}
	return product;
}

/* Two symbols: what is left of a line when it is divided by
 * (x + 2)(x + 4) = x^2 + 6x + 8. */
struct rest {
	unsigned high;
	unsigned low;
};

static void
rest_add(struct rest *r, unsigned symbol)
{
	unsigned carry = r->high ^ symbol;

	r->high = r->low ^ gf32_mul(carry, 6);
	r->low = gf32_mul(carry, 8);
}

static struct rest
rest_of(unsigned number, const uint8_t *symbols, size_t n)
{
	struct rest r = {0, 0};

	rest_add(&r, number);
	for (size_t i = 0; i < n; i++)
		rest_add(&r, symbols[i]);
	return r;
}

/* All ones when low <= c <= high, else none. */
static unsigned
between(unsigned c, unsigned low, unsigned high)
{
	/* Both differences are negative then. */
	return 0U - (((low - 1 - c) & (c - 1 - high)) >> 31);
}

static char
symbol_char(unsigned v)
{
	unsigned digit = between(v, 26, 31);

	return (char)((digit & (v - 26 + '2')) | (~digit & (v + 'A')));
}

/* RFC 4648's alphabet; small letters as capitals, and the digits it leaves out
 * as the letters that they look like. */
static uint8_t
char_symbol(unsigned c)
{
	unsigned capital = between(c, 'A', 'Z');
	unsigned small = between(c, 'a', 'z');
	unsigned digit = between(c, '2', '7');
	unsigned zero = between(c, '0', '0');
	unsigned one = between(c, '1', '1');
	unsigned eight = between(c, '8', '8');
	unsigned known = capital | small | digit | zero | one | eight;

	return (uint8_t)((capital & (c - 'A')) | (small & (c - 'a')) |
			 (digit & (c - '2' + 26)) | (zero & ('O' - 'A')) |
			 (one & ('I' - 'A')) | (eight & ('B' - 'A')) |
			 (~known & SYMBOL_NONE));
}

static void
split_bytes(
    const uint8_t bytes[static LINE_BYTES], uint8_t symbols[static LINE_DATA])
{
	unsigned held = 0;
	unsigned bits = 0;
	size_t at = 0;

	for (size_t i = 0; i < LINE_DATA; i++) {
		if (bits < SYMBOL_BITS) {
			/* Behind the last byte come zero bits. */
			unsigned byte = at < LINE_BYTES ? bytes[at++] : 0;
			held = held << 8 | byte;
			bits += 8;
		}
		bits -= SYMBOL_BITS;
		symbols[i] = held >> bits & 0x1fU;
	}
}

/* Gives the bits behind the last byte, which are zero in a line of ours. */
static unsigned
join_symbols(
    const uint8_t symbols[static LINE_DATA], uint8_t bytes[static LINE_BYTES])
{
	unsigned held = 0;
	unsigned bits = 0;
	size_t at = 0;

	for (size_t i = 0; i < LINE_DATA; i++) {
		held = held << SYMBOL_BITS | (symbols[i] & 0x1fU);
		bits += SYMBOL_BITS;
		if (bits >= 8) {
			bits -= 8;
			bytes[at++] = (uint8_t)(held >> bits);
		}
	}
	return held & ((1U << bits) - 1);
}

void
line_encode(unsigned number, const uint8_t bytes[static LINE_BYTES],
    char out[static LINE_CHARS])
{
	uint8_t symbols[LINE_DATA];

	split_bytes(bytes, symbols);
	struct rest check = rest_of(number, symbols, LINE_DATA);
	for (size_t i = 0; i < LINE_DATA; i++)
		out[i] = symbol_char(symbols[i]);
	out[LINE_DATA] = symbol_char(check.high);
	out[LINE_DATA + 1] = symbol_char(check.low);
	explicit_bzero(symbols, sizeof symbols);
}

/* Take the characters that are no blanks. False when their number is another.
 * Which are blank is told: it is how a line was typed, not what. */
static bool
take_symbols(struct view text, uint8_t symbols[static LINE_CHARS])
{
	struct reader r = reader_of(text.data, text.len);
	size_t n = 0;
	uint8_t c;

	while (reader_u8(&r, &c)) {
		if (c == ' ' || c == '\t' || c == '\r')
			continue;
		if (n == LINE_CHARS)
			return false;
		symbols[n++] = char_symbol(c);
	}
	return n == LINE_CHARS;
}

bool
line_decode(unsigned number, struct view text, uint8_t bytes[static LINE_BYTES])
{
	uint8_t symbols[LINE_CHARS];
	unsigned wrong = 1;

	if (take_symbols(text, symbols)) {
		struct rest rest = rest_of(number, symbols, LINE_CHARS);
		wrong = rest.high | rest.low | join_symbols(symbols, bytes);
		for (size_t i = 0; i < LINE_CHARS; i++)
			wrong |= symbols[i] & SYMBOL_NONE;
	}
	explicit_bzero(symbols, sizeof symbols);
	return wrong == 0;
}
