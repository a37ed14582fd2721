/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What pages say of photos, of a form that was sent before, of a call that
 * comes first, and the pages that are only to be read.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pages_fixture.h"
#include "web/language.h"

static struct fixture f;

static int
setup(void **state)
{
	(void)state;
	fixture_init(&f);
	fixture_area(&f, "theft");
	fixture_fill_str(&f, "what", "x");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

static const char *
page(enum which which)
{
	return fixture_page(&f, which, &web_languages[0]);
}

static size_t
alerts(const char *html)
{
	return fixture_count(html, "role=\"alert\"");
}

/* The text of the first element with this beginning, up to its end. */
static void
text_of(
    const char *html, const char *begin, const char *end, char *out, size_t max)
{
	const char *p = strstr(html, begin);

	assert_non_null(p);
	const char *q = strstr(p, end);
	assert_non_null(q);
	assert_in_range(q - p, 1, max - 1);
	memcpy(out, p, (size_t)(q - p));
	out[q - p] = '\0';
}

static void
each_notice_says_something_else_first(void **state)
{
	static const enum page_notice notices[] = {
	    NOTICE_EXPIRED, NOTICE_CHANGED, NOTICE_PHOTOS, NOTICE_BUSY};
	char said[4][1024];

	(void)state;
	assert_int_equal(alerts(page(CHECK)), 0);
	for (size_t i = 0; i < 4; i++) {
		f.filled.notice = notices[i];
		const char *html = page(CHECK);
		assert_int_equal(alerts(html), 1);
		/* Before anything that was typed. */
		assert_true(strstr(html, "role=\"alert\"") <
			    strstr(html, "class=\"typed\""));
		text_of(
		    html, "role=\"alert\"", "</div>", said[i], sizeof said[i]);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(said[i], said[j]);
	}
	f.filled.notice = NOTICE_CHECKED;
	assert_int_equal(alerts(page(CHECK)), 0);
}

/* The list of what is left out of one photo. */
static const char *
list_of(unsigned removed)
{
	static char list[4096];

	f.photos = (struct photos){.n = 1};
	f.photos.items[0].report.removed = removed;
	f.filled.notice = NOTICE_CHECKED;
	text_of(page(CHECK), "<ul class=\"photos\">", "<p class=\"panel", list,
	    sizeof list);
	return list;
}

static void
all_that_a_photo_told_is_listed_and_nothing_else(void **state)
{
	(void)state;
	for (unsigned removed = 0; removed < 256; removed++) {
		size_t n = 0;
		for (unsigned bits = removed; bits != 0; bits &= bits - 1)
			n++;
		/* The photo itself is the first. */
		assert_int_equal(
		    fixture_count(list_of(removed), "<li>"), 1 + n);
	}
}

static void
each_thing_that_a_photo_told_has_words_of_its_own(void **state)
{
	char said[8][4096];

	(void)state;
	for (unsigned i = 0; i < 8; i++) {
		(void)snprintf(said[i], sizeof said[i], "%s", list_of(1U << i));
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(said[i], said[j]);
	}
}

static void
the_receipt_says_the_same_of_photos_as_the_check_page(void **state)
{
	static const char begin[] = "<ul class=\"photos\">";
	static char check[8192];
	static char sent[8192];

	(void)state;
	f.photos = (struct photos){.n = 2};
	f.photos.items[0].report.removed = PHOTO_HAD_PLACE | PHOTO_HAD_TIME;
	f.filled.notice = NOTICE_CHECKED;
	text_of(page(CHECK), begin, "<p", check, sizeof check);
	buf_clear(&f.html);
	assert_int_equal(
	    page_sent(&f.pages, &web_languages[0], &f.filled, &f.html), 0);
	assert_int_equal(buf_add_zeros(&f.html, 1), BUF_OK);
	text_of(
	    (const char *)f.html.data, begin, "</section>", sent, sizeof sent);
	assert_string_equal(check, sent);
}

static void
a_receipt_of_a_tip_without_photos_does_not_speak_of_any(void **state)
{
	(void)state;
	assert_null(strstr(page(SENT), "class=\"photos\""));
	assert_null(strstr(page(SENT), "id=\"photos\""));
}

static void
each_fault_of_a_photo_is_said_beside_it(void **state)
{
	static const int errors[] = {PHOTO_E_TYPE, PHOTO_E_TRUNCATED,
	    PHOTO_E_DAMAGED, PHOTO_E_DIMENSIONS};

	(void)state;
	f.filled.notice = NOTICE_PHOTOS;
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
		f.photos = (struct photos){.n = 2, .n_faults = 1};
		f.photos.items[1].err = errors[i];
		const char *html = page(CHECK);
		assert_int_equal(
		    fixture_count(html, "<span class=\"err\">"), 1);
		assert_non_null(strstr(html, "<a href=\"#f-photo\">"));
		assert_non_null(strstr(html, "id=\"f-photo\""));
	}
}

/* Each is a message of its own that the input names. */
static void
each_fault_of_all_photos_is_named_by_their_input(void **state)
{
	static const char *const ids[] = {
	    "e-photo-many", "e-photo-large", "e-photo-busy"};
	char tag[64];
	char input[512];

	(void)state;
	f.filled.notice = NOTICE_PHOTOS;
	for (size_t i = 0; i < 3; i++) {
		f.photos = (struct photos){.too_many = i == 0,
		    .too_large = i == 1,
		    .no_memory = i == 2};
		const char *html = page(CHECK);
		for (size_t j = 0; j < 3; j++) {
			(void)snprintf(
			    tag, sizeof tag, "class=\"err\" id=\"%s\"", ids[j]);
			assert_int_equal(fixture_count(html, tag), i == j);
		}
		text_of(html, "<input type=\"file\"", ">", input, sizeof input);
		assert_non_null(strstr(input, ids[i]));
	}
}

/* A photo's name is nobody's business, and no page carries one on. */
static void
no_page_carries_photos(void **state)
{
	(void)state;
	f.photos = (struct photos){.n = 1};
	f.photos.items[0].raw = (struct view){(const uint8_t *)"JPEGJPEG", 8};
	for (int w = 0; w < N_PAGES; w++) {
		const char *html = page((enum which)w);
		assert_null(strstr(html, "JPEGJPEG"));
		assert_int_equal(fixture_count(html, "<input type=\"file\""),
		    w == CHECK ? 1 : 0);
		assert_int_equal(
		    fixture_count(html, "enctype=\"multipart/form-data\""),
		    w == CHECK ? 1 : 0);
	}
}

/* No page carries photos on: what a page offers must not send without them. */
static void
a_tip_that_had_photos_is_not_sent_again_without_them(void **state)
{
	static const enum which kept[] = {ERROR_KEPT, CLOSED_KEPT};

	(void)state;
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		f.photos = (struct photos){.n = 0};
		assert_int_equal(
		    fixture_count(page(kept[i]), "value=\"send\""), 1);
		assert_null(strstr(page(kept[i]), "Bilderna följde inte med"));
		f.photos = (struct photos){.n = 1};
		assert_null(strstr(page(kept[i]), "value=\"send\""));
		assert_int_equal(
		    fixture_count(page(kept[i]), "value=\"check\""), 1);
		assert_non_null(
		    strstr(page(kept[i]), "Bilderna följde inte med"));
		f.photos = (struct photos){.no_memory = true};
		assert_null(strstr(page(kept[i]), "value=\"send\""));
	}
}

static void
the_page_that_says_to_call_leads_on_with_all_that_was_typed(void **state)
{
	(void)state;
	fixture_area(&f, "narcotics");
	fixture_fill_all(&f);
	f.filled.seen_now = true;
	const char *html = page(NOW);
	assert_non_null(strstr(
	    html, "<input type=\"hidden\" name=\"seen\" value=\"now\">"));
	/* One for each value, the area, the token and that it was seen. */
	assert_int_equal(
	    fixture_count(html, "<input type=\"hidden\""), f.body.n_fields + 3);
	assert_non_null(strstr(html, "name=\"step\" value=\"check\">"));
	assert_null(strstr(html, "value=\"send\""));
	f.filled.seen_now = false;
	assert_null(strstr(page(CHECK), "name=\"seen\""));
}

static void
only_pages_that_send_carry_a_token(void **state)
{
	(void)state;
	for (int w = 0; w < N_PAGES; w++) {
		const char *html = page((enum which)w);
		if (strstr(html, "name=\"step\" value=\"send\"") != NULL)
			assert_int_equal(
			    fixture_count(html, f.filled.token), 1);
		if (w == START || w == SENT || w == HELP_KEYS ||
		    w == HELP_ACCESSIBILITY || w == ERROR || w == CLOSED)
			assert_null(strstr(html, f.filled.token));
	}
	f.filled.token = "";
	assert_null(strstr(page(QUESTIONS), "name=\"token\""));
}

static void
every_help_page_has_all_of_its_definition(void **state)
{
	(void)state;
	assert_true(f.form->n_help > 0);
	for (size_t i = 0; i < f.form->n_help; i++) {
		const struct form_help *help = &f.form->help[i];
		size_t n_contacts = 0;
		buf_clear(&f.html);
		assert_int_equal(
		    page_help(&f.pages, &web_languages[0], help, NULL, &f.html),
		    0);
		assert_int_equal(buf_add_zeros(&f.html, 1), BUF_OK);
		const char *html = (const char *)f.html.data;
		assert_int_equal(
		    fixture_count(html, "<h2 id=\"p-"), help->n_parts);
		for (size_t j = 0; j < help->n_parts; j++)
			n_contacts += help->parts[j].n_contacts;
		assert_int_equal(
		    fixture_count(html, "<div class=\"contact\">"), n_contacts);
		assert_int_equal(fixture_count(html, "<input"), 0);
	}
}

static void
the_page_about_keys_shows_what_the_police_published(void **state)
{
	(void)state;
	const char *html = page(HELP_KEYS);
	assert_non_null(strstr(html, f.keys.fingerprint));
	assert_non_null(strstr(html, f.keys.issued));
	assert_non_null(strstr(html, f.keys.expires));
	f.keys.counts = false;
	assert_null(strstr(page(HELP_KEYS), "<dl>"));
	assert_null(strstr(page(HELP_ACCESSIBILITY), f.keys.fingerprint));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(each_notice_says_something_else_first),
	    TEST(a_tip_that_had_photos_is_not_sent_again_without_them),
	    TEST(all_that_a_photo_told_is_listed_and_nothing_else),
	    TEST(each_thing_that_a_photo_told_has_words_of_its_own),
	    TEST(the_receipt_says_the_same_of_photos_as_the_check_page),
	    TEST(a_receipt_of_a_tip_without_photos_does_not_speak_of_any),
	    TEST(each_fault_of_a_photo_is_said_beside_it),
	    TEST(each_fault_of_all_photos_is_named_by_their_input),
	    TEST(no_page_carries_photos),
	    TEST(the_page_that_says_to_call_leads_on_with_all_that_was_typed),
	    TEST(only_pages_that_send_carry_a_token),
	    TEST(every_help_page_has_all_of_its_definition),
	    TEST(the_page_about_keys_shows_what_the_police_published),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
