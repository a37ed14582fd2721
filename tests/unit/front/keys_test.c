/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The front's keyring: what it takes, what it refuses, what is sealed to, and
 * that replacing it disturbs nobody.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "crypto/core/age.h"
#include "crypto/core/header.h"
#include "crypto/core/tip.h"
#include "gateway/front/budget.h"
#include "gateway/front/keys.h"
#include "gateway/front/tip_seal.h"
#include "tests/unit/front/keyring_text.h"

struct fixture {
	int32_t today;
	struct form *form;
	struct keys *keys;
	struct keyring *ring;
	struct buf text;
};

static int
setup(void **state)
{
	static struct fixture f;

	f.today = clock_today();
	f.form = form_builtin();
	assert_non_null(f.form);
	f.keys = keys_new(f.form);
	assert_non_null(f.keys);
	f.ring = keyring_begin(f.today);
	buf_init(&f.text, &buf_heap, KEYRING_TEXT_MAX);
	*state = &f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	keys_free(&f->keys);
	keyring_free(&f->ring);
	form_free(&f->form);
	buf_free(&f->text);
	return 0;
}

/* Hand the keyring over as it now is. */
static bool
give(struct fixture *f, struct keyring_error *why)
{
	buf_clear(&f->text);
	keyring_text(f->ring, &f->text);
	return keys_replace(
	    f->keys, (struct view){f->text.data, f->text.len}, f->today, why);
}

static void
must_give(struct fixture *f)
{
	struct keyring_error why = {""};

	if (!give(f, &why))
		fail_msg("%s", why.text);
}

/* An epoch for every area, with one recipient. */
static struct keyring_epoch *
plain_epoch(struct fixture *f, uint32_t id, int32_t from, int32_t until)
{
	struct keyring_epoch *e = keyring_epoch_begin(f->ring, id, from, until);

	keyring_epoch_give(f->ring, e, KEYRING_ANY_AREA, (uint8_t)id);
	return e;
}

static void
without_a_keyring_nothing_is_sealed(void **state)
{
	struct fixture *f = *state;
	struct keys_choice choice;

	assert_false(keys_are_usable(f->keys, f->today));
	assert_false(keys_choose(f->keys, "theft", f->today, &choice));
}

static void
an_empty_text_closes_an_open_form(void **state)
{
	struct fixture *f = *state;
	struct keyring_error why;

	plain_epoch(f, 1, f->today, f->today);
	must_give(f);
	assert_true(keys_are_usable(f->keys, f->today));
	assert_true(
	    keys_replace(f->keys, (struct view){.data = NULL}, f->today, &why));
	assert_false(keys_are_usable(f->keys, f->today));
}

static void
a_tip_is_sealed_to_its_area_and_the_recovery_recipients(void **state)
{
	struct fixture *f = *state;
	struct keyring_epoch *e =
	    keyring_epoch_begin(f->ring, 5, f->today, f->today + 3);
	struct keys_choice choice;

	keyring_epoch_give(f->ring, e, NULL, 9);
	keyring_epoch_give(f->ring, e, "narcotics", 1);
	keyring_epoch_give(f->ring, e, "narcotics", 2);
	keyring_epoch_give(f->ring, e, KEYRING_ANY_AREA, 3);
	must_give(f);
	const struct recipient expected[] = {
	    keyring_recipient(1),
	    keyring_recipient(2),
	    keyring_recipient(9),
	    keyring_recipient(3),
	};

	assert_true(keys_choose(f->keys, "narcotics", f->today, &choice));
	assert_int_equal(choice.epoch, 5);
	assert_int_equal(choice.stanzas, 4);
	assert_int_equal(choice.n_recipients, 3);
	for (size_t i = 0; i < 3; i++)
		assert_true(
		    recipient_equal(&choice.recipients[i], &expected[i]));
	assert_true(keys_choose(f->keys, "theft", f->today, &choice));
	assert_int_equal(choice.n_recipients, 2);
	assert_true(recipient_equal(&choice.recipients[0], &expected[3]));
	assert_true(recipient_equal(&choice.recipients[1], &expected[2]));
}

static void
the_day_decides_between_epochs_and_whether_the_form_is_open(void **state)
{
	struct fixture *f = *state;
	struct keys_choice choice;
	int32_t t = f->today;

	plain_epoch(f, 1, t, t + 4);
	plain_epoch(f, 2, t + 3, t + 5);
	plain_epoch(f, 3, t + 8, t + 20);
	must_give(f);
	assert_false(keys_are_usable(f->keys, t - 1)); /* clock behind */
	for (int32_t d = 0; d <= 2; d++) {
		assert_true(keys_choose(f->keys, "theft", t + d, &choice));
		assert_int_equal(choice.epoch, 1);
	}
	for (int32_t d = 3; d <= 5; d++) {
		assert_true(keys_choose(f->keys, "theft", t + d, &choice));
		assert_int_equal(choice.epoch, 2);
	}
	assert_false(keys_are_usable(f->keys, t + 6)); /* a gap */
	assert_false(keys_choose(f->keys, "theft", t + 7, &choice));
	assert_true(keys_choose(f->keys, "theft", t + 8, &choice));
	assert_int_equal(choice.epoch, 3);
	assert_true(keys_are_usable(f->keys, t + 10));
	assert_false(keys_are_usable(f->keys, t + 11)); /* expired */
}

static void
an_area_that_nobody_could_open_is_refused_and_the_old_keyring_stays(
    void **state)
{
	struct fixture *f = *state;
	struct keyring_error why = {""};
	struct keys_choice choice;

	plain_epoch(f, 1, f->today, f->today + 1);
	must_give(f);
	struct keyring_epoch *e =
	    keyring_epoch_begin(f->ring, 2, f->today, f->today + 9);
	keyring_epoch_give(f->ring, e, "theft", 2);
	assert_false(give(f, &why));
	assert_non_null(strstr(why.text, "[epoch 2]"));
	assert_non_null(strstr(why.text, "narcotics"));
	assert_true(keys_choose(f->keys, "theft", f->today, &choice));
	assert_int_equal(choice.epoch, 1);
}

static void
an_epoch_that_is_over_need_not_cover_the_form(void **state)
{
	struct fixture *f = *state;
	struct keyring_epoch *e =
	    keyring_epoch_begin(f->ring, 1, f->today - 9, f->today - 1);

	keyring_epoch_give(f->ring, e, "theft", 2);
	plain_epoch(f, 2, f->today, f->today + 1);
	must_give(f);
	assert_true(keys_are_usable(f->keys, f->today));
}

static void
nonsense_is_refused_and_the_old_keyring_stays(void **state)
{
	struct fixture *f = *state;
	struct keyring_error why = {""};

	plain_epoch(f, 1, f->today, f->today);
	must_give(f);
	for (size_t cut = 1; cut < f->text.len; cut += 7) {
		struct view part = {f->text.data, f->text.len - cut};
		bool taken = keys_replace(f->keys, part, f->today, &why);
		assert_false(taken);
		assert_true(keys_are_usable(f->keys, f->today));
	}
}

/* The same answers, none, whatever the area: only the keys differ. */
static void
seal_for(struct fixture *f, const struct form_area *area, size_t n_recipients,
    size_t *header_len, size_t *blob_len)
{
	const struct answers answers = {.area = area};
	const struct tip tip = {
	    .service = "Inkast",
	    .received = "2026-11-22T14Z",
	    .form = f->form,
	    .lang = web_languages,
	    .answers = &answers,
	};
	struct keys_choice choice;
	struct age_header header;
	struct buf blob;

	assert_true(keys_choose(f->keys, area->id, f->today, &choice));
	assert_int_equal(choice.n_recipients, n_recipients);
	buf_init(&blob, &buf_heap, 1 << 20);
	assert_int_equal(tip_seal(&tip, &choice, &blob), AGE_OK);
	assert_int_equal(
	    tip_check_blob(blob.data, blob.len, 4, AGE_X25519), AGE_OK);
	assert_int_equal(
	    age_header_parse(blob.data, blob.len, &header), AGE_OK);
	*header_len = header.len;
	*blob_len = blob.len;
	buf_free(&blob);
}

static void
a_header_does_not_tell_an_area_by_its_number_of_recipients(void **state)
{
	static const struct {
		const char *area;
		size_t n_recipients; /* with the recovery recipient */
	} areas[] = {{"narcotics", 4}, {"theft", 3}, {"vandalism", 2}};
	struct fixture *f = *state;
	struct keyring_epoch *e =
	    keyring_epoch_begin(f->ring, 1, f->today, f->today);
	size_t header_len[3], blob_len[3];

	keyring_epoch_give(f->ring, e, NULL, 9);
	for (uint8_t i = 1; i <= 3; i++)
		keyring_epoch_give(f->ring, e, "narcotics", i);
	for (uint8_t i = 4; i <= 5; i++)
		keyring_epoch_give(f->ring, e, "theft", i);
	keyring_epoch_give(f->ring, e, KEYRING_ANY_AREA, 6);
	must_give(f);
	budget_set(1 << 20, 0);
	for (size_t i = 0; i < 3; i++)
		seal_for(f,
		    form_area(f->form, areas[i].area, strlen(areas[i].area)),
		    areas[i].n_recipients, &header_len[i], &blob_len[i]);
	for (size_t i = 1; i < 3; i++) {
		assert_int_equal(header_len[i], header_len[0]);
		assert_int_equal(blob_len[i], blob_len[0]);
	}
}

/* ---- many threads ---- */

#define THREADS 8
#define CHANGES 1000

struct crowd {
	struct fixture *f;
	atomic_bool stop;
	atomic_uint wrong;
	atomic_uint asked;
};

/* Epoch 1 has one recipient, epoch 2 two: a mixture would show. */
static void *
ask(void *arg)
{
	struct crowd *c = arg;
	struct keys_choice choice;

	while (!atomic_load(&c->stop)) {
		bool chosen =
		    keys_choose(c->f->keys, "theft", c->f->today, &choice);
		if (!chosen || choice.n_recipients != choice.epoch)
			atomic_fetch_add(&c->wrong, 1);
		atomic_fetch_add(&c->asked, 1);
	}
	return NULL;
}

static void
who_chooses_while_keys_change_gets_one_keyring_or_the_other(void **state)
{
	struct fixture *f = *state;
	struct crowd crowd = {.f = f};
	pthread_t threads[THREADS];
	struct keyring_error why;
	struct buf second;

	plain_epoch(f, 1, f->today, f->today);
	must_give(f);
	f->ring->n_epochs = 0;
	memset(&f->ring->epochs[0], 0, sizeof(f->ring->epochs[0]));
	struct keyring_epoch *e = plain_epoch(f, 2, f->today, f->today);
	keyring_epoch_give(f->ring, e, KEYRING_ANY_AREA, 1);
	buf_init(&second, &buf_heap, KEYRING_TEXT_MAX);
	keyring_text(f->ring, &second);
	const struct view texts[] = {
	    {f->text.data, f->text.len}, {second.data, second.len}};

	for (int i = 0; i < THREADS; i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, ask, &crowd), 0);
	for (int i = 0; i < CHANGES || atomic_load(&crowd.asked) < CHANGES; i++)
		assert_true(
		    keys_replace(f->keys, texts[i % 2], f->today, &why));
	atomic_store(&crowd.stop, true);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(atomic_load(&crowd.wrong), 0);
	buf_free(&second);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    CASE(without_a_keyring_nothing_is_sealed),
	    CASE(an_empty_text_closes_an_open_form),
	    CASE(a_tip_is_sealed_to_its_area_and_the_recovery_recipients),
	    CASE(the_day_decides_between_epochs_and_whether_the_form_is_open),
	    CASE(
		an_area_that_nobody_could_open_is_refused_and_the_old_keyring_stays),
	    CASE(an_epoch_that_is_over_need_not_cover_the_form),
	    CASE(nonsense_is_refused_and_the_old_keyring_stays),
	    CASE(a_header_does_not_tell_an_area_by_its_number_of_recipients),
	    CASE(who_chooses_while_keys_change_gets_one_keyring_or_the_other),
	};

	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
