/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Signing keys, their files, and signing (FORMAT 14.2 and 14.3). libsodium is
 * asked directly for files that no honest program makes.
 */
#include "crypto_test.h"

#include <sodium.h>
#include <stdio.h>

#include "crypto/core/base64.h"
#include "crypto/core/secret.h"
#include "crypto/sign/sign.h"

/* minisign -G -W, and the public key it showed. */
#define THEIRS                                                                 \
	"untrusted comment: minisign encrypted secret key\n"                   \
	"RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" \
	"AAAAD4Tv3YM56B87mAqtYPsDboEn/HD3e7mTxY8eTrJ3xfbP3pYwQvTCN8I36hAVw6"   \
	"4bxoMiN41vy5t9Y6WqCB2krcrLbpy6hET6AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"   \
	"AAAAAAAAAAA=\n"
#define THEIRS_PUBLIC "RWQPhO/dgznoH8I36hAVw64bxoMiN41vy5t9Y6WqCB2krcrLbpy6hET6"

/* A key file's bytes (FORMAT 14.3). */
#define FILE_LEN 158
#define AT_SALT 6
#define AT_OPS 38
#define AT_MEM 46
#define AT_HIDDEN 54
#define AT_SEED 62
#define AT_CHECK 126
#define LOWEST_OPS 32768
#define LOWEST_MEM 16777216

static const char words[] = "eight words that nobody else would think of";

static struct buf
text_of(const char *s)
{
	struct buf b;

	buf_init(&b, &secret_mem, 2 * SIGN_KEY_FILE_MAX);
	buf_add_str(&b, s);
	return b;
}

static int
read_file(const char *s, const char *passphrase, struct sign_key **k)
{
	*k = NULL;
	int r = sign_key_read(s, strlen(s), passphrase, strlen(passphrase), k);

	assert_true((r == MINISIGN_OK) == (*k != NULL));
	return r;
}

static void
reads_as(const char *s, int err)
{
	struct sign_key *k;

	assert_int_equal(read_file(s, words, &k), err);
	sign_key_free(&k);
}

/* Bytes of a key that minisign made, to change and write again. */
static void
take_theirs(uint8_t bytes[static FILE_LEN])
{
	const char *line = strchr(THEIRS, '\n') + 1;
	struct view v = {
	    .data = (const uint8_t *)line, .len = strlen(line) - 1};
	size_t n;

	assert_true(base64_decode_padded(v, bytes, FILE_LEN, &n));
	assert_int_equal(n, FILE_LEN);
}

static const char *
file_of(const uint8_t bytes[static FILE_LEN])
{
	static char text[512];
	size_t n =
	    (size_t)snprintf(text, sizeof text, "untrusted comment: x\n");

	base64_encode_padded(bytes, FILE_LEN, &text[n]);
	strcat(text, "\n");
	return text;
}

static void
put_number(uint8_t *p, uint64_t n)
{
	for (size_t i = 0; i < 8; i++)
		p[i] = (uint8_t)(n >> (8 * i));
}

static void
put_check(uint8_t bytes[static FILE_LEN])
{
	uint8_t hashed[2 + 72] = "Ed";

	memcpy(&hashed[2], &bytes[AT_HIDDEN], 72);
	assert_int_equal(crypto_generichash(&bytes[AT_CHECK], 32, hashed,
			     sizeof hashed, NULL, 0),
	    0);
}

/* Protected, but so that reading takes no time. */
static void
protect(uint8_t bytes[static FILE_LEN], const char *passphrase)
{
	uint8_t cover[FILE_LEN - AT_HIDDEN];

	memcpy(&bytes[2], "Sc", 2);
	put_check(bytes);
	put_number(&bytes[AT_OPS], LOWEST_OPS);
	put_number(&bytes[AT_MEM], LOWEST_MEM);
	assert_int_equal(
	    crypto_pwhash_scryptsalsa208sha256(cover, sizeof cover, passphrase,
		strlen(passphrase), &bytes[AT_SALT], LOWEST_OPS, LOWEST_MEM),
	    0);
	for (size_t i = 0; i < sizeof cover; i++)
		bytes[AT_HIDDEN + i] ^= cover[i];
}

static void
has_public(const struct sign_key *k, const char *expected)
{
	struct minisign_public p;
	char text[MINISIGN_PUBLIC_TEXT_LEN];

	sign_key_public(k, &p);
	minisign_public_format(&p, text);
	assert_string_equal(text, expected);
}

static void
a_key_of_minisign_is_read(void **state)
{
	uint8_t bytes[FILE_LEN];
	struct sign_key *k;

	(void)state;
	assert_false(sign_key_is_protected(THEIRS, strlen(THEIRS)));
	assert_int_equal(read_file(THEIRS, "", &k), MINISIGN_OK);
	has_public(k, THEIRS_PUBLIC);
	sign_key_free(&k);
	assert_null(k);
	sign_key_free(&k);
	/* A passphrase that nobody asked for is not looked at. */
	assert_int_equal(read_file(THEIRS, words, &k), MINISIGN_OK);
	sign_key_free(&k);
	assert_int_equal(
	    sign_key_read(THEIRS, strlen(THEIRS), NULL, 0, &k), MINISIGN_OK);
	sign_key_free(&k);
	take_theirs(bytes);
	protect(bytes, words);
	const char *file = file_of(bytes);
	assert_true(sign_key_is_protected(file, strlen(file)));
	assert_int_equal(read_file(file, words, &k), MINISIGN_OK);
	has_public(k, THEIRS_PUBLIC);
	sign_key_free(&k);
}

static void
a_key_that_was_written_is_read_as_the_same(void **state)
{
	struct sign_key *k;
	struct sign_key *again;
	struct minisign_public a, b;
	struct buf file = text_of("");

	(void)state;
	assert_int_equal(sign_key_new(&k), MINISIGN_OK);
	assert_int_equal(sign_key_write(k, NULL, 0, &file), MINISIGN_OK);
	assert_false(sign_key_is_protected(file.data, file.len));
	assert_int_equal(
	    sign_key_read(file.data, file.len, NULL, 0, &again), MINISIGN_OK);
	sign_key_public(k, &a);
	sign_key_public(again, &b);
	assert_memory_equal(&a, &b, sizeof a);
	sign_key_free(&k);
	sign_key_free(&again);
	buf_free(&file);
}

/* At the strength of minisign: a second and 1 GiB, each time. */
static void
a_protected_key_is_read_with_its_passphrase_only(void **state)
{
	struct sign_key *k;
	struct sign_key *again = NULL;
	struct buf file = text_of("");

	(void)state;
	assert_int_equal(sign_key_new(&k), MINISIGN_OK);
	assert_int_equal(
	    sign_key_write(k, words, strlen(words), &file), MINISIGN_OK);
	assert_true(sign_key_is_protected(file.data, file.len));
	assert_int_equal(sign_key_read(file.data, file.len, words,
			     strlen(words) - 1, &again),
	    MINISIGN_E_PASSPHRASE);
	assert_null(again);
	assert_int_equal(
	    sign_key_read(file.data, file.len, words, strlen(words), &again),
	    MINISIGN_OK);
	sign_key_free(&k);
	sign_key_free(&again);
	buf_free(&file);
}

/* But for the limits, which are rounded: another one may mean the same work,
 * and gives the same key or none. */
static void
a_protected_key_altered_at_any_byte_is_refused(void **state)
{
	uint8_t good[FILE_LEN];
	uint8_t bytes[FILE_LEN];
	struct sign_key *k;

	(void)state;
	take_theirs(good);
	protect(good, words);
	for (size_t i = 0; i < FILE_LEN; i++) {
		memcpy(bytes, good, sizeof bytes);
		bytes[i] ^= 0x40;
		int r = read_file(file_of(bytes), words, &k);
		if (i >= AT_OPS + 4 && i < AT_MEM)
			assert_int_equal(r, MINISIGN_E_LIMIT);
		else if (i < AT_OPS || i >= AT_HIDDEN)
			assert_int_not_equal(r, MINISIGN_OK);
		if (r == MINISIGN_OK)
			has_public(k, THEIRS_PUBLIC);
		sign_key_free(&k);
	}
	reads_as(file_of(good), MINISIGN_OK);
}

static void
a_file_that_asks_for_too_much_is_refused(void **state)
{
	uint8_t bytes[FILE_LEN];

	(void)state;
	take_theirs(bytes);
	protect(bytes, words);
	put_number(&bytes[AT_MEM], (1ULL << 30) + 1);
	reads_as(file_of(bytes), MINISIGN_E_LIMIT);
	put_number(&bytes[AT_MEM], UINT64_MAX);
	reads_as(file_of(bytes), MINISIGN_E_LIMIT);
	put_number(&bytes[AT_MEM], LOWEST_MEM);
	put_number(&bytes[AT_OPS], (1ULL << 25) + 1);
	reads_as(file_of(bytes), MINISIGN_E_LIMIT);
	put_number(&bytes[AT_OPS], UINT64_MAX);
	reads_as(file_of(bytes), MINISIGN_E_LIMIT);
	/* Less than minisign takes is weaker, not wrong. */
	put_number(&bytes[AT_OPS], 0);
	put_number(&bytes[AT_MEM], 0);
	reads_as(file_of(bytes), MINISIGN_E_PASSPHRASE);
}

/* A signature by such a key would tell its seed to who has a good one. */
static void
a_key_whose_halves_do_not_belong_together_is_refused(void **state)
{
	uint8_t bytes[FILE_LEN];

	(void)state;
	for (size_t i = 0; i < 64; i++) {
		take_theirs(bytes);
		bytes[AT_SEED + i] ^= 1;
		reads_as(file_of(bytes), MINISIGN_E_PASSPHRASE);
		put_check(bytes);
		reads_as(file_of(bytes), MINISIGN_E_PASSPHRASE);
	}
}

static void
a_check_that_is_there_has_to_hold(void **state)
{
	uint8_t bytes[FILE_LEN];
	struct sign_key *k;

	(void)state;
	take_theirs(bytes);
	put_check(bytes);
	assert_int_equal(read_file(file_of(bytes), "", &k), MINISIGN_OK);
	sign_key_free(&k);
	bytes[AT_CHECK] ^= 1;
	reads_as(file_of(bytes), MINISIGN_E_PASSPHRASE);
}

static void
what_is_no_secret_key_file_is_refused(void **state)
{
	const char *line = strchr(THEIRS, '\n') + 1;
	char text[1024];
	struct sign_key *k;

	(void)state;
	for (size_t n = 0; n + 1 < strlen(THEIRS); n++) {
		snprintf(text, sizeof text, "%.*s", (int)n, THEIRS);
		reads_as(text, MINISIGN_E_FORM);
		assert_false(sign_key_is_protected(text, n));
	}
	reads_as(line, MINISIGN_E_FORM);
	snprintf(text, sizeof text, "%s\n", THEIRS);
	reads_as(text, MINISIGN_E_FORM);
	reads_as("untrusted comment: x\n" THEIRS_PUBLIC "\n", MINISIGN_E_FORM);
	/* Algorithms that are not those of 14.3. */
	static const size_t places[] = {0, 1, 2, 3, 4, 5};
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		uint8_t bytes[FILE_LEN];
		take_theirs(bytes);
		bytes[places[i]] ^= 1;
		reads_as(file_of(bytes), MINISIGN_E_FORM);
	}
	struct buf big = text_of("untrusted comment: ");
	while (big.len + strlen(line) < SIGN_KEY_FILE_MAX)
		buf_add_str(&big, "x");
	buf_add_str(&big, "\n");
	buf_add_str(&big, line);
	assert_int_equal(
	    sign_key_read(big.data, big.len, NULL, 0, &k), MINISIGN_E_FORM);
	buf_free(&big);
	/* CR LF, and no end of line at all, are no difference. */
	snprintf(text, sizeof text, "untrusted comment: x\r\n%.*s\r\n",
	    (int)strlen(line) - 1, line);
	reads_as(text, MINISIGN_OK);
}

static void
what_is_signed_is_good_for_this_text_and_key_only(void **state)
{
	static const char *const texts[] = {"", "a keyring\n"};
	struct sign_key *k;
	struct minisign_public p;
	struct view comment;
	size_t which;

	(void)state;
	assert_int_equal(sign_key_new(&k), MINISIGN_OK);
	sign_key_public(k, &p);
	for (size_t i = 0; i < 2; i++) {
		struct buf file = text_of("");
		struct view text = {
		    .data = (const uint8_t *)texts[i], .len = strlen(texts[i])};
		assert_int_equal(
		    sign_text(k, text, "inkast keyring serial 2, åäö", &file),
		    MINISIGN_OK);
		struct view f = {.data = file.data, .len = file.len};
		assert_int_equal(
		    minisign_verify(text, f, &p, 1, &which, &comment),
		    MINISIGN_OK);
		assert_true(view_is(comment, "inkast keyring serial 2, åäö"));
		text.data = (const uint8_t *)texts[1 - i];
		text.len = strlen(texts[1 - i]);
		assert_int_equal(
		    minisign_verify(text, f, &p, 1, &which, &comment),
		    MINISIGN_E_SIGNATURE);
		buf_free(&file);
	}
	sign_key_free(&k);
}

static void
a_trusted_comment_is_one_line_of_text(void **state)
{
	static const char *const bad[] = {
	    "a\nb", "a\rb", "\t", "\x1b[2J", "\x7f", "\xff"};
	char comment[1026];
	struct buf file = text_of("");
	struct view text = {.data = (const uint8_t *)"x", .len = 1};
	struct sign_key *k;

	(void)state;
	assert_int_equal(sign_key_new(&k), MINISIGN_OK);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(
		    sign_text(k, text, bad[i], &file), MINISIGN_E_FORM);
	memset(comment, 'x', sizeof comment);
	comment[1025] = '\0';
	assert_int_equal(sign_text(k, text, comment, &file), MINISIGN_E_FORM);
	assert_int_equal(file.len, 0);
	comment[1024] = '\0';
	assert_int_equal(sign_text(k, text, comment, &file), MINISIGN_OK);
	buf_free(&file);
	sign_key_free(&k);
}

static void
two_keys_are_never_the_same(void **state)
{
	struct sign_key *a, *b;
	struct minisign_public p, q;

	(void)state;
	assert_int_equal(sign_key_new(&a), MINISIGN_OK);
	assert_int_equal(sign_key_new(&b), MINISIGN_OK);
	sign_key_public(a, &p);
	sign_key_public(b, &q);
	assert_memory_not_equal(p.id, q.id, sizeof p.id);
	assert_memory_not_equal(p.key, q.key, sizeof p.key);
	sign_key_free(&a);
	sign_key_free(&b);
}

int
main(void)
{
#define T(name) cmocka_unit_test(name)
	static const struct CMUnitTest tests[] = {
	    T(a_key_of_minisign_is_read),
	    T(a_key_that_was_written_is_read_as_the_same),
	    T(a_protected_key_is_read_with_its_passphrase_only),
	    T(a_protected_key_altered_at_any_byte_is_refused),
	    T(a_file_that_asks_for_too_much_is_refused),
	    T(a_key_whose_halves_do_not_belong_together_is_refused),
	    T(a_check_that_is_there_has_to_hold),
	    T(what_is_no_secret_key_file_is_refused),
	    T(what_is_signed_is_good_for_this_text_and_key_only),
	    T(a_trusted_comment_is_one_line_of_text),
	    T(two_keys_are_never_the_same),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
