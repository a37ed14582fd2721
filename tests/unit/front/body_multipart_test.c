/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The decoder of forms with photos (RFC 7578; RFC 2046, 5.1).
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "crypto/core/age.h"
#include "crypto/core/secret.h"
#include "gateway/front/body.h"

#define TEXT_MAX (3 * LIMIT_FORM_BODY)

#define BOUNDARY "----geckoformboundary1f"
#define LINE "--" BOUNDARY "\r\n"
#define END "--" BOUNDARY "--\r\n"
#define NAME(name) "Content-Disposition: form-data; name=\"" name "\"\r\n"
#define TEXT(name, value) LINE NAME(name) "\r\n" value "\r\n"
#define FILE_NAMED(name, file, value)                                          \
	LINE "Content-Disposition: form-data; name=\"" name                    \
	     "\"; filename=\"" file "\"\r\nContent-Type: image/jpeg\r\n"       \
	     "\r\n" value "\r\n"

/* What a browser posts. */
static const char ordinary[] = TEXT("area", "theft") TEXT("what", "r\xc3\xb6"
								  "d\r\ncykel")
    FILE_NAMED("photo", "IMG_1.jpg", "\xff\xd8\r\n--\r\n\xff\xd9")
	FILE_NAMED("photo", "2.png", "x") TEXT("step", "send") END;

/* The raw body lives until the next call: files are views into it. */
static struct buf raw = {.mem = &buf_heap};

static int
decode_n(const void *bytes, size_t len, enum body_cut cut, struct body *b)
{
	const struct view boundary = {
	    .data = (const uint8_t *)BOUNDARY, .len = strlen(BOUNDARY)};

	buf_free(&raw);
	buf_init(&raw, &buf_heap, LIMIT_UPLOAD);
	assert_int_equal(buf_add(&raw, bytes, len), BUF_OK);
	buf_init(&b->text, &secret_mem, TEXT_MAX);
	return body_decode_multipart(&raw, boundary, cut, b);
}

static int
decode(const char *text, struct body *b)
{
	return decode_n(text, strlen(text), BODY_WHOLE, b);
}

static void
assert_view(struct view v, const char *expected)
{
	assert_int_equal(v.len, strlen(expected));
	assert_memory_equal(v.data, expected, v.len);
}

static void
assert_refused(const char *text)
{
	struct body b;

	assert_int_equal(decode(text, &b), BODY_E_PARTS);
	assert_int_equal(b.n_fields, 0);
	assert_int_equal(b.n_files, 0);
	assert_int_equal(b.text.len, 0);
	body_free(&b);
}

/* A body of one field "a". */
static void
assert_value(const char *text, const char *expected)
{
	struct body b;

	assert_int_equal(decode(text, &b), BODY_OK);
	assert_int_equal(b.n_fields, 1);
	assert_int_equal(b.n_files, 0);
	assert_view(b.fields[0].name, "a");
	assert_view(b.fields[0].value, expected);
	assert_non_null(b.fields[0].value.data);
	body_free(&b);
}

static void
fields_and_files_come_in_the_order_sent(void **state)
{
	struct body b;

	(void)state;
	assert_int_equal(decode(ordinary, &b), BODY_OK);
	assert_int_equal(b.n_fields, 3);
	assert_view(b.fields[0].name, "area");
	assert_view(b.fields[0].value, "theft");
	assert_view(body_field(&b, "what"), "r\xc3\xb6"
					    "d\r\ncykel");
	assert_view(b.fields[2].name, "step");
	assert_int_equal(b.n_files, 2);
	assert_view(b.files[0].field, "photo");
	assert_view(b.files[0].content, "\xff\xd8\r\n--\r\n\xff\xd9");
	assert_view(b.files[1].content, "x");
	assert_false(b.more_files);
	assert_int_equal(b.cut, BODY_WHOLE);
	body_free(&b);
}

static void
a_file_is_a_view_of_what_was_sent_and_no_copy(void **state)
{
	struct body b;

	(void)state;
	assert_int_equal(decode(ordinary, &b), BODY_OK);
	for (size_t i = 0; i < b.n_files; i++)
		assert_in_range((uintptr_t)b.files[i].content.data,
		    (uintptr_t)raw.data, (uintptr_t)raw.data + raw.len);
	/* Nor is its name anywhere but there. */
	assert_null(memmem(b.text.data, b.text.len, "IMG", 3));
	body_free(&b);
}

static void
texts_are_decoded_as_those_of_other_forms(void **state)
{
	static const char nul[] = TEXT("a", "x\0y") END;
	struct body b;

	(void)state;
	assert_value(TEXT("a", "") END, "");
	assert_value(TEXT("a", "b+%41&c=d") END, "b+%41&c=d");
	assert_value(TEXT("a", "x\ny\rz\r\n") END, "x\r\ny\r\nz\r\n");
	assert_value(TEXT("a", "\r\n\r\n") END, "\r\n\r\n");
	assert_value(TEXT("a", "\r") END, "\r\n");
	assert_int_equal(
	    decode_n(nul, sizeof(nul) - 1, BODY_WHOLE, &b), BODY_OK);
	assert_view(b.fields[0].value, "x\xef\xbf\xbdy");
	body_free(&b);
}

static void
an_empty_file_input_is_a_file_without_content(void **state)
{
	struct body b;

	(void)state;
	assert_int_equal(
	    decode(TEXT("what", "x") FILE_NAMED("photo", "", "") END, &b),
	    BODY_OK);
	assert_int_equal(b.n_files, 1);
	assert_int_equal(b.files[0].content.len, 0);
	assert_false(b.files[0].has_name);
	body_free(&b);
	/* One that was chosen, and has none. */
	assert_int_equal(
	    decode(FILE_NAMED("photo", "a.jpg", "") END, &b), BODY_OK);
	assert_int_equal(b.files[0].content.len, 0);
	assert_true(b.files[0].has_name);
	body_free(&b);
}

static void
a_form_without_fields_is_a_boundary_that_closes(void **state)
{
	struct body b;

	(void)state;
	assert_int_equal(decode(END, &b), BODY_OK);
	assert_int_equal(b.n_fields + b.n_files, 0);
	body_free(&b);
}

static void
the_last_line_end_may_be_missing(void **state)
{
	(void)state;
	assert_value(TEXT("a", "1") "--" BOUNDARY "--", "1");
}

static void
what_looks_like_a_boundary_is_content(void **state)
{
	static const char *const alike[] = {
	    "--" BOUNDARY,                       /* no line of its own */
	    "x--" BOUNDARY "\r\n",               /* the same */
	    "\n--" BOUNDARY "\r\n",              /* a bare LF before it */
	    "\r--" BOUNDARY "\r\n",              /* a bare CR */
	    "\r\n-" BOUNDARY "\r\n",             /* a dash too few */
	    "\r\n---" BOUNDARY "\r\n",           /* one too many */
	    "\r\n --" BOUNDARY "\r\n",           /* a blank before it */
	    "\r\n--" BOUNDARY, "\r\n--", "\r\n", /* the next is the one */
	    "\r\r\n--\r\n\r\r\n-\r",             /* many beginnings */
	};
	char text[512];

	(void)state;
	for (size_t i = 0; i < sizeof(alike) / sizeof(alike[0]); i++) {
		struct body b;
		(void)snprintf(text, sizeof(text),
		    LINE "Content-Disposition: form-data; name=\"photo\"; "
			 "filename=\"x\"\r\n\r\n%s\r\n" END,
		    alike[i]);
		if (i == 7) /* two boundaries in a row: no part between */
			assert_refused(text);
		else {
			assert_int_equal(decode(text, &b), BODY_OK);
			assert_int_equal(b.n_files, 1);
			assert_view(b.files[0].content, alike[i]);
			body_free(&b);
		}
	}
}

static void
a_boundary_that_goes_on_otherwise_is_refused(void **state)
{
	(void)state;
	assert_refused(TEXT("a", "1\r\n--" BOUNDARY "x") END);
	assert_refused(TEXT("a", "1\r\n--" BOUNDARY " ") END);
	assert_refused(TEXT("a", "1\r\n--" BOUNDARY "-\r\n") END);
	assert_refused(TEXT("a", "1\r\n--" BOUNDARY "---\r\n") END);
	assert_refused(TEXT("a", "1\r\n--" BOUNDARY "\n") END);
	assert_refused(TEXT("a", "1\r\n--" BOUNDARY "--\n"));
}

static void
nothing_stands_before_the_first_or_behind_the_last(void **state)
{
	(void)state;
	assert_refused("\r\n" TEXT("a", "1") END);
	assert_refused("Hello\r\n" TEXT("a", "1") END);
	assert_refused(TEXT("a", "1") END "\r\n");
	assert_refused(TEXT("a", "1") END TEXT("b", "2") END);
	assert_refused("");
	assert_refused("\r\n");
	assert_refused("a=1&b=2");
}

static void
a_body_that_is_said_to_be_whole_has_its_end(void **state)
{
	struct body b;

	(void)state;
	/* The very last line end is the one that may be missing. */
	for (size_t len = 0; len < sizeof(ordinary) - 3; len++) {
		assert_int_equal(
		    decode_n(ordinary, len, BODY_WHOLE, &b), BODY_E_PARTS);
		assert_int_equal(b.n_fields + b.n_files, 0);
		body_free(&b);
	}
}

/* Where the header of the first file ends. */
static size_t
first_file(void)
{
	const char *at = strstr(ordinary, "image/jpeg\r\n\r\n");

	return (size_t)(at - ordinary) + strlen("image/jpeg\r\n\r\n");
}

static void
of_a_cut_body_the_text_is_kept_and_what_did_not_end_left_out(void **state)
{
	size_t begun = first_file();
	struct body b;

	(void)state;
	for (size_t len = begun; len < sizeof(ordinary) - 1; len++) {
		assert_int_equal(
		    decode_n(ordinary, len, BODY_CUT_MEMORY, &b), BODY_OK);
		assert_int_equal(b.cut, BODY_CUT_MEMORY);
		assert_in_range(b.n_fields, 2, 3);
		assert_view(body_field(&b, "area"), "theft");
		assert_view(body_field(&b, "what"), "r\xc3\xb6"
						    "d\r\ncykel");
		if (b.n_fields == 3)
			assert_view(b.fields[2].value, "send");
		if (b.n_files > 0)
			assert_view(
			    b.files[0].content, "\xff\xd8\r\n--\r\n\xff\xd9");
		body_free(&b);
	}
}

static void
a_body_that_is_cut_before_its_first_file_has_not_all_its_text(void **state)
{
	struct body b;

	(void)state;
	for (size_t len = 0; len < first_file(); len++) {
		assert_int_equal(
		    decode_n(ordinary, len, BODY_CUT_LARGE, &b), BODY_E_LARGE);
		assert_int_equal(b.n_fields + b.n_files, 0);
		body_free(&b);
		assert_int_equal(decode_n(ordinary, len, BODY_CUT_MEMORY, &b),
		    BODY_E_MEMORY);
		body_free(&b);
	}
}

static void
what_is_wrong_in_a_cut_body_is_refused_all_the_same(void **state)
{
	static const char bad[] = LINE NAME("a") NAME("a");
	struct body b;

	(void)state;
	assert_int_equal(
	    decode_n(bad, sizeof(bad) - 1, BODY_CUT_LARGE, &b), BODY_E_PARTS);
	body_free(&b);
}

static void
headers_are_those_that_browsers_write(void **state)
{
	(void)state;
	assert_value(LINE "Content-Type: text/plain; charset=utf-8\r\n" NAME(
			 "a") "\r\n1\r\n" END,
	    "1");
	assert_refused(LINE "\r\n1\r\n" END);
	assert_refused(LINE "Content-Type: text/plain\r\n\r\n1\r\n" END);
	assert_refused(LINE NAME("a") NAME("b") "\r\n1\r\n" END);
	assert_refused(LINE NAME("a") "Content-Type: a\r\n"
				      "Content-Type: b\r\n\r\n1\r\n" END);
	assert_refused(LINE NAME(
	    "a") "Content-Transfer-Encoding: base64\r\n\r\nMQ==\r\n" END);
	assert_refused(LINE NAME("a") " folded\r\n\r\n1\r\n" END);
	assert_refused(LINE "Content-Disposition: form-data\r\n\r\n1\r\n" END);
	assert_refused(
	    LINE "Content-Disposition: form-data; name=a\r\n\r\n1\r\n" END);
	assert_refused(LINE
	    "Content-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n" END);
	assert_refused(LINE "Content-Disposition: form-data; "
			    "filename=\"x\"; name=\"a\"\r\n\r\n1\r\n" END);
	assert_refused(
	    LINE "Content-Disposition: form-data; name=\"a\r\n\r\n1\r\n" END);
	assert_refused(LINE "Content-Disposition: form-data; name=\"a\"; "
			    "name=\"b\"\r\n\r\n1\r\n" END);
}

static void
header_lines_end_with_cr_lf(void **state)
{
	(void)state;
	assert_refused(LINE "Content-Disposition: form-data; name=\"a\"\n"
			    "\r\n1\r\n" END);
	assert_refused(LINE NAME("a") "\n1\r\n" END);
	assert_refused("--" BOUNDARY "\n" NAME("a") "\r\n1\r\n" END);
}

static void
a_header_line_has_a_limit(void **state)
{
	static const size_t lengths[] = {3900, 4200, 100000};
	static char text[101000];
	struct body b;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		int at = snprintf(text, sizeof(text), "%s",
		    LINE "Content-Disposition: form-data; name=\"photo\"; "
			 "filename=\"");
		memset(text + at, 'n', lengths[i]);
		(void)snprintf(
		    text + at + lengths[i], 100, "%s", "\"\r\n\r\nx\r\n" END);
		if (lengths[i] < 4000) {
			assert_int_equal(decode(text, &b), BODY_OK);
			assert_int_equal(b.n_files, 1);
			body_free(&b);
		} else {
			assert_refused(text);
			/* Nor is it "cut": more would not help. */
			assert_int_equal(decode_n(text, (size_t)at + lengths[i],
					     BODY_CUT_LARGE, &b),
			    BODY_E_PARTS);
			body_free(&b);
		}
	}
}

static void
a_files_name_may_be_anything(void **state)
{
	static const char *const names[] = {"", "a b.jpg", "a%22b", "a\\\"b",
	    "a\\", "\"", "x\"; name=\"what", "\xff\xfe", "..", "/etc/passwd",
	    ("--" BOUNDARY), "\r"};
	char text[512];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct body b;
		(void)snprintf(text, sizeof(text),
		    LINE "Content-Disposition: form-data; name=\"photo\"; "
			 "filename=\"%s\"\r\n\r\nx\r\n" END,
		    names[i]);
		assert_int_equal(decode(text, &b), BODY_OK);
		assert_int_equal(b.n_fields, 0);
		assert_int_equal(b.n_files, 1);
		assert_view(b.files[0].field, "photo");
		body_free(&b);
	}
}

static void
a_name_with_an_escape_is_another_name(void **state)
{
	struct body b;

	(void)state;
	assert_int_equal(
	    decode(TEXT("wh%61t", "1") TEXT("a\\", "2") END, &b), BODY_OK);
	assert_view(b.fields[0].name, "wh%61t");
	assert_view(b.fields[1].name, "a\\");
	assert_null(body_field(&b, "what").data);
	body_free(&b);
	assert_refused(LINE NAME("a\\\"b") "\r\n1\r\n" END);
}

static void
the_first_of_fields_of_one_name_counts_and_all_are_there(void **state)
{
	struct body b;

	(void)state;
	assert_int_equal(
	    decode(TEXT("a", "1") TEXT("a", "2") FILE_NAMED("a", "x", "3") END,
		&b),
	    BODY_OK);
	assert_int_equal(b.n_fields, 2);
	assert_int_equal(b.n_files, 1);
	assert_view(body_field(&b, "a"), "1");
	body_free(&b);
}

/* n parts like that. */
static void
many(struct buf *out, size_t n, const char *part)
{
	buf_init(out, &buf_heap, LIMIT_UPLOAD);
	for (size_t i = 0; i < n; i++)
		(void)buf_add_str(out, part);
	assert_int_equal(buf_add_str(out, END), BUF_OK);
}

static void
as_many_fields_as_the_limit_pass_and_one_more_does_not(void **state)
{
	struct body b;
	struct buf text;

	(void)state;
	for (size_t more = 0; more < 2; more++) {
		many(&text, LIMIT_FORM_FIELDS + more, TEXT("a", "1"));
		assert_int_equal(decode_n(text.data, text.len, BODY_WHOLE, &b),
		    more ? BODY_E_FIELDS : BODY_OK);
		assert_int_equal(b.n_fields, more ? 0 : LIMIT_FORM_FIELDS);
		body_free(&b);
		buf_free(&text);
	}
}

static void
files_beyond_the_limit_are_told_and_left_out(void **state)
{
	struct body b;
	struct buf text;

	(void)state;
	for (size_t more = 0; more < 3; more++) {
		many(&text, LIMIT_FILES + more, FILE_NAMED("photo", "x", "y"));
		assert_int_equal(
		    decode_n(text.data, text.len, BODY_WHOLE, &b), BODY_OK);
		assert_int_equal(b.n_files, LIMIT_FILES);
		assert_int_equal(b.more_files, more > 0);
		body_free(&b);
		buf_free(&text);
	}
}

/* A body of one field with so many bytes of text, all alike. */
static void
long_text(struct buf *out, size_t len, char c)
{
	buf_init(out, &buf_heap, LIMIT_UPLOAD);
	(void)buf_add_str(out, LINE NAME("a") "\r\n");
	assert_int_equal(buf_add_zeros(out, len), BUF_OK);
	memset(out->data + out->len - len, c, len);
	assert_int_equal(buf_add_str(out, "\r\n" END), BUF_OK);
}

static void
texts_together_have_the_limit_of_a_form_without_photos(void **state)
{
	struct body b;
	struct buf text;

	(void)state;
	for (size_t more = 0; more < 2; more++) {
		/* The name counts as well. */
		long_text(&text, LIMIT_FORM_BODY - 1 + more, '\0');
		assert_int_equal(decode_n(text.data, text.len, BODY_WHOLE, &b),
		    more ? BODY_E_LARGE : BODY_OK);
		if (more == 0)
			assert_int_equal(
			    b.fields[0].value.len, 3 * (LIMIT_FORM_BODY - 1));
		body_free(&b);
		buf_free(&text);
	}
}

/* Content as hostile as it gets: in a quadratic search 10 MiB would take
 * minutes. A second is a hundred times what it takes. */
static void
look_alikes_take_no_longer_than_other_content(void **state)
{
	static const char *const pieces[] = {("\r\n--" BOUNDARY "\r-"), "\r\n",
	    "\n", "\r", "\r\n-", "\r\n----geckoformboundary1"};
	struct buf text;

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct timespec begin;
		struct timespec end;
		struct body b;
		buf_init(&text, &buf_heap, LIMIT_UPLOAD);
		(void)buf_add_str(&text,
		    LINE "Content-Disposition: form-data; name=\"photo\"; "
			 "filename=\"x\"\r\n\r\n");
		while (text.len < LIMIT_PHOTO_BYTES)
			(void)buf_add_str(&text, pieces[i]);
		assert_int_equal(buf_add_str(&text, "\r\n" END), BUF_OK);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
		int err = decode_n(text.data, text.len, BODY_WHOLE, &b);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
		/* The first is a boundary that goes on otherwise. */
		assert_int_equal(err, i == 0 ? BODY_E_PARTS : BODY_OK);
		assert_in_range(end.tv_sec - begin.tv_sec, 0, 9);
		body_free(&b);
		buf_free(&text);
	}
}

static void *
no_memory(size_t size)
{
	(void)size;
	return NULL;
}

static void
without_memory_there_are_no_fields(void **state)
{
	static const struct buf_mem none = {no_memory, NULL};
	const struct view boundary = {
	    .data = (const uint8_t *)BOUNDARY, .len = strlen(BOUNDARY)};
	struct body b;

	(void)state;
	assert_int_equal(decode(ordinary, &b), BODY_OK);
	body_free(&b);
	buf_init(&b.text, &none, TEXT_MAX);
	assert_int_equal(body_decode_multipart(&raw, boundary, BODY_WHOLE, &b),
	    BODY_E_MEMORY);
	assert_int_equal(b.n_fields + b.n_files, 0);
	body_free(&b);
}

static int
free_raw(void **state)
{
	(void)state;
	buf_free(&raw);
	return 0;
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fields_and_files_come_in_the_order_sent),
	    cmocka_unit_test(a_file_is_a_view_of_what_was_sent_and_no_copy),
	    cmocka_unit_test(texts_are_decoded_as_those_of_other_forms),
	    cmocka_unit_test(an_empty_file_input_is_a_file_without_content),
	    cmocka_unit_test(a_form_without_fields_is_a_boundary_that_closes),
	    cmocka_unit_test(the_last_line_end_may_be_missing),
	    cmocka_unit_test(what_looks_like_a_boundary_is_content),
	    cmocka_unit_test(a_boundary_that_goes_on_otherwise_is_refused),
	    cmocka_unit_test(
		nothing_stands_before_the_first_or_behind_the_last),
	    cmocka_unit_test(a_body_that_is_said_to_be_whole_has_its_end),
	    cmocka_unit_test(
		of_a_cut_body_the_text_is_kept_and_what_did_not_end_left_out),
	    cmocka_unit_test(
		a_body_that_is_cut_before_its_first_file_has_not_all_its_text),
	    cmocka_unit_test(
		what_is_wrong_in_a_cut_body_is_refused_all_the_same),
	    cmocka_unit_test(headers_are_those_that_browsers_write),
	    cmocka_unit_test(header_lines_end_with_cr_lf),
	    cmocka_unit_test(a_header_line_has_a_limit),
	    cmocka_unit_test(a_files_name_may_be_anything),
	    cmocka_unit_test(a_name_with_an_escape_is_another_name),
	    cmocka_unit_test(
		the_first_of_fields_of_one_name_counts_and_all_are_there),
	    cmocka_unit_test(
		as_many_fields_as_the_limit_pass_and_one_more_does_not),
	    cmocka_unit_test(files_beyond_the_limit_are_told_and_left_out),
	    cmocka_unit_test(
		texts_together_have_the_limit_of_a_form_without_photos),
	    cmocka_unit_test(look_alikes_take_no_longer_than_other_content),
	    cmocka_unit_test(without_memory_there_are_no_fields),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, free_raw);
}
