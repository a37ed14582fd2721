/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * After sealing and opening, well or with a failure at any place, no key and no
 * plaintext is left in the memory of the process: not on the stack below, not
 * in freed heap, not in a library's data. Only the caller's own buffers hold
 * them.
 */
#include "tests/fault/fault_run.h"

#include <string.h>

#include "crypto/core/secret.h"
#include "tests/fault/secrets.h"

#define SMALL 3000 /* one chunk: what is left does not depend on the length */
#define FILE_MAX ((size_t)16384)

static const char words[] = "four sturdy words here";
static const struct unseal_keys by_identity = {
    .identities = fault_ids, .n_identities = RECIPIENTS};
static const struct unseal_keys by_words = {
    .passphrase = words, .passphrase_len = sizeof words - 1};

/* Ciphertext comes from here and goes to there. */
static struct buf file;
static struct buf out;

/* Calls from below the frames of what is called afterwards, and below what that
 * wipes: either would write over what was left. */
#define DEEP(name, params, call)                                               \
	static int name params                                                 \
	{                                                                      \
		volatile uint8_t room[16384];                                  \
                                                                               \
		room[0] = 0;                                                   \
		int err = call;                                                \
		room[sizeof room - 1] = room[0];                               \
		return err;                                                    \
	}

DEEP(deep_sealer, (struct sealer * *s),
    sealer_new(s, fault_to, RECIPIENTS, STANZAS, io_write_to_buf, &out))
DEEP(deep_passphrase, (struct sealer * *s),
    sealer_new_passphrase(
	s, words, sizeof words - 1, 10, io_write_to_buf, &out))
DEEP(deep_unsealer,
    (struct unsealer * *u, const struct unseal_keys *keys, struct reader *r),
    unsealer_new(u, keys, io_read_from_memory, r))
DEEP(deep_unseal, (const struct unseal_keys *keys, struct buf *plain),
    unseal(keys, file.data, file.len, plain))

static struct outcome
run_seal(void)
{
	return (struct outcome){
	    seal(fault_to, RECIPIENTS, STANZAS, fault_plain, SMALL, &out), 0};
}

static int
add_and_end(struct sealer *s)
{
	int err = sealer_add(s, fault_plain, SMALL);

	return err == AGE_OK ? sealer_end(s) : err;
}

static struct outcome
run_sealer(void)
{
	struct sealer *s = NULL;
	int err = deep_sealer(&s);

	if (err == AGE_OK)
		err = add_and_end(s);
	sealer_free(&s);
	return (struct outcome){err, 0};
}

static struct outcome
run_passphrase(void)
{
	struct sealer *s = NULL;
	int err = deep_passphrase(&s);

	if (err == AGE_OK)
		err = add_and_end(s);
	sealer_free(&s);
	return (struct outcome){err, 0};
}

static int
open_whole(const struct unseal_keys *keys)
{
	struct buf plain;

	buf_init(&plain, &secret_mem, FILE_MAX);
	int err = deep_unseal(keys, &plain);
	buf_free(&plain);
	return err;
}

static int
open_stream(const struct unseal_keys *keys)
{
	struct reader r = reader_of(file.data, file.len);
	struct unsealer *u = NULL;
	const uint8_t *p;
	size_t n;
	int err = deep_unsealer(&u, keys, &r);

	while (err == AGE_OK && unsealer_next(u, &p, &n) == 1)
		continue;
	if (err == AGE_OK)
		err = unsealer_next(u, &p, &n);
	unsealer_free(&u);
	return err;
}

static struct outcome
run_unseal(void)
{
	return (struct outcome){open_whole(&by_identity), 0};
}

static struct outcome
run_unsealer(void)
{
	return (struct outcome){open_stream(&by_identity), 0};
}

static struct outcome
run_unseal_words(void)
{
	return (struct outcome){open_whole(&by_words), 0};
}

static struct outcome
run_unsealer_words(void)
{
	return (struct outcome){open_stream(&by_words), 0};
}

static struct outcome
run_generate(void)
{
	struct identity *id = secret_alloc(sizeof *id);
	int err = id == NULL ? AGE_E_MEMORY
			     : identity_generate(fault_ids[0].type, id);

	secret_free(id);
	return (struct outcome){err, 0};
}

/* To text, and back. */
static struct outcome
run_texts(void)
{
	struct identity *id = secret_alloc(sizeof *id);
	char *text = secret_alloc(IDENTITY_TEXT_MAX + 2);
	size_t n;
	size_t line;
	int err = AGE_E_MEMORY;

	if (id != NULL && text != NULL) {
		identity_format(&fault_ids[1], text);
		secrets_learn("text of an identity", &text[24], 40);
		err = identity_file_parse(text, strlen(text), id, 1, &n, &line);
	}
	secret_free(text);
	secret_free(id);
	return (struct outcome){err, 0};
}

/* Run, let each call of every kind fail in every way, and search all memory
 * each time. */
static void leaves_nothing(struct outcome (*run)(void))
{
	for (enum fault kind = FAULT_NONE; kind < FAULT_WRITE; kind++) {
		struct outcome o = {AGE_OK, 0};
		unsigned calls = 1;
		/* Where the first way met no call, there is none. */
		for (unsigned way = 0; way < FAULT_WAYS && calls > 0; way++) {
			calls = 0;
			fault_set_way((enum fault_way)way);
			while (fail_one_call(kind, calls, run, &o)) {
				calls++;
				buf_clear(&out);
				assert_int_equal(secrets_anywhere(), 0);
			}
			assert_int_equal(o.err, AGE_OK);
			buf_clear(&out);
			assert_int_equal(secrets_anywhere(), 0);
		}
	}
	fault_set_way(FAULT_UNTOUCHED);
}

/* What a sealing run makes is what an opening run opens. */
static void make_file(struct outcome (*run)(void))
{
	buf_clear(&file);
	assert_int_equal(run().err, AGE_OK);
	assert_int_equal(buf_add(&file, out.data, out.len), BUF_OK);
	buf_clear(&out);
}

static void
the_search_finds_what_is_left(void **state)
{
	uint8_t left[32] = {0};

	(void)state;
	assert_int_equal(secrets_anywhere(), 0);
	memcpy(left, fault_ids[0].secret, sizeof left);
	assert_int_equal(secrets_in(left, sizeof left), 4);
	assert_int_equal(secrets_anywhere(), 4);
	memcpy(left, &fault_plain[300], sizeof left);
	assert_int_equal(secrets_in(left, 15), 8);
	explicit_bzero(left, sizeof left);
	assert_int_equal(secrets_anywhere(), 0);
}

static void
sealing_leaves_no_secret_in_memory(void **state)
{
	(void)state;
	leaves_nothing(run_seal);
	leaves_nothing(run_sealer);
	leaves_nothing(run_passphrase);
}

static void
opening_leaves_no_secret_in_memory(void **state)
{
	(void)state;
	make_file(run_seal);
	leaves_nothing(run_unseal);
	leaves_nothing(run_unsealer);
	make_file(run_passphrase);
	leaves_nothing(run_unseal_words);
	leaves_nothing(run_unsealer_words);
}

static void
making_and_reading_identities_leaves_no_secret_in_memory(void **state)
{
	(void)state;
	leaves_nothing(run_generate);
	leaves_nothing(run_texts);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_search_finds_what_is_left),
	    cmocka_unit_test(sealing_leaves_no_secret_in_memory),
	    cmocka_unit_test(opening_leaves_no_secret_in_memory),
	    cmocka_unit_test(
		making_and_reading_identities_leaves_no_secret_in_memory),
	};

	buf_init(&file, &buf_heap, FILE_MAX);
	buf_init(&out, &buf_heap, FILE_MAX);
	/* Room from the start: the caller's memory does not fail. */
	if (buf_reserve(&file, FILE_MAX) != BUF_OK ||
	    buf_reserve(&out, FILE_MAX) != BUF_OK)
		return 1;
	return fault_run_all(tests);
}
