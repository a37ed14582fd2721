/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A tip of a bundle, as far as it shows without a key: FORMAT 1.1 to 1.3. How
 * many stanzas a gateway writes is not known here.
 */
#include "crypto/core/header.h"
#include "crypto/core/tip.h"
#include "officer/bundle_check.h"

static bool
stanzas_are_x25519(const struct age_header *h)
{
	uint8_t share[X25519_LEN];

	for (size_t i = 0; i < h->n_stanzas; i++) {
		const struct age_stanza *s = &h->stanzas[i];
		if (s->n_args != 2 || !view_is(s->args[0], "X25519") ||
		    s->body_len != AGE_FILE_KEY_LEN + AGE_TAG_LEN ||
		    age_arg_bytes(s->args[1], share, sizeof share) != AGE_OK)
			return false;
	}
	return true;
}

static bool
payload_is_of_a_class(uint64_t len)
{
	for (size_t class = TIP_CLASS_MIN; class <= TIP_CLASS_MAX; class *= 4)
		if (len == age_payload_len(class))
			return true;
	return false;
}

int
check_tip_shape(struct check *k, const struct bundle_member *m)
{
	uint8_t head[AGE_HEADER_MAX]; /* public */
	struct age_header h;
	size_t n = m->size < sizeof head ? (size_t)m->size : sizeof head;
	int r = bundle_read(k->b, m->content, head, n);

	if (r < 0)
		return r;
	if (age_header_parse(head, n, &h) != AGE_OK)
		return check_problem(
		    k, m->name, m->content, "expected an age file");
	if (!stanzas_are_x25519(&h))
		return check_problem(k, m->name, m->content,
		    "expected X25519 stanzas only (FORMAT 1.2)");
	if (!payload_is_of_a_class(m->size - h.len))
		return check_problem(k, m->name, m->content,
		    "expected the length of a size class (FORMAT 1.3)");
	return 0;
}
