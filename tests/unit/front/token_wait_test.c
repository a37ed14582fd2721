/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Form tokens as many threads see them: one stores the tip, the others wait for
 * what becomes of it. The linker sends waits through here, so that a test knows
 * who waits, and can let time pass.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include "base/clock.h"
#include "crypto/core/age.h"
#include "gateway/common/limits.h"
#include "gateway/front/token.h"

static const uint8_t tip[HASH_LEN] = {1, 2, 3};
static const uint8_t other[HASH_LEN] = {1, 2, 3, [HASH_LEN - 1] = 1};

/* As token.c has it. */
#define WAITERS_MAX 2

static struct tokens *t;
static char token[TOKEN_TEXT];
static _Atomic unsigned n_waits;
static _Atomic bool in_vain;
static _Atomic uint64_t last_until;

int __real_pthread_cond_timedwait(
    pthread_cond_t *c, pthread_mutex_t *m, const struct timespec *until);
int __wrap_pthread_cond_timedwait(
    pthread_cond_t *c, pthread_mutex_t *m, const struct timespec *until);

int
__wrap_pthread_cond_timedwait(
    pthread_cond_t *c, pthread_mutex_t *m, const struct timespec *until)
{
	/* Counted with the lock held: who takes it after that finds this thread
	 * waiting. */
	atomic_store(&last_until, (uint64_t)until->tv_sec);
	atomic_fetch_add(&n_waits, 1);
	return atomic_load(&in_vain)
		   ? ETIMEDOUT
		   : __real_pthread_cond_timedwait(c, m, until);
}

/* Somebody else with the same token. */
struct asker {
	pthread_t thread;
	const uint8_t *digest;
	enum token_state state;
};

static struct view
the_token(void)
{
	return (struct view){(const uint8_t *)token, TOKEN_TEXT - 1};
}

static enum token_state
claim(const uint8_t *digest)
{
	return token_claim(t, the_token(), digest, 0);
}

static void *
ask(void *arg)
{
	struct asker *a = arg;

	a->state = claim(a->digest);
	return NULL;
}

static void
asker_start(struct asker *a, const uint8_t *digest)
{
	a->digest = digest;
	assert_int_equal(pthread_create(&a->thread, NULL, ask, a), 0);
}

static enum token_state
asker_end(struct asker *a)
{
	assert_int_equal(pthread_join(a->thread, NULL), 0);
	return a->state;
}

static void
until_waits(unsigned n)
{
	while (atomic_load(&n_waits) < n)
		sched_yield();
}

static int
setup(void **state)
{
	(void)state;
	atomic_store(&n_waits, 0);
	atomic_store(&in_vain, false);
	t = tokens_new();
	if (t == NULL)
		return -1;
	token_make(t, 0, token);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	tokens_free(&t);
	return 0;
}

static void
who_waits_hears_that_the_tip_is_stored(void **state)
{
	struct asker same;
	struct asker changed;

	(void)state;
	assert_int_equal(claim(tip), TOKEN_GOOD);
	asker_start(&same, tip);
	asker_start(&changed, other);
	until_waits(2);
	token_settle(t, the_token(), true);
	assert_int_equal(asker_end(&same), TOKEN_SENT);
	assert_int_equal(asker_end(&changed), TOKEN_CHANGED);
}

static void
who_waits_has_the_token_of_a_tip_that_was_not_stored(void **state)
{
	struct asker waiter;

	(void)state;
	assert_int_equal(claim(tip), TOKEN_GOOD);
	asker_start(&waiter, other);
	until_waits(1);
	token_settle(t, the_token(), false);
	assert_int_equal(asker_end(&waiter), TOKEN_GOOD);
	token_settle(t, the_token(), true);
	/* It sent what the waiter had. */
	assert_int_equal(claim(other), TOKEN_SENT);
	assert_int_equal(claim(tip), TOKEN_CHANGED);
}

/* One of them, and the other goes on waiting. */
static void
only_one_of_those_who_wait_has_the_token(void **state)
{
	struct asker waiters[WAITERS_MAX];
	size_t n_good = 0;

	(void)state;
	assert_int_equal(claim(tip), TOKEN_GOOD);
	for (size_t i = 0; i < WAITERS_MAX; i++)
		asker_start(&waiters[i], tip);
	until_waits(WAITERS_MAX);
	token_settle(t, the_token(), false);
	/* Whoever has it settles; only the other one waits once more. */
	until_waits(WAITERS_MAX + 1);
	token_settle(t, the_token(), true);
	for (size_t i = 0; i < WAITERS_MAX; i++) {
		enum token_state s = asker_end(&waiters[i]);
		n_good += s == TOKEN_GOOD;
		assert_true(s == TOKEN_GOOD || s == TOKEN_SENT);
	}
	assert_int_equal(n_good, 1);
	assert_int_equal(claim(tip), TOKEN_SENT);
}

static void
who_would_be_one_too_many_does_not_wait(void **state)
{
	struct asker waiters[WAITERS_MAX];

	(void)state;
	assert_int_equal(claim(tip), TOKEN_GOOD);
	for (size_t i = 0; i < WAITERS_MAX; i++)
		asker_start(&waiters[i], tip);
	until_waits(WAITERS_MAX);
	for (int i = 0; i < 200; i++)
		assert_int_equal(claim(tip), TOKEN_BUSY);
	/* Nor does that hold up others. */
	char free_one[TOKEN_TEXT];
	token_make(t, 0, free_one);
	struct view view = {(const uint8_t *)free_one, TOKEN_TEXT - 1};
	assert_int_equal(token_claim(t, view, tip, 0), TOKEN_GOOD);
	token_settle(t, view, true);
	token_settle(t, the_token(), true);
	for (size_t i = 0; i < WAITERS_MAX; i++)
		assert_int_equal(asker_end(&waiters[i]), TOKEN_SENT);
	assert_int_equal(claim(tip), TOKEN_SENT);
}

static void
nobody_waits_longer_than_a_vault_is_given(void **state)
{
	struct asker waiter;

	(void)state;
	assert_int_equal(claim(tip), TOKEN_GOOD);
	atomic_store(&in_vain, true);
	uint64_t begin = clock_monotonic_ms() / 1000;
	asker_start(&waiter, tip);
	assert_int_equal(asker_end(&waiter), TOKEN_BUSY);
	uint64_t end = clock_monotonic_ms() / 1000;
	assert_in_range(atomic_load(&last_until),
	    begin + LIMIT_VAULT_SECONDS + 1, end + LIMIT_IDLE_SECONDS - 1);
	/* Whoever had it still has it. */
	token_settle(t, the_token(), true);
	assert_int_equal(claim(tip), TOKEN_SENT);
}

static void
who_waits_hears_it_though_two_slots_have_ended(void **state)
{
	struct asker same;
	struct asker changed;
	char turns[TOKEN_TEXT];

	(void)state;
	assert_int_equal(claim(tip), TOKEN_GOOD);
	asker_start(&same, tip);
	asker_start(&changed, other);
	until_waits(2);
	token_make(t, 2 * TOKEN_SLOT_MS, turns);
	token_settle(t, the_token(), true);
	assert_int_equal(asker_end(&same), TOKEN_SENT);
	assert_int_equal(asker_end(&changed), TOKEN_CHANGED);
}

/* ---- many at once ---- */

#define THREADS 8
#define ROUNDS 200

static char many[ROUNDS][TOKEN_TEXT];
static _Atomic unsigned stored[ROUNDS];
static _Atomic unsigned tries;

/* Every third attempt to store fails; everybody presses until it is sent. */
static void
press_until_sent(size_t round)
{
	struct view view = {(const uint8_t *)many[round], TOKEN_TEXT - 1};
	enum token_state s;

	do {
		s = token_claim(t, view, tip, 0);
		if (s == TOKEN_GOOD) {
			bool stores = atomic_fetch_add(&tries, 1) % 3 != 0;
			if (stores)
				atomic_fetch_add(&stored[round], 1);
			token_settle(t, view, stores);
		}
	} while (s == TOKEN_GOOD || s == TOKEN_EXPIRED);
}

static void *
press_all(void *arg)
{
	(void)arg;
	for (size_t i = 0; i < ROUNDS; i++)
		press_until_sent(i);
	return NULL;
}

static void
many_threads_store_each_tip_once(void **state)
{
	pthread_t threads[THREADS];

	(void)state;
	for (size_t i = 0; i < ROUNDS; i++)
		token_make(t, 0, many[i]);
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, press_all, NULL), 0);
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	for (size_t i = 0; i < ROUNDS; i++)
		assert_int_equal(atomic_load(&stored[i]), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(who_waits_hears_that_the_tip_is_stored),
	    TEST(who_waits_has_the_token_of_a_tip_that_was_not_stored),
	    TEST(only_one_of_those_who_wait_has_the_token),
	    TEST(who_would_be_one_too_many_does_not_wait),
	    TEST(nobody_waits_longer_than_a_vault_is_given),
	    TEST(who_waits_hears_it_though_two_slots_have_ended),
	    TEST(many_threads_store_each_tip_once),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
