/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The renderer: escaping, hostile text, and every way it can fail.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/buf.h"
#include "web/catalog.h"
#include "web/view.h"

static const struct web_message english_messages[] = {
    {"Ring {n} nu", "Call {n} now & here"},
    {"Trasig", "broken {n"},
};
static const struct web_catalog english_catalog = {english_messages, 2};
static const struct web_language english = {
    "en", "English", "en/", "ltr", &english_catalog};
static const struct web_language swedish = {"sv", "Svenska", "", "ltr", NULL};

static struct view typed;

static bool
root_get(const struct view_scope *s, const char *name, struct view_value *out)
{
	(void)s;
	if (strcmp(name, "typed") == 0)
		return view_text(out, typed);
	if (strcmp(name, "n") == 0)
		return view_number(out, 18446744073709551615U);
	if (strcmp(name, "message") == 0)
		return view_message(out, "Ring {n} nu");
	if (strcmp(name, "phone") == 0)
		return view_ltr(out, "114 14");
	if (strcmp(name, "call") == 0)
		return view_message(out, "Ring {phone}");
	if (strcmp(name, "nothing") == 0)
		return view_message(out, NULL);
	if (strcmp(name, "yes") == 0)
		return view_bool(out, true);
	return false;
}

static const struct view_scope root = {.get = root_get};

static int
render(const struct web_step *steps, size_t n, const struct web_language *lang,
    struct buf *out)
{
	const struct web_template t = {steps, n};

	return view_render(&t, &root, lang, io_write_to_buf, out);
}

static void
assert_renders(const struct web_step *step, const struct web_language *lang,
    const void *want, size_t len)
{
	struct buf out;

	buf_init(&out, &buf_heap, 1 << 20);
	assert_int_equal(render(step, 1, lang, &out), 0);
	assert_int_equal(out.len, len);
	if (len > 0)
		assert_memory_equal(out.data, want, len);
	buf_free(&out);
}

static const struct web_step show_typed = {WEB_VARIABLE, "typed", 5, 0};

static void
assert_typed_becomes(const void *text, size_t n, const void *want, size_t len)
{
	typed = (struct view){(const uint8_t *)text, n};
	assert_renders(&show_typed, &swedish, want, len);
}

static void
five_characters_are_escaped(void **state)
{
	(void)state;
	assert_typed_becomes("&<>\"'", 5, "&amp;&lt;&gt;&quot;&#39;", 24);
	assert_typed_becomes("a<b", 3, "a&lt;b", 6);
	assert_typed_becomes("&amp;", 5, "&amp;amp;", 9);
	assert_typed_becomes("", 0, "", 0);
}

static void
every_other_byte_goes_out_as_it_came(void **state)
{
	uint8_t all[256];
	size_t n = 0;

	(void)state;
	for (unsigned c = 0; c < 256; c++)
		if (strchr("&<>\"'", (int)c) == NULL || c == 0)
			all[n++] = (uint8_t)c;
	assert_typed_becomes(all, n, all, n);
}

static void
typed_mustache_is_text(void **state)
{
	static const char s[] = "{{typed}} {n} {{#t}}x{{/t}} {{>start}}";

	(void)state;
	assert_typed_becomes(s, sizeof s - 1,
	    "{{typed}} {n} {{#t}}x{{/t}} {{&gt;start}}", sizeof s - 1 + 3);
}

static void
typed_text_is_not_translated(void **state)
{
	static const char s[] = "Ring {n} nu";

	(void)state;
	typed = (struct view){(const uint8_t *)s, sizeof s - 1};
	assert_renders(&show_typed, &english, s, sizeof s - 1);
}

static void
messages_are_translated_and_escaped(void **state)
{
	static const struct web_step step = {WEB_MESSAGE, "Ring {n} nu", 11, 0};
	static const char en[] = "Call 18446744073709551615 now &amp; here";

	(void)state;
	assert_renders(&step, &english, en, sizeof en - 1);
	assert_renders(&step, &swedish, "Ring 18446744073709551615 nu", 28);
}

static void
a_message_value_is_filled_in(void **state)
{
	static const struct web_step step = {WEB_VARIABLE, "message", 7, 0};
	static const struct web_step none = {WEB_VARIABLE, "nothing", 7, 0};
	static const char en[] = "Call 18446744073709551615 now &amp; here";

	(void)state;
	assert_renders(&step, &english, en, sizeof en - 1);
	assert_renders(&none, &english, "", 0);
}

static void
a_name_nobody_knows_is_an_error(void **state)
{
	static const struct web_step steps[] = {
	    {WEB_VARIABLE, "unknown", 7, 0},
	    {WEB_SECTION, "unknown", 7, 1},
	    {WEB_INVERTED, "unknown", 7, 1},
	    {WEB_VARIABLE, "yes", 3, 0}, /* has no text */
	    {WEB_MESSAGE, "Ring {unknown}", 14, 0},
	    {WEB_MESSAGE, "Ring {n", 7, 0},
	};
	struct buf out;

	(void)state;
	buf_init(&out, &buf_heap, 64);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		assert_int_equal(
		    render(&steps[i], 1, &swedish, &out), VIEW_E_NAME);
	static const struct web_step broken = {WEB_MESSAGE, "Trasig", 6, 0};
	assert_int_equal(render(&broken, 1, &english, &out), VIEW_E_NAME);
	buf_free(&out);
}

static void
sections_deeper_than_the_limit_are_an_error(void **state)
{
	struct web_step steps[WEB_DEPTH_MAX + 1];
	size_t n = WEB_DEPTH_MAX + 1;
	struct buf out;

	(void)state;
	buf_init(&out, &buf_heap, 64);
	for (; n >= WEB_DEPTH_MAX; n--) {
		for (size_t i = 0; i < n; i++)
			steps[i] = (struct web_step){WEB_SECTION, "yes", 3, n};
		assert_int_equal(render(steps, n, &swedish, &out),
		    n > WEB_DEPTH_MAX ? VIEW_E_DEPTH : 0);
	}
	buf_free(&out);
}

struct fails_at {
	size_t calls;
	size_t at;
};

static int
write_until(void *ctx, const void *p, size_t n)
{
	struct fails_at *f = (struct fails_at *)ctx;

	(void)p;
	(void)n;
	return f->calls++ == f->at ? -42 : 0;
}

static void
the_writers_error_ends_rendering_at_any_write(void **state)
{
	static const struct web_step steps[] = {
	    {WEB_LITERAL, "x", 1, 0},
	    {WEB_SECTION, "yes", 3, 4},
	    {WEB_VARIABLE, "typed", 5, 0},
	    {WEB_MESSAGE, "Ring {n} nu", 11, 0},
	};
	const struct web_template t = {steps, 4};
	size_t at = 0;

	(void)state;
	typed = (struct view){(const uint8_t *)"a<b", 3};
	for (;; at++) {
		struct fails_at f = {0, at};
		int r = view_render(&t, &root, &swedish, write_until, &f);
		if (r == 0)
			break;
		assert_int_equal(r, -42);
		assert_int_equal(f.calls, at + 1);
	}
	assert_int_equal(at, 7); /* x, a, &lt;, b, "Ring ", number, " nu" */
}

/* "114 14" among Arabic letters would be read as 14 114. */
static void
a_number_keeps_its_order_in_a_page_from_right_to_left(void **state)
{
	static const struct web_language arabic = {
	    "ar", "العربية", "ar/", "rtl", NULL};
	static const struct web_step phone = {WEB_VARIABLE, "phone", 5, 0};
	static const struct web_step call = {WEB_VARIABLE, "call", 4, 0};
	static const char alone[] = "\xe2\x81\xa6"
				    "114 14\xe2\x81\xa9";
	static const char within[] = "Ring \xe2\x81\xa6"
				     "114 14\xe2\x81\xa9";

	(void)state;
	assert_renders(&phone, &swedish, "114 14", 6);
	assert_renders(&phone, &arabic, alone, sizeof alone - 1);
	assert_renders(&call, &swedish, "Ring 114 14", 11);
	assert_renders(&call, &arabic, within, sizeof within - 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(five_characters_are_escaped),
	    cmocka_unit_test(every_other_byte_goes_out_as_it_came),
	    cmocka_unit_test(typed_mustache_is_text),
	    cmocka_unit_test(typed_text_is_not_translated),
	    cmocka_unit_test(messages_are_translated_and_escaped),
	    cmocka_unit_test(a_message_value_is_filled_in),
	    cmocka_unit_test(a_name_nobody_knows_is_an_error),
	    cmocka_unit_test(sections_deeper_than_the_limit_are_an_error),
	    cmocka_unit_test(the_writers_error_ends_rendering_at_any_write),
	    cmocka_unit_test(
		a_number_keeps_its_order_in_a_page_from_right_to_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
