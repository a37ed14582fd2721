/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Splitting and joining: Shamir's scheme, each byte by itself, and a commitment
 * by which a wrong result is known (docs/FORMAT.md, 15.1 to 15.3).
 */
#include "crypto/share/share.h"

#include <sodium.h>
#include <string.h>

#include "crypto/core/hash.h"
#include "crypto/core/kdf.h"
#include "crypto/core/secret.h"
#include "crypto/share/apart.h"
#include "crypto/share/gf256.h"

const char *
share_strerror(int err)
{
	switch (err) {
	case SHARE_OK:
		return "no error";
	case SHARE_E_FORM:
		return "not a share, or not all of its lines";
	case SHARE_E_CHECKSUM:
		return "mistyped";
	case SHARE_E_RANGE:
		return "not a number of shares that there can be";
	case SHARE_E_OTHER_SET:
		return "of another set of shares";
	case SHARE_E_TWICE:
		return "the same share twice";
	case SHARE_E_TOO_FEW:
		return "too few shares";
	case SHARE_E_WRONG:
		return "the shares do not fit together";
	case SHARE_E_MEMORY:
		return "no memory that can be locked";
	case SHARE_E_CRYPTO:
		return "the cryptographic library failed";
	default:
		return "unknown error";
	}
}

/* FORMAT 15.3. The set and the numbers are those of s. */
static int
commit(const uint8_t secret[static SHARE_SECRET_LEN], const struct share *s,
    uint8_t out[static SHARE_COMMITMENT_LEN])
{
	static const char label[] = "inkast-share/1\n";
	const uint8_t numbers[] = {s->k, s->n};
	const struct view pieces[] = {
	    {(const uint8_t *)label, sizeof label - 1},
	    {numbers, sizeof numbers},
	    {s->set, sizeof s->set},
	};
	uint8_t mac[KDF_LEN];
	int r = kdf_hmac(secret, SHARE_SECRET_LEN, pieces,
	    sizeof pieces / sizeof pieces[0], mac);

	if (r == AGE_OK)
		memcpy(out, mac, SHARE_COMMITMENT_LEN);
	explicit_bzero(mac, sizeof mac);
	secret_stack_wipe();
	return r == AGE_OK ? SHARE_OK : SHARE_E_CRYPTO;
}

/* The coefficients of x and up for each byte: k - 1 rows. Any value may come,
 * zero too, at the highest place as well: were one left out, fewer than k
 * shares would rule out a secret. */
typedef uint8_t row[SHARE_SECRET_LEN];

APART void
evaluate(const uint8_t secret[static SHARE_SECRET_LEN], const row *rows,
    unsigned k, struct share *s)
{
	memcpy(s->values, rows[k - 2], sizeof s->values);
	for (unsigned power = k - 1; power > 0; power--) {
		const uint8_t *add = power > 1 ? rows[power - 2] : secret;
		for (size_t b = 0; b < SHARE_SECRET_LEN; b++)
			s->values[b] = gf256_mul(s->values[b], s->i) ^ add[b];
	}
}

int
share_split(const uint8_t secret[static SHARE_SECRET_LEN], unsigned k,
    unsigned n, struct share *out)
{
	struct share common = {.k = (uint8_t)k, .n = (uint8_t)n};

	if (k < SHARES_MIN || k > n || n > SHARES_MAX)
		return SHARE_E_RANGE;
	random_bytes(common.set, sizeof common.set);
	int r = commit(secret, &common, common.commitment);
	if (r != SHARE_OK)
		return r;
	row *rows = secret_alloc((k - 1) * sizeof *rows);
	if (rows == NULL)
		return SHARE_E_MEMORY;
	random_bytes(rows, (k - 1) * sizeof *rows);
	for (unsigned i = 0; i < n; i++) {
		out[i] = common;
		out[i].i = (uint8_t)(i + 1);
		evaluate(secret, (const row *)rows, k, &out[i]);
	}
	secret_free(rows);
	secret_stack_wipe();
	return SHARE_OK;
}

/* What share j weighs in the value at x, of the first k (Lagrange). */
static uint8_t
weight(const struct share *shares, size_t k, size_t j, uint8_t x)
{
	uint8_t above = 1;
	uint8_t below = 1;

	for (size_t m = 0; m < k; m++) {
		if (m == j)
			continue;
		above = gf256_mul(above, x ^ shares[m].i);
		below = gf256_mul(below, shares[j].i ^ shares[m].i);
	}
	return gf256_mul(above, gf256_inverse(below));
}

/* The polynomials' values at x, from the first k shares. */
APART void
interpolate(const struct share *shares, size_t k, uint8_t x,
    uint8_t out[static SHARE_SECRET_LEN])
{
	memset(out, 0, SHARE_SECRET_LEN);
	for (size_t j = 0; j < k; j++) {
		uint8_t w = weight(shares, k, j, x);
		for (size_t b = 0; b < SHARE_SECRET_LEN; b++)
			out[b] ^= gf256_mul(shares[j].values[b], w);
	}
}

static bool
same_set(const struct share *a, const struct share *b)
{
	return a->k == b->k && a->n == b->n &&
	       memcmp(a->set, b->set, sizeof a->set) == 0 &&
	       memcmp(a->commitment, b->commitment, sizeof a->commitment) == 0;
}

bool
share_in_range(const struct share *s)
{
	return SHARES_MIN <= s->k && s->k <= s->n && s->n <= SHARES_MAX &&
	       1 <= s->i && s->i <= s->n;
}

static int
check_share(const struct share *shares, size_t at)
{
	const struct share *s = &shares[at];

	if (!share_in_range(s))
		return SHARE_E_RANGE;
	if (!same_set(s, &shares[0]))
		return SHARE_E_OTHER_SET;
	for (size_t i = 0; i < at; i++)
		if (shares[i].i == s->i)
			return SHARE_E_TWICE;
	return SHARE_OK;
}

static int
check_all(const struct share *shares, size_t n, size_t *which)
{
	for (size_t i = 0; i < n; i++) {
		int r = check_share(shares, i);
		if (r != SHARE_OK) {
			*which = i;
			return r;
		}
	}
	return n == 0 || n < shares[0].k ? SHARE_E_TOO_FEW : SHARE_OK;
}

/* Whether the result is what was split, and lies on one line with the shares
 * that were not needed. */
static int
verify(const struct share *shares, size_t n,
    const uint8_t secret[static SHARE_SECRET_LEN], size_t *which)
{
	uint8_t commitment[SHARE_COMMITMENT_LEN];
	uint8_t values[SHARE_SECRET_LEN];
	size_t k = shares[0].k;
	int r = commit(secret, &shares[0], commitment);

	if (r == SHARE_OK && sodium_memcmp(commitment, shares[0].commitment,
				 sizeof commitment) != 0)
		r = SHARE_E_WRONG;
	for (size_t i = k; r == SHARE_OK && i < n; i++) {
		interpolate(shares, k, shares[i].i, values);
		if (sodium_memcmp(values, shares[i].values, sizeof values) == 0)
			continue;
		*which = i;
		r = SHARE_E_WRONG;
	}
	explicit_bzero(values, sizeof values);
	return r;
}

int
share_join(const struct share *shares, size_t n,
    uint8_t out[static SHARE_SECRET_LEN], size_t *which)
{
	*which = n;
	int r = check_all(shares, n, which);
	if (r == SHARE_OK) {
		interpolate(shares, shares[0].k, 0, out);
		r = verify(shares, n, out, which);
	}
	secret_stack_wipe();
	if (r != SHARE_OK)
		explicit_bzero(out, SHARE_SECRET_LEN);
	return r;
}
