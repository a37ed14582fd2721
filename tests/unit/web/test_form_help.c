/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Help pages of a form definition, and the lines that mistakes are said with.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "web/form.h"
#include "web/form_line.h"

/* A definition with these help pages, one member a line; "help" is on line 7.
 */
#define WITH_HELP(area_help, help)                                             \
	"{\"format\":\"inkast-form/1\",\"version\":\"1\",\n"                   \
	"\"sections\":[{\"id\":\"s\",\"title\":\"S\"}],\n"                     \
	"\"questions\":[{\"id\":\"what\",\"section\":\"s\",\"label\":\"W\",\n" \
	"\"type\":\"textarea\",\"required\":true,\"max\":9}],\n"               \
	"\"areas\":[{\"id\":\"a\",\"name\":\"A\",\"lead\":\"L\",\n" area_help  \
	"\"questions\":[\"what\"]}],\n"                                        \
	"\"help\":" help "}"
#define PAGE(parts) "[{\"id\":\"h\",\"title\":\"H\",\"parts\":" parts "}]"
#define PART(members) PAGE("[{\"heading\":\"P\"" members "}]")
#define CONTACT(members) PART(",\"contacts\":[\n{\"name\":\"N\"" members "}]")

static void
refuse(const char *json, unsigned line, const char *want)
{
	struct form_error err;
	struct form *f = form_parse(json, strlen(json), &err);

	if (f != NULL)
		fail_msg("accepted: %s", json);
	if (strncmp(err.text, want, strlen(want)) != 0)
		fail_msg("expected \"%s\", got \"%s\"", want, err.text);
	if (err.line != line)
		fail_msg("expected line %u, got %u: %s", line, err.line, want);
}

static void
a_help_page_has_parts_texts_and_contacts(void **state)
{
	static const char json[] = WITH_HELP("\"help\":[\"h\"],",
	    PART(",\"paragraphs\":[\"Ring {police}.\",\"B\"],"
		 "\"items\":[\"C\"],\"contacts\":[{\"name\":\"N\","
		 "\"note\":\"M\",\"phone\":\"+46 20-91 91\","
		 "\"url\":\"https://example.org/a?b=1\"}]"));
	struct form_error err;
	struct form *f = form_parse(json, sizeof json - 1, &err);

	(void)state;
	assert_non_null(f);
	assert_int_equal(f->n_help, 1);
	const struct form_part *p = &f->help[0].parts[0];
	assert_string_equal(f->help[0].title, "H");
	assert_string_equal(p->heading, "P");
	assert_int_equal(p->n_paragraphs, 2);
	assert_string_equal(p->paragraphs[0], "Ring {police}.");
	assert_int_equal(p->n_items, 1);
	assert_int_equal(p->n_contacts, 1);
	assert_string_equal(p->contacts[0].phone, "+46 20-91 91");
	assert_string_equal(p->contacts[0].tel, "+46209191");
	assert_string_equal(p->contacts[0].url, "https://example.org/a?b=1");
	assert_ptr_equal(f->areas[0].help[0], &f->help[0]);
	assert_ptr_equal(form_help(f, "h", 1), &f->help[0]);
	assert_null(form_help(f, "hh", 2));
	assert_null(form_help(f, "", 0));
	form_free(&f);
}

static void
what_a_help_page_must_be_is_said_with_line_and_member(void **state)
{
	(void)state;
	refuse(WITH_HELP("", "7"), 7, "help: expected an array");
	refuse(WITH_HELP("", "[]"), 7, "help: expected 1 to 16 items, found 0");
	refuse(WITH_HELP("", "[7]"), 7, "help[0]: expected an object");
	refuse(WITH_HELP("", PAGE("[]")), 7,
	    "help[0].parts: expected 1 to 12 items");
	refuse(WITH_HELP("", "[\n{\"id\":\"keys\"}]"), 8,
	    "help[0].id: expected another id than \"keys\"");
	refuse(WITH_HELP("", "[{\"id\":\"h\",\n\"titel\":\"H\"}]"), 8,
	    "help[0].titel: unknown member");
	refuse(WITH_HELP("", PAGE("[{\"heading\":\"A\"},\n\n{}]")), 9,
	    "help[0].parts[1].heading: expected a text, found nothing");
	refuse(WITH_HELP("", PART(",\"items\":[\"a\",\n7]")), 8,
	    "help[0].parts[0].items[1]: expected a text");
	refuse(WITH_HELP("", PART(",\"items\":[\"a {count}\"]")), 7,
	    "help[0].parts[0].items[0]: expected no braces");
	refuse(WITH_HELP("", PART(",\"paragraphs\":[\"}\"]")), 7,
	    "help[0].parts[0].paragraphs[0]: expected no braces");
	refuse(WITH_HELP("\"help\":[\"x\"],\n", PART("")), 6,
	    "areas[0].help[0]: expected the id of a help page, found \"x\"");
	refuse(WITH_HELP("\"help\":[7],\n", PART("")), 6,
	    "areas[0].help[0]: expected an id");
	refuse(WITH_HELP("\"help\":[\"h\",\n\"h\"],\n", PART("")), 7,
	    "areas[0].help[1]: expected each page once, found \"h\" again");
}

static void
contacts_are_dialable_and_their_links_safe(void **state)
{
	(void)state;
	refuse(WITH_HELP("", CONTACT(",\"phone\":\"ring oss\"")), 8,
	    "help[0].parts[0].contacts[0].phone: expected a telephone number");
	refuse(WITH_HELP("", CONTACT(",\"phone\":\"- -\"")), 8,
	    "help[0].parts[0].contacts[0].phone: expected a telephone number");
	refuse(WITH_HELP("", CONTACT(",\n\"url\":\"http://example.org\"")), 9,
	    "help[0].parts[0].contacts[0].url: expected an address with https");
	refuse(WITH_HELP("", CONTACT(",\"url\":\"https://\"")), 8,
	    "help[0].parts[0].contacts[0].url: expected an address with https");
	refuse(WITH_HELP("", CONTACT(",\"url\":\"https://a/\\\"><b>\"")), 8,
	    "help[0].parts[0].contacts[0].url: expected an address with https");
	refuse(WITH_HELP("", CONTACT(",\"email\":\"a@b\"")), 8,
	    "help[0].parts[0].contacts[0].email: unknown member");
}

static void
a_line_is_that_of_the_member_or_of_what_should_have_it(void **state)
{
	static const char json[] = "{\n"
				   " \"a\": [1, [2,\n"
				   "  3], {\"b\": \"}]\\\"\\\\\",\n"
				   "   \"c\": {\n"
				   "    \"d\": null}}],\n"
				   " \"ab\": true\n"
				   "}\n";
	static const struct {
		const char *path;
		unsigned line;
	} places[] = {{"", 1}, {"a", 2}, {"a[0]", 2}, {"a[1]", 2},
	    {"a[1][1]", 3}, {"a[2]", 3}, {"a[2].b", 3}, {"a[2].c", 4},
	    {"a[2].c.d", 5}, {"ab", 6}, {"a[2].missing", 3}, {"abc", 1},
	    {"a[9]", 2}, {"a[2].c.d: expected", 5}};

	(void)state;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		unsigned line =
		    form_line(json, sizeof json - 1, places[i].path);
		if (line != places[i].line)
			fail_msg("%s: line %u", places[i].path, line);
	}
	/* Cut anywhere, deeper than any definition: a line all the same. */
	for (size_t n = 0; n < sizeof json; n++)
		assert_in_range(form_line(json, n, "a[2].c.d"), 1, 8);
	assert_int_equal(form_line("[[[[[[[[[[[[[[[[[[[[[[", 22, "x"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_help_page_has_parts_texts_and_contacts),
	    cmocka_unit_test(
		what_a_help_page_must_be_is_said_with_line_and_member),
	    cmocka_unit_test(contacts_are_dialable_and_their_links_safe),
	    cmocka_unit_test(
		a_line_is_that_of_the_member_or_of_what_should_have_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
