/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * tip.json into a container into an age file.
 */
#include "gateway/front/tip_seal.h"

#include "base/io.h"
#include "crypto/core/tar.h"
#include "crypto/core/tip.h"
#include "gateway/front/budget.h"

/* A text tip's JSON is within the form's limits; far beyond them is a bug. */
#define JSON_MAX ((size_t)4 * 1024 * 1024)

/* Room for an ordinary tip's at once: each step of growing is a block of
 * guarded memory, and those cost system calls. */
#define JSON_FIRST ((size_t)8 * 1024)

static int
pack(const struct buf *json, struct buf *archive)
{
	/* Header, content, padding, two blocks of end. Room for the whole class
	 * at once: each time a buffer grows, a copy has to be wiped. */
	size_t len = TAR_BLOCK + json->len + tar_padding(json->len) +
		     (size_t)2 * TAR_BLOCK;

	if (tip_class(len) == 0)
		return AGE_E_LIMIT;
	if (buf_reserve(archive, tip_class(len)) != BUF_OK)
		return AGE_E_MEMORY;
	if (tar_member(io_write_to_buf, archive, TIP_MEMBER, json->data,
		json->len) != TAR_OK ||
	    tar_end(io_write_to_buf, archive) != TAR_OK)
		return AGE_E_MEMORY;
	return tip_pad(archive);
}

int
tip_seal(const struct tip *t, const struct keys_choice *keys, struct buf *out)
{
	struct buf json;
	struct buf archive;

	buf_init(&json, &budget_mem, JSON_MAX);
	buf_init(&archive, &budget_mem, TIP_CLASS_MAX);
	(void)buf_reserve(&json, JSON_FIRST);
	int r = tip_json(t, &json) == 0 ? AGE_OK : AGE_E_MEMORY;
	if (r == AGE_OK)
		r = pack(&json, &archive);
	buf_free(&json);
	if (r == AGE_OK)
		r = seal(keys->recipients, keys->n_recipients, keys->stanzas,
		    archive.data, archive.len, out);
	buf_free(&archive);
	if (r != AGE_OK)
		buf_clear(out);
	return r;
}
