/* link: crypto_core base
 * SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The age header's parser and the vault's check of a sealed tip. What parses
 * has one spelling: written again, it is the same bytes.
 */
#include <stdint.h>
#include <string.h>

#include "crypto/core/header.h"
#include "crypto/core/tip.h"
#include "tests/fuzz/fuzz.h"

/* A body is never longer than its text, which is never longer than a header. */
static uint8_t body[AGE_HEADER_MAX];
/* Arguments with a NUL behind each, as writing wants them. */
static char words[AGE_HEADER_MAX + AGE_ARGS_MAX];

static void
write_stanza(const struct age_stanza *s, struct buf *out)
{
	const char *args[AGE_ARGS_MAX];
	size_t at = 0;

	for (size_t i = 0; i < s->n_args; i++) {
		require(s->args[i].len > 0);
		args[i] = &words[at];
		memcpy(&words[at], s->args[i].data, s->args[i].len);
		at += s->args[i].len;
		words[at++] = '\0';
	}
	require(s->body_len <= sizeof body);
	require(age_stanza_body(s, body, s->body_len) == AGE_OK);
	age_header_stanza(out, args, s->n_args, body, s->body_len);
}

static void
written_again_it_is_the_same(const struct age_header *h, const uint8_t *data)
{
	struct buf out;

	buf_init(&out, &buf_heap, AGE_HEADER_MAX);
	age_header_begin(&out);
	for (size_t i = 0; i < h->n_stanzas; i++)
		write_stanza(&h->stanzas[i], &out);
	age_header_mark(&out);
	require(out.len == h->mac_input.len);
	age_header_end(&out, h->mac);
	require(out.err == BUF_OK);
	require(out.len == h->len);
	require(memcmp(out.data, data, out.len) == 0);
	buf_free(&out);
}

/* What the vault takes is a header of the number of stanzas asked for, and a
 * payload of a class. */
static void
check_blob(const struct age_header *h, const uint8_t *data, size_t size,
    enum age_key_type type)
{
	/* docs/FORMAT.md 1.3. */
	size_t stanza_len = type == AGE_HYBRID ? 1557 : 98;

	for (size_t n = 0; n <= 8; n++) {
		if (tip_check_blob(data, size, n, type) != AGE_OK)
			continue;
		require(h != NULL && h->n_stanzas == n);
		require(h->len == 22 + stanza_len * n + 48);
		require(size - h->len >= TIP_CLASS_MIN);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct age_header h;
	int r = age_header_parse(data, size, &h);

	require(r == AGE_OK || r == AGE_E_HEADER || r == AGE_E_LIMIT);
	check_blob(r == AGE_OK ? &h : NULL, data, size, AGE_X25519);
	check_blob(r == AGE_OK ? &h : NULL, data, size, AGE_HYBRID);
	if (r != AGE_OK)
		return 0;
	require(h.len <= size && h.len <= AGE_HEADER_MAX);
	require(h.n_stanzas >= 1 && h.n_stanzas <= AGE_STANZAS_MAX);
	written_again_it_is_the_same(&h, data);
	return 0;
}
