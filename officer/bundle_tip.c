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
payload_is_of_a_class(uint64_t len)
{
	for (size_t class = TIP_CLASS_MIN; class <= TIP_CLASS_MAX; class *= 4)
		if (len == age_payload_len(class))
			return true;
	return false;
}

/* Five hybrid stanzas, or eighty classic ones; the rest is read when this
 * much is not enough. */
#define HEAD_FIRST ((size_t)8192)

/* The header, or as much as may be one. 0 with *good, or a BUNDLE_E_. */
static int
read_header(struct check *k, const struct bundle_member *m,
    struct age_header *h, bool *good)
{
	size_t all =
	    m->size < sizeof k->head ? (size_t)m->size : sizeof k->head;
	size_t n = all < HEAD_FIRST ? all : HEAD_FIRST;
	int r = bundle_read(k->b, m->content, k->head, n);

	*good = r == 0 && age_header_parse(k->head, n, h) == AGE_OK;
	if (r < 0 || *good || n == all)
		return r;
	r = bundle_read(k->b, m->content, k->head, all);
	*good = r == 0 && age_header_parse(k->head, all, h) == AGE_OK;
	return r;
}

int
check_tip_shape(struct check *k, const struct bundle_member *m)
{
	struct age_header h;
	bool good;
	int r = read_header(k, m, &h, &good);

	if (r < 0)
		return r;
	if (!good)
		return check_problem(
		    k, m->name, m->content, "expected an age file");
	if (tip_check_stanzas(&h) != AGE_OK)
		return check_problem(k, m->name, m->content,
		    "expected stanzas of one type, X25519 or mlkem768x25519 "
		    "(FORMAT 1.2)");
	if (!payload_is_of_a_class(m->size - h.len))
		return check_problem(k, m->name, m->content,
		    "expected the length of a size class (FORMAT 1.3)");
	return 0;
}
