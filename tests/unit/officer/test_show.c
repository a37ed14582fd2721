/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * How an opened tip is shown, to programs and to people.
 */
#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/io.h"
#include "crypto/core/tip.h"
#include "officer/json_mem.h"
#include "officer/show.h"

#define ID "0123456789abcdef0123456789abcdef"

enum how { TEXT, JSON };

/* What is shown of a tip with this tip.json. The caller frees. */
static char *
shown(const char *json, enum how how, const char *warning)
{
	struct tip t;
	struct output o;
	struct buf plain;
	struct buf out;
	int fd = memfd_create("out", MFD_CLOEXEC);

	tip_init(&t);
	memcpy(t.id, ID, sizeof t.id);
	t.warning = warning;
	buf_init(&plain, &buf_heap, 1024 * 1024);
	assert_int_equal(
	    tar_member(io_write_to_buf, &plain, "tip.json", json, strlen(json)),
	    TAR_OK);
	assert_int_equal(
	    tar_member(io_write_to_buf, &plain, "photo-1.jpg", "abc", 3),
	    TAR_OK);
	assert_int_equal(tar_end(io_write_to_buf, &plain), TAR_OK);
	assert_int_equal(tip_pad(&plain), AGE_OK);
	assert_null(container_read(plain.data, plain.len, &t.container));
	assert_int_equal(output_init(&o, fd), 0);
	json_t *tip = tip_json(&t);
	if (how == TEXT)
		show_text(&o, &t, tip, 1);
	else
		show_json(&o, &t, tip);
	assert_int_equal(output_flush(&o), 0);
	json_decref(tip);
	output_free(&o);
	tip_free(&t);
	buf_free(&plain);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	buf_init(&out, &buf_heap, 1024 * 1024);
	assert_int_equal(io_read_fd(fd, &out), 0);
	char *text = strndup((char *)out.data, out.len);
	buf_free(&out);
	close(fd);
	assert_non_null(text);
	return text;
}

static void
a_tip_is_one_line_of_json_in_the_format_s_shape(void **state)
{
	static const char json[] =
	    "{\"format\":\"inkast-tip/1\",\"new\":[1,null,{\"x\":true}],"
	    "\"answers\":[{\"id\":\"what\",\"answer\":"
	    "\"å\\r\\n\\u0000\\u001b \u202e😀 </script>\"}],\"a\":1.5}";
	char *text = shown(json, JSON, NULL);

	(void)state;
	assert_string_equal(text,
	    "{\"id\":\"" ID
	    "\",\"tip\":{\"format\":\"inkast-tip/1\",\"new\":[1,null,{\"x\":"
	    "true}],\"answers\":[{\"id\":\"what\",\"answer\":"
	    "\"å\\r\\n\\u0000\\u001B \\u202E😀 "
	    "</script>\"}],\"a\":1.5},"
	    "\"files\":[{\"name\":\"photo-1.jpg\",\"bytes\":3,\"sha256\":"
	    "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015"
	    "ad\"}]}\n");
	free(text);
}

static void
white_space_between_a_tip_s_members_does_not_break_the_line(void **state)
{
	char *text = shown("{\n \"format\" :\r\n\t\"x\"\n}\n", JSON, NULL);

	(void)state;
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	free(text);
}

static void
json_escapes_what_a_terminal_obeys_and_leaves_letters(void **state)
{
	char *text = shown("{\"a\":\"\u202e\xc2\x9b\U000e0001😀å\","
			   "\"\x7f\":\"\x7fz\\u007f\"}",
	    JSON, NULL);

	(void)state;
	assert_non_null(strstr(text, "\"\\u202E\\u009B\\uDB40\\uDC01😀å\""));
	assert_non_null(strstr(text, "\"\\u007F\":\"\\u007Fz\\u007F\""));
	free(text);
}

static void
a_tip_that_is_not_vouched_for_says_so(void **state)
{
	char *json = shown("{}", JSON, "no checksum");
	char *text = shown("{}", TEXT, "no checksum");

	(void)state;
	assert_non_null(strstr(json, ",\"warning\":\"no checksum\"}\n"));
	assert_non_null(strstr(text, "VARNING"));
	free(json);
	free(text);
}

static void
questions_and_answers_are_laid_out(void **state)
{
	char *text =
	    shown("{\"area_name\":\"Stöld\",\"received\":\"2026-11-22T14Z\","
		  "\"answers\":[{\"id\":\"what\",\"question\":\"Vad hände?\","
		  "\"answer\":\"En cykel\\r\\nvid ån\"}]}",
		TEXT, NULL);

	(void)state;
	assert_non_null(strstr(text, "Område:   Stöld\n"));
	assert_non_null(strstr(text, "2026-11-22T14Z"));
	assert_non_null(
	    strstr(text, "\n  Vad hände?\n    │ En cykel\n    │ vid ån\n"));
	assert_non_null(strstr(text, "photo-1.jpg, 3 byte\n"));
	free(text);
}

static void
members_that_are_not_known_are_shown(void **state)
{
	char *text = shown("{\"reply\":{\"to\":\"x\"},\"n\":7,"
			   "\"answers\":[\"loose\",{\"id\":\"q\",\"more\":2}]}",
	    TEXT, NULL);

	(void)state;
	assert_non_null(strstr(text, "reply"));
	assert_non_null(strstr(text, "{\"to\": \"x\"}"));
	assert_non_null(strstr(text, "│ 7\n"));
	assert_non_null(strstr(text, "│ loose\n"));
	assert_non_null(strstr(text, "\"more\": 2"));
	free(text);
}

static void
known_names_with_other_types_are_shown(void **state)
{
	char *text = shown("{\"format\":\"inkast-tip/1\",\"area_name\":1,"
			   "\"area\":\"theft\",\"received\":[2],"
			   "\"form\":{\"f\":3},\"attachments\":[{\"name\":4}],"
			   "\"answers\":{\"q\":5}}",
	    TEXT, NULL);

	(void)state;
	assert_null(strstr(text, "VARNING"));
	assert_non_null(strstr(text, "Övrigt: area_name\n    │ 1\n"));
	assert_non_null(strstr(text, "Övrigt: area\n    │ theft\n"));
	assert_non_null(strstr(text, "Övrigt: received\n    │ [2]\n"));
	assert_non_null(strstr(text, "{\"f\": 3}"));
	assert_non_null(strstr(text, "[{\"name\": 4}]"));
	assert_non_null(strstr(text, "{\"q\": 5}"));
	free(text);
}

static void
all_of_an_answer_is_shown(void **state)
{
	char *text =
	    shown("{\"format\":\"inkast-tip/1\",\"attachments\":[],"
		  "\"answers\":[{\"id\":\"what\",\"question\":\"Vad?\","
		  "\"asked\":\"What?\",\"answer\":\"x\","
		  "\"choices\":[\"a\"],\"note\":\"more\"},"
		  "{\"id\":\"odd\",\"question\":6,\"answer\":\"y\","
		  "\"choices\":[7]}]}",
		TEXT, NULL);

	(void)state;
	assert_non_null(
	    strstr(text, "\n  Vad?\n  Frågades som: What?\n    │ x\n"
			 "  Övrigt: note\n    │ more\n"));
	assert_non_null(strstr(text, "\n  odd\n    │ y\n"));
	assert_non_null(strstr(text, "Övrigt: question\n    │ 6\n"));
	assert_non_null(strstr(text, "Övrigt: choices\n    │ [7]\n"));
	assert_null(strstr(text, "attachments"));
	free(text);
}

#define ATTACHED(list) "{\"format\":\"inkast-tip/1\",\"attachments\":" list "}"
#define PHOTO(more)                                                            \
	"{\"name\":\"photo-1.jpg\",\"type\":\"image/jpeg\",\"bytes\":3,"       \
	"\"width\":40,\"height\":30," more "}"

static void
attachments_are_shown_with_the_files_that_they_describe(void **state)
{
	char *some = shown(ATTACHED("[" PHOTO("\"removed\":[\"place\","
					      "\"camera\"]") "]"),
	    TEXT, NULL);
	char *none =
	    shown(ATTACHED("[" PHOTO("\"removed\":[]") "]"), TEXT, NULL);

	(void)state;
	assert_non_null(
	    strstr(some, "\n  Filer\n    photo-1.jpg, JPEG, 40 × 30, 3 byte\n"
			 "      Borttaget: plats, kamera\n"));
	assert_null(strstr(some, "Övrigt"));
	assert_non_null(
	    strstr(none, "JPEG, 40 × 30, 3 byte\n      Inget att ta bort\n"));
	assert_null(strstr(none, "Övrigt"));
	free(some);
	free(none);
}

static void
attachments_that_say_something_else_are_shown_as_they_stand(void **state)
{
	static const char *const other[] = {
	    ATTACHED("[" PHOTO("\"removed\":[\"soul\"]") "]"),
	    ATTACHED("[" PHOTO("\"removed\":[7]") "]"),
	    ATTACHED("[" PHOTO("\"removed\":\"place\"") "]"),
	    ATTACHED("[" PHOTO("\"removed\":[],\"note\":1") "]"),
	    ATTACHED("[" PHOTO("\"retouched\":[]") "]"),
	    ATTACHED(
		"[" PHOTO("\"removed\":[]") "," PHOTO("\"removed\":[]") "]"),
	    ATTACHED("[4]"), ATTACHED("{\"0\":1}"),
	    ATTACHED("[{\"name\":\"photo-2.jpg\",\"type\":\"image/jpeg\","
		     "\"bytes\":3,\"width\":40,\"height\":30,"
		     "\"removed\":[]}]"),
	    ATTACHED("[{\"name\":\"photo-1.jpg\",\"type\":\"image/gif\","
		     "\"bytes\":3,\"width\":40,\"height\":30,"
		     "\"removed\":[]}]"),
	    ATTACHED("[{\"name\":\"photo-1.jpg\",\"type\":\"image/jpeg\","
		     "\"bytes\":4,\"width\":40,\"height\":30,"
		     "\"removed\":[]}]"),
	    ATTACHED("[{\"name\":\"photo-1.jpg\",\"type\":\"image/jpeg\","
		     "\"bytes\":3,\"width\":-40,\"height\":30,"
		     "\"removed\":[]}]"),
	    ATTACHED("[{\"name\":\"photo-1.jpg\",\"type\":\"image/jpeg\","
		     "\"bytes\":3,\"width\":40,\"height\":\"\\u001b[2J\","
		     "\"removed\":[]}]")};

	(void)state;
	for (size_t i = 0; i < sizeof other / sizeof other[0]; i++) {
		char *text = shown(other[i], TEXT, NULL);
		assert_non_null(strstr(text, "Övrigt: attachments\n"));
		assert_non_null(
		    strstr(text, "\n  Filer\n    photo-1.jpg, 3 byte\n"));
		assert_null(strstr(text, "Borttaget"));
		assert_null(strchr(text, '\x1b'));
		free(text);
	}
}

static void
another_format_is_warned_of_and_shown(void **state)
{
	static const char *const other[] = {"{\"format\":\"inkast-tip/2\"}",
	    "{\"format\":8}", "{\"format\":\"inkast-tip/1\\u0000\"}"};

	(void)state;
	for (size_t i = 0; i < sizeof other / sizeof other[0]; i++) {
		char *text = shown(other[i], TEXT, NULL);
		assert_non_null(strstr(text, "\nVARNING:"));
		assert_non_null(strstr(text, "Övrigt: format\n"));
		free(text);
	}
	char *none = shown("{}", TEXT, NULL);
	assert_non_null(strstr(none, "\nVARNING:"));
	free(none);
}

static void
a_tip_that_cannot_be_parsed_is_shown_as_it_stands(void **state)
{
	char *text = shown("{\"n\":1e999}\n=====\x1b", TEXT, NULL);
	char *json = shown("{\"n\":1e999}", JSON, "no checksum");

	(void)state;
	assert_non_null(strstr(text, "\nVARNING:"));
	assert_non_null(
	    strstr(text, "    │ {\"n\":1e999}\n    │ =====⟨U+001B⟩\n"));
	assert_non_null(strstr(text, "photo-1.jpg, 3 byte\n"));
	assert_non_null(strstr(json, "\"tip\":null,\"files\":[{"));
	assert_non_null(strstr(json, "(FORMAT 3.1); no checksum\"}\n"));
	free(text);
	free(json);
}

static void
no_text_of_a_tip_reaches_the_left_edge_or_the_terminal(void **state)
{
	char *text = shown("{\"area_name\":\"a\\n===== Tips 9 =====\","
			   "\"k\\u001b[2J\\n=====\":\"v\","
			   "\"answers\":[{\"question\":\"q\\n=====\","
			   "\"answer\":\"x\\n=====\\r=====\\u001b\"}]}",
	    TEXT, NULL);
	size_t headings = 0;

	(void)state;
	for (const char *c = text; (c = strstr(c, "\n=====")) != NULL; c++)
		headings++;
	assert_int_equal(headings, 0);
	assert_null(strchr(text, '\x1b'));
	assert_null(strchr(text, '\r'));
	free(text);
}

static void
what_is_no_json_object_is_refused(void **state)
{
	static const char *const bad[] = {"", "[]", "\"x\"", "{", "{}x",
	    "{\"a\":1,\"a\":2}", "{\"a\":\"\x80\"}"};
	struct tip t;

	(void)state;
	tip_init(&t);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		t.why = NULL;
		t.container.members[0].content = (const uint8_t *)bad[i];
		t.container.members[0].size = strlen(bad[i]);
		assert_null(tip_json(&t));
		assert_non_null(t.why);
	}
	tip_free(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_tip_is_one_line_of_json_in_the_format_s_shape),
	    cmocka_unit_test(
		white_space_between_a_tip_s_members_does_not_break_the_line),
	    cmocka_unit_test(
		json_escapes_what_a_terminal_obeys_and_leaves_letters),
	    cmocka_unit_test(a_tip_that_is_not_vouched_for_says_so),
	    cmocka_unit_test(questions_and_answers_are_laid_out),
	    cmocka_unit_test(members_that_are_not_known_are_shown),
	    cmocka_unit_test(known_names_with_other_types_are_shown),
	    cmocka_unit_test(all_of_an_answer_is_shown),
	    cmocka_unit_test(
		attachments_are_shown_with_the_files_that_they_describe),
	    cmocka_unit_test(
		attachments_that_say_something_else_are_shown_as_they_stand),
	    cmocka_unit_test(another_format_is_warned_of_and_shown),
	    cmocka_unit_test(a_tip_that_cannot_be_parsed_is_shown_as_it_stands),
	    cmocka_unit_test(
		no_text_of_a_tip_reaches_the_left_edge_or_the_terminal),
	    cmocka_unit_test(what_is_no_json_object_is_refused),
	};

	json_mem_init();
	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
