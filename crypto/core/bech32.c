/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Bech32 (BIP 173): a checksummed text form of short binary strings. Identities
 * are written so, hence what is done with a character neither branches on it
 * nor looks it up by it. Lengths and prefixes are no secrets, and that a text
 * is wrong is told.
 */
#include "crypto/core/bech32.h"

#include <string.h>

#define BECH32_CHECKSUM 6 /* characters */

static const char bech32_alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/* 1 where they are equal, else 0; both below 2^31. */
static uint32_t
is_equal(uint32_t a, uint32_t b)
{
	return ((a ^ b) - 1) >> 31;
}

/* 1 from first to last, both included, else 0; all three below 2^31. */
static uint32_t
is_between(uint32_t c, uint32_t first, uint32_t last)
{
	return (first - 1 - c) >> 31 & (c - last - 1) >> 31;
}

static uint32_t
lower(char c)
{
	uint32_t u = (unsigned char)c;

	return u + (is_between(u, 'A', 'Z') << 5);
}

/* One step of the BCH code of BIP 173, "Checksum". */
static uint32_t
polymod(uint32_t chk, uint32_t value)
{
	static const uint32_t gen[5] = {
	    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
	uint32_t top = chk >> 25;

	chk = (chk & 0x1ffffff) << 5 ^ value;
	for (unsigned i = 0; i < 5; i++)
		chk ^= gen[i] & -(top >> i & 1);
	return chk;
}

/* The checksum's state after the prefix. */
static uint32_t
polymod_hrp(const char *hrp)
{
	uint32_t chk = 1;

	for (size_t i = 0; hrp[i] != '\0'; i++)
		chk = polymod(chk, (uint32_t)(unsigned char)hrp[i] >> 5);
	chk = polymod(chk, 0);
	for (size_t i = 0; hrp[i] != '\0'; i++)
		chk = polymod(chk, (uint32_t)(unsigned char)hrp[i] & 31);
	return chk;
}

/* Mixed case is an error (BIP 173). */
static int
one_case(const char *s, size_t len)
{
	uint32_t lowers = 0;
	uint32_t uppers = 0;

	for (size_t i = 0; i < len; i++) {
		uint32_t u = (unsigned char)s[i];
		lowers |= is_between(u, 'a', 'z');
		uppers |= is_between(u, 'A', 'Z');
	}
	return (lowers & uppers) == 0;
}

static int
has_prefix(const char *s, const char *hrp, size_t hrp_len)
{
	for (size_t i = 0; i < hrp_len; i++) {
		if (lower(s[i]) != (unsigned char)hrp[i])
			return 0;
	}
	return s[hrp_len] == '1';
}

/* The 5 bits that a character stands for. *known becomes 0 for one that stands
 * for none, else it stays. */
static uint32_t
value_of(char c, uint32_t *known)
{
	uint32_t l = lower(c);
	uint32_t value = 0;
	uint32_t found = 0;

	for (uint32_t v = 0; v < 32; v++) {
		uint32_t is = is_equal((unsigned char)bech32_alphabet[v], l);
		value |= v & -is;
		found |= is;
	}
	*known &= found;
	return value;
}

/* The character for 5 bits. */
static char
char_of(uint32_t value)
{
	uint32_t c = 0;

	for (uint32_t v = 0; v < 32; v++)
		c |= (unsigned char)bech32_alphabet[v] & -is_equal(v, value);
	return (char)c;
}

/* Gather groups of 5 bits into n bytes and check the sum. s has room for
 * exactly that many groups. The bits left over must be zero (BIP 173). */
static int
decode_data(const char *s, size_t len, uint32_t chk, uint8_t *out, size_t n)
{
	uint32_t known = 1;
	uint32_t acc = 0;
	unsigned bits = 0;
	size_t at = 0;

	for (size_t i = 0; i < len; i++) {
		uint32_t v = value_of(s[i], &known);
		chk = polymod(chk, v);
		if (i >= len - BECH32_CHECKSUM)
			continue;
		acc = (acc << 5 | v) & 0xfff;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			out[at++] = (uint8_t)(acc >> bits);
		}
	}
	uint32_t left_over = acc & ((1U << bits) - 1);
	return at == n && (left_over | (chk ^ 1) | (known ^ 1)) == 0
		   ? AGE_OK
		   : AGE_E_KEY;
}

int
bech32_decode(
    const char *s, size_t len, const char *hrp, uint8_t *out, size_t n)
{
	size_t hrp_len = strlen(hrp);

	/* The length follows from n, so the data part is where it must be.
	 * An empty prefix is none (BIP 173). */
	if (hrp_len == 0 || len != BECH32_LEN(hrp_len, n) - 1 ||
	    !one_case(s, len) || !has_prefix(s, hrp, hrp_len)) {
		explicit_bzero(out, n);
		return AGE_E_KEY;
	}
	size_t from = hrp_len + 1;
	int r = decode_data(s + from, len - from, polymod_hrp(hrp), out, n);
	if (r != AGE_OK)
		explicit_bzero(out, n);
	return r;
}

/* Where encoding stands: the next character and the checksum so far. */
struct bech32_out {
	char *to;
	uint32_t chk;
	int upper;
};

static void
put_char(struct bech32_out *o, char c)
{
	uint32_t u = (unsigned char)c;

	if (o->upper)
		u -= is_between(u, 'a', 'z') << 5;
	*o->to++ = (char)u;
}

static void
put(struct bech32_out *o, uint32_t value)
{
	o->chk = polymod(o->chk, value & 31);
	put_char(o, char_of(value & 31));
}

static void
put_data(struct bech32_out *o, const uint8_t *data, size_t n)
{
	uint32_t acc = 0;
	unsigned bits = 0;

	for (size_t i = 0; i < n; i++) {
		acc = (acc << 8 | data[i]) & 0xfff;
		bits += 8;
		for (; bits >= 5; bits -= 5)
			put(o, acc >> (bits - 5));
	}
	if (bits > 0)
		put(o, acc << (5 - bits));
}

void
bech32_encode(
    const char *hrp, const uint8_t *data, size_t n, int upper, char *out)
{
	struct bech32_out o = {out, polymod_hrp(hrp), upper};

	for (size_t i = 0; hrp[i] != '\0'; i++)
		put_char(&o, hrp[i]);
	*o.to++ = '1';
	put_data(&o, data, n);

	/* Six zeros stand for the sum while it is computed. */
	uint32_t chk = o.chk;
	for (unsigned i = 0; i < BECH32_CHECKSUM; i++)
		chk = polymod(chk, 0);
	chk ^= 1;
	for (unsigned i = 0; i < BECH32_CHECKSUM; i++)
		put(&o, chk >> 5 * (BECH32_CHECKSUM - 1 - i));
	*o.to = '\0';
}
