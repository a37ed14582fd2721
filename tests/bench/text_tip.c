/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Sealing and opening as the programs do it.
 */
#include "text_tip.h"

#include <string.h>

#include "bench.h"
#include "crypto/core/hash.h"
#include "crypto/core/secret.h"

/* A text tip with the longest header of ours fits. */
#define SEALED_MAX ((size_t)2 * AGE_HEADER_MAX)

void
text_tip_init(struct text_tip *t, enum age_key_type type, size_t stanzas)
{
	t->stanzas = stanzas;
	t->identity = secret_alloc(sizeof *t->identity);
	if (t->identity == NULL)
		bench_die("identity", "no memory that can be locked");
	int err = identity_generate(type, t->identity);
	if (err != AGE_OK)
		bench_die("identity", age_strerror(err));
	t->recipient.type = t->identity->type;
	memcpy(t->recipient.key, t->identity->public, sizeof t->recipient.key);
	random_bytes(t->plain, sizeof t->plain);
	buf_init(&t->sealed, &buf_heap, SEALED_MAX);
	buf_init(&t->opened, &secret_mem, SEALED_MAX);
}

void
text_tip_free(struct text_tip *t)
{
	buf_free(&t->sealed);
	buf_free(&t->opened);
	secret_free(t->identity);
}

int
text_tip_seal(void *ctx)
{
	struct text_tip *t = ctx;

	buf_clear(&t->sealed);
	return seal(&t->recipient, 1, t->stanzas, t->plain, sizeof t->plain,
	    &t->sealed);
}

int
text_tip_open(void *ctx)
{
	struct text_tip *t = ctx;
	struct unseal_keys keys = {
	    .identities = t->identity, .n_identities = 1};

	buf_clear(&t->opened);
	return unseal(&keys, t->sealed.data, t->sealed.len, &t->opened);
}

void
text_tip_check(const struct text_tip *t)
{
	if (t->opened.len != sizeof t->plain ||
	    memcmp(t->opened.data, t->plain, sizeof t->plain) != 0)
		bench_die("tip", "it did not come out as it went in");
}
