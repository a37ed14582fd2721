/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Recipients of both kinds, one by one and in files.
 */
#include "crypto_test.h"

#include <stdio.h>

#include "crypto/core/bech32.h"

#define MAX 3

static struct recipient
made(enum age_key_type type)
{
	struct identity id;
	struct recipient r = {.type = type};

	assert_int_equal(identity_generate(type, &id), AGE_OK);
	memcpy(r.key, id.public, sizeof r.key);
	return r;
}

static void
recipient_is_read_as_it_was_written(void **state)
{
	static const enum age_key_type types[] = {AGE_X25519, AGE_HYBRID};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct recipient r = made(types[i]);
		struct recipient back;
		char text[RECIPIENT_TEXT_MAX];
		recipient_format(&r, text);
		assert_int_equal(
		    recipient_parse(text, strlen(text), &back), AGE_OK);
		assert_true(recipient_equal(&r, &back));
		assert_int_equal(
		    recipient_parse(text, strlen(text) - 1, &back), AGE_E_KEY);
	}
}

static void
keys_are_equal_only_in_kind_and_every_byte(void **state)
{
	struct recipient a = made(AGE_HYBRID);
	struct recipient b = a;

	(void)state;
	assert_true(recipient_equal(&a, &b));
	b.key[HYBRID_PUBLIC_LEN - 1] ^= 1;
	assert_false(recipient_equal(&a, &b));
	b = a;
	b.type = AGE_X25519;
	assert_false(recipient_equal(&a, &b));
}

static int
parse_changed(const struct recipient *r)
{
	struct recipient back;
	char text[RECIPIENT_TEXT_MAX];

	recipient_format(r, text);
	return recipient_parse(text, strlen(text), &back);
}

static void
hybrid_key_that_nobody_could_open_is_refused(void **state)
{
	struct recipient r = made(AGE_HYBRID);
	struct recipient changed = r;

	(void)state;
	assert_int_equal(parse_changed(&r), AGE_OK);
	/* FIPS 203, 7.2: a coefficient of 4095 is not below q. */
	changed.key[0] = 0xff;
	changed.key[1] |= 0x0f;
	assert_int_equal(parse_changed(&changed), AGE_E_KEY);
	changed = r;
	changed.key[1] |= 0xf0;
	changed.key[2] = 0xff;
	assert_int_equal(parse_changed(&changed), AGE_E_KEY);
	/* Its X25519 half: of low order, and not canonical. */
	changed = r;
	memset(&changed.key[HYBRID_PUBLIC_LEN - X25519_LEN], 0, X25519_LEN);
	assert_int_equal(parse_changed(&changed), AGE_E_KEY);
	memset(&changed.key[HYBRID_PUBLIC_LEN - X25519_LEN], 0xff, X25519_LEN);
	assert_int_equal(parse_changed(&changed), AGE_E_KEY);
}

/* A file of pieces of text, ended by NULL; "1" and "2" stand for recipients of
 * a kind. */
static int
parse(const char *const *pieces, size_t max, size_t *n, size_t *line)
{
	struct recipient classic = example_recipient();
	struct recipient hybrid = made(AGE_HYBRID);
	struct recipient out[MAX];
	char text[RECIPIENT_TEXT_MAX];
	struct buf file;

	buf_init(&file, &buf_heap, TEST_MAX);
	for (size_t i = 0; pieces[i] != NULL; i++) {
		const char *s = pieces[i];
		recipient_format(s[0] == '1' ? &classic : &hybrid, text);
		buf_add_str(&file, s[0] == '1' || s[0] == '2' ? text : s);
	}
	*n = 99;
	*line = 99;
	int err =
	    recipient_file_parse(file.data == NULL ? "" : (void *)file.data,
		file.len, out, max, n, line);
	buf_free(&file);
	if (err == AGE_OK) {
		assert_int_equal(*line, 99);
		for (size_t i = 0; i < *n; i++)
			assert_int_equal(out[i].type, out[0].type);
	} else {
		assert_int_equal(*n, 99);
	}
	return err;
}

static const struct {
	const char *pieces[9];
	int err;
	size_t n_or_line;
} files[] = {
    {{"1"}, AGE_OK, 1},
    {{"1", "\n"}, AGE_OK, 1},
    {{"# a comment\r\n", "\n", "1", "\r\n", "1", "\n"}, AGE_OK, 2},
    {{"2", "\n#\n", "2", "\n", "2", "\n"}, AGE_OK, 3},
    {{""}, AGE_E_KEY, 0},
    {{"# nothing\n\n"}, AGE_E_KEY, 0},
    {{"1", "\nage1notakey\n"}, AGE_E_KEY, 2},
    {{" ", "1", "\n"}, AGE_E_KEY, 1},
    {{"1", " \n"}, AGE_E_KEY, 1},
    {{"\n", "1", "\n", "2", "\n"}, AGE_E_MIXED, 3},
    {{"2", "\n", "1", "\n"}, AGE_E_MIXED, 2},
    {{"1", "\n", "1", "\n", "1", "\n", "1", "\n"}, AGE_E_LIMIT, 4},
    {{"1", "\r\r\n"}, AGE_E_KEY, 1},
};

static void
file_of_recipients_is_read_or_refused_by_its_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		size_t n;
		size_t line;
		int err = parse(files[i].pieces, MAX, &n, &line);
		assert_int_equal(err, files[i].err);
		assert_int_equal(err == AGE_OK ? n : line, files[i].n_or_line);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(recipient_is_read_as_it_was_written),
	    cmocka_unit_test(keys_are_equal_only_in_kind_and_every_byte),
	    cmocka_unit_test(hybrid_key_that_nobody_could_open_is_refused),
	    cmocka_unit_test(file_of_recipients_is_read_or_refused_by_its_line),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
