/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Size classes and padding of a tip's container (docs/FORMAT.md 2.2).
 */
#include "crypto/core/tip.h"

size_t
tip_class(size_t len)
{
	for (size_t class = TIP_CLASS_MIN; class <= TIP_CLASS_MAX; class *= 4) {
		if (len <= class)
			return class;
	}
	return 0;
}

int
tip_pad(struct buf *archive)
{
	size_t class = tip_class(archive->len);

	if (class == 0)
		return AGE_E_LIMIT;
	buf_add_zeros(archive, class - archive->len);
	switch (archive->err) {
	case BUF_OK:
		return AGE_OK;
	case BUF_E_MAX:
		return AGE_E_LIMIT;
	default:
		return AGE_E_MEMORY;
	}
}

size_t
age_payload_len(size_t len)
{
	size_t chunks = len / AGE_CHUNK_LEN + (len % AGE_CHUNK_LEN != 0);

	if (chunks == 0)
		chunks = 1;
	return AGE_NONCE_LEN + len + chunks * AGE_TAG_LEN;
}
