/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What form tokens leave in memory, and what becomes of them without any. The
 * linker sends allocations through here: they are noted down, and the Nth
 * fails.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "crypto/core/age.h"
#include "crypto/core/kdf.h"
#include "crypto/core/secret.h"
#include "gateway/front/token.h"
#include "gateway/front/token_spent.h"

static size_t calls_left = SIZE_MAX; /* until one fails */
static bool hmac_fails;

/* Blocks of the tokens under test. */
static struct {
	const uint8_t *p;
	size_t size;
} blocks[8];
static size_t n_blocks;

static bool
fails(void)
{
	if (calls_left == 0)
		return true;
	calls_left--;
	return false;
}

static void *
noted(void *p, size_t size)
{
	assert_in_range(n_blocks, 0, 7);
	blocks[n_blocks].p = p;
	blocks[n_blocks++].size = size;
	return p;
}

void *__wrap_calloc(size_t n, size_t size);
void *__real_calloc(size_t n, size_t size);
void *__wrap_secret_alloc(size_t size);
void *__real_secret_alloc(size_t size);
int __wrap_pthread_mutex_init(
    pthread_mutex_t *m, const pthread_mutexattr_t *attr);
int __real_pthread_mutex_init(
    pthread_mutex_t *m, const pthread_mutexattr_t *attr);
int __wrap_pthread_cond_init(pthread_cond_t *c, const pthread_condattr_t *attr);
int __real_pthread_cond_init(pthread_cond_t *c, const pthread_condattr_t *attr);
int __wrap_kdf_hmac(const uint8_t *key, size_t key_len,
    const struct view *pieces, size_t n, uint8_t *out);
int __real_kdf_hmac(const uint8_t *key, size_t key_len,
    const struct view *pieces, size_t n, uint8_t *out);

void *
__wrap_calloc(size_t n, size_t size)
{
	return fails() ? NULL : noted(__real_calloc(n, size), n * size);
}

void *
__wrap_secret_alloc(size_t size)
{
	return fails() ? NULL : noted(__real_secret_alloc(size), size);
}

int
__wrap_pthread_mutex_init(pthread_mutex_t *m, const pthread_mutexattr_t *attr)
{
	return fails() ? ENOMEM : __real_pthread_mutex_init(m, attr);
}

int
__wrap_pthread_cond_init(pthread_cond_t *c, const pthread_condattr_t *attr)
{
	return fails() ? ENOMEM : __real_pthread_cond_init(c, attr);
}

int
__wrap_kdf_hmac(const uint8_t *key, size_t key_len, const struct view *pieces,
    size_t n, uint8_t *out)
{
	return hmac_fails ? AGE_E_CRYPTO
			  : __real_kdf_hmac(key, key_len, pieces, n, out);
}

static struct view
view_of(const char *token)
{
	return (struct view){(const uint8_t *)token, TOKEN_TEXT - 1};
}

static int
setup(void **state)
{
	(void)state;
	n_blocks = 0;
	return 0;
}

/* Whether eight bytes in a row of what stand anywhere in the blocks. */
static bool
is_anywhere(const uint8_t *what, size_t n)
{
	for (size_t b = 0; b < n_blocks; b++)
		for (size_t i = 0; i + 8 <= n; i++)
			if (memmem(blocks[b].p, blocks[b].size, what + i, 8) !=
			    NULL)
				return true;
	return false;
}

static size_t
bytes_in(size_t block)
{
	size_t n = 0;

	for (size_t i = 0; i < blocks[block].size; i++)
		n += blocks[block].p[i] != 0;
	return n;
}

static void
no_memory_gives_no_tokens(void **state)
{
	struct tokens *t = NULL;
	size_t n = 0;

	(void)state;
	for (; t == NULL; n++) {
		n_blocks = 0;
		calls_left = n;
		t = tokens_new();
	}
	calls_left = SIZE_MAX;
	assert_int_equal(n, 6); /* five things that can fail, and none */
	tokens_free(&t);
	tokens_free(&t); /* of none is fine */
}

static void
memory_tells_neither_token_nor_tip(void **state)
{
	struct tokens *t = tokens_new();
	char token[TOKEN_TEXT];
	uint8_t raw[(TOKEN_TEXT - 1) / 2];
	uint8_t digest[HASH_LEN];

	(void)state;
	assert_non_null(t);
	random_bytes(digest, sizeof(digest));
	token_make(t, 0, token);
	assert_true(text_unhex(token, TOKEN_TEXT - 1, raw, sizeof(raw)));
	assert_false(is_anywhere(raw, sizeof(raw)));
	assert_int_equal(token_claim(t, view_of(token), digest, 0), TOKEN_GOOD);
	/* This test sees: the nonce is there while its tip is being stored. */
	assert_true(is_anywhere(raw, 16));
	assert_false(is_anywhere(digest, sizeof(digest)));
	token_settle(t, view_of(token), true);
	assert_int_equal(token_claim(t, view_of(token), digest, 0), TOKEN_SENT);
	assert_false(is_anywhere(raw, sizeof(raw)));
	assert_false(is_anywhere(digest, sizeof(digest)));
	tokens_free(&t);
}

/* The tables are the second and the third block: one of them has both. */
static void
the_same_tip_with_two_tokens_looks_like_two(void **state)
{
	static const uint8_t digest[HASH_LEN] = {1};
	struct tokens *t = tokens_new();
	struct spent_entry entries[2];
	char token[TOKEN_TEXT];

	(void)state;
	assert_non_null(t);
	for (int i = 0; i < 2; i++) {
		token_make(t, 0, token);
		assert_int_equal(
		    token_claim(t, view_of(token), digest, 0), TOKEN_GOOD);
		token_settle(t, view_of(token), true);
	}
	memcpy(entries, blocks[bytes_in(1) > 0 ? 1 : 2].p, sizeof(entries));
	assert_memory_not_equal(entries[0].name, entries[1].name, SPENT_HASH);
	assert_memory_not_equal(entries[0].tip, entries[1].tip, SPENT_HASH);
	tokens_free(&t);
}

static void
what_was_sent_is_wiped_when_its_slot_ends(void **state)
{
	static const uint8_t digest[HASH_LEN];
	struct tokens *t = tokens_new();
	char token[TOKEN_TEXT];

	(void)state;
	assert_non_null(t);
	assert_int_equal(n_blocks, 3);
	for (int i = 0; i < 100; i++) {
		token_make(t, 0, token);
		assert_int_equal(
		    token_claim(t, view_of(token), digest, 0), TOKEN_GOOD);
		token_settle(t, view_of(token), true);
	}
	assert_true(bytes_in(1) + bytes_in(2) > 2000);
	token_make(t, 2 * TOKEN_SLOT_MS, token);
	assert_int_equal(bytes_in(1) + bytes_in(2), 0);
	tokens_free(&t);
}

static void
a_token_that_cannot_be_signed_has_expired(void **state)
{
	static const uint8_t digest[HASH_LEN];
	struct tokens *t = tokens_new();
	char unsigned_one[TOKEN_TEXT];
	char token[TOKEN_TEXT];

	(void)state;
	assert_non_null(t);
	token_make(t, 0, token);
	hmac_fails = true;
	token_make(t, 0, unsigned_one);
	assert_int_equal(
	    token_claim(t, view_of(unsigned_one), digest, 0), TOKEN_EXPIRED);
	assert_int_equal(
	    token_claim(t, view_of(token), digest, 0), TOKEN_EXPIRED);
	hmac_fails = false;
	assert_int_equal(
	    token_claim(t, view_of(unsigned_one), digest, 0), TOKEN_EXPIRED);
	assert_int_equal(token_claim(t, view_of(token), digest, 0), TOKEN_GOOD);
	tokens_free(&t);
}

/* ---- the table by itself ---- */

#define N 64

static void
fill(struct spent *s, const struct spent_entry *entries, size_t step)
{
	assert_true(spent_init(s, N));
	for (size_t i = 0; i < N; i++)
		spent_add(s, &entries[i * step % N]);
}

static void
a_table_does_not_tell_in_which_order_they_came(void **state)
{
	struct spent_entry entries[N];
	struct spent a;
	struct spent b;

	(void)state;
	random_bytes(entries, sizeof(entries));
	fill(&a, entries, 1);
	fill(&b, entries, 37); /* each once, in another order */
	assert_memory_equal(a.entries, b.entries, sizeof(entries));
	for (size_t i = 0; i < N; i++) {
		const struct spent_entry *e = spent_find(&a, entries[i].name);
		assert_non_null(e);
		assert_memory_equal(e, &entries[i], sizeof(*e));
		entries[i].name[SPENT_HASH - 1] ^= 1;
		assert_null(spent_find(&a, entries[i].name));
	}
	spent_free(&a);
	spent_free(&b);
}

static void
an_empty_table_has_nothing(void **state)
{
	static const uint8_t name[SPENT_HASH];
	struct spent s;

	(void)state;
	assert_true(spent_init(&s, N));
	assert_null(spent_find(&s, name));
	spent_clear(&s);
	spent_free(&s);
	assert_null(s.entries);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(no_memory_gives_no_tokens),
	    TEST(memory_tells_neither_token_nor_tip),
	    TEST(the_same_tip_with_two_tokens_looks_like_two),
	    TEST(what_was_sent_is_wiped_when_its_slot_ends),
	    TEST(a_token_that_cannot_be_signed_has_expired),
	    TEST(a_table_does_not_tell_in_which_order_they_came),
	    TEST(an_empty_table_has_nothing),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
