/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The template language: what mustache's specification says of the part that we
 * take, and that the rest is refused with file and line.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/buf.h"
#include "web/compiler/mustache.h"
#include "web/view.h"

static const struct web_language swedish = {"sv", "Svenska", "", "ltr", NULL};

static bool
item_get(const struct view_scope *s, const char *name, struct view_value *out)
{
	static const char *const names[] = {"a", "b", "c"};

	if (strcmp(name, "item") == 0)
		return view_string(out, names[s->index]);
	return false;
}

static bool
root_get(const struct view_scope *s, const char *name, struct view_value *out)
{
	if (strcmp(name, "yes") == 0 || strcmp(name, "no") == 0)
		return view_bool(out, name[0] == 'y');
	if (strcmp(name, "word") == 0)
		return view_string(out, "word");
	if (strcmp(name, "empty") == 0)
		return view_string(out, "");
	if (strcmp(name, "two_lines") == 0)
		return view_string(out, "1\n2");
	if (strcmp(name, "three") == 0)
		return view_list(out, 3, item_get, s->data, NULL);
	if (strcmp(name, "none") == 0)
		return view_list(out, 0, item_get, s->data, NULL);
	return false;
}

static const char *
partial(void *ctx, const char *name)
{
	(void)ctx;
	if (strcmp(name, "text") == 0)
		return "from partial";
	if (strcmp(name, "lines") == 0)
		return "|\n{{two_lines}}\n|\n";
	if (strcmp(name, "loop") == 0)
		return "{{>loop}}";
	if (strcmp(name, "open") == 0)
		return "\n{{#yes}}";
	if (strcmp(name, "closing") == 0)
		return "{{/yes}}";
	return NULL;
}

static void
expect(const char *text, const char *want)
{
	struct view_scope root = {.get = root_get};
	struct mustache_error err = {""};
	struct mustache m;
	struct buf out;

	buf_init(&out, &buf_heap, 4096);
	if (mustache_compile("t", text, partial, NULL, &m, &err) != 0)
		fail_msg("%s", err.text);
	assert_int_equal(
	    view_render(&m.t, &root, &swedish, io_write_to_buf, &out), 0);
	assert_int_equal(buf_add_zeros(&out, 1), BUF_OK);
	assert_string_equal((const char *)out.data, want);
	mustache_free(&m);
	buf_free(&out);
}

static void
refuse(const char *text, const char *want)
{
	struct mustache_error err = {""};
	struct mustache m;

	assert_int_equal(
	    mustache_compile("page", text, partial, NULL, &m, &err), -1);
	assert_string_equal(err.text, want);
}

static void
sections_follow_the_specification(void **state)
{
	(void)state;
	expect("\"{{#yes}}seen{{/yes}}\"", "\"seen\"");
	expect("\"{{#no}}seen{{/no}}\"", "\"\"");
	expect("\"{{^no}}seen{{/no}}\"", "\"seen\"");
	expect("\"{{^yes}}seen{{/yes}}\"", "\"\"");
	expect("{{#three}}{{item}}{{/three}}", "abc");
	expect("{{#none}}x{{/none}}{{^none}}empty{{/none}}", "empty");
	expect("{{#word}}x{{/word}}{{#empty}}y{{/empty}}", "x");
	expect("{{#yes}}{{#three}}{{word}}{{item}} {{/three}}{{/yes}}",
	    "worda wordb wordc ");
	expect("{{#yes}}a{{/yes}}{{#yes}}b{{/yes}}", "ab");
	expect("|{{# yes }}={{/ yes }}|", "|=|");
}

static void
tags_alone_on_a_line_leave_no_line(void **state)
{
	(void)state;
	expect("| This\n{{#yes}}\n|\n{{/yes}}\n| Line", "| This\n|\n| Line");
	expect(
	    "| This\n  {{#yes}}\n|\n  {{/yes}}\n| Line", "| This\n|\n| Line");
	expect("|\r\n{{#yes}}\r\n{{/yes}}\r\n|", "|\r\n|");
	expect("  {{#yes}}\n#{{/yes}}\n/", "#\n/");
	expect("#{{#yes}}\n/\n  {{/yes}}", "#\n/\n");
	expect(" {{#yes}}Y{{/yes}}\n {{#no}}N{{/no}}\n", " Y\n \n");
	expect("  {{word}}\n", "  word\n");
	expect("{{#yes}}\nA\n{{/yes}}\n{{^yes}}\nB\n{{/yes}}\n", "A\n");
}

static void
comments_leave_nothing(void **state)
{
	(void)state;
	expect("12345{{! Comment }}67890", "1234567890");
	expect("12345{{!\n  several\n  lines\n}}67890\n", "1234567890\n");
	expect("Begin.\n{{! alone }}\nEnd.\n", "Begin.\nEnd.\n");
	expect("Begin.\n  {{! {#not} a tag }}\nEnd.\n", "Begin.\nEnd.\n");
	expect("  12 {{! inline }}\n", "  12 \n");
}

static void
partials_stand_in_place_and_are_indented(void **state)
{
	(void)state;
	expect("\"{{>text}}\"", "\"from partial\"");
	expect("{{> text }}!", "from partial!");
	expect("\\\n {{>lines}}\n/\n", "\\\n |\n 1\n2\n |\n/\n");
	expect("  {{word}}  {{> text}}\n", "  word  from partial\n");
	expect(">\n  {{>text}}\n>", ">\n  from partial>");
}

static void
messages_are_one_line_of_text(void **state)
{
	(void)state;
	expect("{{#t}}\n  Lång\n\ttext \n{{/t}}|", "Lång text|");
	expect("{{#t}}Ring {word} & \"nu\"{{/t}}",
	    "Ring word &amp; &quot;nu&quot;");
	expect("{{#t}}{two_lines}{{/t}}", "1\n2");
}

static void
unescaped_output_and_other_delimiters_are_refused(void **state)
{
	(void)state;
	refuse("a\nb {{{word}}}",
	    "page:2: unescaped variables are refused: write {{name}}");
	refuse("{{&word}}",
	    "page:1: unescaped variables are refused: write {{name}}");
	refuse("\n\n{{=<% %>=}}", "page:3: changing delimiters is refused");
}

static void
broken_templates_are_refused_with_their_line(void **state)
{
	(void)state;
	refuse("\n{{word", "page:2: expected }} after {{");
	refuse("{{#yes}}\n\nx", "page:3: expected {{/yes}} before the end");
	refuse("x\n{{/yes}}", "page:2: {{/yes}} closes nothing");
	refuse("{{#yes}}\n{{#no}}\n{{/yes}}",
	    "page:3: expected {{/no}}, found {{/yes}}");
	refuse("{{a.b}}", "page:1: expected a name of a-z, 0-9 and _ in "
			  "{{...}}, found \"a.b\"");
	refuse("{{}}", "page:1: expected a name of a-z, 0-9 and _ in {{...}}, "
		       "found \"\"");
	refuse("{{#t}}a {{word}}{{/t}}",
	    "page:1: expected only text and then {{/t}} after {{#t}}");
	refuse("{{#t}} {{/t}}", "page:1: expected text after {{#t}}");
	refuse("\n{{>nowhere}}", "page:2: no partial named nowhere");
	refuse("{{>loop}}", "loop:1: partial loop includes itself");
	refuse("{{>open}}{{/yes}}", "open:2: expected {{/yes}} before the end");
	refuse("{{#yes}}{{>closing}}", "closing:1: {{/yes}} closes nothing");
}

static void
sections_too_deep_are_refused(void **state)
{
	char text[16 * 16] = "";

	(void)state;
	for (size_t i = 0; i <= WEB_DEPTH_MAX; i++)
		(void)strcat(text, "{{#yes}}");
	refuse(text, "page:1: expected at most 12 open sections");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sections_follow_the_specification),
	    cmocka_unit_test(tags_alone_on_a_line_leave_no_line),
	    cmocka_unit_test(comments_leave_nothing),
	    cmocka_unit_test(partials_stand_in_place_and_are_indented),
	    cmocka_unit_test(messages_are_one_line_of_text),
	    cmocka_unit_test(unescaped_output_and_other_delimiters_are_refused),
	    cmocka_unit_test(broken_templates_are_refused_with_their_line),
	    cmocka_unit_test(sections_too_deep_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
