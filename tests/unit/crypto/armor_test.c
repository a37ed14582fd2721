/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * ASCII armor: what is written comes back in pieces of any size, has one
 * spelling, and is refused when any of it is missing or altered.
 */
#include "crypto_test.h"

#include "base/reader.h"
#include "crypto/core/armor.h"
#include "unseal_helper.h"

#define TEXT_MAX ((size_t)1 << 22)

/* What is put up with around the armor. */
static const char spaces[] = " \t\r\n";

/* p in armor, written in pieces of step bytes; freed with buf_free. */
static struct buf
armored_in_steps(const uint8_t *p, size_t len, size_t step)
{
	struct armor_writer w;
	struct reader in = reader_of(p, len);
	struct view piece;
	struct buf text;

	buf_init(&text, &buf_heap, TEXT_MAX);
	armor_writer_init(&w, io_write_to_buf, &text);
	while (reader_left(&in) > 0) {
		size_t left = reader_left(&in);
		assert_true(
		    reader_take(&in, left < step ? left : step, &piece));
		assert_int_equal(armor_write(&w, piece.data, piece.len), 0);
	}
	assert_int_equal(armor_writer_end(&w), 0);
	return text;
}

static struct buf
armored(const uint8_t *p, size_t len)
{
	return armored_in_steps(p, len, SIZE_MAX);
}

/* text read in pieces of in bytes and given in pieces of out: 0, or what the
 * reader said; asked again, it says the same. */
static ssize_t
read_armor(enum armor_mode mode, const void *text, size_t len, size_t in,
    size_t out, struct buf *bytes)
{
	struct slow s = {reader_of(text, len), in};
	struct armor_reader r;
	uint8_t piece[1000];
	uint8_t more;
	ssize_t n;

	buf_init(bytes, &buf_heap, TEXT_MAX);
	armor_reader_init(&r, mode, read_slowly, &s);
	while ((n = armor_read(&r, piece, out)) > 0) {
		assert_true((size_t)n <= out);
		assert_int_equal(buf_add(bytes, piece, (size_t)n), BUF_OK);
	}
	assert_int_equal(armor_read(&r, &more, 1), n);
	return n;
}

/* Whether text is armor of exactly these bytes. */
static bool
is_armor_of(const char *text, size_t len, const uint8_t *p, size_t n)
{
	struct buf bytes;
	ssize_t r = read_armor(ARMOR_REQUIRED, text, len, 4096, 1000, &bytes);
	bool same = r == 0 && bytes.len == n &&
		    (n == 0 || memcmp(bytes.data, p, n) == 0);

	if (r != 0)
		assert_int_equal(r, ARMOR_READ_BROKEN);
	buf_free(&bytes);
	return same;
}

static bool
is_broken(const char *text)
{
	struct buf bytes;
	ssize_t r =
	    read_armor(ARMOR_REQUIRED, text, strlen(text), 4096, 1000, &bytes);

	buf_free(&bytes);
	return r == ARMOR_READ_BROKEN;
}

static void
every_length_comes_back(void **state)
{
	uint8_t *p = pattern(200);

	(void)state;
	for (size_t len = 0; len <= 200; len++) {
		struct buf text = armored(p, len);
		assert_true(is_armor_of((char *)text.data, text.len, p, len));
		/* BEGIN, END, and 64 characters and LF for each 48 bytes. */
		size_t tail = len % 48 == 0 ? 0 : (len % 48 + 2) / 3 * 4 + 1;
		assert_int_equal(text.len, 35 + len / 48 * 65 + tail + 33);
		buf_free(&text);
	}
	free(p);
}

static void
pieces_of_any_size_are_written_and_read(void **state)
{
	static const size_t lengths[] = {0, 1, 47, 48, 49, 95, 96, 97, 3023,
	    3024, 3025, 4095, 4096, 4097, 9000};
	static const size_t steps[] = {1, 2, 47, 48, 49, 63, 64, 65, 66, 1000};
	uint8_t *p = pattern(9000);

	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		struct buf whole = armored(p, lengths[i]);
		for (size_t j = 0; j < sizeof steps / sizeof steps[0]; j++) {
			struct buf text =
			    armored_in_steps(p, lengths[i], steps[j]);
			struct buf bytes;
			assert_int_equal(text.len, whole.len);
			assert_memory_equal(text.data, whole.data, whole.len);
			assert_int_equal(
			    read_armor(ARMOR_REQUIRED, text.data, text.len,
				steps[j], 1001 - steps[j], &bytes),
			    0);
			assert_int_equal(bytes.len, lengths[i]);
			if (bytes.len > 0)
				assert_memory_equal(bytes.data, p, bytes.len);
			buf_free(&bytes);
			buf_free(&text);
		}
		buf_free(&whole);
	}
	free(p);
}

static void
text_is_as_rfc_7468_has_it(void **state)
{
	static const char want[] =
	    "-----BEGIN AGE ENCRYPTED FILE-----\n"
	    "YWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJj\n"
	    "YWI=\n"
	    "-----END AGE ENCRYPTED FILE-----\n";
	uint8_t p[50];

	(void)state;
	for (size_t i = 0; i < sizeof p; i++)
		p[i] = (uint8_t) "abc"[i % 3];
	struct buf text = armored(p, sizeof p);
	assert_int_equal(text.len, strlen(want));
	assert_memory_equal(text.data, want, strlen(want));
	buf_free(&text);
}

/* text with LF made CR LF. */
static struct buf
with_crlf(const struct buf *text)
{
	struct buf out;

	buf_init(&out, &buf_heap, TEXT_MAX);
	for (size_t i = 0; i < text->len; i++) {
		if (text->data[i] == '\n')
			buf_add_str(&out, "\r");
		buf_add(&out, &text->data[i], 1);
	}
	assert_int_equal(out.err, BUF_OK);
	return out;
}

/* Each byte of text in turn is every other byte: broken, or read as something
 * else, which is for the layer below to notice. The one that may change is the
 * end of the END line, into other white space. */
static void
check_every_byte(struct buf *text, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < text->len; i++) {
		uint8_t was = text->data[i];
		for (unsigned v = 0; v < 256; v++) {
			text->data[i] = (uint8_t)v;
			bool same =
			    is_armor_of((char *)text->data, text->len, p, n);
			bool outside = i >= text->len - 2 &&
				       strchr(spaces, was) != NULL && v != 0 &&
				       strchr(spaces, (int)v) != NULL;
			assert_int_equal(same, v == was || outside);
		}
		text->data[i] = was;
	}
}

static void
no_other_spelling_means_the_same_but_for_space_after_the_end(void **state)
{
	static const size_t lengths[] = {1, 2, 3, 46, 47, 48, 50};
	uint8_t *p = pattern(50);

	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		struct buf text = armored(p, lengths[i]);
		struct buf crlf = with_crlf(&text);
		check_every_byte(&text, p, lengths[i]);
		check_every_byte(&crlf, p, lengths[i]);
		buf_free(&crlf);
		buf_free(&text);
	}
	free(p);
}

/* How many bytes may be cut off the end: those of the END line's own end. */
static void
check_every_truncation(const struct buf *text, size_t loose)
{
	for (size_t len = 0; len < text->len; len++) {
		struct buf bytes;
		ssize_t r = read_armor(
		    ARMOR_REQUIRED, text->data, len, 4096, 1000, &bytes);
		assert_int_equal(
		    r, len + loose < text->len ? ARMOR_READ_BROKEN : 0);
		buf_free(&bytes);
	}
}

static void
every_truncation_is_refused_but_of_the_last_line_end(void **state)
{
	static const size_t lengths[] = {0, 1, 47, 48, 49, 50, 96, 200};
	uint8_t *p = pattern(200);

	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		struct buf text = armored(p, lengths[i]);
		struct buf crlf = with_crlf(&text);
		check_every_truncation(&text, 1);
		check_every_truncation(&crlf, 2);
		buf_free(&crlf);
		buf_free(&text);
	}
	free(p);
}

#define B "-----BEGIN AGE ENCRYPTED FILE-----\n"
#define E "-----END AGE ENCRYPTED FILE-----\n"
#define FULL                                                                   \
	"YWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJj\n"

static void
what_is_not_strict_is_refused(void **state)
{
	static const char *const texts[] = {
	    /* another label, or the label written otherwise */
	    "-----begin age encrypted file-----\nYWJj\n" E,
	    "-----BEGIN AGE ENCRYPTED MESSAGE-----\nYWJj\n" E,
	    "----BEGIN AGE ENCRYPTED FILE-----\nYWJj\n" E,
	    "-----BEGIN AGE ENCRYPTED FILE----\nYWJj\n" E,
	    "-----BEGIN AGE ENCRYPTED FILE----- \nYWJj\n" E,
	    "-----BEGIN AGE ENCRYPTED FILE-----YWJj\n" E,
	    B "YWJj\n-----end age encrypted file-----\n",
	    B "YWJj\n-----END AGE ENCRYPTED FILE----\n",
	    B "YWJj\n" B,
	    /* headers, empty lines, lines of another length */
	    B "A: b\n\nYWJj\n" E,
	    B "\nYWJj\n" E,
	    B "YWJj\n\n" E,
	    B "YWJj\nYWJj\n" E,
	    B FULL "\n" FULL E,
	    B FULL "YWJj\n" FULL E,
	    B "YWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJj"
	      "YWJj\n" E,
	    /* base64 that is not canonical */
	    B "YWJ\n" E,
	    B "YWI\n" E,
	    B "YWJ=\n" E,
	    B "YR==\n" E,
	    B "Y===\n" E,
	    B "====\n" E,
	    B "YW=j\n" E,
	    B "YWJj=\n" E,
	    B "YWJj====\n" E,
	    B "YWI=\nYWI=\n" E,
	    B "=YWJ\n" E,
	    B "YW-_\n" E,
	    B " YWJj\n" E,
	    B "YWJj \n" E,
	    B "YW Jj\n" E,
	    /* padding inside: a full line that is not the last */
	    B "YWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWJjYWI="
	      "\nYWJj\n" E,
	    /* line ends of both kinds */
	    "-----BEGIN AGE ENCRYPTED FILE-----\r\nYWJj\n" E,
	    B "YWJj\r\n" E,
	    B "YWJj\r\n-----END AGE ENCRYPTED FILE-----\r\n",
	    "-----BEGIN AGE ENCRYPTED FILE-----\r\r\nYWJj\r\n" E,
	    "-----BEGIN AGE ENCRYPTED FILE-----\r\n\r\n" E,
	    "-----BEGIN AGE ENCRYPTED FILE-----\rYWJj\r" E,
	    /* anything else around it */
	    "x" B "YWJj\n" E,
	    "x\n" B "YWJj\n" E,
	    "\f" B "YWJj\n" E,
	    B "YWJj\n" E "x",
	    B "YWJj\n" E "\f",
	    B "YWJj\n" E "\n \nx",
	    B "YWJj\n" E B "YWJj\n" E,
	    "",
	    " ",
	    "\n",
	    B,
	    E,
	};

	(void)state;
	assert_false(is_broken(B "YWJj\n" E));
	assert_false(is_broken(B FULL "YWJj\n" E));
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		if (!is_broken(texts[i]))
			fail_msg("not refused: %s", texts[i]);
	}
}

static void
full_last_line_and_no_lines_are_armor(void **state)
{
	(void)state;
	assert_false(is_broken(B E));
	assert_false(is_broken(B FULL E));
	assert_false(is_broken(B FULL FULL E));
}

/* B "YWJj" E with n bytes of white space before or behind. */
static bool
is_taken_with_space(size_t before, size_t behind)
{
	static const char text[] = B "YWJj\n" E;
	struct buf b;

	buf_init(&b, &buf_heap, TEXT_MAX);
	for (size_t i = 0; i < before; i++)
		buf_add(&b, &spaces[i % 4], 1);
	buf_add(&b, text, strlen(text) - 1);
	for (size_t i = 0; i < behind; i++)
		buf_add(&b, &spaces[i % 4], 1);
	bool same =
	    is_armor_of((char *)b.data, b.len, (const uint8_t *)"abc", 3);
	buf_free(&b);
	return same;
}

static void
white_space_around_is_put_up_with_to_a_limit(void **state)
{
	(void)state;
	assert_true(is_taken_with_space(0, 0));
	assert_true(is_taken_with_space(7, 7));
	assert_true(is_taken_with_space(ARMOR_SPACE_MAX, ARMOR_SPACE_MAX));
	assert_false(is_taken_with_space(ARMOR_SPACE_MAX + 1, 0));
	assert_false(is_taken_with_space(0, ARMOR_SPACE_MAX + 1));
	assert_false(is_taken_with_space(5000, 0));
	assert_false(is_taken_with_space(0, 5000));
}

static void
detecting_passes_what_is_not_armored(void **state)
{
	static const char *const texts[] = {"", "a", "\n", " \t\r\n",
	    "age-encryption.org/v1\n", "-", "----", "-----BEGI", "-----END",
	    ("x" B "YWJj\n" E), ("\f" B)};
	static const size_t steps[] = {1, 7, 4096};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		size_t len = strlen(texts[i]);
		for (size_t j = 0; j < sizeof steps / sizeof steps[0]; j++) {
			struct buf b;
			assert_int_equal(read_armor(ARMOR_DETECT, texts[i], len,
					     steps[j], 5, &b),
			    0);
			assert_int_equal(b.len, len);
			if (len > 0)
				assert_memory_equal(b.data, texts[i], len);
			buf_free(&b);
		}
	}
}

static void
detecting_passes_what_begins_with_too_much_space(void **state)
{
	struct buf text;
	struct buf b;

	(void)state;
	buf_init(&text, &buf_heap, TEXT_MAX);
	for (size_t i = 0; i <= ARMOR_SPACE_MAX; i++)
		buf_add_str(&text, " ");
	buf_add_str(&text, B "YWJj\n" E);
	assert_int_equal(
	    read_armor(ARMOR_DETECT, text.data, text.len, 9, 100, &b), 0);
	assert_int_equal(b.len, text.len);
	assert_memory_equal(b.data, text.data, text.len);
	buf_free(&b);
	assert_int_equal(
	    read_armor(ARMOR_DETECT, text.data + 1, text.len - 1, 9, 100, &b),
	    0);
	assert_int_equal(b.len, 3);
	buf_free(&b);
	buf_free(&text);
}

static void
detecting_passes_binary_of_any_length(void **state)
{
	static const size_t lengths[] = {
	    1, 33, 34, 35, 1060, 1061, 1062, 4095, 4096, 4097, 100000};
	uint8_t *p = pattern(100000);

	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		struct buf b;
		assert_int_equal(
		    read_armor(ARMOR_DETECT, p, lengths[i], 997, 1000, &b), 0);
		assert_int_equal(b.len, lengths[i]);
		assert_memory_equal(b.data, p, lengths[i]);
		buf_free(&b);
	}
	free(p);
}

static void
detecting_decodes_armor_and_names_what_is_broken(void **state)
{
	static const char armor[] = " \n" B "YWJj\n" E;
	static const char *const broken[] = {"-----BEGIN",
	    "-----BEGIN PGP MESSAGE-----\n", "\n-----BEGIN age", B,
	    (B "YWJj\n")};
	struct buf b;

	(void)state;
	assert_int_equal(
	    read_armor(ARMOR_DETECT, armor, strlen(armor), 3, 2, &b), 0);
	assert_int_equal(b.len, 3);
	assert_memory_equal(b.data, "abc", 3);
	buf_free(&b);
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
		assert_int_equal(read_armor(ARMOR_DETECT, broken[i],
				     strlen(broken[i]), 4096, 1000, &b),
		    ARMOR_READ_BROKEN);
		buf_free(&b);
	}
}

/* Fails from the given call on, with a number of its own. */
struct failing {
	size_t calls;
	size_t good;
	struct reader r;
};

static int
write_until(void *ctx, const void *p, size_t n)
{
	struct failing *f = ctx;

	assert_non_null(p);
	assert_true(n > 0);
	return f->calls++ < f->good ? 0 : -28;
}

static void
failed_write_is_told_and_nothing_is_written_after_it(void **state)
{
	uint8_t *p = pattern(5000);

	(void)state;
	for (size_t good = 0;; good++) {
		struct failing f = {.good = good};
		struct armor_writer w;
		armor_writer_init(&w, write_until, &f);
		int first = armor_write(&w, p, 100);
		int second = armor_write(&w, p, 4900);
		int end = armor_writer_end(&w);
		if (end == 0) {
			assert_int_equal(f.calls, good);
			break;
		}
		assert_int_equal(end, -28);
		assert_int_equal(f.calls, good + 1);
		assert_true(first == 0 || second == -28);
		assert_int_equal(armor_write(&w, p, 1), -28);
		assert_int_equal(armor_writer_end(&w), -28);
		assert_int_equal(f.calls, good + 1);
	}
	free(p);
}

static void
nothing_is_written_before_a_byte_or_behind_the_end(void **state)
{
	struct failing f = {.good = SIZE_MAX};
	struct armor_writer w;

	(void)state;
	armor_writer_init(&w, write_until, &f);
	assert_int_equal(armor_write(&w, "", 0), 0);
	assert_int_equal(f.calls, 0);
	assert_int_equal(armor_writer_end(&w), 0);
	size_t calls = f.calls;
	assert_true(calls > 0);
	assert_int_equal(armor_write(&w, "a", 1), -EINVAL);
	assert_int_equal(armor_writer_end(&w), -EINVAL);
	assert_int_equal(f.calls, calls);
}

static ssize_t
read_until(void *ctx, void *p, size_t n)
{
	struct failing *f = ctx;

	return f->calls++ < f->good
		   ? io_read_from_memory(&f->r, p, n < 40 ? n : 40)
		   : -5;
}

/* Decoded in full, or the error and as many calls as there were good ones. */
static bool
reads_all(enum armor_mode mode, const struct buf *text, size_t good)
{
	struct failing f = {
	    .good = good, .r = reader_of(text->data, text->len)};
	struct armor_reader r;
	uint8_t piece[64];
	ssize_t n;

	armor_reader_init(&r, mode, read_until, &f);
	while ((n = armor_read(&r, piece, sizeof piece)) > 0)
		continue;
	if (n == 0)
		return true;
	assert_int_equal(n, -5);
	assert_int_equal(armor_read(&r, piece, 1), -5);
	assert_int_equal(f.calls, good + 1);
	return false;
}

static void
failed_read_is_told_and_nothing_is_read_after_it(void **state)
{
	uint8_t *p = pattern(6000);
	struct buf text = armored(p, 6000);
	struct buf binary;

	(void)state;
	buf_init(&binary, &buf_heap, TEXT_MAX);
	buf_add(&binary, p, 6000);
	/* As many as may be: one is the last line's LF. */
	for (size_t i = 1; i < ARMOR_SPACE_MAX; i++)
		buf_add_str(&text, " ");
	for (size_t good = 0; !reads_all(ARMOR_REQUIRED, &text, good); good++)
		assert_true(good < 1000);
	for (size_t good = 0; !reads_all(ARMOR_DETECT, &binary, good); good++)
		assert_true(good < 1000);
	buf_free(&binary);
	buf_free(&text);
	free(p);
}

static ssize_t
read_too_much(void *ctx, void *p, size_t n)
{
	(void)ctx;
	(void)p;
	return (ssize_t)n + 1;
}

static void
reader_that_claims_more_than_was_asked_is_an_error(void **state)
{
	struct armor_reader r;
	uint8_t piece[64];

	(void)state;
	armor_reader_init(&r, ARMOR_DETECT, read_too_much, NULL);
	assert_int_equal(armor_read(&r, piece, sizeof piece), -EIO);
}

static ssize_t
read_from_a_bad_disk(void *error, void *p, size_t n)
{
	(void)p;
	(void)n;
	return *(const int *)error;
}

static void
no_errno_of_a_file_system_is_taken_for_broken_armor(void **state)
{
	static const struct unseal_keys none;
	struct unsealer *u = NULL;
	struct armor_reader r;

	(void)state;
	/* As many as Linux may have (MAX_ERRNO). */
	for (int error = -4095; error < 0; error++) {
		assert_int_equal(
		    unsealer_new(&u, &none, read_from_a_bad_disk, &error),
		    AGE_E_IO);
		armor_reader_init(
		    &r, ARMOR_DETECT, read_from_a_bad_disk, &error);
		assert_int_equal(
		    unsealer_new(&u, &none, armor_read, &r), AGE_E_IO);
	}
}

static void
decoding_in_memory_gives_all_or_nothing(void **state)
{
	static const char text[] = B FULL "YWJj\n" E;
	struct buf out;

	(void)state;
	buf_init(&out, &buf_heap, 51);
	assert_int_equal(armor_decode(text, strlen(text), &out), AGE_OK);
	assert_int_equal(out.len, 51);
	assert_memory_equal(out.data, "abcabc", 6);
	buf_clear(&out);
	assert_int_equal(
	    armor_decode(text, strlen(text) - 2, &out), AGE_E_ARMOR);
	assert_int_equal(out.len, 0);
	buf_free(&out);
	buf_init(&out, &buf_heap, 50);
	assert_int_equal(armor_decode(text, strlen(text), &out), AGE_E_LIMIT);
	assert_int_equal(out.len, 0);
	buf_free(&out);
}

/* A sealed file in armor: the unsealer behind an armor_reader. */
static int
open_armored(const struct buf *text, size_t *released)
{
	struct identity id = example_identity();
	struct unseal_keys keys = {.identities = &id, .n_identities = 1};
	struct reader in = reader_of(text->data, text->len);
	struct armor_reader r;
	struct unsealer *u = NULL;
	const uint8_t *chunk;
	size_t n;

	*released = 0;
	armor_reader_init(&r, ARMOR_REQUIRED, io_read_from_memory, &in);
	int err = unsealer_new(&u, &keys, armor_read, &r);
	while (err == AGE_OK && (err = unsealer_next(u, &chunk, &n)) == 1) {
		uint8_t *want = pattern(*released + n);
		assert_memory_equal(chunk, want + *released, n);
		free(want);
		*released += n;
		err = AGE_OK;
	}
	if (u != NULL)
		unsealer_free(&u);
	return err;
}

static void
every_flipped_bit_of_a_sealed_file_in_armor_is_noticed(void **state)
{
	struct buf b = sealed_pattern(100, 2);
	struct buf text = armored(b.data, b.len);
	size_t released;

	(void)state;
	assert_int_equal(open_armored(&text, &released), 0);
	assert_int_equal(released, 100);
	for (size_t i = 0; i < text.len; i++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			text.data[i] ^= (uint8_t)(1U << bit);
			int r = open_armored(&text, &released);
			/* No other white space is one bit from LF. */
			assert_true(r == AGE_E_ARMOR || r == AGE_E_HEADER ||
				    r == AGE_E_HMAC || r == AGE_E_NO_MATCH ||
				    r == AGE_E_PAYLOAD);
			assert_int_equal(released, 0);
			text.data[i] ^= (uint8_t)(1U << bit);
		}
	}
	buf_free(&text);
	buf_free(&b);
}

static void
armor_broken_behind_whole_chunks_releases_those_only(void **state)
{
	struct buf b = sealed_pattern(2 * (size_t)AGE_CHUNK_LEN + 1000, 1);
	struct buf text = armored(b.data, b.len);
	size_t released;

	(void)state;
	assert_int_equal(open_armored(&text, &released), 0);
	assert_int_equal(released, 2 * (size_t)AGE_CHUNK_LEN + 1000);
	text.len -= 2;
	assert_int_equal(open_armored(&text, &released), AGE_E_ARMOR);
	assert_int_equal(released, 2 * (size_t)AGE_CHUNK_LEN);
	text.len += 2;
	text.data[text.len - 1000] = '*';
	assert_int_equal(open_armored(&text, &released), AGE_E_ARMOR);
	assert_int_equal(released, 2 * (size_t)AGE_CHUNK_LEN);
	buf_free(&text);
	buf_free(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_length_comes_back),
	    cmocka_unit_test(pieces_of_any_size_are_written_and_read),
	    cmocka_unit_test(text_is_as_rfc_7468_has_it),
	    cmocka_unit_test(
		no_other_spelling_means_the_same_but_for_space_after_the_end),
	    cmocka_unit_test(
		every_truncation_is_refused_but_of_the_last_line_end),
	    cmocka_unit_test(what_is_not_strict_is_refused),
	    cmocka_unit_test(full_last_line_and_no_lines_are_armor),
	    cmocka_unit_test(white_space_around_is_put_up_with_to_a_limit),
	    cmocka_unit_test(detecting_passes_what_is_not_armored),
	    cmocka_unit_test(detecting_passes_what_begins_with_too_much_space),
	    cmocka_unit_test(detecting_passes_binary_of_any_length),
	    cmocka_unit_test(detecting_decodes_armor_and_names_what_is_broken),
	    cmocka_unit_test(
		failed_write_is_told_and_nothing_is_written_after_it),
	    cmocka_unit_test(
		nothing_is_written_before_a_byte_or_behind_the_end),
	    cmocka_unit_test(failed_read_is_told_and_nothing_is_read_after_it),
	    cmocka_unit_test(
		reader_that_claims_more_than_was_asked_is_an_error),
	    cmocka_unit_test(
		no_errno_of_a_file_system_is_taken_for_broken_armor),
	    cmocka_unit_test(decoding_in_memory_gives_all_or_nothing),
	    cmocka_unit_test(
		every_flipped_bit_of_a_sealed_file_in_armor_is_noticed),
	    cmocka_unit_test(
		armor_broken_behind_whole_chunks_releases_those_only),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
