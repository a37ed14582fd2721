/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A scenario, run again and again.
 */
#include "tests/fault/fault_run.h"

#include <stdbool.h>
#include <string.h>

#include "tests/fault/secrets.h"

struct identity fault_ids[RECIPIENTS];
struct recipient fault_to[RECIPIENTS];
uint8_t fault_plain[PLAIN_LEN];
struct buf fault_sealed;

/* Any 8 bytes of it are known again; every 256 bytes differ. */
static const uint8_t marker[] = "Seen 3 men carry crates at night";
#define MARKER_LEN (sizeof marker - 1)

static void
make_plain(void)
{
	for (size_t i = 0; i < PLAIN_LEN; i++)
		fault_plain[i] =
		    i % 256 == 255 ? (uint8_t)(i >> 8) : marker[i % MARKER_LEN];
}

int
fault_use(enum age_key_type type)
{
	if (fault_sealed.mem == NULL) {
		if (age_init() != AGE_OK)
			return AGE_E_CRYPTO;
		make_plain();
		secrets_learn_repeated("plaintext", marker, MARKER_LEN);
		secrets_kept_in(marker, sizeof marker);
		secrets_kept_in(fault_plain, sizeof fault_plain);
		secrets_kept_in(fault_ids, sizeof fault_ids);
		buf_init(&fault_sealed, &buf_heap, OUT_MAX);
	}
	buf_free(&fault_sealed);
	for (size_t i = 0; i < RECIPIENTS; i++) {
		int err = identity_generate(type, &fault_ids[i]);
		if (err != AGE_OK)
			return err;
		secrets_learn("identity", fault_ids[i].secret,
		    sizeof fault_ids[i].secret);
		fault_to[i].type = type;
		memcpy(fault_to[i].key, fault_ids[i].public,
		    sizeof fault_to[i].key);
	}
	secrets_remember();
	return seal(fault_to, RECIPIENTS, STANZAS, fault_plain, PLAIN_LEN,
	    &fault_sealed);
}

bool
fault_hybrid(void)
{
	return fault_to[0].type == AGE_HYBRID;
}

/* Deep below the frames of whoever searches the stack afterwards, which would
 * write over what was left. */
static struct outcome run_deep(struct outcome (*run)(void))
{
	volatile uint8_t room[8192];

	room[0] = 0;
	struct outcome o = run();
	room[sizeof room - 1] = room[0];
	return o;
}

bool
fail_one_call(enum fault kind, unsigned nth, struct outcome (*run)(void),
    struct outcome *o)
{
	int live = fault_live_blocks();
	size_t dirty = fault_dirty_blocks();

	secrets_forget();
	fault_arm(kind, nth);
	*o = run_deep(run);
	bool fired = fault_disarm();
	assert_int_equal(fault_live_blocks(), live);
	assert_int_equal(fault_dirty_blocks(), dirty);
	return fired;
}

static bool
has_ways(enum fault kind)
{
	return kind >= FAULT_SCALARMULT && kind < FAULT_INIT;
}

void
fail_every_call(enum fault kind, struct outcome (*run)(void), int expected)
{
	unsigned ways = has_ways(kind) ? FAULT_WAYS : 1;

	for (unsigned way = 0; way < ways; way++) {
		struct outcome o;
		unsigned nth = 0;
		fault_set_way((enum fault_way)way);
		while (fail_one_call(kind, nth, run, &o)) {
			assert_int_equal(o.err, expected);
			assert_int_equal(o.out_len, 0);
			assert_true(++nth < NTH_MAX);
		}
		/* No call failed: a run as it should be. A kind of which there
		 * was no call would be no test. */
		assert_int_equal(o.err, AGE_OK);
		assert_true(nth > 0);
	}
	fault_set_way(FAULT_UNTOUCHED);
}
