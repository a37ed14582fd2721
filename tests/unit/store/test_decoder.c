/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Messages and their decoder (FORMAT 4.3).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gateway/common/limits.h"
#include "gateway/ipc/decoder.h"

static bool
allow_all(uint8_t type, size_t len)
{
	(void)type;
	(void)len;
	return true;
}

static bool
allow_add(uint8_t type, size_t len)
{
	return type == MESSAGE_ADD && len >= MESSAGE_EPOCH_LEN;
}

/* Feed at most slice bytes a time; stops at a whole message or an error. The
 * number of bytes taken. */
static size_t
feed(struct decoder *d, const uint8_t *p, size_t n, size_t slice)
{
	size_t done = 0;
	uint8_t *to;

	while (done < n && d->state == DECODER_MORE) {
		size_t room = decoder_space(d, &to);
		size_t take = n - done < slice ? n - done : slice;
		if (take > room)
			take = room;
		memcpy(to, p + done, take);
		done += take;
		(void)!decoder_took(d, take);
	}
	return done;
}

static void
header_is_read_back_as_written(void **state)
{
	uint8_t bytes[MESSAGE_HEADER_LEN];
	struct message_header h;

	(void)state;
	message_header_write(MESSAGE_ADD, 0x01020304 % LIMIT_MESSAGE, bytes);
	assert_true(message_header_read(bytes, &h));
	assert_int_equal(h.type, MESSAGE_ADD);
	assert_int_equal(h.body_len, 0x01020304 % LIMIT_MESSAGE);
}

static void
every_wrong_header_byte_is_refused(void **state)
{
	uint8_t good[MESSAGE_HEADER_LEN], bytes[MESSAGE_HEADER_LEN];
	struct message_header h;

	(void)state;
	message_header_write(MESSAGE_STATE, LIMIT_MESSAGE, good);
	assert_true(message_header_read(good, &h));
	/* Version, both zero bytes, and the length's high byte. */
	static const size_t fixed[] = {0, 2, 3, 4};
	for (size_t i = 0; i < 4; i++) {
		memcpy(bytes, good, sizeof(bytes));
		bytes[fixed[i]]++;
		assert_false(message_header_read(bytes, &h));
	}
	message_header_write(MESSAGE_STATE, LIMIT_MESSAGE + 1, bytes);
	assert_false(message_header_read(bytes, &h));
}

static void
a_message_is_the_same_in_every_slicing(void **state)
{
	enum { LEN = 300 };
	uint8_t sent[MESSAGE_HEADER_LEN + LEN];
	struct view body;

	(void)state;
	message_header_write(MESSAGE_ADD, LEN, sent);
	for (size_t i = 0; i < LEN; i++)
		sent[MESSAGE_HEADER_LEN + i] = (uint8_t)i;
	for (size_t slice = 1; slice <= sizeof(sent); slice++) {
		struct decoder d;
		decoder_init(&d, allow_all);
		assert_int_equal(
		    feed(&d, sent, sizeof(sent), slice), sizeof(sent));
		assert_int_equal(d.state, DECODER_MESSAGE);
		assert_int_equal(decoder_message(&d, &body), MESSAGE_ADD);
		assert_int_equal(body.len, LEN);
		assert_memory_equal(body.data, sent + MESSAGE_HEADER_LEN, LEN);
		decoder_free(&d);
	}
}

static void
the_next_message_is_left_alone(void **state)
{
	uint8_t sent[2 * MESSAGE_HEADER_LEN + MESSAGE_EPOCH_LEN] = {0};
	struct decoder d;

	(void)state;
	message_header_write(MESSAGE_ADD, MESSAGE_EPOCH_LEN, sent);
	message_header_write(
	    MESSAGE_STATE, 0, sent + MESSAGE_HEADER_LEN + MESSAGE_EPOCH_LEN);
	decoder_init(&d, allow_all);
	size_t taken = feed(&d, sent, sizeof(sent), sizeof(sent));
	assert_int_equal(taken, MESSAGE_HEADER_LEN + MESSAGE_EPOCH_LEN);
	decoder_next(&d);
	assert_int_equal(
	    feed(&d, sent + taken, sizeof(sent) - taken, sizeof(sent)),
	    MESSAGE_HEADER_LEN);
	assert_int_equal(d.state, DECODER_MESSAGE);
	struct view body;
	assert_int_equal(decoder_message(&d, &body), MESSAGE_STATE);
	assert_int_equal(body.len, 0);
	decoder_free(&d);
}

static void
an_unwanted_message_is_refused_before_its_body(void **state)
{
	static const struct {
		uint8_t type;
		uint32_t len;
	} unwanted[] = {{MESSAGE_STATE, 0}, {MESSAGE_ADDED, 0}, {0, 4},
	    {255, 4}, {MESSAGE_ADD, MESSAGE_EPOCH_LEN - 1}, {MESSAGE_ADD, 0}};
	uint8_t head[MESSAGE_HEADER_LEN], *to;

	(void)state;
	for (size_t i = 0; i < sizeof(unwanted) / sizeof(unwanted[0]); i++) {
		struct decoder d;
		decoder_init(&d, allow_add);
		message_header_write(MESSAGE_STATE, unwanted[i].len, head);
		head[1] = unwanted[i].type;
		feed(&d, head, sizeof(head), 3);
		assert_int_equal(d.state, DECODER_BROKEN);
		assert_int_equal(decoder_space(&d, &to), 0);
		/* For good: neither next nor more bytes bring it back. */
		decoder_next(&d);
		assert_int_equal(decoder_took(&d, 1), DECODER_BROKEN);
		assert_null(d.body.data);
		decoder_free(&d);
	}
}

static void
a_promise_of_17_mib_costs_one_piece_until_it_comes(void **state)
{
	uint8_t head[MESSAGE_HEADER_LEN], *to;
	struct decoder d;

	(void)state;
	decoder_init(&d, allow_all);
	message_header_write(MESSAGE_ADD, LIMIT_MESSAGE, head);
	feed(&d, head, sizeof(head), sizeof(head));
	assert_null(d.body.data);
	assert_in_range(decoder_space(&d, &to), 1, 65536);
	assert_in_range(d.body.cap, 1, 65536);
	/* Memory follows what came: never more than twice it and a piece. */
	while (d.state == DECODER_MORE) {
		size_t room = decoder_space(&d, &to);
		assert_true(room > 0);
		assert_true(d.body.cap <= 2 * (d.body.len + 65536));
		memset(to, 0, room);
		(void)!decoder_took(&d, room);
	}
	assert_int_equal(d.body.len, LIMIT_MESSAGE);
	decoder_next(&d);
	assert_null(d.body.data);
	decoder_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(header_is_read_back_as_written),
	    cmocka_unit_test(every_wrong_header_byte_is_refused),
	    cmocka_unit_test(a_message_is_the_same_in_every_slicing),
	    cmocka_unit_test(the_next_message_is_left_alone),
	    cmocka_unit_test(an_unwanted_message_is_refused_before_its_body),
	    cmocka_unit_test(
		a_promise_of_17_mib_costs_one_piece_until_it_comes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
