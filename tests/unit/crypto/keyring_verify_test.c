/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Who may say what a keyring is: FORMAT 14.5, and 13.7: nothing is parsed
 * before enough signatures hold. The linker sends keyring_parse here first.
 */
#include "keyring_test.h"

static size_t parses;

int __real_keyring_parse(const void *text, size_t len, struct keyring **out,
    struct keyring_error *err);
int __wrap_keyring_parse(const void *text, size_t len, struct keyring **out,
    struct keyring_error *err);

int
__wrap_keyring_parse(const void *text, size_t len, struct keyring **out,
    struct keyring_error *err)
{
	parses++;
	return __real_keyring_parse(text, len, out, err);
}

/* A text and signature files of it. */
struct signed_text {
	struct buf text;
	struct buf files[KEYRING_SIGNERS_MAX + 1];
	size_t n;
};

static struct signed_text
signed_by(const char *lines, const size_t *signers, size_t n)
{
	struct signed_text s = {.text = text_of(lines), .n = n};

	for (size_t i = 0; i < n; i++)
		s.files[i] = signature_by(signers[i], &s.text);
	return s;
}

static void
signed_free(struct signed_text *s)
{
	for (size_t i = 0; i < s->n; i++)
		buf_free(&s->files[i]);
	buf_free(&s->text);
}

/* As the gateway asks: pins 0 to n_pins - 1. */
static int
open_with(const struct signed_text *s, const struct minisign_public *pins,
    size_t n_pins, size_t needed, struct keyring_error *why)
{
	static const char *const names[] = {"one", "two", "three", "four",
	    "five", "six", "seven", "eight", "nine", "ten"};
	struct view files[KEYRING_SIGNERS_MAX + 1];
	static struct keyring none;
	struct keyring *k = &none;

	for (size_t i = 0; i < s->n; i++)
		files[i] = view_of(&s->files[i]);
	why->text[0] = '\0';
	parses = 0;
	int r = keyring_open(view_of(&s->text), files, names, s->n, pins,
	    n_pins, needed, &k, why);
	if (r == KEYRING_OK) {
		assert_int_equal(parses, 1);
		keyring_free(&k);
	} else {
		assert_ptr_equal(k, &none);
		assert_true(strlen(why->text) > 10);
	}
	return r;
}

/* Refused before anything is parsed. */
static void
unopened(const struct signed_text *s, size_t n_pins, size_t needed, int err,
    const char *words)
{
	const struct minisign_public pins[] = {pin(0), pin(1), pin(2)};
	struct keyring_error why;

	assert_int_equal(open_with(s, pins, n_pins, needed, &why), err);
	assert_int_equal(parses, 0);
	if (strstr(why.text, words) == NULL)
		fail_msg("\"%s\", expected \"%s\"", why.text, words);
}

static void
opened(const struct signed_text *s, size_t n_pins, size_t needed)
{
	const struct minisign_public pins[] = {pin(0), pin(1), pin(2)};
	struct keyring_error why;

	if (open_with(s, pins, n_pins, needed, &why) != KEYRING_OK)
		fail_msg("%s", why.text);
}

static void
enough_signers_open_it_in_any_order(void **state)
{
	struct signed_text s = signed_by(GOOD, (size_t[]){2, 0}, 2);
	const struct minisign_public pins[] = {pin(0), pin(1), pin(2)};
	const struct view files[] = {
	    view_of(&s.files[0]), view_of(&s.files[1])};
	static const char *const names[] = {"one", "two"};
	struct keyring_error why;
	size_t which[2] = {9, 9};

	(void)state;
	opened(&s, 3, 2);
	opened(&s, 3, 1);
	assert_int_equal(keyring_verify(view_of(&s.text), files, names, 2, pins,
			     3, 2, which, &why),
	    KEYRING_OK);
	assert_int_equal(which[0], 2);
	assert_int_equal(which[1], 0);
	signed_free(&s);
}

static void
too_few_signers_do_not(void **state)
{
	struct signed_text s = signed_by(GOOD, (size_t[]){0, 1}, 2);
	struct signed_text unsigned_text = signed_by(GOOD, NULL, 0);

	(void)state;
	unopened(&s, 3, 3, KEYRING_E_TOO_FEW, "signed by 2, expected 3 of 3");
	unopened(&unsigned_text, 3, 1, KEYRING_E_TOO_FEW, "signed by 0");
	/* Nobody needed, nobody pinned: still nobody is trusted. */
	unopened(&unsigned_text, 3, 0, KEYRING_E_TOO_FEW, "");
	unopened(&unsigned_text, 0, 0, KEYRING_E_TOO_FEW, "");
	unopened(&s, 3, 0, KEYRING_E_TOO_FEW, "");
	unopened(&s, 0, 1, KEYRING_E_SIGNED, "not one of the signers");
	signed_free(&s);
	signed_free(&unsigned_text);
}

static void
the_same_signer_counts_once(void **state)
{
	struct signed_text s = signed_by(GOOD, (size_t[]){1, 1}, 2);

	(void)state;
	unopened(&s, 3, 2, KEYRING_E_TWICE, "two: the same signer");
	unopened(&s, 3, 1, KEYRING_E_TWICE, "two: the same signer");
	signed_free(&s);
}

/* The id is not signed, so whoever has the key can write another. */
static void
a_key_that_is_pinned_under_two_ids_counts_once(void **state)
{
	struct minisign_public pins[] = {pin(0), pin(0)};
	struct signed_text s = signed_by(GOOD, (size_t[]){0, 0}, 2);
	struct keyring_error why;
	uint8_t *line = memchr(s.files[1].data, '\n', s.files[1].len);

	(void)state;
	assert_non_null(line);
	/* The id's last 6 bytes are the second to ninth group of three. */
	memcpy(&line[1 + 4], "AAAAAAAA", 8);
	assert_int_equal(
	    minisign_claimed_id(view_of(&s.files[1]), pins[1].id), MINISIGN_OK);
	assert_memory_not_equal(pins[0].id, pins[1].id, MINISIGN_ID_LEN);
	assert_int_equal(open_with(&s, pins, 2, 2, &why), KEYRING_E_TWICE);
	assert_int_equal(parses, 0);
	signed_free(&s);
}

static void
a_signer_with_the_id_of_another_does_not_stand_in_their_way(void **state)
{
	struct minisign_public pins[] = {pin(1), pin(0)};
	struct signed_text s = signed_by(GOOD, (size_t[]){0}, 1);
	struct keyring_error why;

	(void)state;
	memcpy(pins[0].id, pins[1].id, MINISIGN_ID_LEN);
	assert_int_equal(open_with(&s, pins, 2, 1, &why), KEYRING_OK);
	/* And is not taken for them. */
	assert_int_equal(open_with(&s, pins, 1, 1, &why), KEYRING_E_SIGNED);
	assert_int_equal(parses, 0);
	signed_free(&s);
}

static void
every_signature_that_is_there_has_to_be_good(void **state)
{
	struct signed_text s = signed_by(GOOD, (size_t[]){0, 1, 2}, 3);

	(void)state;
	opened(&s, 3, 2);
	/* By a signer who is not pinned, though there are enough. */
	unopened(&s, 2, 2, KEYRING_E_SIGNED, "three: signed by key ");
	s.files[1].len--;
	unopened(&s, 3, 2, KEYRING_E_SIGNED, "two: ");
	s.files[1].len = 0;
	unopened(&s, 3, 2, KEYRING_E_SIGNED, "two: ");
	signed_free(&s);
}

static void
more_than_nine_signatures_are_refused(void **state)
{
	static const size_t ten[10] = {0};
	struct signed_text s = signed_by(GOOD, ten, 10);

	(void)state;
	unopened(&s, 3, 1, KEYRING_E_SIGNED, "at most 9");
	signed_free(&s);
}

static void
a_text_altered_at_any_byte_is_refused(void **state)
{
	struct signed_text s = signed_by(GOOD, (size_t[]){0}, 1);

	(void)state;
	for (size_t i = 0; i < s.text.len; i++) {
		s.text.data[i] ^= 1;
		unopened(&s, 1, 1, KEYRING_E_SIGNED, "one: ");
		s.text.data[i] ^= 1;
	}
	opened(&s, 1, 1);
	signed_free(&s);
}

static void
a_text_truncated_at_any_byte_is_refused(void **state)
{
	struct signed_text s = signed_by(GOOD, (size_t[]){0}, 1);
	size_t whole = s.text.len;

	(void)state;
	for (s.text.len = 0; s.text.len < whole; s.text.len++)
		unopened(&s, 1, 1, KEYRING_E_SIGNED, "one: ");
	opened(&s, 1, 1);
	buf_add_str(&s.text, "\n");
	unopened(&s, 1, 1, KEYRING_E_SIGNED, "one: ");
	signed_free(&s);
}

static void
an_oversized_text_is_not_even_hashed(void **state)
{
	struct signed_text s = signed_by(GOOD, NULL, 0);

	(void)state;
	buf_add_zeros(&s.text, KEYRING_TEXT_MAX + 1 - s.text.len);
	unopened(&s, 3, 1, KEYRING_E_SIZE, "256 KiB");
	signed_free(&s);
}

/* Each kind of hostile keyring, without a signature that holds: refused, and
 * no byte of it was parsed. */
static void
hostile_texts_are_not_parsed_before_the_signature_holds(void **state)
{
	static const char *const hostile[] = {"", "[", "[keyring\n",
	    HEAD "serial = 2\n", HEAD "[keyring]\n",
	    HEAD EPOCH("1") "area * = ssh-ed25519 AAAA\n",
	    HEAD EPOCH("1") "area * = age1tag1\n",
	    HEAD EPOCH("1") "area * = $0\narea * = $0\n", HEAD EPOCH("1"),
	    "\x1b[2J", "# \xff\n", GOOD GOOD, GOOD};

	(void)state;
	for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
		struct signed_text s = signed_by(hostile[i], (size_t[]){2}, 1);
		unopened(&s, 2, 1, KEYRING_E_SIGNED, "one: signed by key ");
		s.files[0].len -= 10;
		unopened(&s, 3, 1, KEYRING_E_SIGNED, "one: ");
		signed_free(&s);
	}
}

/* Signed nonsense is nonsense, told by the parser. */
static void
what_is_signed_is_parsed_and_may_still_be_refused(void **state)
{
	const struct minisign_public pins[] = {pin(0)};
	struct signed_text s = signed_by(HEAD "[keyring]\n", (size_t[]){0}, 1);
	struct keyring_error why;

	(void)state;
	assert_int_equal(open_with(&s, pins, 1, 1, &why), KEYRING_E_SYNTAX);
	assert_int_equal(parses, 1);
	signed_free(&s);
}

int
main(void)
{
#define T(name) cmocka_unit_test(name)
	static const struct CMUnitTest tests[] = {
	    T(enough_signers_open_it_in_any_order),
	    T(too_few_signers_do_not),
	    T(the_same_signer_counts_once),
	    T(a_key_that_is_pinned_under_two_ids_counts_once),
	    T(a_signer_with_the_id_of_another_does_not_stand_in_their_way),
	    T(every_signature_that_is_there_has_to_be_good),
	    T(more_than_nine_signatures_are_refused),
	    T(a_text_altered_at_any_byte_is_refused),
	    T(a_text_truncated_at_any_byte_is_refused),
	    T(an_oversized_text_is_not_even_hashed),
	    T(hostile_texts_are_not_parsed_before_the_signature_holds),
	    T(what_is_signed_is_parsed_and_may_still_be_refused),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
