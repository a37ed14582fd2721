/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Writing an age header, piece by piece (age, "Header").
 */
#include "crypto/core/header.h"

#include "crypto/core/base64.h"

#define BODY_LINE_BYTES 48 /* a full line: 64 characters of base64 */

static void
add_base64(struct buf *out, const uint8_t *p, size_t n)
{
	char text[BASE64_LEN(BODY_LINE_BYTES) + 1];

	base64_encode(p, n, text);
	buf_add(out, text, BASE64_LEN(n));
}

void
age_header_begin(struct buf *out)
{
	buf_add_str(out, "age-encryption.org/v1\n");
}

void
age_header_stanza(struct buf *out, const char *const *args, size_t n_args,
    const uint8_t *body, size_t body_len)
{
	buf_add_str(out, "->");
	for (size_t i = 0; i < n_args; i++) {
		buf_add_str(out, " ");
		buf_add_str(out, args[i]);
	}
	buf_add_str(out, "\n");

	size_t at = 0;
	for (; body_len - at >= BODY_LINE_BYTES; at += BODY_LINE_BYTES) {
		add_base64(out, &body[at], BODY_LINE_BYTES);
		buf_add_str(out, "\n");
	}
	/* The last line is shorter than a full one, even if that means empty.
	 */
	if (at < body_len)
		add_base64(out, &body[at], body_len - at);
	buf_add_str(out, "\n");
}

void
age_header_mark(struct buf *out)
{
	buf_add_str(out, "---");
}

void
age_header_end(struct buf *out, const uint8_t mac[static AGE_MAC_LEN])
{
	buf_add_str(out, " ");
	add_base64(out, mac, AGE_MAC_LEN);
	buf_add_str(out, "\n");
}
