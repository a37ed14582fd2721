/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The vault's loop in this process. Every front sends all it has and closes its
 * sending side first, so that a loop ends by itself and a test needs no thread.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/io.h"
#include "crypto/core/age.h"
#include "gateway/ipc/message.h"
#include "gateway/vault/loop.h"
#include "tests/unit/store/faults.h"
#include "tests/unit/store/support.h"

/* The vault's ends, one after the other, out of everything else's way. */
#define FIRST_FD 100
#define FRONTS 16

struct scene {
	char dir[TEST_PATH_MAX];
	struct config config;
	struct keeper keeper;
	struct rulebook rules;
	int fronts[FRONTS];
	struct buf blob;
};

static int
scene_new(void **state)
{
	static struct scene s;
	uint8_t mark[TEST_MARK_LEN] = {0};

	temp_make(s.dir);
	assert_int_equal(store_create(s.dir), STORE_OK);
	config_defaults(&s.config);
	snprintf(s.config.store_dir, sizeof(s.config.store_dir), "%s", s.dir);
	s.rules = (struct rulebook){.before = {.n_epochs = 0}};
	rules_make(&s.rules.now);
	s.config.reserve_mib = 0;
	faults_set(0, 0, false);
	assert_int_equal(keeper_open(&s.keeper, &s.config), STORE_OK);
	/* The rewrite that every start owes is not these tests' matter. */
	assert_int_equal(keeper_tend(&s.keeper, true), STORE_OK);
	for (int i = 0; i < FRONTS; i++) {
		int pair[2];
		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
		s.fronts[i] = pair[0];
		assert_int_equal(dup2(pair[1], FIRST_FD + i), FIRST_FD + i);
		close(pair[1]);
	}
	buf_init(&s.blob, &buf_heap, 32768);
	blob_make(&s.blob, TEST_STANZAS, mark);
	*state = &s;
	return 0;
}

static int
scene_free(void **state)
{
	struct scene *s = *state;

	for (int i = 0; i < FRONTS; i++)
		close(s->fronts[i]);
	assert_int_equal(keeper_close(&s->keeper), STORE_OK);
	buf_free(&s->blob);
	temp_remove(s->dir);
	return 0;
}

/* Give the socket room for whole messages: nobody reads while we write. */
static void
say(int fd, uint8_t type, const void *body, size_t len)
{
	uint8_t head[MESSAGE_HEADER_LEN];

	message_header_write(MESSAGE_STATE, (uint32_t)len, head);
	head[1] = type;
	assert_int_equal(send(fd, head, sizeof(head), MSG_DONTWAIT), 8);
	if (len > 0)
		assert_int_equal(send(fd, body, len, MSG_DONTWAIT), len);
}

static void
say_add(int fd, const struct buf *blob)
{
	uint8_t epoch[MESSAGE_EPOCH_LEN];
	struct buf body;

	buf_init(&body, &buf_heap, 65536);
	message_epoch_write(TEST_EPOCH, epoch);
	buf_add(&body, epoch, sizeof(epoch));
	assert_int_equal(buf_add(&body, blob->data, blob->len), BUF_OK);
	say(fd, MESSAGE_ADD, body.data, body.len);
	buf_free(&body);
}

static void
run(struct scene *s)
{
	for (int i = 0; i < FRONTS; i++)
		assert_int_equal(shutdown(s->fronts[i], SHUT_WR), 0);
	struct control nobody;

	control_init(&nobody, -1, control_allows_rules);
	assert_int_equal(
	    loop_run(&s->keeper, &nobody, &s->rules, FIRST_FD, FRONTS), 0);
	control_free(&nobody);
}

/* The type of the next answer, 0 when the channel was closed without. */
static unsigned
heard(int fd)
{
	uint8_t head[MESSAGE_HEADER_LEN];
	struct message_header h;
	uint8_t body[MESSAGE_STATE_LEN];

	if (io_read(fd, head, sizeof(head)) != sizeof(head))
		return 0;
	assert_true(message_header_read(head, &h));
	assert_true(h.body_len <= sizeof(body));
	assert_int_equal(io_read(fd, body, h.body_len), h.body_len);
	return h.type;
}

static void
tips_that_wait_together_share_one_commit(void **state)
{
	struct scene *s = *state;

	for (int i = 0; i < FRONTS; i++)
		say_add(s->fronts[i], &s->blob);
	faults_set(0, 0, false);
	run(s);
	/* One sync of the log's new header, one of the commit: 2 for 16. */
	assert_in_range(faults_seen().syncs, 1, 2);
	for (int i = 0; i < FRONTS; i++) {
		assert_int_equal(heard(s->fronts[i]), MESSAGE_ADDED);
		assert_int_equal(heard(s->fronts[i]), 0);
	}
	assert_int_equal(tips_in(s->dir), FRONTS);
}

static void
requests_of_one_channel_are_answered_in_turn(void **state)
{
	struct scene *s = *state;

	say(s->fronts[0], MESSAGE_STATE, NULL, 0);
	say_add(s->fronts[0], &s->blob);
	say(s->fronts[0], MESSAGE_STATE, NULL, 0);
	say_add(s->fronts[0], &s->blob);
	run(s);
	assert_int_equal(heard(s->fronts[0]), MESSAGE_STATE_IS);
	assert_int_equal(heard(s->fronts[0]), MESSAGE_ADDED);
	assert_int_equal(heard(s->fronts[0]), MESSAGE_STATE_IS);
	assert_int_equal(heard(s->fronts[0]), MESSAGE_ADDED);
	assert_int_equal(tips_in(s->dir), 2);
}

static void
every_type_but_state_and_add_closes_its_channel(void **state)
{
	struct scene *s = *state;

	for (int base = 0; base < 256; base += FRONTS) {
		for (int i = 0; i < FRONTS; i++) {
			int type = base + i;
			if (type == MESSAGE_STATE || type == MESSAGE_ADD)
				continue;
			say(s->fronts[i], (uint8_t)type, "0000", 4);
		}
		run(s);
		for (int i = 0; i < FRONTS; i++)
			assert_int_equal(heard(s->fronts[i]), 0);
		for (int i = 0; i < FRONTS; i++) {
			int pair[2];
			close(s->fronts[i]);
			assert_int_equal(
			    socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
			s->fronts[i] = pair[0];
			dup2(pair[1], FIRST_FD + i);
			close(pair[1]);
		}
	}
	assert_int_equal(tips_in(s->dir), 0);
}

static void
a_broken_channel_leaves_the_others_alone(void **state)
{
	struct scene *s = *state;
	uint8_t cut[MESSAGE_HEADER_LEN];

	/* Before, beside and after a good one: unknown type, body where none
	 * is taken, ADD shorter than its epoch, cut in header and in body. */
	say(s->fronts[0], 77, NULL, 0);
	say(s->fronts[1], MESSAGE_STATE, "x", 1);
	say_add(s->fronts[2], &s->blob);
	say(s->fronts[3], MESSAGE_ADD, "xyz", 3);
	message_header_write(MESSAGE_ADD, 20000, cut);
	assert_int_equal(send(s->fronts[4], cut, 5, 0), 5);
	assert_int_equal(send(s->fronts[5], cut, 8, 0), 8);
	say_add(s->fronts[6], &s->blob);
	run(s);
	assert_int_equal(heard(s->fronts[0]), 0);
	assert_int_equal(heard(s->fronts[1]), 0);
	assert_int_equal(heard(s->fronts[2]), MESSAGE_ADDED);
	assert_int_equal(heard(s->fronts[3]), 0);
	assert_int_equal(heard(s->fronts[4]), 0);
	assert_int_equal(heard(s->fronts[5]), 0);
	assert_int_equal(heard(s->fronts[6]), MESSAGE_ADDED);
	assert_int_equal(tips_in(s->dir), 2);
}

static void
a_blob_that_breaks_the_format_is_refused_and_not_stored(void **state)
{
	struct scene *s = *state;
	uint8_t mark[TEST_MARK_LEN] = {0};
	struct buf blob;

	buf_init(&blob, &buf_heap, 65536);
	blob_make(&blob, TEST_STANZAS - 1, mark);
	say_add(s->fronts[0], &blob);
	blob_make(&blob, TEST_STANZAS + 1, mark);
	say_add(s->fronts[1], &blob);
	blob_make(&blob, TEST_STANZAS, mark);
	blob.len--;
	say_add(s->fronts[2], &blob);
	blob.len++;
	buf_add_zeros(&blob, 1);
	say_add(s->fronts[3], &blob);
	blob_make(&blob, TEST_STANZAS, mark);
	blob.data[0] = 'A';
	say_add(s->fronts[4], &blob);
	say(s->fronts[5], MESSAGE_ADD, "0000", MESSAGE_EPOCH_LEN);
	/* A refusal is an answer: the channel goes on. */
	say_add(s->fronts[5], &s->blob);
	run(s);
	for (int i = 0; i < 6; i++)
		assert_int_equal(heard(s->fronts[i]), MESSAGE_REFUSED);
	assert_int_equal(heard(s->fronts[5]), MESSAGE_ADDED);
	assert_int_equal(tips_in(s->dir), 1);
	buf_free(&blob);
}

static void
a_classic_blob_is_refused_where_keys_are_post_quantum(void **state)
{
	struct scene *s = *state;

	s->rules.now.epochs[0].kind = AGE_HYBRID;
	say_add(s->fronts[0], &s->blob);
	run(s);
	assert_int_equal(heard(s->fronts[0]), MESSAGE_REFUSED);
	assert_int_equal(tips_in(s->dir), 0);
}

static void
a_front_that_reads_no_answer_loses_its_channel_only(void **state)
{
	struct scene *s = *state;
	uint8_t head[MESSAGE_HEADER_LEN];
	int small = 1;
	unsigned sent = 0;

	/* Answers pile up in the vault's smallest send buffer. */
	assert_int_equal(
	    setsockopt(FIRST_FD, SOL_SOCKET, SO_SNDBUF, &small, sizeof(small)),
	    0);
	message_header_write(MESSAGE_STATE, 0, head);
	while (send(s->fronts[0], head, sizeof(head), MSG_DONTWAIT) == 8)
		sent++;
	assert_int_equal(errno, EAGAIN);
	say_add(s->fronts[1], &s->blob);
	run(s);
	unsigned answers = 0;
	while (heard(s->fronts[0]) == MESSAGE_STATE_IS)
		answers++;
	assert_true(answers > 0 && answers < sent);
	assert_int_equal(heard(s->fronts[1]), MESSAGE_ADDED);
}

static void
a_failing_disk_is_answered_not_stored(void **state)
{
	struct scene *s = *state;

	for (int i = 0; i < FRONTS; i++)
		say_add(s->fronts[i], &s->blob);
	say_add(s->fronts[0], &s->blob);
	say(s->fronts[0], MESSAGE_STATE, NULL, 0);
	faults_set(1, EIO, false);
	run(s);
	assert_int_equal(faults_seen().fired, 1);
	for (int i = 0; i < FRONTS; i++)
		assert_int_equal(heard(s->fronts[i]), MESSAGE_NOT_STORED);
	/* Suspect: nothing is taken before the store was opened again. */
	assert_int_equal(heard(s->fronts[0]), MESSAGE_NOT_STORED);
	assert_int_equal(heard(s->fronts[0]), MESSAGE_STATE_IS);
	assert_int_equal(tips_in(s->dir), 0);
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, scene_new, scene_free)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE(tips_that_wait_together_share_one_commit),
	    SCENE(requests_of_one_channel_are_answered_in_turn),
	    SCENE(every_type_but_state_and_add_closes_its_channel),
	    SCENE(a_broken_channel_leaves_the_others_alone),
	    SCENE(a_blob_that_breaks_the_format_is_refused_and_not_stored),
	    SCENE(a_classic_blob_is_refused_where_keys_are_post_quantum),
	    SCENE(a_front_that_reads_no_answer_loses_its_channel_only),
	    SCENE(a_failing_disk_is_answered_not_stored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
