/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The header of a sealed file: a file key, wrapped for each recipient among
 * throw-away ones of the same kind, so that a header does not tell for whom it
 * is (docs/FORMAT.md 1.2).
 */
#include "crypto/seal/sealer.h"

#include <sodium.h>
#include <string.h>

#include "crypto/core/header.h"

/* docs/FORMAT.md 1.3: the version line and the MAC line. */
#define VERSION_LINE_LEN 22
#define MAC_LINE_LEN 48

static const struct seal_kind *
find_kind(enum age_key_type type)
{
	static const struct seal_kind *const kinds[] = {
	    &seal_kind_x25519, &seal_kind_hybrid};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (kinds[i]->type == type)
			return kinds[i];
	}
	return NULL;
}

int
seal_check(const struct recipient *r, size_t n, size_t stanzas)
{
	if (n == 0 || n > AGE_STANZAS_MAX || stanzas > AGE_STANZAS_MAX ||
	    (stanzas != 0 && stanzas < n))
		return AGE_E_LIMIT;
	for (size_t i = 0; i < n; i++) {
		if (find_kind(r[i].type) == NULL)
			return AGE_E_TYPE;
		if (r[i].type != r[0].type)
			return AGE_E_MIXED;
	}
	return seal_header_len(r[0].type, stanzas == 0 ? n : stanzas) <=
		       AGE_HEADER_MAX
		   ? AGE_OK
		   : AGE_E_LIMIT;
}

size_t
seal_header_len(enum age_key_type type, size_t stanzas)
{
	return VERSION_LINE_LEN + stanzas * find_kind(type)->stanza_len +
	       MAC_LINE_LEN;
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

static int
add_throw_away(struct buf *header, const struct seal_kind *kind,
    const uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	uint8_t public_key[HYBRID_PUBLIC_LEN];

	kind->throw_away(public_key);
	int err = kind->add_stanza(header, public_key, file_key);
	explicit_bzero(public_key, sizeof public_key);
	return err;
}

static int
add_stanzas(struct buf *header, const struct recipient *r, size_t n,
    size_t stanzas, const uint8_t file_key[static AGE_FILE_KEY_LEN])
{
	const struct seal_kind *kind = find_kind(r[0].type);
	uint8_t order[AGE_STANZAS_MAX];
	size_t count = stanzas == 0 ? n : stanzas;
	int err = AGE_OK;

	line_up(order, n, stanzas);
	age_header_begin(header);
	for (size_t i = 0; i < count && err == AGE_OK; i++)
		err = order[i] < n
			  ? kind->add_stanza(header, r[order[i]].key, file_key)
			  : add_throw_away(header, kind, file_key);
	/* Which stanza was for whom. */
	explicit_bzero(order, sizeof order);
	return err;
}

int
seal_header(struct buf *header, const struct recipient *r, size_t n,
    size_t stanzas, uint8_t key[static KDF_LEN])
{
	uint8_t file_key[AGE_FILE_KEY_LEN];
	int err = seal_check(r, n, stanzas);

	if (err != AGE_OK)
		return err;
	randombytes_buf(file_key, sizeof file_key);
	err = add_stanzas(header, r, n, stanzas, file_key);
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
	int err = seal_header(&header, r, n, stanzas, key);
	if (err == AGE_OK)
		err = sealer_start(out, &header, key, write, ctx);
	explicit_bzero(key, sizeof key);
	buf_free(&header);
	return err;
}
