/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The step that counts. There is no way to FLOW_IS_STORED but through
 * VAULT_LINK_OK, or a token that went that way before.
 */
#include "gateway/front/flow_send.h"

#include <string.h>

#include "base/clock.h"
#include "crypto/core/hash.h"
#include "crypto/core/secret.h"
#include "crypto/core/tip.h"

/* The largest sealed tip is a little more than its plaintext; limits.h says
 * what a message can hold. */
#define BLOB_MAX LIMIT_MESSAGE

/* Each piece with its length before it, so that no two tips read alike. */
static void
digest_add(struct hash *h, const void *p, size_t n)
{
	uint64_t len = n;

	hash_add(h, &len, sizeof(len));
	if (n > 0)
		hash_add(h, p, n);
}

/* All that makes a tip the same as another. */
static void
digest_tip(const struct web_language *lang, const struct answers *a,
    const struct photos *photos, uint8_t out[static HASH_LEN])
{
	struct hash h;

	hash_init(&h);
	digest_add(&h, lang->tag, strlen(lang->tag));
	digest_add(&h, a->area->id, strlen(a->area->id));
	for (size_t i = 0; i < a->area->n_questions; i++) {
		const struct answer *item = &a->items[i];
		digest_add(&h, item->text.data, item->text.len);
		digest_add(&h, &item->chosen, sizeof(item->chosen));
	}
	for (size_t i = 0; i < photos->n; i++)
		digest_add(
		    &h, photos->items[i].raw.data, photos->items[i].raw.len);
	hash_end(&h, out);
	/* The last blocks are text, and SHA-256 has them on the stack, too. */
	secret_stack_wipe();
}

static enum flow_sent
seal_and_store(const struct flow *f, const struct tip *tip)
{
	struct keys_choice keys;
	struct buf blob;
	int r = VAULT_LINK_E_NOT_STORED;

	if (!keys_choose(f->keys, tip->answers->area->id, clock_today(), &keys))
		return FLOW_IS_CLOSED;
	buf_init(&blob, &buf_heap, BLOB_MAX);
	if (tip_seal(tip, &keys, &blob) == AGE_OK)
		r = vault_link_add(f->vault, keys.epoch, &blob);
	buf_free(&blob);
	if (r == VAULT_LINK_OK)
		return FLOW_IS_STORED;
	return r == VAULT_LINK_E_GONE ? FLOW_IS_CLOSED : FLOW_IS_NOT_STORED;
}

enum flow_sent
flow_send(const struct flow *f, const struct web_language *lang,
    const struct answers *answers, const struct photos *photos,
    struct view token)
{
	char hour[CLOCK_HOUR_LEN];
	uint8_t digest[HASH_LEN];
	const struct tip tip = {
	    .service = f->pages.config->service_name,
	    .received = hour,
	    .form = f->pages.form,
	    .lang = lang,
	    .answers = answers,
	    .photos = photos,
	};

	clock_format_hour(hour);
	digest_tip(lang, answers, photos, digest);
	enum token_state state =
	    token_claim(f->tokens, token, digest, clock_monotonic_ms());
	explicit_bzero(digest, sizeof(digest));
	switch (state) {
	case TOKEN_SENT:
		return FLOW_IS_STORED;
	case TOKEN_BUSY:
		return FLOW_IS_BUSY;
	case TOKEN_CHANGED:
		return FLOW_IS_CHANGED;
	case TOKEN_EXPIRED:
		return FLOW_IS_EXPIRED;
	case TOKEN_GOOD:
		break;
	}
	enum flow_sent sent = seal_and_store(f, &tip);
	token_settle(f->tokens, token, sent == FLOW_IS_STORED);
	return sent;
}
