/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Pages for the printer: nothing from outside becomes markup, nothing is cut
 * off unnoticed. Their look is tests/browser's matter.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <string.h>

#include "base/reader.h"
#include "crypto/core/age.h"
#include "crypto/core/secret.h"
#include "officer/paper.h"

static struct buf page;
static struct buf lines;
static struct share share[2];

static int
begin(void **state)
{
	static const uint8_t secret[SHARE_SECRET_LEN] = {1};

	(void)state;
	buf_init(&page, &secret_mem, PAPER_MAX);
	buf_init(&lines, &secret_mem, SHARE_TEXT_LEN);
	return share_split(secret, 2, 2, share) != SHARE_OK ||
	       share_write(&share[0], &lines) != SHARE_OK;
}

static int
end(void **state)
{
	(void)state;
	buf_free(&page);
	buf_free(&lines);
	return 0;
}

static struct paper_share
what(const char *contact)
{
	return (struct paper_share){.share = &share[0],
	    .text = {lines.data, lines.len},
	    .fingerprint = "12345 67890 12345 67890 12345 67890",
	    .day = "2026-11-22",
	    .contact = contact};
}

static const char *
content(void)
{
	buf_add(&page, "", 1);
	return (const char *)page.data;
}

static void
is_written(const char *expected)
{
	assert_int_equal(page.err, BUF_OK);
	assert_string_equal(content(), expected);
}

static void
what_html_would_obey_is_made_harmless(void **state)
{
	(void)state;
	paper_str(&page, "<b a='1' c=\"2\">&amp;å");
	is_written("&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp;å");
}

static void
a_term_and_a_title_are_made_harmless_too(void **state)
{
	(void)state;
	paper_term(&page, "<i>", "</dd>");
	is_written("<dt>&lt;i&gt;</dt><dd>&lt;/dd&gt;</dd>\n");
	buf_clear(&page);
	paper_begin(&page, "</title><script>");
	assert_null(strstr(content(), "<script>"));
}

static void
numbers_are_written_in_figures(void **state)
{
	(void)state;
	paper_number(&page, 0);
	buf_add(&page, " ", 1);
	paper_number(&page, 10);
	buf_add(&page, " ", 1);
	paper_number(&page, UINT_MAX);
	is_written("0 10 4294967295");
}

static void
the_largest_code_fits_a_page_and_a_larger_one_is_refused(void **state)
{
	static char text[PAPER_QR_MAX + 1];

	(void)state;
	/* No pattern, so that many runs are short. */
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)(i * i * 7 + i / 3);
	paper_begin(&page, "x");
	assert_int_equal(paper_qr(&page, text, PAPER_QR_MAX, "x"), BUF_OK);
	buf_clear(&page);
	assert_int_equal(paper_qr(&page, text, sizeof text, "x"), BUF_E_MAX);
	assert_int_equal(paper_qr(&page, text, 0, "x"), BUF_E_MAX);
	assert_int_equal(page.len, 0);
}

/* A page of which a part is missing is an error, wherever it ends. */
static void
a_page_that_finds_no_room_is_an_error(void **state)
{
	struct paper_share p = what("Karin, 010-123");
	struct buf small;

	(void)state;
	assert_int_equal(paper_share_html(&p, &page), BUF_OK);
	for (size_t max = 0; max < page.len; max += 97) {
		buf_init(&small, &secret_mem, max);
		assert_int_equal(paper_share_html(&p, &small), BUF_E_MAX);
		buf_free(&small);
	}
	buf_init(&small, &secret_mem, page.len);
	assert_int_equal(paper_share_html(&p, &small), BUF_OK);
	assert_memory_equal(small.data, page.data, page.len);
	buf_free(&small);
}

static void
the_text_of_a_share_is_read_whatever_stands_around_it(void **state)
{
	struct paper_share p = what("1 samtal: 010-56 7");
	struct share back;
	unsigned line;

	(void)state;
	assert_int_equal(paper_share_txt(&p, &page), BUF_OK);
	assert_int_equal(
	    share_read(page.data, page.len, &back, &line), SHARE_OK);
	assert_memory_equal(&back, &share[0], sizeof back);
}

static void
both_forms_say_number_fingerprint_day_and_whom_to_call(void **state)
{
	struct paper_share p = what("Karin <1>");

	(void)state;
	assert_int_equal(paper_share_txt(&p, &page), BUF_OK);
	const char *text = content();
	assert_non_null(strstr(text, "Del 1 av 2 av en hemlig nyckel\n"));
	assert_non_null(strstr(text, "Alla 2 delarna"));
	assert_non_null(strstr(text, p.fingerprint));
	assert_non_null(strstr(text, "2026-11-22"));
	assert_non_null(strstr(text, "Karin <1>"));
	buf_clear(&page);
	assert_int_equal(paper_share_html(&p, &page), BUF_OK);
	text = content();
	assert_non_null(
	    strstr(text, "<h1>Del 1 av 2 av en hemlig nyckel</h1>"));
	assert_non_null(strstr(text, "Alla 2 delarna"));
	assert_non_null(strstr(text, p.fingerprint));
	assert_non_null(strstr(text, "2026-11-22"));
	assert_non_null(strstr(text, "Karin &lt;1&gt;"));
}

static void
without_a_contact_there_are_lines_to_write_on(void **state)
{
	struct paper_share p = what(NULL);

	(void)state;
	assert_int_equal(paper_share_html(&p, &page), BUF_OK);
	assert_non_null(strstr(content(), "<div class=\"line\"></div>"));
	buf_clear(&page);
	assert_int_equal(paper_share_txt(&p, &page), BUF_OK);
	assert_null(strstr(content(), "Ring"));
}

int
main(void)
{
#define paper_test(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
	    paper_test(what_html_would_obey_is_made_harmless),
	    paper_test(a_term_and_a_title_are_made_harmless_too),
	    paper_test(numbers_are_written_in_figures),
	    paper_test(
		the_largest_code_fits_a_page_and_a_larger_one_is_refused),
	    paper_test(a_page_that_finds_no_room_is_an_error),
	    paper_test(the_text_of_a_share_is_read_whatever_stands_around_it),
	    paper_test(both_forms_say_number_fingerprint_day_and_whom_to_call),
	    paper_test(without_a_contact_there_are_lines_to_write_on),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
