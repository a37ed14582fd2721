/* link: gw_vault gw_ipc base
 * SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What a hostile front may send the vault: any bytes, in any slices. The
 * decoder with the vault's request table must come to the same messages however
 * the bytes are cut, and must stay within its bounds.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/common/limits.h"
#include "gateway/ipc/decoder.h"
#include "gateway/vault/requests.h"

/* All that an observer of the decoder sees. */
struct outcome {
	uint64_t digest; /* of types, lengths and bodies */
	size_t messages;
	size_t taken; /* bytes of the stream */
	enum decoder_state state;
};

static void
require(bool condition)
{
	if (!condition)
		abort();
}

/* FNV-1a: enough to tell two runs apart. */
static void
digest_add(uint64_t *digest, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		*digest = (*digest ^ p[i]) * 0x100000001b3ULL;
}

static void
take_message(struct decoder *d, struct outcome *o)
{
	struct view body;
	uint8_t type = decoder_message(d, &body);

	require(requests_allow(type, body.len));
	digest_add(&o->digest, &type, 1);
	digest_add(&o->digest, (const uint8_t *)&body.len, sizeof(body.len));
	digest_add(&o->digest, body.data, body.len);
	o->messages++;
	decoder_next(d);
}

/* Decode the stream in slices that the seed gives. */
static struct outcome
decode(const uint8_t *data, size_t size, uint32_t seed)
{
	struct outcome o = {.digest = 0xcbf29ce484222325ULL};
	struct decoder d;

	decoder_init(&d, requests_allow);
	while (o.taken < size) {
		uint8_t *to;
		size_t room = decoder_space(&d, &to);
		if (room == 0)
			break;
		/* Seed 0: as much as there is room for. */
		size_t slice = room;
		if (seed != 0) {
			seed = seed * 1664525 + 1013904223;
			slice = 1 + (seed >> 16) % 97;
		}
		if (slice > room)
			slice = room;
		if (slice > size - o.taken)
			slice = size - o.taken;
		memcpy(to, data + o.taken, slice);
		o.taken += slice;
		if (decoder_took(&d, slice) == DECODER_MESSAGE)
			take_message(&d, &o);
		require(d.body.cap <= LIMIT_MESSAGE);
		require(d.body.cap <= 2 * (d.body.len + 65536));
	}
	o.state = d.state;
	decoder_free(&d);
	return o;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 4)
		return 0;
	/* The first bytes cut the rest. */
	uint32_t seed = (uint32_t)data[0] << 24 | (uint32_t)data[1] << 16 |
			(uint32_t)data[2] << 8 | data[3] | 1;
	struct outcome whole = decode(data + 4, size - 4, 0);
	struct outcome sliced = decode(data + 4, size - 4, seed);

	require(whole.digest == sliced.digest);
	require(whole.messages == sliced.messages);
	require(whole.taken == sliced.taken);
	require(whole.state == sliced.state);
	return 0;
}
