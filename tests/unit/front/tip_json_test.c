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
photos_are_described(void **state)
{
	static const struct photos photos = {
	    .items = {{.len = 440,
			  .report = {.type = PHOTO_JPEG,
			      .width = 4000,
			      .height = 3000,
			      .removed = PHOTO_HAD_PLACE | PHOTO_HAD_OTHER}},
		{.len = 7,
		    .report = {.type = PHOTO_PNG,
			.width = 30000,
			.height = 1}}},
	    .n = 2,
	};
	static const char expected[] =
	    "\"attachments\":[{\"name\":\"photo-1.jpg\",\"type\":"
	    "\"image/jpeg\",\"bytes\":440,\"width\":4000,\"height\":3000,"
	    "\"removed\":[\"place\",\"other\"]},{\"name\":"
	    "\"photo-2.png\",\"type\":\"image/png\",\"bytes\":7,"
	    "\"width\":30000,\"height\":1,\"removed\":[]}]}";
	struct fixture *f = *state;

	f->tip.photos = &photos;
	assert_int_equal(tip_json(&f->tip, &f->json), 0);
	assert_true(f->json.len > strlen(expected));
	assert_memory_equal(f->json.data + f->json.len - strlen(expected),
	    expected, strlen(expected));
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

/* A PNG of one pixel. */
static const char png[] =
    "\211\120\116\107\015\012\032\012\000\000\000\015\111\110\104\122\000"
    "\000\000\001\000\000\000\001\010\000\000\000\000\072\176\233\125\000"
    "\000\000\012\111\104\101\124\170\234\143\050\007\000\000\171\000\170"
    "\123\063\341\376\000\000\000\000\111\105\116\104\256\102\140\202";

static void
seal_photos(
    struct fixture *f, size_t n, size_t len, struct buf *blob, int expected)
{
	struct photos photos = {.n = n};

	for (size_t i = 0; i < n; i++)
		photos.items[i] = (struct photo_item){
		    .raw = {(const uint8_t *)png, sizeof(png) - 1},
		    .report = {.type = PHOTO_PNG, .width = 1, .height = 1},
		    .len = len,
		};
	f->tip.photos = &photos;
	budget_set(1 << 20, 0);
	set_text(f, "hej", 3);
	assert_int_equal(tip_seal(&f->tip, &keys, blob), expected);
	assert_int_equal(budget_used(), 0);
	f->tip.photos = NULL;
}

static void
a_sealed_tip_with_photos_is_what_the_vault_takes(void **state)
{
	struct buf blob;

	buf_init(&blob, &buf_heap, 1 << 20);
	for (size_t n = 0; n <= LIMIT_PHOTOS; n++) {
		seal_photos(*state, n, sizeof(png) - 1, &blob, AGE_OK);
		assert_int_equal(
		    tip_check_blob(blob.data, blob.len, 3, AGE_X25519), AGE_OK);
		buf_clear(&blob);
	}
	buf_free(&blob);
}

static void
a_photo_that_is_not_as_long_as_it_was_is_not_sealed(void **state)
{
	struct buf blob;

	buf_init(&blob, &buf_heap, 1 << 25);
	seal_photos(*state, 2, sizeof(png), &blob, AGE_E_IO);
	assert_int_equal(blob.len, 0);
	seal_photos(*state, 1, sizeof(png) - 2, &blob, AGE_E_IO);
	assert_int_equal(blob.len, 0);
	/* Beyond the largest class. */
	seal_photos(*state, 1, TIP_CLASS_MAX, &blob, AGE_E_LIMIT);
	assert_int_equal(blob.len, 0);
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
		photos_are_described, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_json_that_does_not_fit_is_an_error, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_sealed_tip_is_what_the_vault_takes, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		without_memory_nothing_is_sealed, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_sealed_tip_with_photos_is_what_the_vault_takes, setup,
		teardown),
	    cmocka_unit_test_setup_teardown(
		a_photo_that_is_not_as_long_as_it_was_is_not_sealed, setup,
		teardown),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
