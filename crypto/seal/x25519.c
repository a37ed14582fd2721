/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Wrapping a file key for X25519 recipients (age, "The X25519 recipient type"),
 * among throw-away ones, so that a header does not tell for whom it is
 * (docs/FORMAT.md 1.2).
 */
#include "crypto/seal/sealer.h"

#include <sodium.h>
#include <string.h>

#include "crypto/core/base64.h"
#include "crypto/core/header.h"

/* age: ephemeral secret, shared secret and the key that comes of it. */
struct wrap {
	uint8_t ephemeral[X25519_LEN];
	uint8_t shared[X25519_LEN];
	uint8_t key[KDF_LEN];
	uint8_t share[X25519_LEN];
	uint8_t body[WRAPPED_LEN];
};

static int
wrap_compute(struct wrap *w, const struct recipient *r,
    const uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	randombytes_buf(w->ephemeral, sizeof w->ephemeral);
	if (crypto_scalarmult_curve25519_base(w->share, w->ephemeral) != 0)
		return AGE_E_CRYPTO;
	/* Fails too when the result is zero, for a point of low order. */
	if (crypto_scalarmult_curve25519(w->shared, w->ephemeral, r->key) != 0)
		return AGE_E_CRYPTO;
	int err = kdf_x25519_wrap_key(w->shared, w->share, r->key, w->key);
	if (err != AGE_OK)
		return err;
	return wrap_file_key(file_key, w->key, w->body);
}

static int
add_stanza(struct buf *header, const struct recipient *r,
    const uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	struct wrap w;
	char share[BASE64_LEN(X25519_LEN) + 1];
	int err = wrap_compute(&w, r, file_key);

	if (err == AGE_OK) {
		base64_encode(w.share, sizeof w.share, share);
		const char *const args[] = {"X25519", share};
		age_header_stanza(header, args, 2, w.body, sizeof w.body);
	}
	explicit_bzero(&w, sizeof w);
	return err;
}

/* Fisher and Yates: every order equally likely. */
static void
shuffle(uint8_t *order, size_t n)
{
	for (size_t i = n - 1; i > 0; i--) {
		size_t j = randombytes_uniform((uint32_t)i + 1);
		uint8_t swap = order[i];
		order[i] = order[j];
		order[j] = swap;
	}
}

/* Which recipient each stanza is for; n and above are throw-away ones. */
static void
line_up(uint8_t order[static AGE_STANZAS_MAX], size_t n, size_t stanzas)
{
	_Static_assert(AGE_STANZAS_MAX <= UINT8_MAX, "an index fits");
	for (size_t i = 0; i < (stanzas == 0 ? n : stanzas); i++)
		order[i] = (uint8_t)i;
	if (stanzas != 0)
		shuffle(order, stanzas);
}

/* A throw-away recipient is 32 random bytes: nobody ever held a secret of it.
 */
static int
add_throw_away(
    struct buf *header, const uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	struct recipient r = {.type = AGE_X25519};

	randombytes_buf(r.key, X25519_LEN);
	int err = add_stanza(header, &r, file_key);
	explicit_bzero(&r, sizeof r);
	return err;
}

static int
add_stanzas(struct buf *header, const struct recipient *r, size_t n,
    size_t stanzas, const uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	uint8_t order[AGE_STANZAS_MAX];
	size_t count = stanzas == 0 ? n : stanzas;
	int err = AGE_OK;

	line_up(order, n, stanzas);
	age_header_begin(header);
	for (size_t i = 0; i < count && err == AGE_OK; i++)
		err = order[i] < n ? add_stanza(header, &r[order[i]], file_key)
				   : add_throw_away(header, file_key);
	/* Which stanza was for whom. */
	explicit_bzero(order, sizeof order);
	return err;
}

int
seal_header_x25519(struct buf *header, const struct recipient *r, size_t n,
    size_t stanzas, uint8_t key[static KDF_LEN])
{
	uint8_t file_key[AGE_FILE_KEY_LEN];

	if (n == 0 || n > AGE_STANZAS_MAX || stanzas > AGE_STANZAS_MAX ||
	    (stanzas != 0 && stanzas < n))
		return AGE_E_LIMIT;
	randombytes_buf(file_key, sizeof file_key);
	int err = add_stanzas(header, r, n, stanzas, file_key);
	if (err == AGE_OK)
		err = seal_header_finish(header, file_key, key);
	explicit_bzero(file_key, sizeof file_key);
	return err;
}

int
sealer_new(struct sealer **out, const struct recipient *r, size_t n,
    size_t stanzas, write_fn write, void *ctx)
{
	uint8_t key[KDF_LEN];
	struct buf header;

	buf_init(&header, &buf_heap, AGE_HEADER_MAX);
	int err = seal_header_x25519(&header, r, n, stanzas, key);
	if (err == AGE_OK)
		err = sealer_start(out, &header, key, write, ctx);
	explicit_bzero(key, sizeof key);
	buf_free(&header);
	return err;
}
