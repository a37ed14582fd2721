/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Sealing in one call, from memory to memory: whole or nothing.
 */
#include "crypto/seal/sealer.h"

#include "crypto/core/tip.h"

/* docs/FORMAT.md 1.3: the version line, a stanza, the MAC line. */
#define VERSION_LINE_LEN 22
#define STANZA_LEN 98
#define MAC_LINE_LEN 48

/* All the room at once, so that adding never moves what is there. */
static int
make_room(struct buf *out, size_t stanzas, size_t len)
{
	if (len > out->max)
		return AGE_E_LIMIT;
	buf_reserve(out, out->len + VERSION_LINE_LEN + stanzas * STANZA_LEN +
			     MAC_LINE_LEN + age_payload_len(len));
	return seal_buf_error(out);
}

static int
seal_into(const struct recipient *r, size_t n, size_t stanzas, const void *p,
    size_t len, struct buf *out)
{
	struct sealer *s;
	int err = sealer_new(&s, r, n, stanzas, io_write_to_buf, out);

	if (err != AGE_OK)
		return err;
	err = sealer_add(s, p, len);
	if (err == AGE_OK)
		err = sealer_end(s);
	sealer_free(&s);
	return err;
}

int
seal(const struct recipient *r, size_t n, size_t stanzas, const void *p,
    size_t len, struct buf *out)
{
	int err = AGE_E_LIMIT;

	/* Before the sum in make_room, where they would count. */
	if (n <= AGE_STANZAS_MAX && stanzas <= AGE_STANZAS_MAX)
		err = make_room(out, stanzas > n ? stanzas : n, len);
	if (err == AGE_OK)
		err = seal_into(r, n, stanzas, p, len, out);
	if (err != AGE_OK)
		buf_clear(out);
	return err;
}
