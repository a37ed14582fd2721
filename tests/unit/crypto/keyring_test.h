/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the tests of keyrings share: texts made of lines, keys made once,
 * signers, and what parsing says.
 */
#ifndef INKAST_TESTS_UNIT_CRYPTO_KEYRING_TEST_H
#define INKAST_TESTS_UNIT_CRYPTO_KEYRING_TEST_H

#include "crypto_test.h"

#include "crypto/seal/keyring.h"
#include "crypto/sign/sign.h"

#define KEYS 20 /* one more than fits into an area, and some */
#define SIGNERS 3

/* Recipients of the kind as text, each made once. */
static inline const char *
key_text(enum age_key_type type, size_t i)
{
	static char texts[3][KEYS][RECIPIENT_TEXT_MAX];
	struct identity id;
	struct recipient r = {.type = type};

	assert_true(i < KEYS);
	if (texts[type][i][0] == '\0') {
		assert_int_equal(identity_generate(type, &id), AGE_OK);
		memcpy(r.key, id.public, sizeof r.key);
		recipient_format(&r, texts[type][i]);
	}
	return texts[type][i];
}

#define CLASSIC(i) key_text(AGE_X25519, i)
#define HYBRID(i) key_text(AGE_HYBRID, i)

/* Lines put together: "$3" is the fourth classic key, "%3" hybrid. */
static inline void
add_lines(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++) {
		bool key = *s == '$' || *s == '%';
		if (!key) {
			assert_int_equal(buf_add(b, s, 1), BUF_OK);
			continue;
		}
		enum age_key_type type = *s == '$' ? AGE_X25519 : AGE_HYBRID;
		buf_add_str(b, key_text(type, (size_t)(*++s - '0')));
	}
}

static inline struct buf
text_of(const char *s)
{
	struct buf b;

	buf_init(&b, &buf_heap, 2 * KEYRING_TEXT_MAX);
	add_lines(&b, s);
	return b;
}

#define TITLE "# Inkast keyring, docs/FORMAT.md 13\n[keyring]\n"
#define HEAD_AFTER_FORMAT                                                      \
	"service = Tipsa polisen\nserial = 2\nissued = 2026-11-22\n"           \
	"expires = 2027-11-21\nstanzas = 3\n"
#define HEAD TITLE "format = inkast-keyring/1\n" HEAD_AFTER_FORMAT
#define DAYS                                                                   \
	"from = 2026-11-22\nuntil = 2027-05-21\ndestroy-after = 2027-11-21\n"
#define EPOCH(id) "\n[epoch " id "]\n" DAYS
#define GOOD HEAD EPOCH("1") "recovery = $0\narea narcotics = $1\narea * = $2\n"

/* KEYRING_OK, or the error with its words in why. */
static inline int
parse_why(const struct buf *b, struct keyring **k, struct keyring_error *why)
{
	static struct keyring none;
	struct keyring *found = &none;
	int r = keyring_parse(
	    b->data == NULL ? (const void *)"" : b->data, b->len, &found, why);

	if (r != KEYRING_OK) {
		/* Written only on success; and there is always a reason. */
		assert_ptr_equal(found, &none);
		assert_true(strlen(why->text) > 10);
		assert_true(strlen(why->text) < sizeof why->text - 1);
	}
	*k = r == KEYRING_OK ? found : NULL;
	return r;
}

static inline struct keyring *
parsed(const char *lines)
{
	struct keyring_error why = {""};
	struct keyring *k;
	struct buf b = text_of(lines);

	if (parse_why(&b, &k, &why) != KEYRING_OK)
		fail_msg("%s", why.text);
	buf_free(&b);
	return k;
}

/* Refused with this error, in these words. */
static inline void
refused(const char *lines, int err, const char *words)
{
	struct keyring_error why = {""};
	struct keyring *k;
	struct buf b = text_of(lines);
	int r = parse_why(&b, &k, &why);

	if (r != err || strstr(why.text, words) == NULL)
		fail_msg("error %d: \"%s\", expected %d: \"%s\"", r, why.text,
		    err, words);
	buf_free(&b);
}

static inline void
refused_syntax(const char *lines, const char *words)
{
	refused(lines, KEYRING_E_SYNTAX, words);
}

static inline const struct sign_key *
signer(size_t i)
{
	static struct sign_key *keys[SIGNERS];

	assert_true(i < SIGNERS);
	if (keys[i] == NULL)
		assert_int_equal(sign_key_new(&keys[i]), MINISIGN_OK);
	return keys[i];
}

static inline struct minisign_public
pin(size_t i)
{
	struct minisign_public p;

	sign_key_public(signer(i), &p);
	return p;
}

static inline struct view
view_of(const struct buf *b)
{
	return (struct view){.data = b->data, .len = b->len};
}

static inline struct buf
signature_by(size_t i, const struct buf *text)
{
	struct buf b;

	buf_init(&b, &buf_heap, MINISIGN_FILE_MAX);
	assert_int_equal(sign_text(signer(i), view_of(text),
			     "inkast keyring serial 2, 2026-11-22", &b),
	    MINISIGN_OK);
	return b;
}

#endif
