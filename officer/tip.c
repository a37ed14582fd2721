/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * From a member of a bundle to an opened tip.
 */
#include "officer/tip.h"

#include <string.h>

#include "base/text.h"
#include "crypto/core/secret.h"
#include "crypto/core/tip.h"

/* The largest blob: header, and the payload of the largest class, whose
 * nonce and tags are below 8 KiB. */
#define BLOB_MAX (AGE_HEADER_MAX + TIP_CLASS_MAX + 8192)

void
tip_init(struct tip *t)
{
	*t = (struct tip){0};
	buf_init(&t->blob, &buf_heap, BLOB_MAX);
	buf_init(&t->plain, &secret_mem, TIP_CLASS_MAX);
}

void
tip_free(struct tip *t)
{
	buf_free(&t->blob);
	buf_free(&t->plain);
	explicit_bzero(&t->container, sizeof t->container);
}

static int
damaged(struct tip *t, const char *why)
{
	t->why = why;
	return TIP_E_DAMAGED;
}

static int
read_blob(struct tip *t, const struct bundle *b, const struct bundle_member *m)
{
	buf_clear(&t->blob);
	if (m->size > BLOB_MAX)
		return damaged(t, "it is larger than any tip");
	if (buf_reserve(&t->blob, (size_t)m->size) != BUF_OK)
		return TIP_E_MEMORY;
	int r = bundle_read(b, m->content, t->blob.data, (size_t)m->size);
	if (r == BUNDLE_E_IO)
		return TIP_E_IO;
	if (r < 0)
		return damaged(t, "the file ends inside it");
	t->blob.len = (size_t)m->size;
	return TIP_OK;
}

static int
check_sum(struct tip *t, const struct bundle *b, const struct bundle_member *m,
    uint64_t *line)
{
	uint8_t digest[HASH_LEN];
	struct bundle_sum sum;
	int r = bundle_sum_find(b, m->id, line, &sum);

	t->warning = NULL;
	if (r < 0)
		return TIP_E_IO;
	hash_of(t->blob.data, t->blob.len, digest);
	if (r == 0)
		t->warning = "SHA256SUMS has no checksum for it";
	else if (memcmp(digest, sum.digest, HASH_LEN) != 0)
		t->warning = "it does not match its checksum in SHA256SUMS";
	if (r == 1)
		(*line)++;
	return TIP_OK;
}

static int
open_failed(struct tip *t, int err)
{
	if (err == AGE_E_MEMORY)
		return TIP_E_MEMORY;
	/* Damage in a stanza looks like a seal for somebody else; the checksum
	 * tells them apart. */
	if (err == AGE_E_NO_MATCH && t->warning == NULL)
		return TIP_E_NO_MATCH;
	return damaged(t, t->warning != NULL ? t->warning : age_strerror(err));
}

int
tip_open(struct tip *t, const struct bundle *b, const struct bundle_member *m,
    const struct unseal_keys *keys, uint64_t *line)
{
	t->why = NULL;
	t->warning = NULL;
	text_hex(m->id, sizeof m->id, t->id);
	int r = read_blob(t, b, m);
	if (r == TIP_OK)
		r = check_sum(t, b, m, line);
	if (r != TIP_OK)
		return r;

	/* Given back first: what was locked for the tip before does not count
	 * against this one. unseal takes room when the header has opened. */
	buf_free(&t->plain);
	r = unseal(keys, t->blob.data, t->blob.len, &t->plain);
	if (r != AGE_OK)
		return open_failed(t, r);
	const char *wrong =
	    container_read(t->plain.data, t->plain.len, &t->container);
	return wrong == NULL ? TIP_OK : damaged(t, wrong);
}

json_t *
tip_json(struct tip *t)
{
	const struct container_member *m = &t->container.members[0];
	json_error_t err;
	/* A NUL may stand in a string, and a name only once: of two values a
	 * reader would see one. */
	json_t *tip = json_loadb((const char *)m->content, m->size,
	    JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &err);

	/* jansson quotes the text in its message. */
	explicit_bzero(&err, sizeof err);
	if (json_is_object(tip))
		return tip;
	json_decref(tip);
	t->why = "its tip.json is not a JSON object (FORMAT 3.1)";
	return NULL;
}
