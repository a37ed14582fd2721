/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * tip.json and photos into a container into an age file, as one stream: a tip
 * is never in memory as a whole, only its JSON, one chunk of 64 KiB that is
 * being sealed, and the photos where they arrived.
 */
#include "gateway/front/tip_seal.h"

#include "crypto/core/tar.h"
#include "crypto/core/tip.h"
#include "gateway/front/budget.h"

/* A text tip's JSON is within the form's limits; far beyond them is a bug. */
#define JSON_MAX ((size_t)4 * 1024 * 1024)

/* Room for an ordinary tip's at once: each step of growing is a block of
 * guarded memory, and those cost system calls. */
#define JSON_FIRST ((size_t)8 * 1024)

/* FORMAT 1.3: the longer kind of header. */
#define HEADER_LEN(stanzas) (22 + 1557 * (stanzas) + 48)

/* One member in whole blocks. */
static size_t
member_len(size_t size)
{
	return TAR_BLOCK + size + tar_padding(size);
}

static size_t
archive_len(const struct buf *json, const struct photos *photos)
{
	size_t len = member_len(json->len) + (size_t)2 * TAR_BLOCK;

	for (size_t i = 0; photos != NULL && i < photos->n; i++)
		len += member_len(photos->items[i].len);
	return len;
}

/* write_fn over a sealer: what it returns ends the archive. */
static int
to_sealer(void *ctx, const void *p, size_t n)
{
	return sealer_add(ctx, p, n);
}

static int
to_blob(void *ctx, const void *p, size_t n)
{
	return buf_add(ctx, p, n) == BUF_OK ? 0 : AGE_E_MEMORY;
}

static int
put_zeros(struct sealer *s, size_t n)
{
	static const uint8_t zeros[4096];
	int r = AGE_OK;

	while (r == AGE_OK && n > 0) {
		size_t piece = n < sizeof(zeros) ? n : sizeof(zeros);
		r = sealer_add(s, zeros, piece);
		n -= piece;
	}
	return r;
}

static int
put_header(struct sealer *s, const char *name, size_t size)
{
	uint8_t block[TAR_BLOCK];

	if (tar_header(name, size, block) != TAR_OK)
		return AGE_E_LIMIT;
	return sealer_add(s, block, sizeof(block));
}

static int
put_json(struct sealer *s, const struct buf *json)
{
	int r = put_header(s, TIP_MEMBER, json->len);

	if (r == AGE_OK)
		r = sealer_add(s, json->data, json->len);
	return r == AGE_OK ? put_zeros(s, tar_padding(json->len)) : r;
}

static int
put_photo(struct sealer *s, size_t index, const struct photo_item *item)
{
	char name[PHOTO_NAME_MAX];

	photo_name(index, item->report.type, name);
	int r = put_header(s, name, item->len);
	if (r != AGE_OK)
		return r;
	if (photo_write(item, to_sealer, s) != 0)
		return AGE_E_IO;
	return put_zeros(s, tar_padding(item->len));
}

/* All but the end of the age file. The JSON is wiped as soon as it is in. */
static int
put_archive(struct sealer *s, struct buf *json, const struct photos *photos)
{
	size_t len = archive_len(json, photos);
	int r = put_json(s, json);

	buf_free(json);
	for (size_t i = 0; photos != NULL && r == AGE_OK && i < photos->n; i++)
		r = put_photo(s, i, &photos->items[i]);
	/* The end marker and the padding to the class are both zeros. */
	if (r == AGE_OK)
		r = put_zeros(s, (size_t)2 * TAR_BLOCK + tip_class(len) - len);
	return r;
}

static int
seal_archive(const struct tip *t, const struct keys_choice *keys,
    struct buf *json, struct buf *out)
{
	size_t class = tip_class(archive_len(json, t->photos));
	struct sealer *s = NULL;

	if (class == 0)
		return AGE_E_LIMIT;
	/* Room for all at once: growing would copy. */
	if (buf_reserve(out, out->len + HEADER_LEN(keys->stanzas) +
				 age_payload_len(class)) != BUF_OK)
		return AGE_E_MEMORY;
	int r = sealer_new(&s, keys->recipients, keys->n_recipients,
	    keys->stanzas, to_blob, out);
	if (r == AGE_OK)
		r = put_archive(s, json, t->photos);
	if (r == AGE_OK)
		r = sealer_end(s);
	sealer_free(&s);
	return r;
}

int
tip_seal(const struct tip *t, const struct keys_choice *keys, struct buf *out)
{
	struct buf json;

	buf_init(&json, &budget_mem, JSON_MAX);
	(void)buf_reserve(&json, JSON_FIRST);
	int r = tip_json(t, &json) == 0 ? AGE_OK : AGE_E_MEMORY;
	if (r == AGE_OK)
		r = seal_archive(t, keys, &json, out);
	buf_free(&json);
	if (r != AGE_OK)
		buf_clear(out);
	return r;
}
