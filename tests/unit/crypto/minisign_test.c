/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Public keys and signature files (FORMAT 14.1 and 14.2), with files that
 * minisign 0.11 made.
 */
#include "crypto_test.h"

#include <stdio.h>

#include "crypto/core/minisign.h"

/* minisign -G -W; minisign -S and -S -l of TEXT. */
#define PUBLIC "RWQPhO/dgznoH8I36hAVw64bxoMiN41vy5t9Y6WqCB2krcrLbpy6hET6"
#define PUBLIC_ID "1FE83983DDEF840F"
#define TEXT "a keyring\n"
#define UNTRUSTED "untrusted comment: signature from minisign secret key\n"
#define PREHASHED                                                              \
	UNTRUSTED                                                              \
	"RUQPhO/dgznoH5hgI4AA5Q7nwRy7MDnAqLpP9x0FGhTmbx6rKUzE03u+vWUmqx6Zyx"   \
	"CHoA+4M/+AzywSMoaMV7cAT9XxbbKaRwE=\n"                                 \
	"trusted comment: trusted here\n"                                      \
	"/aJMzw9LKWEfaOkqpqCyQ/1BZG0HXwirPUYQZrzAhlw2K3JssHtJMMo0n9WoOuIbT3"   \
	"yYzMef+rfTRq7H7gRoAQ==\n"
#define LEGACY                                                                 \
	UNTRUSTED                                                              \
	"RWQPhO/dgznoH1weuDyidt4gOfg0XuG0gf+tfmEwqlwkD8n+xb3RUO49OGPHTrNyGH"   \
	"Qa7DlPwijktPkJDcC1X8SB83RyTfhtegU=\n"                                 \
	"trusted comment: legacy, trusted\n"                                   \
	"k2e0nJmpTzyRpF1WmWbl5A6Pv8tLPJC3ZcY09R01hGD6xl3iS975B45/GmAHLD84nU"   \
	"M8VptLeZgvzzb8eiVMDg==\n"

static struct view
view_of(const char *s, size_t len)
{
	return (struct view){.data = (const uint8_t *)s, .len = len};
}

static struct minisign_public
the_key(void)
{
	struct minisign_public p;

	assert_int_equal(
	    minisign_public_parse(PUBLIC, strlen(PUBLIC), &p), MINISIGN_OK);
	return p;
}

/* What checking len bytes of a file says; out-parameters only on success. */
static int
verify(const char *file, size_t len)
{
	const struct minisign_public p = the_key();
	struct view comment = {.data = NULL, .len = 99};
	size_t which = 99;
	int r = minisign_verify(view_of(TEXT, strlen(TEXT)), view_of(file, len),
	    &p, 1, &which, &comment);

	assert_true((r == MINISIGN_OK) == (which == 0));
	assert_true((r == MINISIGN_OK) == (comment.len != 99));
	return r;
}

static void
a_public_key_is_56_characters(void **state)
{
	struct minisign_public p = the_key();
	struct minisign_public other;
	char text[MINISIGN_PUBLIC_TEXT_LEN];
	char id[MINISIGN_ID_TEXT_LEN];

	(void)state;
	minisign_public_format(&p, text);
	assert_string_equal(text, PUBLIC);
	minisign_id_format(p.id, id);
	assert_string_equal(id, PUBLIC_ID);
	for (size_t n = 0; n < strlen(PUBLIC); n++)
		assert_int_equal(
		    minisign_public_parse(PUBLIC, n, &other), MINISIGN_E_FORM);
	assert_int_equal(
	    minisign_public_parse(PUBLIC "A", strlen(PUBLIC) + 1, &other),
	    MINISIGN_E_FORM);
	assert_int_equal(
	    minisign_public_parse(PUBLIC "\n", strlen(PUBLIC) + 1, &other),
	    MINISIGN_E_FORM);
	/* "ED", and a secret key's beginning. */
	strcpy(text, PUBLIC);
	text[1] = 'U';
	assert_int_equal(
	    minisign_public_parse(text, strlen(text), &other), MINISIGN_E_FORM);
}

static const struct {
	const char *text;
	int err;
} public_files[] = {
    {PUBLIC, MINISIGN_OK},
    {PUBLIC "\n", MINISIGN_OK},
    {PUBLIC "\r\n", MINISIGN_OK},
    {"untrusted comment: minisign public key\n" PUBLIC "\n", MINISIGN_OK},
    {"untrusted comment: \xc3\xa5\r\n" PUBLIC "\r\n", MINISIGN_OK},
    {"untrusted comment: none\n" PUBLIC, MINISIGN_OK},
    {"", MINISIGN_E_FORM},
    {"\n", MINISIGN_E_FORM},
    {"untrusted comment: none\n", MINISIGN_E_FORM},
    {"untrusted comment: none", MINISIGN_E_FORM},
    {"comment\n" PUBLIC "\n", MINISIGN_E_FORM},
    {PUBLIC "\n\n", MINISIGN_E_FORM},
    {PUBLIC "\n" PUBLIC "\n", MINISIGN_E_FORM},
    {" " PUBLIC "\n", MINISIGN_E_FORM},
    {"untrusted comment: none\n\n" PUBLIC "\n", MINISIGN_E_FORM},
};

static void
a_public_key_file_has_a_comment_or_none(void **state)
{
	const struct minisign_public expected = the_key();

	(void)state;
	for (size_t i = 0; i < sizeof public_files / sizeof public_files[0];
	     i++) {
		struct minisign_public p = {.id = {0}};
		const char *text = public_files[i].text;
		assert_int_equal(
		    minisign_public_file_parse(text, strlen(text), &p),
		    public_files[i].err);
		if (public_files[i].err == MINISIGN_OK)
			assert_memory_equal(&p, &expected, sizeof p);
	}
}

static void
what_minisign_signs_prehashed_and_legacy_is_good(void **state)
{
	const struct minisign_public p = the_key();
	struct view comment;
	size_t which;

	(void)state;
	assert_int_equal(verify(PREHASHED, strlen(PREHASHED)), MINISIGN_OK);
	assert_int_equal(verify(LEGACY, strlen(LEGACY)), MINISIGN_OK);
	assert_int_equal(
	    minisign_verify(view_of(TEXT, strlen(TEXT)),
		view_of(LEGACY, strlen(LEGACY)), &p, 1, &which, &comment),
	    MINISIGN_OK);
	assert_true(view_is(comment, "legacy, trusted"));
	assert_int_equal(
	    minisign_verify(view_of(TEXT, strlen(TEXT)),
		view_of(LEGACY, strlen(LEGACY)), &p, 1, &which, NULL),
	    MINISIGN_OK);
}

static void
line_ends_of_windows_are_no_difference(void **state)
{
	char file[1024] = "";
	size_t n = 0;

	(void)state;
	for (const char *s = PREHASHED; *s != '\0'; s++) {
		if (*s == '\n')
			file[n++] = '\r';
		file[n++] = *s;
	}
	assert_int_equal(verify(file, n), MINISIGN_OK);
}

/* Every byte, but for the text of the untrusted comment. */
static void
altered_at_any_byte_a_signature_is_refused(const char *good)
{
	static const size_t prefix = sizeof "untrusted comment: " - 1;
	static const size_t line = sizeof UNTRUSTED - 1;
	char file[1024];
	size_t n = strlen(good);

	for (size_t i = 0; i < n; i++) {
		for (unsigned bit = 1; bit < 256; bit <<= 1) {
			memcpy(file, good, n);
			file[i] = (char)((unsigned char)file[i] ^ bit);
			/* A line end there would be another line. */
			bool free_text =
			    i >= prefix && i < line - 1 && file[i] != '\n';
			if ((verify(file, n) == MINISIGN_OK) != free_text)
				fail_msg("byte %zu, bit %u", i, bit);
		}
	}
}

static void
altered_at_any_byte_a_prehashed_signature_is_refused(void **state)
{
	(void)state;
	altered_at_any_byte_a_signature_is_refused(PREHASHED);
}

static void
altered_at_any_byte_a_legacy_signature_is_refused(void **state)
{
	(void)state;
	altered_at_any_byte_a_signature_is_refused(LEGACY);
}

static void
truncated_at_any_byte_it_is_refused(void **state)
{
	(void)state;
	for (size_t n = 0; n < strlen(PREHASHED); n++)
		assert_int_equal(verify(PREHASHED, n), MINISIGN_E_FORM);
	for (size_t n = 0; n < strlen(LEGACY); n++)
		assert_int_equal(verify(LEGACY, n), MINISIGN_E_FORM);
}

static void
each_reason_has_its_error(void **state)
{
	const struct minisign_public p = the_key();
	struct minisign_public other = p;
	char file[1024];
	size_t which;

	(void)state;
	strcpy(file, PREHASHED);
	*strstr(file, "here") = 'H';
	assert_int_equal(verify(file, strlen(file)), MINISIGN_E_COMMENT);
	assert_int_equal(
	    minisign_verify(view_of("another", 7),
		view_of(PREHASHED, strlen(PREHASHED)), &p, 1, &which, NULL),
	    MINISIGN_E_SIGNATURE);
	other.id[0] ^= 1;
	assert_int_equal(
	    minisign_verify(view_of(TEXT, strlen(TEXT)),
		view_of(PREHASHED, strlen(PREHASHED)), &other, 1, &which, NULL),
	    MINISIGN_E_SIGNER);
	assert_int_equal(
	    minisign_verify(view_of(TEXT, strlen(TEXT)),
		view_of(PREHASHED, strlen(PREHASHED)), &p, 0, &which, NULL),
	    MINISIGN_E_SIGNER);
	other = p;
	other.key[0] ^= 1;
	assert_int_equal(
	    minisign_verify(view_of(TEXT, strlen(TEXT)),
		view_of(PREHASHED, strlen(PREHASHED)), &other, 1, &which, NULL),
	    MINISIGN_E_SIGNATURE);
	for (int e = MINISIGN_OK; e >= MINISIGN_E_CRYPTO - 1; e--)
		assert_true(strlen(minisign_strerror(e)) > 5);
}

static void
what_follows_a_signature_is_refused(void **state)
{
	(void)state;
	assert_int_equal(
	    verify(PREHASHED "\n", strlen(PREHASHED) + 1), MINISIGN_E_FORM);
	assert_int_equal(verify(PREHASHED PREHASHED, 2 * strlen(PREHASHED)),
	    MINISIGN_E_FORM);
}

/* A comment fills the file up to its limit; beyond it is not even hashed. */
static void
a_file_of_at_most_16_kib_is_read(void **state)
{
	struct buf b;
	const struct minisign_public p = the_key();
	const char *after = strchr(PREHASHED, '\n') + 1;
	size_t which;

	(void)state;
	buf_init(&b, &buf_heap, 2 * MINISIGN_FILE_MAX);
	buf_add_str(&b, "untrusted comment: ");
	while (b.len + 1 + strlen(after) < MINISIGN_FILE_MAX)
		buf_add_str(&b, "x");
	buf_add_str(&b, "\n");
	buf_add_str(&b, after);
	assert_int_equal(b.len, MINISIGN_FILE_MAX);
	assert_int_equal(
	    minisign_verify(view_of(TEXT, strlen(TEXT)),
		view_of((char *)b.data, b.len), &p, 1, &which, NULL),
	    MINISIGN_OK);
	buf_clear(&b);
	buf_add_str(&b, "untrusted comment: ");
	while (b.len + strlen(after) < MINISIGN_FILE_MAX)
		buf_add_str(&b, "x");
	buf_add_str(&b, "\n");
	buf_add_str(&b, after);
	assert_int_equal(b.len, MINISIGN_FILE_MAX + 1);
	assert_int_equal(
	    minisign_verify(view_of(TEXT, strlen(TEXT)),
		view_of((char *)b.data, b.len), &p, 1, &which, NULL),
	    MINISIGN_E_FORM);
	buf_free(&b);
}

static void
the_claimed_id_is_told_unchecked(void **state)
{
	const struct minisign_public p = the_key();
	uint8_t id[MINISIGN_ID_LEN] = {0};
	char file[1024];

	(void)state;
	strcpy(file, PREHASHED);
	strstr(file, "here")[0] = 'H';
	assert_int_equal(
	    minisign_claimed_id(view_of(file, strlen(file)), id), MINISIGN_OK);
	assert_memory_equal(id, p.id, sizeof id);
	assert_int_equal(
	    minisign_claimed_id(view_of("", 0), id), MINISIGN_E_FORM);
}

int
main(void)
{
#define T(name) cmocka_unit_test(name)
	static const struct CMUnitTest tests[] = {
	    T(a_public_key_is_56_characters),
	    T(a_public_key_file_has_a_comment_or_none),
	    T(what_minisign_signs_prehashed_and_legacy_is_good),
	    T(line_ends_of_windows_are_no_difference),
	    T(altered_at_any_byte_a_prehashed_signature_is_refused),
	    T(altered_at_any_byte_a_legacy_signature_is_refused),
	    T(truncated_at_any_byte_it_is_refused),
	    T(each_reason_has_its_error),
	    T(what_follows_a_signature_is_refused),
	    T(a_file_of_at_most_16_kib_is_read),
	    T(the_claimed_id_is_told_unchecked),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
