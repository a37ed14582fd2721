/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The request table and its handlers. What is not in the table ends the talk.
 */
#include "gateway/vault/requests.h"

#include "base/clock.h"
#include "base/reader.h"
#include "gateway/common/limits.h"
#include "gateway/ipc/message.h"

typedef void handler_fn(
    struct requests *r, struct channel *c, struct view body);

static handler_fn answer_state, answer_add;

/* When a request is allowed: bits of 1 << enum vault_state. At another time it
 * is answered NOT_STORED with that state. */
#define WHEN_OPEN (1U << VAULT_OPEN)
#define WHEN_ANY (WHEN_OPEN | 1U << VAULT_FULL | 1U << VAULT_FAILING)

static const struct request {
	enum message_type type;
	unsigned when;
	size_t body_min;
	size_t body_max;
	handler_fn *handle;
} requests[] = {
    {MESSAGE_STATE, WHEN_ANY, 0, 0, answer_state},
    {MESSAGE_ADD, WHEN_OPEN, MESSAGE_EPOCH_LEN, LIMIT_MESSAGE, answer_add},
};

static const struct request *
find_request(uint8_t type)
{
	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
		if ((unsigned)requests[i].type == type)
			return &requests[i];
	}
	return NULL;
}

bool
requests_allow(uint8_t type, size_t body_len)
{
	const struct request *q = find_request(type);

	return q != NULL && body_len >= q->body_min && body_len <= q->body_max;
}

void
requests_handle(struct requests *r, struct channel *c)
{
	struct view body;
	const struct request *q =
	    find_request(decoder_message(&c->decoder, &body));
	enum vault_state now = keeper_state(r->keeper);

	/* The decoder has asked requests_allow; this is the second look. */
	if (q == NULL)
		channel_close(c);
	else if ((q->when & 1U << now) == 0)
		channel_answer(c, MESSAGE_NOT_STORED, now);
	else
		q->handle(r, c, body);
}

static void
answer_state(struct requests *r, struct channel *c, struct view body)
{
	(void)body;
	channel_answer(c, MESSAGE_STATE_IS, keeper_state(r->keeper));
}

/* FORMAT 1.4: whatever the front says it is, it is looked at again here. */
static void
answer_add(struct requests *r, struct channel *c, struct view body)
{
	struct reader in = reader_of(body.data, body.len);
	struct keeper_tip tip;

	if (!reader_u32(&in, &tip.epoch) ||
	    !reader_take(&in, reader_left(&in), &tip.blob) ||
	    !rulebook_allows(r->rules, tip.epoch, tip.blob, clock_today()))
		channel_answer(c, MESSAGE_REFUSED, VAULT_OPEN);
	else if (!group_add(r->group, c, tip))
		channel_answer(c, MESSAGE_NOT_STORED, VAULT_FAILING);
}
