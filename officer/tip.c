/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * From a member of a bundle to an opened tip: read, hashed and, when it is
 * small, unsealed by a thread of ahead.c, looked at by the one that shows it.
 */
#include "officer/tip.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "crypto/core/secret.h"
#include "crypto/core/tip.h"

/* The largest blob: header, and the payload of the largest class, whose
 * nonce and tags are below 8 KiB. */
#define BLOB_MAX (AGE_HEADER_MAX + TIP_CLASS_MAX + 8192)

void
tip_blob_init(struct tip_blob *blob)
{
	*blob = (struct tip_blob){0};
	buf_init(&blob->bytes, &buf_heap, BLOB_MAX);
	buf_init(&blob->plain, &secret_large_mem, TIP_CLASS_MAX);
}

void
tip_blob_free(struct tip_blob *blob)
{
	buf_free(&blob->bytes);
	buf_free(&blob->plain);
}

void
tip_init(struct tip *t)
{
	*t = (struct tip){0};
}

void
tip_free(struct tip *t)
{
	explicit_bzero(&t->container, sizeof t->container);
}

/* A small buffer is kept for the next tip: to take and lock memory costs as
 * much as to open one. A large one is given back: it would be wiped for each
 * tip that follows, and what is locked for one tip must not count against the
 * next. */
static void
make_empty(struct buf *b)
{
	if (b->cap > TIP_SMALL)
		buf_free(b);
	else
		buf_clear(b);
}

void
tip_forget(struct tip_blob *blob)
{
	make_empty(&blob->plain);
	blob->unsealed = false;
}

void
tip_close(struct tip_blob *blob)
{
	buf_free(&blob->plain);
	blob->unsealed = false;
}

/* TIP_OK, or what is wrong. */
static int
read_bytes(struct tip_blob *blob, const struct bundle *b,
    const struct bundle_member *m)
{
	make_empty(&blob->bytes);
	if (m->size > BLOB_MAX) {
		blob->why = "it is larger than any tip";
		return TIP_E_DAMAGED;
	}
	if (buf_reserve(&blob->bytes, (size_t)m->size) != BUF_OK)
		return TIP_E_MEMORY;
	int r = bundle_read(b, m->content, blob->bytes.data, (size_t)m->size);
	blob->saved_errno = errno;
	if (r == BUNDLE_E_IO)
		return TIP_E_IO;
	if (r < 0) {
		blob->why = "the file ends inside it";
		return TIP_E_DAMAGED;
	}
	blob->bytes.len = (size_t)m->size;
	return TIP_OK;
}

void
tip_read(struct tip_blob *blob, const struct bundle *b,
    const struct bundle_member *m)
{
	tip_forget(blob);
	blob->why = NULL;
	blob->err = read_bytes(blob, b, m);
	if (blob->err == TIP_OK)
		hash_of(blob->bytes.data, blob->bytes.len, blob->digest);
}

/* unseal takes room when the header has opened, and wipes what it does not
 * hand out. */
void
tip_unseal(struct tip_blob *blob, const struct unseal_keys *keys)
{
	blob->age_err =
	    unseal(keys, blob->bytes.data, blob->bytes.len, &blob->plain);
	blob->unsealed = true;
}

static int
damaged(struct tip *t, const char *why)
{
	t->why = why;
	return TIP_E_DAMAGED;
}

static int
check_sum(struct tip *t, const struct bundle *b, const struct bundle_member *m,
    const struct tip_blob *blob, uint64_t *line)
{
	struct bundle_sum sum;
	int r = bundle_sum_find(b, m->id, line, &sum);

	t->warning = NULL;
	if (r < 0)
		return TIP_E_IO;
	if (r == 0)
		t->warning = "SHA256SUMS has no checksum for it";
	else if (memcmp(blob->digest, sum.digest, HASH_LEN) != 0)
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
    const struct tip_blob *blob, uint64_t *line)
{
	t->why = blob->why;
	t->warning = NULL;
	text_hex(m->id, sizeof m->id, t->id);
	int r = blob->err;
	if (r == TIP_OK)
		r = check_sum(t, b, m, blob, line);
	else if (r == TIP_E_IO)
		errno = blob->saved_errno;
	if (r != TIP_OK)
		return r;

	if (blob->age_err != AGE_OK)
		return open_failed(t, blob->age_err);
	const char *wrong =
	    container_read(blob->plain.data, blob->plain.len, &t->container);
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
