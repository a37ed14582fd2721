/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What shows of a sealed tip without a key (docs/FORMAT.md 1.1 to 1.4).
 */
#include "crypto/core/tip.h"

#include "crypto/core/header.h"

/* FORMAT 1.2 and age, "X25519 recipient stanza". */
static int
check_stanza(const struct age_stanza *s)
{
	uint8_t share[X25519_LEN];

	if (s->n_args != 2 || !view_is(s->args[0], "X25519") ||
	    s->body_len != AGE_FILE_KEY_LEN + AGE_TAG_LEN)
		return AGE_E_HEADER;
	return age_arg_bytes(s->args[1], share, sizeof share);
}

static int
check_payload(size_t len)
{
	for (size_t class = TIP_CLASS_MIN; class <= TIP_CLASS_MAX; class *= 4) {
		if (len == age_payload_len(class))
			return AGE_OK;
	}
	return AGE_E_PAYLOAD;
}

int
tip_check_blob(const void *blob, size_t len, size_t stanzas)
{
	struct age_header h;
	int r = age_header_parse(blob, len, &h);

	if (r != AGE_OK)
		return r;
	if (h.n_stanzas != stanzas)
		return AGE_E_HEADER;
	for (size_t i = 0; i < h.n_stanzas; i++) {
		r = check_stanza(&h.stanzas[i]);
		if (r != AGE_OK)
			return r;
	}
	return check_payload(len - h.len);
}
