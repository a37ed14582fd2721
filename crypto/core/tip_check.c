/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What shows of a sealed tip without a key (docs/FORMAT.md 1.1 to 1.4).
 */
#include "crypto/core/tip.h"

#include "crypto/core/header.h"
#include "crypto/core/hybrid.h"

/* age, "X25519 recipient stanza" and "mlkem768x25519 recipient stanza": both
 * have one argument behind the type and wrap the file key alike. */
static const struct stanza_type {
	enum age_key_type keys;
	const char *name;
	size_t arg_len;
} types[] = {
    {AGE_X25519, "X25519", X25519_LEN},
    {AGE_HYBRID, HYBRID_STANZA, HYBRID_ENC_LEN},
};

static const struct stanza_type *
find_type(struct view name)
{
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (view_is(name, types[i].name))
			return &types[i];
	return NULL;
}

static int
check_stanza(const struct age_stanza *s, const struct stanza_type *type)
{
	uint8_t arg[HYBRID_ENC_LEN]; /* the longer one; public */

	if (s->n_args != 2 || !view_is(s->args[0], type->name) ||
	    s->body_len != AGE_FILE_KEY_LEN + AGE_TAG_LEN)
		return AGE_E_HEADER;
	return age_arg_bytes(s->args[1], arg, type->arg_len);
}

/* The first says which type; a second type would be the weaker or the odd one
 * out (FORMAT 1.2). NULL when they are not all as the first's type is. */
static const struct stanza_type *
find_common_type(const struct age_header *h)
{
	const struct stanza_type *type;

	if (h->n_stanzas == 0)
		return NULL;
	type = find_type(h->stanzas[0].args[0]);
	if (type == NULL)
		return NULL;
	for (size_t i = 0; i < h->n_stanzas; i++)
		if (check_stanza(&h->stanzas[i], type) != AGE_OK)
			return NULL;
	return type;
}

int
tip_check_stanzas(const struct age_header *h)
{
	return find_common_type(h) == NULL ? AGE_E_HEADER : AGE_OK;
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
tip_check_blob(
    const void *blob, size_t len, size_t stanzas, enum age_key_type type)
{
	struct age_header h;
	int r = age_header_parse(blob, len, &h);

	if (r != AGE_OK)
		return r;
	const struct stanza_type *found = find_common_type(&h);
	if (h.n_stanzas != stanzas || found == NULL || found->keys != type)
		return AGE_E_HEADER;
	return check_payload(len - h.len);
}
