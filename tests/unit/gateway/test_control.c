/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Both ends of the control socket (docs/FORMAT.md 4.2): the role's, which reads
 * messages, and inkastd's, which writes them and never waits.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/io.h"
#include "gateway/ipc/control.h"
#include "gateway/supervisor/child.h"

#define LARGEST ((size_t)256 * 1024)

/* A number that no process has. */
#define NOBODY 0x7fffffff

struct pair {
	int inkastd;
	int role;
	struct control control;
	struct child child;
	uint8_t *text;
};

static int
set_up(void **state)
{
	struct pair *p = calloc(1, sizeof *p);
	int fds[2];

	assert_non_null(p);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	p->inkastd = fds[0];
	p->role = fds[1];
	control_init(&p->control, p->role, control_allows_keyring);
	p->child = (struct child){.pid = NOBODY, .control = p->inkastd};
	buf_init(&p->child.words, &buf_heap, 2 * LARGEST);
	p->text = malloc(LARGEST);
	assert_non_null(p->text);
	for (size_t i = 0; i < LARGEST; i++)
		p->text[i] = (uint8_t)(i * 7);
	*state = p;
	return 0;
}

static int
tear_down(void **state)
{
	struct pair *p = *state;

	control_free(&p->control);
	child_forget(&p->child);
	close(p->role);
	free(p->text);
	free(p);
	return 0;
}

static void
write_raw(const struct pair *p, const void *bytes, size_t n)
{
	assert_int_equal(io_write(p->inkastd, bytes, n), 0);
}

static void
say(const struct pair *p, const char *words)
{
	assert_int_equal(io_write(p->role, words, strlen(words)), 0);
}

static struct view
text_of(const struct pair *p, size_t len)
{
	return (struct view){p->text, len};
}

/* ---- the role's end ---- */

static void
a_message_comes_whole_from_single_bytes(void **state)
{
	struct pair *p = *state;
	uint8_t head[MESSAGE_HEADER_LEN];
	struct view body;

	message_header_write(MESSAGE_KEYRING, 3, head);
	for (size_t i = 0; i < sizeof head; i++) {
		write_raw(p, &head[i], 1);
		assert_int_equal(
		    control_read(&p->control, &body), CONTROL_NOTHING);
	}
	write_raw(p, "ab", 2);
	assert_int_equal(control_read(&p->control, &body), CONTROL_NOTHING);
	write_raw(p, "c", 1);
	assert_int_equal(control_read(&p->control, &body), CONTROL_MESSAGE);
	assert_true(view_is(body, "abc"));
	assert_int_equal(control_read(&p->control, &body), CONTROL_NOTHING);
}

static void
two_messages_at_once_are_two_and_an_empty_one_is_one(void **state)
{
	struct pair *p = *state;
	uint8_t head[MESSAGE_HEADER_LEN];
	struct view body;

	message_header_write(MESSAGE_KEYRING, 0, head);
	write_raw(p, head, sizeof head);
	message_header_write(MESSAGE_KEYRING, 1, head);
	write_raw(p, head, sizeof head);
	write_raw(p, "x", 1);
	assert_int_equal(control_read(&p->control, &body), CONTROL_MESSAGE);
	assert_int_equal(body.len, 0);
	assert_int_equal(control_read(&p->control, &body), CONTROL_MESSAGE);
	assert_true(view_is(body, "x"));
}

/* Nothing of its body is kept, and nothing more is read. */
static void
refuses_header(struct pair *p, uint8_t type, uint32_t len, uint8_t version)
{
	uint8_t head[MESSAGE_HEADER_LEN];
	struct view body;

	message_header_write((enum message_type)type, len, head);
	head[0] = version;
	write_raw(p, head, sizeof head);
	assert_int_equal(control_read(&p->control, &body), CONTROL_ENDED);
	assert_int_equal(p->control.fd, -1);
	assert_int_equal(control_read(&p->control, &body), CONTROL_ENDED);
}

static void
a_message_for_another_role_ends_the_talk(void **state)
{
	refuses_header(*state, MESSAGE_RULES, 0, 1);
}

static void
a_request_of_a_channel_ends_the_talk(void **state)
{
	refuses_header(*state, MESSAGE_ADD, 4, 1);
}

static void
a_keyring_too_long_ends_the_talk(void **state)
{
	refuses_header(*state, MESSAGE_KEYRING, (uint32_t)LARGEST + 1, 1);
}

static void
another_version_ends_the_talk(void **state)
{
	refuses_header(*state, MESSAGE_KEYRING, 0, 2);
}

static void
rules_are_at_most_32_epochs_long(void **state)
{
	(void)state;
	assert_true(control_allows_rules(MESSAGE_RULES, 0));
	assert_true(control_allows_rules(MESSAGE_RULES, 38 + 32 * 13));
	assert_false(control_allows_rules(MESSAGE_RULES, 38 + 32 * 13 + 1));
	assert_false(control_allows_rules(MESSAGE_KEYRING, 0));
}

static void
the_end_of_inkastd_ends_the_talk_in_the_middle_of_a_message(void **state)
{
	struct pair *p = *state;
	uint8_t head[MESSAGE_HEADER_LEN];
	struct view body;

	message_header_write(MESSAGE_KEYRING, 3, head);
	write_raw(p, head, sizeof head);
	write_raw(p, "ab", 2);
	child_forget(&p->child);
	assert_int_equal(control_read(&p->control, &body), CONTROL_ENDED);
}

/* ---- inkastd's end ---- */

/* More than a socket takes: the rest waits here, not inkastd. */
static void
a_role_that_does_not_read_keeps_nobody_waiting(void **state)
{
	struct pair *p = *state;
	struct view body;
	enum control_event event;
	unsigned pushes = 0;
	int small = 4096;

	setsockopt(p->inkastd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
	assert_int_equal(child_tell(&p->child, MESSAGE_KEYRING,
			     text_of(p, LARGEST), 7, 1000),
	    0);
	assert_true(child_has_words(&p->child));
	assert_true(p->child.awaits);
	child_push(&p->child);
	assert_true(child_has_words(&p->child));
	while ((event = control_read(&p->control, &body)) == CONTROL_NOTHING) {
		child_push(&p->child);
		pushes++;
	}
	assert_int_equal(event, CONTROL_MESSAGE);
	assert_int_equal(body.len, LARGEST);
	assert_memory_equal(body.data, p->text, LARGEST);
	assert_true(pushes > 1);
	assert_false(child_has_words(&p->child));
}

static void
an_answer_says_which_version_is_held(void **state)
{
	struct pair *p = *state;

	assert_int_equal(
	    child_tell(&p->child, MESSAGE_KEYRING, text_of(p, 9), 3, 1000), 0);
	child_hear(&p->child);
	assert_true(p->child.awaits);
	say(p, "KR");
	child_hear(&p->child);
	assert_false(p->child.awaits);
	assert_int_equal(p->child.held, 3);
	assert_true(p->child.is_ready);
	assert_int_equal(
	    child_tell(&p->child, MESSAGE_KEYRING, text_of(p, 9), 4, 1000), 0);
	say(p, "N");
	child_hear(&p->child);
	assert_true(p->child.has_refused);
	assert_int_equal(p->child.held, 3);
	assert_int_equal(p->child.told, 4);
	say(p, "X");
	child_hear(&p->child);
	assert_true(p->child.has_given_up);
	assert_true(p->child.control >= 0);
}

static void
hangs_up_on(struct pair *p, const char *words)
{
	say(p, words);
	child_hear(&p->child);
	assert_int_equal(p->child.control, -1);
	/* What it is told now goes nowhere, and is no failure. */
	assert_int_equal(
	    child_tell(&p->child, MESSAGE_KEYRING, text_of(p, 9), 9, 1000), 0);
	assert_false(child_has_words(&p->child));
}

static void
an_answer_that_nobody_asked_for_is_nonsense(void **state)
{
	hangs_up_on(*state, "RK");
}

static void
a_word_that_is_none_is_nonsense(void **state)
{
	hangs_up_on(*state, "RQ");
}

static void
to_be_ready_twice_is_nonsense(void **state)
{
	hangs_up_on(*state, "RR");
}

static void
to_give_up_before_being_ready_is_nonsense(void **state)
{
	hangs_up_on(*state, "X");
}

static void
an_answer_before_the_whole_message_was_sent_is_nonsense(void **state)
{
	struct pair *p = *state;
	int small = 4096;

	setsockopt(p->inkastd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
	assert_int_equal(child_tell(&p->child, MESSAGE_KEYRING,
			     text_of(p, LARGEST), 7, 1000),
	    0);
	hangs_up_on(p, "K");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_message_comes_whole_from_single_bytes),
	    TEST(two_messages_at_once_are_two_and_an_empty_one_is_one),
	    TEST(a_message_for_another_role_ends_the_talk),
	    TEST(a_request_of_a_channel_ends_the_talk),
	    TEST(a_keyring_too_long_ends_the_talk),
	    TEST(another_version_ends_the_talk),
	    cmocka_unit_test(rules_are_at_most_32_epochs_long),
	    TEST(the_end_of_inkastd_ends_the_talk_in_the_middle_of_a_message),
	    TEST(a_role_that_does_not_read_keeps_nobody_waiting),
	    TEST(an_answer_says_which_version_is_held),
	    TEST(an_answer_that_nobody_asked_for_is_nonsense),
	    TEST(a_word_that_is_none_is_nonsense),
	    TEST(to_be_ready_twice_is_nonsense),
	    TEST(to_give_up_before_being_ready_is_nonsense),
	    TEST(an_answer_before_the_whole_message_was_sent_is_nonsense),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
