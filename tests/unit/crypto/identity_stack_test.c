/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * That a stack does not tell which secret was worked with, in any form: each
 * call runs on one and the same painted stack with two secrets, and no byte of
 * it may differ by the secret. What a search for keys cannot find is found
 * here: digits of a scalar, limbs, what a key was turned into. Not for
 * sanitizers, which guard that memory.
 */
#include "crypto_test.h"

#include <pthread.h>
#include <sys/mman.h>

#include "crypto/core/hybrid.h"
#include "crypto/core/secret.h"

#define STACK_LEN ((size_t)1 << 20)
#define SECRETS 2

typedef int call_fn(void);

/* Nothing of these is on a stack. */
static uint8_t *stack;
static size_t deep; /* what is looked at: below the thread's own */
static uint8_t after[STACK_LEN], again[STACK_LEN];
static struct identity *id;
static struct hybrid_secret *expanded;
static char texts[SECRETS][IDENTITY_TEXT_MAX];
static uint8_t seeds[SECRETS][HYBRID_SEED_LEN];
static uint8_t public_key[HYBRID_PUBLIC_LEN];
static enum age_key_type type;
/* The one of this run: addresses do not differ. */
static char text[IDENTITY_TEXT_MAX];
static uint8_t seed[HYBRID_SEED_LEN];
static unsigned which;
static struct buf sealed, opened;

static int
parse(void)
{
	return identity_parse(text, strlen(text), id);
}

/* A key with a slip of the pen is worth almost as much as the key. */
static int
parse_damaged(void)
{
	size_t len = strlen(text);

	text[len - 1] = text[len - 1] == 'Q' ? 'P' : 'Q';
	int err = identity_parse(text, len, id);
	return err == AGE_E_KEY ? AGE_OK : -1;
}

static int
format(void)
{
	static char written[IDENTITY_TEXT_MAX];

	identity_format(id, written);
	return strcmp(written, text);
}

static int
generate(void)
{
	return identity_generate(type, id);
}

static int
keypair(void)
{
	return hybrid_keypair(seed, expanded, public_key);
}

/* For another: only whose key was tried differs. */
static int
open_in_vain(void)
{
	const struct unseal_keys keys = {.identities = id, .n_identities = 1};

	return unseal(&keys, sealed.data, sealed.len, &opened) == AGE_E_NO_MATCH
		   ? AGE_OK
		   : -1;
}

static void *
run_on_thread(void *call)
{
	static int result;

	deep = (size_t)((uint8_t *)__builtin_frame_address(0) - stack);
	result = (*(call_fn **)call)();
	return &result;
}

/* Leaves what the call has left in stack, whose bytes were 0xa5. */
static void
run(call_fn *call)
{
	pthread_attr_t attr;
	pthread_t thread;
	void *result;

	memcpy(text, texts[which], sizeof text);
	memcpy(seed, seeds[which], sizeof seed);
	assert_int_equal(parse(), AGE_OK);
	memset(stack, 0xa5, STACK_LEN);
	assert_int_equal(pthread_attr_init(&attr), 0);
	assert_int_equal(pthread_attr_setstack(&attr, stack, STACK_LEN), 0);
	assert_int_equal(
	    pthread_create(&thread, &attr, run_on_thread, &call), 0);
	assert_int_equal(pthread_join(thread, &result), 0);
	assert_int_equal(pthread_attr_destroy(&attr), 0);
	assert_int_equal(*(int *)result, AGE_OK);
}

/* Bytes that differ by the secret, and not from run to run. */
static size_t
telling(call_fn *call)
{
	size_t n = 0;

	which = 0;
	run(call); /* what only the first time is done */
	run(call);
	memcpy(after, stack, STACK_LEN);
	run(call);
	memcpy(again, stack, STACK_LEN);
	which = 1;
	run(call);
	for (size_t i = 0; i < deep; i++)
		n += after[i] == again[i] && after[i] != stack[i];
	return n;
}

static void
learn(enum age_key_type of)
{
	type = of;
	for (unsigned i = 0; i < SECRETS; i++) {
		assert_int_equal(identity_generate(of, id), AGE_OK);
		identity_format(id, texts[i]);
		memcpy(seeds[i], id->secret, sizeof seeds[i]);
	}
}

static int
leave(void)
{
	/* The thread's end writes over the top of it. */
	volatile uint8_t left[1024];

	for (size_t i = 0; i < sizeof left; i++)
		left[i] = (uint8_t)(seed[i % 32] ^ 0x5a);
	return AGE_OK;
}

static void
what_is_left_in_any_form_would_be_seen(void **state)
{
	(void)state;
	learn(AGE_X25519);
	assert_in_range(telling(leave), 512, 1024);
}

static void
a_stack_does_not_tell_which_identity_was_read_or_written(void **state)
{
	(void)state;
	for (enum age_key_type t = AGE_X25519; t <= AGE_HYBRID; t++) {
		learn(t);
		assert_int_equal(telling(parse), 0);
		assert_int_equal(telling(parse_damaged), 0);
		assert_int_equal(telling(format), 0);
	}
}

/* Every run makes another: nothing may be left that is not the same twice. */
static void
a_stack_does_not_tell_which_identity_was_made(void **state)
{
	(void)state;
	for (enum age_key_type t = AGE_X25519; t <= AGE_HYBRID; t++) {
		learn(t);
		run(generate);
		run(generate);
		memcpy(after, stack, STACK_LEN);
		run(generate);
		assert_memory_equal(after, stack, deep);
	}
}

static void
a_stack_does_not_tell_which_seed_was_expanded(void **state)
{
	(void)state;
	learn(AGE_HYBRID);
	assert_int_equal(telling(keypair), 0);
}

/* A hybrid key's public part, made again, may be left; it is not tried. */
static void
a_stack_does_not_tell_which_classic_identity_was_tried(void **state)
{
	struct recipient r = {.type = AGE_X25519};

	(void)state;
	assert_int_equal(identity_generate(AGE_X25519, id), AGE_OK);
	memcpy(r.key, id->public, sizeof r.key);
	buf_clear(&sealed);
	assert_int_equal(seal(&r, 1, 0, "tip", 3, &sealed), AGE_OK);
	learn(AGE_X25519);
	assert_int_equal(telling(open_in_vain), 0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_left_in_any_form_would_be_seen),
	    cmocka_unit_test(
		a_stack_does_not_tell_which_identity_was_read_or_written),
	    cmocka_unit_test(a_stack_does_not_tell_which_identity_was_made),
	    cmocka_unit_test(a_stack_does_not_tell_which_seed_was_expanded),
	    cmocka_unit_test(
		a_stack_does_not_tell_which_classic_identity_was_tried),
	};

	if (age_init() != AGE_OK)
		return 1;
	id = secret_alloc(sizeof *id);
	expanded = secret_alloc(sizeof *expanded);
	stack = mmap(NULL, STACK_LEN, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	buf_init(&sealed, &buf_heap, STACK_LEN);
	buf_init(&opened, &secret_mem, STACK_LEN);
	if (id == NULL || expanded == NULL || stack == MAP_FAILED)
		return 1;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	buf_free(&opened);
	buf_free(&sealed);
	secret_free(expanded);
	secret_free(id);
	return failed;
}
