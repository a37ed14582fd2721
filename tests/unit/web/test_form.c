/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The form definition: each rule of FORMAT 7 refuses what breaks it and names
 * the member; the built-in form is what FORM.md asks for.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "web/form.h"
#include "web/language.h"

#define HEAD "{\"format\":\"inkast-form/1\",\"version\":\"1\","
#define SECTIONS "\"sections\":[{\"id\":\"s\",\"title\":\"S\"}],"
#define WHAT                                                                   \
	"{\"id\":\"what\",\"section\":\"s\",\"label\":\"W\","                  \
	"\"type\":\"textarea\",\"required\":true,\"max\":9}"
#define AREAS                                                                  \
	"\"areas\":[{\"id\":\"a\",\"name\":\"A\",\"lead\":\"L\","              \
	"\"questions\":[\"what\"]}]}"
#define QUESTION(members)                                                      \
	HEAD SECTIONS "\"questions\":[" WHAT ",{" members "}]," AREAS
#define AREA(members)                                                          \
	HEAD SECTIONS "\"questions\":[" WHAT "],\"areas\":[{" members "}]}"

static void
refuse(const char *json, const char *want)
{
	struct form_error err = {.line = 0};
	struct form *f = form_parse(json, strlen(json), &err);

	if (f != NULL)
		fail_msg("accepted: %s", json);
	if (strncmp(err.text, want, strlen(want)) != 0)
		fail_msg("expected \"%s\", got \"%s\"", want, err.text);
	assert_true(err.line >= 1);
}

static void
the_smallest_definition_is_accepted(void **state)
{
	static const char json[] =
	    HEAD SECTIONS "\"questions\":[" WHAT "]," AREAS;
	struct form_error err;
	struct form *f = form_parse(json, sizeof json - 1, &err);

	(void)state;
	assert_non_null(f);
	assert_string_equal(f->version, "1");
	assert_int_equal(f->n_areas, 1);
	assert_string_equal(f->areas[0].questions[0]->label, "W");
	assert_int_equal(f->areas[0].questions[0]->rows, 4);
	form_free(&f);
	assert_null(f);
	form_free(&f); /* nothing is freed twice */
}

static void
what_is_no_object_is_refused(void **state)
{
	(void)state;
	refuse("", "form: expected JSON");
	refuse("{\"format\":\n\n}", "form: expected JSON");
	refuse("[]", "form: expected an object");
	refuse("{\"a\":1,\"a\":2}", "form: expected JSON: duplicate");
	refuse("{}", "format: expected a text, found nothing");
	refuse("{\"format\":\"inkast-form/2\"}",
	    "format: expected \"inkast-form/1\"");
	refuse("{\"format\":\"inkast-form/1\"}",
	    "version: expected a text, found nothing");
	refuse(HEAD "\"sections\":{}}", "sections: expected an array");
	refuse(HEAD "\"sections\":[]}",
	    "sections: expected 1 to 8 items, found 0");
	refuse(HEAD SECTIONS "\"questions\":[7]," AREAS,
	    "questions[0]: expected an object");
}

static void
unknown_members_are_refused_everywhere(void **state)
{
	(void)state;
	refuse(HEAD "\"colour\":1}", "colour: unknown member");
	refuse(HEAD "\"sections\":[{\"id\":\"s\",\"titel\":\"S\"}]}",
	    "sections[0].titel: unknown member");
	refuse(QUESTION("\"id\":\"q\",\"requierd\":true"),
	    "questions[1].requierd: unknown member");
	refuse(QUESTION("\"id\":\"q\",\"section\":\"s\",\"label\":\"Q\","
			"\"type\":\"radio\",\"choices\":[{\"id\":\"a\","
			"\"text\":\"A\"},{}]"),
	    "questions[1].choices[0].text: unknown member");
	refuse(AREA("\"id\":\"a\",\"title\":\"A\""),
	    "areas[0].title: unknown member");
}

static void
ids_are_short_plain_and_unique(void **state)
{
	(void)state;
	refuse(QUESTION("\"id\":\"Q\""),
	    "questions[1].id: expected 1 to 40 of a-z, 0-9 and -, found \"Q\"");
	refuse(QUESTION("\"id\":\"\""), "questions[1].id: expected 1 to 40");
	refuse(QUESTION("\"id\":\"a_b\""), "questions[1].id: expected 1 to 40");
	refuse(QUESTION("\"id\":"
			"\"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddx\""),
	    "questions[1].id: expected 1 to 40");
	refuse(QUESTION("\"id\":7"), "questions[1].id: expected an id");
	refuse(QUESTION("\"id\":\"what\""),
	    "questions[1].id: expected a new id, found \"what\"");
	refuse(QUESTION("\"id\":\"area\""),
	    "questions[1].id: expected another id than \"area\"");
	refuse(QUESTION("\"id\":\"step\""),
	    "questions[1].id: expected another id than \"step\"");
	refuse(QUESTION("\"id\":\"photo\""),
	    "questions[1].id: expected another id than \"photo\"");
	refuse(HEAD "\"sections\":[{\"id\":\"s\",\"title\":\"S\"},"
		    "{\"id\":\"s\",\"title\":\"T\"}]}",
	    "sections[1].id: expected a new id, found \"s\"");
	refuse(QUESTION("\"id\":\"q\",\"section\":\"s\",\"label\":\"Q\","
			"\"type\":\"radio\",\"choices\":["
			"{\"id\":\"a\",\"label\":\"A\"},"
			"{\"id\":\"a\",\"label\":\"B\"}]"),
	    "questions[1].choices[1].id: expected a new id, found \"a\"");
	refuse(HEAD SECTIONS "\"questions\":[" WHAT "],\"areas\":["
			     "{\"id\":\"a\",\"name\":\"A\",\"lead\":\"L\","
			     "\"questions\":[\"what\"]},"
			     "{\"id\":\"a\",\"name\":\"A\",\"lead\":\"L\","
			     "\"questions\":[\"what\"]}]}",
	    "areas[1].id: expected a new id, found \"a\"");
}

#define TEXT_OF(more)                                                          \
	QUESTION("\"id\":\"q\",\"section\":\"s\",\"label\":\"Q\"," more)

static void
questions_have_what_their_type_needs(void **state)
{
	(void)state;
	refuse(QUESTION("\"id\":\"q\",\"section\":\"t\""),
	    "questions[1].section: expected the id of a section, found \"t\"");
	refuse(QUESTION("\"id\":\"q\",\"section\":\"s\""),
	    "questions[1].label: expected a text, found nothing");
	refuse(TEXT_OF("\"type\":\"date\""),
	    "questions[1].type: expected text, textarea, radio");
	refuse(TEXT_OF("\"type\":\"text\""),
	    "questions[1].max: expected a number with a text");
	refuse(TEXT_OF("\"type\":\"text\",\"max\":0"),
	    "questions[1].max: expected a number from 1 to 10000");
	refuse(TEXT_OF("\"type\":\"text\",\"max\":10001"),
	    "questions[1].max: expected a number from 1 to 10000");
	refuse(TEXT_OF("\"type\":\"text\",\"max\":\"9\""),
	    "questions[1].max: expected a number from 1 to 10000");
	refuse(TEXT_OF("\"type\":\"text\",\"max\":9,\"rows\":2"),
	    "questions[1].rows: expected rows only with a textarea");
	refuse(TEXT_OF("\"type\":\"text\",\"max\":9,\"choices\":[]"),
	    "questions[1].choices: expected no choices with a text");
	refuse(TEXT_OF("\"type\":\"radio\""),
	    "questions[1].choices: expected an array");
	refuse(TEXT_OF("\"type\":\"radio\",\"max\":9"),
	    "questions[1].max: expected max only with texts");
	refuse(TEXT_OF("\"type\":\"select\",\"choices\":[{}]"),
	    "questions[1].choices: expected 2 to 32 items, found 1");
	refuse(TEXT_OF("\"type\":\"radio\",\"required\":1"),
	    "questions[1].required: expected true or false");
	refuse(TEXT_OF("\"type\":\"text\",\"max\":9,\"help\":\"\""),
	    "questions[1].help: expected a text of 1 to 500 bytes, found 0");
	refuse(TEXT_OF("\"type\":\"text\",\"max\":9,\"group\":7"),
	    "questions[1].group: expected a text");
	refuse(TEXT_OF("\"type\":\"text\",\"max\":9,\"help\":\"a\\nb\""),
	    "questions[1].help: expected no control characters, found 0x0a");
}

static void
areas_ask_known_questions_once_and_what(void **state)
{
	(void)state;
#define A "\"id\":\"a\",\"name\":\"A\",\"lead\":\"L\","
	refuse(AREA("\"id\":\"a\",\"name\":\"A\""),
	    "areas[0].lead: expected a text, found nothing");
	refuse(AREA(A "\"questions\":[]"),
	    "areas[0].questions: expected 1 to 64 items, found 0");
	refuse(AREA(A "\"questions\":[\"what\",\"who\"]"),
	    "areas[0].questions[1]: expected the id of a question, "
	    "found \"who\"");
	refuse(AREA(A "\"questions\":[\"what\",7]"),
	    "areas[0].questions[1]: expected an id");
	refuse(AREA(A "\"questions\":[\"what\",\"what\"]"),
	    "areas[0].questions[1]: expected each question once");
	refuse(HEAD SECTIONS
	    "\"questions\":[{\"id\":\"q\",\"section\":\"s\",\"label\":\"Q\","
	    "\"type\":\"text\",\"max\":9}],\"areas\":[{" A
	    "\"questions\":[\"q\"]}]}",
	    "areas[0].questions: expected the question \"what\"");
	refuse(HEAD SECTIONS
	    "\"questions\":[{\"id\":\"what\",\"section\":\"s\",\"label\":"
	    "\"Q\",\"type\":\"textarea\",\"max\":9}],\"areas\":[{" A
	    "\"questions\":[\"what\"]}]}",
	    "areas[0].questions: expected the question \"what\"");
#undef A
}

/* Five texts of the longest kind are more than a posted form may have. */
static void
texts_of_an_area_fit_a_posted_form_together(void **state)
{
#define LONG(id)                                                               \
	",{\"id\":\"" id "\",\"section\":\"s\",\"label\":\"Q\","               \
	"\"type\":\"textarea\",\"max\":10000}"
#define FORM(ids)                                                              \
	HEAD SECTIONS "\"questions\":[" WHAT LONG("b") LONG("c") LONG("d")     \
	    LONG("e") "],\"areas\":[{\"id\":\"a\",\"name\":\"A\","             \
		      "\"lead\":\"L\",\"questions\":[" ids "]}]}"
	static const char fits[] = FORM("\"what\",\"b\",\"c\",\"d\"");
	struct form_error err;
	struct form *f = form_parse(fits, sizeof fits - 1, &err);

	(void)state;
	assert_non_null(f);
	form_free(&f);
	refuse(FORM("\"what\",\"b\",\"c\",\"d\",\"e\""),
	    "areas[0].questions: expected texts of at most 40000 characters "
	    "together, found 40009");
#undef FORM
#undef LONG
}

/* Every text cut off somewhere: no crash, no leak, a message. */
static void
a_definition_cut_anywhere_is_refused(void **state)
{
	static const char json[] = QUESTION(
	    "\"id\":\"q\",\"section\":\"s\",\"label\":\"Q\",\"type\":\"radio\","
	    "\"choices\":[{\"id\":\"a\",\"label\":\"A\"},"
	    "{\"id\":\"b\",\"label\":\"B\"}]");
	struct form_error err;

	(void)state;
	for (size_t n = 0; n < sizeof json - 1; n++) {
		err.text[0] = '\0';
		assert_null(form_parse(json, n, &err));
		assert_true(err.text[0] != '\0');
	}
}

static void
the_builtin_form_has_the_seven_areas(void **state)
{
	static const char *const ids[] = {"narcotics", "vandalism", "theft",
	    "traffic", "violence", "unsafe-place", "other"};
	struct form *f = form_builtin();

	(void)state;
	assert_non_null(f);
	assert_int_equal(f->n_areas, 7);
	assert_int_equal(f->n_sections, 4);
	for (size_t i = 0; i < 7; i++) {
		assert_string_equal(f->areas[i].id, ids[i]);
		assert_ptr_equal(
		    form_area(f, ids[i], strlen(ids[i])), &f->areas[i]);
	}
	assert_null(form_area(f, "narcotic", 8));
	assert_null(form_area(f, "", 0));
	form_free(&f);
}

/* FORM.md: only "Berätta" is required; "Vet inte" in every radio group. */
static void
only_what_is_required_and_nobody_must_know(void **state)
{
	struct form *f = form_builtin();

	(void)state;
	assert_non_null(f);
	for (size_t i = 0; i < f->n_areas; i++)
		for (size_t j = 0; j < f->areas[i].n_questions; j++) {
			const struct form_question *q =
			    f->areas[i].questions[j];
			assert_int_equal(
			    q->required, strcmp(q->id, "what") == 0);
			if (q->type != FORM_RADIO)
				continue;
			assert_string_equal(
			    q->choices[q->n_choices - 1].id, "unknown");
			assert_string_equal(
			    q->choices[q->n_choices - 1].label, "Vet inte");
		}
	form_free(&f);
}

static void
the_common_questions_are_in_every_area_with_their_limits(void **state)
{
	static const struct {
		const char *id;
		size_t max;
	} common[] = {{"now", 0}, {"what", 10000}, {"when", 0},
	    {"when-text", 500}, {"place", 0}, {"address", 300}, {"who", 3000},
	    {"vehicle-plate", 100}, {"vehicle-make", 100},
	    {"vehicle-color", 100}, {"vehicle-other", 100}, {"accounts", 1000},
	    {"source", 0}, {"danger", 0}, {"danger-text", 500}, {"identify", 0},
	    {"identify-text", 500}, {"told", 0}, {"told-ref", 100}};
	struct form *f = form_builtin();

	(void)state;
	assert_non_null(f);
	for (size_t i = 0; i < f->n_areas; i++)
		for (size_t j = 0; j < sizeof common / sizeof *common; j++) {
			size_t at = 99;
			const struct form_question *q =
			    form_question(&f->areas[i], common[j].id,
				strlen(common[j].id), &at);
			assert_non_null(q);
			assert_int_equal(q->max, common[j].max);
			assert_ptr_equal(f->areas[i].questions[at], q);
		}
	form_free(&f);
}

/* The largest form, every box ticked, has to be within the limit of fields. */
static void
the_largest_area_fits_the_limit_of_fields(void **state)
{
	struct form *f = form_builtin();

	(void)state;
	assert_non_null(f);
	for (size_t i = 0; i < f->n_areas; i++) {
		size_t fields = 5; /* area, step, token, seen, photo */
		for (size_t j = 0; j < f->areas[i].n_questions; j++) {
			const struct form_question *q =
			    f->areas[i].questions[j];
			fields += q->type == FORM_CHECKBOX ? q->n_choices : 1;
		}
		assert_in_range(fields, 1, 512);
	}
	form_free(&f);
}

static void
languages_have_a_path_of_their_own_and_swedish_is_first(void **state)
{
	static const char *const tags[] = {
	    "sv", "sv-x-lattlast", "en", "fi", "ar", "so", "uk", "pl"};

	(void)state;
	assert_int_equal(web_n_languages, 8);
	assert_string_equal(web_languages[0].tag, "sv");
	assert_string_equal(web_languages[0].path, "");
	for (size_t i = 1; i < 8; i++) {
		const struct web_language *l = &web_languages[i];
		char path[32];
		assert_string_equal(l->tag, tags[i]);
		(void)snprintf(path, sizeof path, "%s/", l->tag);
		assert_string_equal(l->path, path);
		assert_string_equal(
		    l->dir, strcmp(l->tag, "ar") == 0 ? "rtl" : "ltr");
		assert_string_equal(web_text(l, "Okänd"), "Okänd");
	}
	assert_string_equal(
	    web_text(&web_languages[0], "Vet inte"), "Vet inte");
	assert_string_equal(
	    web_text(&web_languages[2], "Vet inte"), "Don't know");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_smallest_definition_is_accepted),
	    cmocka_unit_test(what_is_no_object_is_refused),
	    cmocka_unit_test(unknown_members_are_refused_everywhere),
	    cmocka_unit_test(ids_are_short_plain_and_unique),
	    cmocka_unit_test(questions_have_what_their_type_needs),
	    cmocka_unit_test(areas_ask_known_questions_once_and_what),
	    cmocka_unit_test(texts_of_an_area_fit_a_posted_form_together),
	    cmocka_unit_test(a_definition_cut_anywhere_is_refused),
	    cmocka_unit_test(the_builtin_form_has_the_seven_areas),
	    cmocka_unit_test(only_what_is_required_and_nobody_must_know),
	    cmocka_unit_test(
		the_common_questions_are_in_every_area_with_their_limits),
	    cmocka_unit_test(the_largest_area_fits_the_limit_of_fields),
	    cmocka_unit_test(
		languages_have_a_path_of_their_own_and_swedish_is_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
