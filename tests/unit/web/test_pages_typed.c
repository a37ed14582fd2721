/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What pages do with what was typed: ask for a call, name faults, carry it
 * unchanged to the next page, whatever it is.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

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
page(enum which which, const struct web_language *lang)
{
	return fixture_page(&f, which, lang);
}

static void
happening_now_asks_for_a_call(void **state)
{
	static const char call[] = "href=\"tel:112\"";

	(void)state;
	fixture_area(&f, "theft");
	fixture_fill_str(&f, "what", "x");
	fixture_fill_str(&f, "now", "no");
	assert_int_equal(
	    fixture_count(page(CHECK, &web_languages[0]), call), 0);
	fixture_area(&f, "theft");
	fixture_fill_str(&f, "what", "x");
	fixture_fill_str(&f, "now", "yes");
	assert_int_equal(
	    fixture_count(page(CHECK, &web_languages[0]), call), 1);
	assert_true(fixture_count(page(NOW, &web_languages[0]), call) >= 1);
}

static void
a_loss_of_ones_own_asks_for_a_report(void **state)
{
	static const char text[] =
	    "G\303\266r ocks\303\245 en polisanm\303\244lan";

	(void)state;
	fixture_area(&f, "theft");
	fixture_fill_str(&f, "what", "x");
	assert_null(strstr(page(CHECK, &web_languages[0]), text));
	fixture_fill_str(&f, "own", "yes");
	assert_non_null(strstr(page(CHECK, &web_languages[0]), text));
}

static void
faults_are_listed_linked_and_said_beside(void **state)
{
	static const char words[] = "Write something here. A few words are "
				    "enough.";

	(void)state;
	fixture_area(&f, "narcotics");
	fixture_fill_str(&f, "who", "kept");
	fixture_fill_str(&f, "drug-kind", "cocaine");
	const char *html = page(FAULTS, fixture_language("en"));
	assert_int_equal(fixture_count(html, words), 2);
	assert_non_null(strstr(html, "<a href=\"#f-what\">"));
	assert_non_null(strstr(html, "<textarea id=\"f-what\""));
	assert_non_null(strstr(html,
	    "aria-required=\"true\" aria-describedby=\"e-what h-what\" "
	    "aria-invalid=\"true\""));
	assert_non_null(strstr(html, "<p class=\"err\" id=\"e-what\">"));
	assert_int_equal(fixture_count(html, "aria-invalid"), 1);
	assert_non_null(strstr(html, ">\nkept</textarea>"));
	assert_non_null(
	    strstr(html, "name=\"drug-kind\" value=\"cocaine\" checked>"));
}

/* A page that lists what was not answered, or finds no fault with it, would
 * hide what matters. */
static void
only_what_was_answered_is_listed(void **state)
{
	(void)state;
	fixture_area(&f, "theft");
	fixture_fill_str(&f, "what", "x");
	fixture_fill_str(&f, "vehicle-color", "green");
	const char *html = page(CHECK, fixture_language("en"));
	assert_int_equal(fixture_count(html, "<dt>"), 2);
	assert_int_equal(fixture_count(html, "<dd"), 2);
	/* Those two, the area and the token. */
	assert_int_equal(fixture_count(html, "<input type=\"hidden\""), 4);
	assert_int_equal(fixture_count(html, "Nothing filled in."), 2);
	assert_non_null(strstr(html, "<dt>Vehicle \342\200\223 Colour</dt>"));

	fixture_area(&f, "theft");
	fixture_fill_str(&f, "place", "atlantis");
	html = page(FAULTS, fixture_language("en"));
	assert_int_equal(fixture_count(html, "<li><a href=\"#f-"), 2);
	assert_int_equal(fixture_count(html, "class=\"err\""), 2);
}

static void
a_group_opens_and_closes_once(void **state)
{
	(void)state;
	fixture_area(&f, "theft");
	const char *html = page(FAULTS, &web_languages[0]);
	assert_int_equal(fixture_count(html, "<fieldset class=\"group\">"), 2);
	assert_int_equal(fixture_count(html, "<fieldset"),
	    fixture_count(html, "</fieldset>"));
	assert_int_equal(fixture_count(html, "<legend>Fordon</legend>"), 1);
}

/* A value as an HTML parser reads it: the references that we write, resolved;
 * CR LF made LF (HTML 13.2.3.5). */
static size_t
parsed(const char *p, size_t n, char *out)
{
	static const struct {
		const char *ref;
		char c;
	} refs[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'},
	    {"&quot;", '"'}, {"&#39;", '\''}};
	size_t len = 0;

	for (size_t i = 0; i < n;) {
		size_t step = 1;
		char c = p[i];
		if (c == '\r' && i + 1 < n && p[i + 1] == '\n') {
			i++;
			continue;
		}
		for (size_t r = 0; c == '&' && r < 5; r++)
			if (strncmp(p + i, refs[r].ref, strlen(refs[r].ref)) ==
			    0) {
				out[len++] = refs[r].c;
				step = strlen(refs[r].ref);
				break;
			}
		assert_true(c != '&' || step > 1);
		if (step == 1)
			out[len++] = c;
		i += step;
	}
	return len;
}

/* 10 000 characters of everything a form can carry; CR LF line ends, as
 * body_decode leaves them. */
static size_t
hostile_text(char *out)
{
	static const char piece[] =
	    "<script>alert('\"')</script>{{mustache}}{{{x}}}{n}&amp;&#65;"
	    "</textarea><!-- -->]]>' OR 1=1;--\r\n"
	    "\303\245\303\244\303\266\360\237\230\200"
	    "\327\251\327\234\327\225\327\235\342\200\256\r\n\r\n\t "
	    "\001\002\003\004\005\006\007\010\013\014\016\017\020\021\022\023"
	    "\024\025\026\027\030\031\032\033\034\035\036\037\177";
	size_t len = 0;

	/* 20 kB are at most 10 000 of these characters; what counts is that it
	 * begins and ends oddly. */
	memcpy(out, "\r\n", 2);
	for (len = 2; len + sizeof piece < 11000; len += sizeof piece - 1)
		memcpy(out + len, piece, sizeof piece - 1);
	memcpy(out + len, "\r\n\r\n", 4);
	return len + 4;
}

static void
hostile_text_comes_back_from_hidden_field_and_textarea(void **state)
{
	static const char hidden[] = "name=\"what\" value=\"";
	static char text[12000];
	static char want[12000];
	static char got[80000];
	size_t n = hostile_text(text);
	size_t n_want = 0;

	(void)state;
	for (size_t i = 0; i < n; i++)
		if (text[i] != '\r')
			want[n_want++] = text[i];
	fixture_area(&f, "vandalism");
	fixture_fill(&f, "what", text, n);
	assert_int_equal(f.answers.n_faults, 0);

	const char *p = strstr(page(CHECK, &web_languages[0]), hidden);
	assert_non_null(p);
	p += sizeof hidden - 1;
	const char *end = strchr(p, '"');
	assert_non_null(end);
	assert_memory_equal(end, "\">", 2);
	assert_int_equal(parsed(p, (size_t)(end - p), got), n_want);
	assert_memory_equal(got, want, n_want);

	p = strstr(
	    page(QUESTIONS, &web_languages[0]), "<textarea id=\"f-what\"");
	assert_non_null(p);
	p = strchr(p, '>');
	assert_non_null(p);
	p++;
	assert_int_equal(*p, '\n'); /* the one that the parser drops */
	p++;
	end = strstr(p, "</textarea>");
	assert_non_null(end);
	assert_int_equal(parsed(p, (size_t)(end - p), got), n_want);
	assert_memory_equal(got, want, n_want);
}

static void
long_text_moves_a_page_up_by_doubling(void **state)
{
	static char text[40000];
	size_t sizes[4];

	(void)state;
	for (size_t i = 0; i < 10000; i++)
		memcpy(text + 4 * i, "\360\237\230\200", 4);
	for (size_t i = 0; i < 4; i++) {
		fixture_area(&f, "theft");
		fixture_fill(&f, "what", text, 4 * (1 + 3333 * i));
		(void)page(CHECK, &web_languages[0]);
		sizes[i] = f.html.len / 1024;
	}
	assert_int_equal(sizes[0], 32);
	assert_int_equal(sizes[1], 64);
	assert_int_equal(sizes[2], 64);
	assert_int_equal(sizes[3], 128);
}

static void
kept_pages_carry_every_answer(void **state)
{
	static const enum which kept[] = {CHECK, ERROR_KEPT, CLOSED_KEPT};
	char token_field[128] =
	    "<input type=\"hidden\" name=\"token\" value=\"";

	(void)state;
	(void)strcat(token_field, f.filled.token);
	(void)strcat(token_field, "\">");
	for (size_t i = 0; i < 3; i++) {
		fixture_area(&f, "narcotics");
		fixture_fill_all(&f);
		const char *html = page(kept[i], &web_languages[0]);
		/* One for each posted value, the area and the token. */
		assert_int_equal(fixture_count(html, "<input type=\"hidden\""),
		    f.body.n_fields + 2);
		assert_non_null(strstr(html, token_field));
		assert_non_null(
		    strstr(html, "<input type=\"hidden\" name=\"area\" "
				 "value=\"narcotics\">"));
		assert_non_null(
		    strstr(html, "<input type=\"hidden\" name=\"drug-what\" "
				 "value=\"buys\">"));
		assert_non_null(strstr(html, "name=\"step\" value=\"send\">"));
		assert_non_null(
		    strstr(html, "name=\"step\" value=\"questions\">"));
	}
}

/* A buffer that is too small for the page gives an error, not half a page
 * with status 0. */
static void
a_page_that_does_not_fit_is_an_error(void **state)
{
	(void)state;
	fixture_area(&f, "theft");
	fixture_fill_all(&f);
	for (size_t max = 0; max < 32768; max += 1023) {
		struct buf small;
		buf_init(&small, &buf_heap, max);
		assert_int_equal(
		    page_check(&f.pages, &web_languages[0], &f.filled, &small),
		    BUF_E_MAX);
		buf_free(&small);
	}
}

static void
a_page_is_appended(void **state)
{
	(void)state;
	buf_clear(&f.html);
	assert_int_equal(buf_add(&f.html, "head", 4), 0);
	assert_int_equal(
	    page_sent(&f.pages, &web_languages[0], NULL, &f.html), 0);
	assert_int_equal(f.html.len, 4 + 32768);
	assert_memory_equal(f.html.data, "head<!DOCTYPE", 13);
}

static void
every_problem_says_what_happened(void **state)
{
	(void)state;
	for (int i = PROBLEM_REQUEST; i <= PROBLEM_NOT_STORED; i++) {
		buf_clear(&f.html);
		assert_int_equal(page_error(&f.pages, &web_languages[0],
				     (enum page_problem)i, NULL, &f.html),
		    0);
		assert_int_equal(buf_add_zeros(&f.html, 1), BUF_OK);
		const char *html = (const char *)f.html.data;
		const char *panel = strstr(html, "role=\"alert\">\n<p>");
		assert_non_null(panel);
		/* Words, not an empty paragraph. */
		assert_true(panel[17] >= 'A' && panel[17] <= 'Z');
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(happening_now_asks_for_a_call),
	    TEST(a_loss_of_ones_own_asks_for_a_report),
	    TEST(faults_are_listed_linked_and_said_beside),
	    TEST(only_what_was_answered_is_listed),
	    TEST(a_group_opens_and_closes_once),
	    TEST(hostile_text_comes_back_from_hidden_field_and_textarea),
	    TEST(long_text_moves_a_page_up_by_doubling),
	    TEST(kept_pages_carry_every_answer),
	    TEST(a_page_that_does_not_fit_is_an_error),
	    TEST(a_page_is_appended),
	    TEST(every_problem_says_what_happened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
