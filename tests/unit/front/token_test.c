/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Form tokens as one thread sees them: what sends, what was sent, and what is
 * none of ours. Time is a parameter.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <string.h>

#include "crypto/core/age.h"
#include "gateway/common/limits.h"
#include "gateway/front/token.h"

static const uint8_t tip[HASH_LEN] = {1, 2, 3};
static const uint8_t other[HASH_LEN] = {1, 2, 3, [HASH_LEN - 1] = 1};

/* Tokens at the beginning of a slot: when there is none, the first begins with
 * the clock. */
#define BEGIN ((uint64_t)0)
#define SLOT TOKEN_SLOT_MS

static struct tokens *t;

static int
setup(void **state)
{
	(void)state;
	t = tokens_new();
	return t == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	(void)state;
	tokens_free(&t);
	return 0;
}

static struct view
view_of(const char *text)
{
	return (struct view){(const uint8_t *)text, strlen(text)};
}

static enum token_state
claim(const char *token, const uint8_t *digest, uint64_t now)
{
	return token_claim(t, view_of(token), digest, now);
}

static void
send_tip(const char *token, const uint8_t *digest, uint64_t now)
{
	assert_int_equal(claim(token, digest, now), TOKEN_GOOD);
	token_settle(t, view_of(token), true);
}

/* Good, and left as it was. */
static void
assert_good(const char *token, uint64_t now)
{
	assert_int_equal(claim(token, tip, now), TOKEN_GOOD);
	token_settle(t, view_of(token), false);
}

static void
a_token_sends_one_tip(void **state)
{
	char token[TOKEN_TEXT];

	(void)state;
	token_make(t, BEGIN, token);
	assert_int_equal(strlen(token), TOKEN_TEXT - 1);
	assert_int_equal(strspn(token, "0123456789abcdef"), TOKEN_TEXT - 1);
	send_tip(token, tip, BEGIN);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(claim(token, tip, BEGIN), TOKEN_SENT);
		assert_int_equal(claim(token, other, BEGIN), TOKEN_CHANGED);
	}
}

static void
a_tip_that_was_not_stored_leaves_its_token_good(void **state)
{
	char token[TOKEN_TEXT];

	(void)state;
	token_make(t, BEGIN, token);
	assert_good(token, BEGIN);
	/* Changed meanwhile: it has sent nothing yet. */
	send_tip(token, other, BEGIN);
	assert_int_equal(claim(token, tip, BEGIN), TOKEN_CHANGED);
}

static void
the_same_tip_with_another_token_is_another_tip(void **state)
{
	char first[TOKEN_TEXT];
	char second[TOKEN_TEXT];

	(void)state;
	token_make(t, BEGIN, first);
	token_make(t, BEGIN, second);
	assert_string_not_equal(first, second);
	send_tip(first, tip, BEGIN);
	send_tip(second, tip, BEGIN);
}

static void
a_token_counts_in_its_slot_and_the_next(void **state)
{
	static const uint64_t made[] = {BEGIN, BEGIN + 1, SLOT - 1};

	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		char token[TOKEN_TEXT];
		token_make(t, made[i], token);
		assert_good(token, SLOT - 1);
		assert_good(token, SLOT);
		assert_good(token, 2 * SLOT - 1);
		assert_int_equal(claim(token, tip, 2 * SLOT), TOKEN_EXPIRED);
		teardown(state);
		setup(state);
	}
}

static void
a_token_expires_though_nobody_came_meanwhile(void **state)
{
	char token[TOKEN_TEXT];

	(void)state;
	token_make(t, BEGIN, token);
	assert_int_equal(claim(token, tip, 3 * SLOT), TOKEN_EXPIRED);
	/* And what comes then has a whole slot. */
	token_make(t, 3 * SLOT + 7, token);
	assert_good(token, 4 * SLOT + 6);
}

/* Of a machine that has been up for a year before the front starts. */
static void
the_first_token_is_good_whatever_the_clock_says(void **state)
{
	const uint64_t now = 730 * SLOT + 11;
	char token[TOKEN_TEXT];

	(void)state;
	token_make(t, now, token);
	assert_good(token, now);
}

static void
what_was_sent_is_known_as_long_as_its_token_counts(void **state)
{
	char token[TOKEN_TEXT];

	(void)state;
	token_make(t, BEGIN, token);
	send_tip(token, tip, BEGIN);
	assert_int_equal(claim(token, tip, 2 * SLOT - 1), TOKEN_SENT);
	assert_int_equal(claim(token, other, 2 * SLOT - 1), TOKEN_CHANGED);
	assert_int_equal(claim(token, tip, 2 * SLOT), TOKEN_EXPIRED);
}

static void
a_claim_outlives_the_turn_of_its_slot(void **state)
{
	char token[TOKEN_TEXT];

	(void)state;
	token_make(t, BEGIN, token);
	assert_int_equal(claim(token, tip, SLOT - 1), TOKEN_GOOD);
	char turns[TOKEN_TEXT];
	token_make(t, SLOT, turns);
	token_settle(t, view_of(token), true);
	assert_int_equal(claim(token, tip, SLOT), TOKEN_SENT);
}

static void
a_claim_whose_slot_is_gone_is_settled_and_forgotten(void **state)
{
	char token[TOKEN_TEXT];
	char turns[TOKEN_TEXT];

	(void)state;
	token_make(t, BEGIN, token);
	assert_int_equal(claim(token, tip, BEGIN), TOKEN_GOOD);
	token_make(t, 2 * SLOT, turns);
	token_settle(t, view_of(token), true);
	assert_int_equal(claim(token, tip, 2 * SLOT), TOKEN_EXPIRED);
	send_tip(turns, tip, 2 * SLOT);
}

static void
a_token_of_another_front_has_expired(void **state)
{
	struct tokens *another = tokens_new();
	char token[TOKEN_TEXT];

	(void)state;
	assert_non_null(another);
	token_make(another, BEGIN, token);
	assert_int_equal(claim(token, tip, BEGIN), TOKEN_EXPIRED);
	tokens_free(&another);
	assert_null(another);
}

static void
a_token_altered_anywhere_has_expired(void **state)
{
	static const char others[] = "0123456789abcdefgG/:@` %\xc3";
	char token[TOKEN_TEXT];
	char altered[TOKEN_TEXT];

	(void)state;
	token_make(t, BEGIN, token);
	for (size_t i = 0; i < TOKEN_TEXT - 1; i++)
		for (const char *c = others; *c != '\0'; c++) {
			if (*c == token[i])
				continue;
			memcpy(altered, token, sizeof(altered));
			altered[i] = *c;
			assert_int_equal(
			    claim(altered, tip, BEGIN), TOKEN_EXPIRED);
		}
	assert_good(token, BEGIN);
}

static void
a_token_of_another_length_has_expired(void **state)
{
	char twice[2 * TOKEN_TEXT];

	(void)state;
	token_make(t, BEGIN, twice);
	memcpy(twice + TOKEN_TEXT - 1, twice, TOKEN_TEXT - 1);
	for (size_t len = 0; len <= 2 * (TOKEN_TEXT - 1); len++) {
		struct view token = {(const uint8_t *)twice, len};
		if (len != TOKEN_TEXT - 1)
			assert_int_equal(
			    token_claim(t, token, tip, BEGIN), TOKEN_EXPIRED);
	}
	assert_int_equal(
	    token_claim(t, (struct view){NULL, 0}, tip, BEGIN), TOKEN_EXPIRED);
}

static void
a_token_in_upper_case_has_expired(void **state)
{
	char token[TOKEN_TEXT];

	(void)state;
	do
		token_make(t, BEGIN, token);
	while (strpbrk(token, "abcdef") == NULL);
	for (size_t i = 0; i < TOKEN_TEXT - 1; i++)
		token[i] = (char)toupper((unsigned char)token[i]);
	assert_int_equal(claim(token, tip, BEGIN), TOKEN_EXPIRED);
}

static void
settling_what_nobody_claimed_changes_nothing(void **state)
{
	char token[TOKEN_TEXT];

	(void)state;
	token_make(t, BEGIN, token);
	token_settle(t, view_of(token), true);
	token_settle(t, view_of("nonsense"), true);
	assert_good(token, BEGIN);
}

static void
more_claims_than_workers_are_busy_and_good_later(void **state)
{
	static char tokens[LIMIT_WORKERS + 1][TOKEN_TEXT];

	(void)state;
	for (size_t i = 0; i <= LIMIT_WORKERS; i++)
		token_make(t, BEGIN, tokens[i]);
	for (size_t i = 0; i < LIMIT_WORKERS; i++)
		assert_int_equal(claim(tokens[i], tip, BEGIN), TOKEN_GOOD);
	assert_int_equal(claim(tokens[LIMIT_WORKERS], tip, BEGIN), TOKEN_BUSY);
	token_settle(t, view_of(tokens[7]), true);
	assert_good(tokens[LIMIT_WORKERS], BEGIN);
	assert_int_equal(claim(tokens[7], tip, BEGIN), TOKEN_SENT);
}

/* Held ones count, so that there is a place for what they will have sent. */
static void
a_full_slot_ends_early_and_remembers_what_it_sent(void **state)
{
	char first[TOKEN_TEXT];
	char held[TOKEN_TEXT];
	char late[TOKEN_TEXT];
	char token[TOKEN_TEXT];

	(void)state;
	token_make(t, BEGIN, first);
	token_make(t, BEGIN, held);
	token_make(t, BEGIN, late);
	send_tip(first, tip, BEGIN);
	assert_int_equal(claim(held, tip, BEGIN), TOKEN_GOOD);
	for (size_t i = 2; i < TOKEN_SPENT_MAX; i++) {
		token_make(t, BEGIN, token);
		send_tip(token, other, BEGIN);
	}
	assert_int_equal(claim(late, tip, BEGIN), TOKEN_EXPIRED);
	token_settle(t, view_of(held), true);

	/* The next slot has begun: a new token sends, an old one does not. */
	assert_int_equal(claim(late, tip, BEGIN), TOKEN_EXPIRED);
	token_make(t, BEGIN, late);
	send_tip(late, tip, BEGIN);
	assert_int_equal(claim(first, tip, BEGIN), TOKEN_SENT);
	assert_int_equal(claim(held, tip, BEGIN), TOKEN_SENT);
	assert_int_equal(claim(held, other, BEGIN), TOKEN_CHANGED);
	assert_int_equal(claim(token, other, BEGIN), TOKEN_SENT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(a_token_sends_one_tip),
	    TEST(a_tip_that_was_not_stored_leaves_its_token_good),
	    TEST(the_same_tip_with_another_token_is_another_tip),
	    TEST(a_token_counts_in_its_slot_and_the_next),
	    TEST(a_token_expires_though_nobody_came_meanwhile),
	    TEST(the_first_token_is_good_whatever_the_clock_says),
	    TEST(what_was_sent_is_known_as_long_as_its_token_counts),
	    TEST(a_claim_outlives_the_turn_of_its_slot),
	    TEST(a_claim_whose_slot_is_gone_is_settled_and_forgotten),
	    TEST(a_token_of_another_front_has_expired),
	    TEST(a_token_altered_anywhere_has_expired),
	    TEST(a_token_of_another_length_has_expired),
	    TEST(a_token_in_upper_case_has_expired),
	    TEST(settling_what_nobody_claimed_changes_nothing),
	    TEST(more_claims_than_workers_are_busy_and_good_later),
	    TEST(a_full_slot_ends_early_and_remembers_what_it_sent),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
