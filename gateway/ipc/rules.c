/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * RULES bodies, byte by byte (docs/FORMAT.md 4.2). The vault reads what inkastd
 * writes, and believes nothing that the format does not allow.
 */
#include "gateway/ipc/rules.h"

#include <string.h>

#define KIND_CLASSIC 1
#define KIND_POST_QUANTUM 2

static void
put_u32(struct buf *out, uint32_t n)
{
	const uint8_t bytes[] = {(uint8_t)(n >> 24), (uint8_t)(n >> 16),
	    (uint8_t)(n >> 8), (uint8_t)n};

	buf_add(out, bytes, sizeof bytes);
}

static void
put_u8(struct buf *out, uint8_t n)
{
	buf_add(out, &n, 1);
}

void
rules_write(const struct rules *r, struct buf *out)
{
	if (r->n_epochs == 0)
		return;
	put_u32(out, r->serial);
	buf_add(out, r->digest, sizeof r->digest);
	put_u8(out, r->stanzas);
	put_u8(out, (uint8_t)r->n_epochs);
	for (size_t i = 0; i < r->n_epochs; i++) {
		const struct rules_epoch *e = &r->epochs[i];
		put_u32(out, e->id);
		put_u8(out, e->kind);
		put_u32(out, (uint32_t)e->from);
		put_u32(out, (uint32_t)e->until);
	}
}

/* Days of this format are none before 1970, so they fit. */
static bool
take_day(struct reader *in, int32_t *out)
{
	uint32_t n;

	if (!reader_u32(in, &n) || n > INT32_MAX)
		return false;
	*out = (int32_t)n;
	return true;
}

/* Ids ascend, as in the keyring, so no two are the same. */
static bool
take_epoch(struct reader *in, uint32_t above, struct rules_epoch *e)
{
	return reader_u32(in, &e->id) && e->id > above && e->id <= INT32_MAX &&
	       reader_u8(in, &e->kind) &&
	       (e->kind == KIND_CLASSIC || e->kind == KIND_POST_QUANTUM) &&
	       take_day(in, &e->from) && take_day(in, &e->until) &&
	       e->from <= e->until;
}

static bool
take_head(struct reader *in, struct rules *r)
{
	struct view digest;
	uint8_t n;

	if (!reader_u32(in, &r->serial) || r->serial < 1 ||
	    r->serial > INT32_MAX ||
	    !reader_take(in, sizeof r->digest, &digest) ||
	    !reader_u8(in, &r->stanzas) || r->stanzas < 1 ||
	    !reader_u8(in, &n) || n < 1 || n > RULES_EPOCHS_MAX)
		return false;
	memcpy(r->digest, digest.data, sizeof r->digest);
	r->n_epochs = n;
	return true;
}

bool
rules_read(struct view body, struct rules *out)
{
	struct reader in = reader_of(body.data, body.len);
	struct rules r = {0};
	uint32_t above = 0;

	if (body.len > 0 && !take_head(&in, &r))
		return false;
	for (size_t i = 0; i < r.n_epochs; i++) {
		if (!take_epoch(&in, above, &r.epochs[i]))
			return false;
		above = r.epochs[i].id;
	}
	if (reader_left(&in) != 0)
		return false;
	*out = r;
	return true;
}

const struct rules_epoch *
rules_epoch_find(const struct rules *r, uint32_t id)
{
	for (size_t i = 0; i < r->n_epochs; i++)
		if (r->epochs[i].id == id)
			return &r->epochs[i];
	return NULL;
}
