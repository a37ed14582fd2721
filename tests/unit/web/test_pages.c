/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The pages: state, size, what they carry and what they must never say.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "pages_fixture.h"
#include "web/language.h"

static struct fixture f;

static int
setup(void **state)
{
	(void)state;
	fixture_init(&f);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_free(&f);
	return 0;
}

static const char *const states[N_PAGES] = {"start", "questions", "error",
    "now", "check", "sent", "help", "help", "error", "error", "closed",
    "closed"};

static const char *
page(enum which which, const struct web_language *lang)
{
	return fixture_page(&f, which, lang);
}

typedef void (*page_check_fn)(
    enum which which, const struct web_language *lang, const char *html);

/* Every page, area and language; filled and, for FAULTS, wrong. */
static void
for_all_pages(page_check_fn check)
{
	for (size_t l = 0; l < web_n_languages; l++)
		for (size_t a = 0; a < f.form->n_areas; a++)
			for (int w = 0; w < N_PAGES; w++) {
				fixture_area(&f, f.form->areas[a].id);
				if (w != FAULTS)
					fixture_fill_all(&f);
				enum which which = (enum which)w;
				check(which, &web_languages[l],
				    page(which, &web_languages[l]));
			}
}

static void
check_state(enum which which, const struct web_language *lang, const char *html)
{
	char tag[64] = "<main data-state=\"";

	(void)lang;
	(void)strcat(tag, states[which]);
	(void)strcat(tag, "\"");
	assert_int_equal(fixture_count(html, "<main"), 1);
	assert_int_equal(fixture_count(html, "data-state="), 1);
	assert_int_equal(fixture_count(html, tag), 1);
	assert_int_equal(fixture_count(html, "<h1>"), 1);
}

static void
every_page_has_one_main_with_its_state(void **state)
{
	(void)state;
	for_all_pages(check_state);
}

static void
check_size(enum which which, const struct web_language *lang, const char *html)
{
	(void)which;
	(void)lang;
	(void)html;
	assert_int_equal(f.html.len, 32 * 1024);
}

static void
every_page_with_ordinary_input_is_32_kib(void **state)
{
	(void)state;
	for_all_pages(check_size);
}

static void
check_head(enum which which, const struct web_language *lang, const char *html)
{
	char html_tag[64] = "<!DOCTYPE html>\n<html lang=\"";
	char look[PAGE_LOOK_MAX];

	(void)which;
	(void)strcat(html_tag, lang->tag);
	(void)strcat(html_tag, "\" dir=\"");
	(void)strcat(html_tag, lang->dir);
	(void)strcat(html_tag, "\">");
	assert_memory_equal(html, html_tag, strlen(html_tag));

	/* The policy's hash covers exactly these two. */
	page_look(&f.config, look);
	const char *style = strstr(html, "<style>");
	assert_non_null(style);
	assert_memory_equal(style + 7, web_style, strlen(web_style));
	style += 7 + strlen(web_style);
	assert_memory_equal(style, look, strlen(look));
	assert_memory_equal(style + strlen(look), "</style>", 8);
	assert_int_equal(fixture_count(html, "<style"), 1);

	/* Leaving is the first thing a keyboard reaches. */
	const char *first = strstr(html, "<a ");
	assert_non_null(first);
	assert_memory_equal(
	    first, "<a class=\"leave\" href=\"https://www.smhi.se/\"", 44);
	assert_non_null(strstr(html, "<a class=\"skip\" href=\"#main\">"));
}

static void
every_page_begins_with_language_style_and_leaving(void **state)
{
	(void)state;
	for_all_pages(check_head);
}

static void
check_words(enum which which, const struct web_language *lang, const char *html)
{
	static const char *const never[] = {"garant", "guarant", "100 %",
	    "100%", "100&nbsp;%", "<script", "<img", "<svg", "<link", "<iframe",
	    "javascript:", "onclick", "style=\"", "url(", "@import",
	    "@font-face", "maxlength", "http://"};

	(void)which;
	(void)lang;
	for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
		/* The stylesheet's own 100% is no promise. */
		const char *from = strstr(html, "</style>");
		if (strstr(never[i], "(") != NULL || never[i][0] == '@')
			from = html;
		if (strcasestr(from, never[i]) != NULL)
			fail_msg("%s page says %s", states[which], never[i]);
	}
}

static void
no_page_promises_scripts_or_loads_anything(void **state)
{
	(void)state;
	for_all_pages(check_words);
}

static void
check_title(enum which which, const struct web_language *lang, const char *html)
{
	static const char *const subject[] = {"tip", "polis", "police", "nark",
	    "drug", "klotter", "graffiti", "brott", "crime", "st\303\266ld",
	    "theft"};
	char title[128];

	(void)which;
	(void)lang;
	const char *p = strstr(html, "<title>");
	assert_non_null(p);
	assert_int_equal(fixture_count(html, "<title>"), 1);
	size_t n = strcspn(p + 7, "<");
	assert_in_range(n, 1, sizeof title - 1);
	memcpy(title, p + 7, n);
	title[n] = '\0';
	for (size_t i = 0; i < sizeof subject / sizeof *subject; i++)
		assert_null(strcasestr(title, subject[i]));
}

static void
no_title_tells_the_subject(void **state)
{
	(void)state;
	for_all_pages(check_title);
}

static void
check_fields(
    enum which which, const struct web_language *lang, const char *html)
{
	(void)which;
	(void)lang;
	size_t fields = fixture_count(html, "<input type=\"text\"") +
			fixture_count(html, "<textarea");
	assert_int_equal(fixture_count(html, " spellcheck=\"false\""), fields);
	assert_int_equal(fixture_count(html, " autocorrect=\"off\""), fields);
	assert_true(fixture_count(html, " autocomplete=\"off\"") >= fields);
	assert_int_equal(fixture_count(html, "method=\"post\""),
	    fixture_count(html, "<form"));
}

static void
text_fields_tell_the_browser_nothing(void **state)
{
	(void)state;
	for_all_pages(check_fields);
}

static void
start_offers_each_area_and_language(void **state)
{
	(void)state;
	const char *html = page(START, &web_languages[0]);

	assert_non_null(strstr(html, "name=\"area\" value=\"narcotics\">"));
	assert_non_null(strstr(html, "name=\"area\" value=\"vandalism\">"));
	assert_non_null(strstr(html, "name=\"area\" value=\"theft\">"));
	assert_non_null(strstr(html, "<a href=\"/en/\" lang=\"en\""));
	assert_non_null(strstr(html, "href=\"tel:112\""));
	assert_non_null(strstr(html, "href=\"tel:11414\">114 14</a>"));
	assert_true(strstr(html, "112") < strstr(html, "narcotics"));
}

static void
links_follow_the_base_path(void **state)
{
	(void)state;
	(void)strcpy(f.config.base_path, "/tips/");
	const char *html = page(START, fixture_language("en"));
	assert_non_null(strstr(html, "<a href=\"/tips/\" lang=\"sv\""));
	assert_non_null(strstr(html, "<a href=\"/tips/en/\" lang=\"en\""));
	html = page(SENT, fixture_language("en"));
	assert_non_null(strstr(html, "class=\"button\" href=\"/tips/en/\""));
	fixture_area(&f, "theft");
	html = page(QUESTIONS, fixture_language("en"));
	assert_non_null(strstr(html, "formaction=\"/tips/\" name=\"step\""));
}

static void
the_service_name_is_escaped(void **state)
{
	(void)state;
	assert_non_null(
	    strstr(page(START, &web_languages[0]), "Tips &amp; &lt;Kinda&gt;"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(every_page_has_one_main_with_its_state),
	    TEST(every_page_with_ordinary_input_is_32_kib),
	    TEST(every_page_begins_with_language_style_and_leaving),
	    TEST(no_page_promises_scripts_or_loads_anything),
	    TEST(no_title_tells_the_subject),
	    TEST(text_fields_tell_the_browser_nothing),
	    TEST(start_offers_each_area_and_language),
	    TEST(links_follow_the_base_path),
	    TEST(the_service_name_is_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
