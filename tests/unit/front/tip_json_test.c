/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * tip.json as docs/FORMAT.md, section 3, describes it.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/core/age.h"
#include "crypto/core/secret.h"
#include "crypto/core/tip.h"
#include "gateway/front/budget.h"
#include "gateway/front/tip_json.h"
#include "gateway/front/tip_seal.h"

static const char definition[] =
    "{\"format\":\"inkast-form/1\",\"version\":\"test-1\","
    "\"sections\":[{\"id\":\"s\",\"title\":\"Titel\"}],"
    "\"questions\":["
    "{\"id\":\"what\",\"section\":\"s\",\"label\":\"Vad?\",\"type\":"
    "\"textarea\",\"required\":true,\"max\":100,\"rows\":3},"
    "{\"id\":\"kind\",\"section\":\"s\",\"label\":\"Sort?\",\"type\":"
    "\"checkbox\",\"choices\":[{\"id\":\"a\",\"label\":\"Ett\"},"
    "{\"id\":\"b\",\"label\":\"Tv\xc3\xa5\"},"
    "{\"id\":\"c\",\"label\":\"Tre\"}]}],"
    "\"areas\":[{\"id\":\"theft\",\"name\":\"St\xc3\xb6ld\",\"lead\":"
    "\"Ber\xc3\xa4tta\",\"questions\":[\"what\",\"kind\"]}]}";

/* What a tip needs, and the JSON made of it. */
struct fixture {
	struct form *form;
	struct answers answers;
	struct tip tip;
	struct buf json;
};

static int
setup(void **state)
{
	static struct fixture f;
	struct form_error err;

	f.form = form_parse(definition, strlen(definition), &err);
	if (f.form == NULL)
		return -1;
	f.answers = (struct answers){.area = &f.form->areas[0]};
	f.tip = (struct tip){
	    .service = "Inkast \"Kinda\"",
	    .received = "2026-11-22T14Z",
	    .form = f.form,
	    .lang = web_languages,
	    .answers = &f.answers,
	};
	buf_init(&f.json, &secret_mem, 1 << 20);
	*state = &f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	buf_free(&f->json);
	form_free(&f->form);
	return 0;
}

static void
set_text(struct fixture *f, const char *text, size_t len)
{
	f->answers.items[0].text =
	    (struct view){.data = (const uint8_t *)text, .len = len};
}

static void
assert_answers(struct fixture *f, const char *expected)
{
	static const char head[] =
	    "{\"format\":\"inkast-tip/1\","
	    "\"service\":\"Inkast \\\"Kinda\\\"\",\"area\":\"theft\","
	    "\"area_name\":\"St\xc3\xb6ld\",\"language\":\"sv\","
	    "\"received\":\"2026-11-22T14Z\",\"form\":\"test-1\","
	    "\"answers\":[";
	static const char tail[] = "],\"attachments\":[]}";
	struct buf all;

	buf_init(&all, &buf_heap, 1 << 20);
	(void)buf_add_str(&all, head);
	(void)buf_add_str(&all, expected);
	assert_int_equal(buf_add_str(&all, tail), BUF_OK);
	assert_int_equal(tip_json(&f->tip, &f->json), 0);
	assert_int_equal(f->json.len, all.len);
	assert_memory_equal(f->json.data, all.data, all.len);
	buf_free(&all);
}

static void
members_come_in_the_order_of_the_format(void **state)
{
	set_text(*state, "hej", 3);
	assert_answers(*state,
	    "{\"id\":\"what\",\"question\":\"Vad?\",\"answer\":\"hej\"}");
}

static void
what_was_not_answered_is_left_out(void **state)
{
	assert_answers(*state, "");
}

static void
a_text_is_kept_character_for_character(void **state)
{
	static const char text[] = "\x01\x1f\t\r\n\"\\/\x7f"
				   "</script>{{x}}'\xf0\x9f\x98\x80";

	set_text(*state, text, sizeof(text) - 1);
	assert_answers(*state,
	    "{\"id\":\"what\",\"question\":\"Vad?\",\"answer\":"
	    "\"\\u0001\\u001f\\t\\r\\n\\\"\\\\/\x7f"
	    "</script>{{x}}'\xf0\x9f\x98\x80\"}");
}

static void
choices_are_labels_joined_and_ids(void **state)
{
	struct fixture *f = *state;

	set_text(f, "x", 1);
	f->answers.items[1].chosen = 1U << 0 | 1U << 1;
	assert_answers(f,
	    "{\"id\":\"what\",\"question\":\"Vad?\",\"answer\":\"x\"},"
	    "{\"id\":\"kind\",\"question\":\"Sort?\",\"answer\":"
	    "\"Ett; Tv\xc3\xa5\",\"choices\":[\"a\",\"b\"]}");
}

static void
the_last_choice_alone_has_no_separator(void **state)
{
	struct fixture *f = *state;

	f->answers.items[1].chosen = 1U << 2;
	assert_answers(f, "{\"id\":\"kind\",\"question\":\"Sort?\",\"answer\":"
			  "\"Tre\",\"choices\":[\"c\"]}");
}

static void
a_json_that_does_not_fit_is_an_error(void **state)
{
	struct fixture *f = *state;
	struct buf small;

	set_text(f, "hej", 3);
	for (size_t max = 0; max < 190; max++) {
		buf_init(&small, &secret_mem, max);
		assert_int_not_equal(tip_json(&f->tip, &small), 0);
		buf_free(&small);
	}
}

/* A key that is as good as any: the base point's coordinate, 9. */
static const struct keys_choice keys = {
    .epoch = 1,
    .recipients = {{.type = AGE_X25519, .key = {9}}},
    .n_recipients = 1,
    .stanzas = 3,
};

static void
a_sealed_tip_is_what_the_vault_takes(void **state)
{
	struct fixture *f = *state;
	struct buf blob;

	budget_set(1 << 20, 0);
	set_text(f, "hej", 3);
	buf_init(&blob, &buf_heap, 1 << 20);
	assert_int_equal(tip_seal(&f->tip, &keys, &blob), AGE_OK);
	assert_int_equal(
	    tip_check_blob(blob.data, blob.len, 3, AGE_X25519), AGE_OK);
	assert_int_equal(
	    blob.len, 22 + 98 * 3 + 48 + age_payload_len(TIP_CLASS_MIN));
	assert_int_equal(budget_used(), 0);
	buf_free(&blob);
}

static void
without_memory_nothing_is_sealed(void **state)
{
	struct fixture *f = *state;
	struct buf blob;

	set_text(f, "hej", 3);
	buf_init(&blob, &buf_heap, 1 << 20);
	/* From none to just too little for the JSON. */
	for (size_t bytes = 0; bytes < 12288; bytes += 4096) {
		budget_set(bytes, 0);
		assert_int_not_equal(tip_seal(&f->tip, &keys, &blob), AGE_OK);
		assert_int_equal(blob.len, 0);
		assert_int_equal(budget_used(), 0);
	}
	buf_free(&blob);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		members_come_in_the_order_of_the_format, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		what_was_not_answered_is_left_out, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_text_is_kept_character_for_character, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		choices_are_labels_joined_and_ids, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		the_last_choice_alone_has_no_separator, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_json_that_does_not_fit_is_an_error, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_sealed_tip_is_what_the_vault_takes, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		without_memory_nothing_is_sealed, setup, teardown),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
