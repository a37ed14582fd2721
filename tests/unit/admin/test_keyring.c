/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What people are told of a keyring, and what is read of a command line and of
 * a draft.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/keyring.h"
#include "base/io.h"
#include "base/say.h"
#include "crypto/core/age.h"

#define TODAY 20779 /* 2026-11-22 */

/* One epoch from today on, one key for every area. Keys are any points: nothing
 * is sealed here. */
static struct keyring *
simple(void)
{
	struct keyring *k = keyring_new();
	const struct recipient r = {.type = AGE_X25519, .key = {9}};

	assert_non_null(k);
	memcpy(k->service, "Inkast", sizeof "Inkast");
	k->serial = 1;
	k->issued = TODAY;
	k->expires = TODAY + 364;
	k->stanzas = 1;
	k->n_epochs = 1;
	struct keyring_epoch *e = &k->epochs[0];
	*e = (struct keyring_epoch){.id = 1,
	    .from = TODAY,
	    .until = TODAY + 180,
	    .destroy_after = TODAY + 360,
	    .n_areas = 1,
	    .areas = {{.id = "*", .n = 1}}};
	assert_int_equal(
	    keyring_add_recipient(k, &r, &e->areas[0].recipients[0]),
	    KEYRING_OK);
	return k;
}

/* The words for a change; to be freed. */
static char *
words(const struct keyring *before, const struct keyring *after, bool *any)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	assert_non_null(f);
	*any = keyring_words_diff(f, before, after);
	assert_int_equal(fclose(f), 0);
	return text;
}

static void
nothing_is_said_of_what_stays(void **state)
{
	struct keyring *a = simple();
	struct keyring *b = simple();
	bool any = true;
	char *text = words(a, b, &any);

	(void)state;
	assert_false(any);
	assert_string_equal(text, "");
	free(text);
	keyring_free(&a);
	keyring_free(&b);
}

/* The same keys at other places of the list are the same keys. */
static void
keys_are_compared_and_not_their_places(void **state)
{
	struct keyring *a = simple();
	struct keyring *b = simple();
	const struct recipient other = {.type = AGE_X25519, .key = {8, 1}};
	uint16_t place;
	bool any = true;

	(void)state;
	b->recipients[1] = b->recipients[0];
	b->recipients[0] = other;
	b->n_recipients = 2;
	b->epochs[0].areas[0].recipients[0] = 1;
	char *text = words(a, b, &any);
	assert_false(any);
	free(text);
	assert_int_equal(keyring_add_recipient(a, &other, &place), KEYRING_OK);
	a->epochs[0].areas[0].recipients[a->epochs[0].areas[0].n++] = place;
	text = words(a, b, &any);
	assert_true(any);
	assert_non_null(
	    strstr(text, "epoch 1:\n  every other area: no longer "));
	assert_null(strstr(text, "also"));
	free(text);
	keyring_free(&a);
	keyring_free(&b);
}

/* One after the other, everything that a keyring holds is changed. */
static void
every_change_is_said(void **state)
{
	static const char *const said[] = {"service: \"Annan\", was \"Inkast\"",
	    "serial: 2, was 1", "issued: 2026-11-23, was 2026-11-22",
	    "expires: 2027-11-20, was 2027-11-21",
	    "stanzas of every tip: 2, was 1",
	    "epoch 1: from 2026-11-23, was 2026-11-22",
	    "epoch 1: until 2027-05-20, was 2027-05-21",
	    "epoch 1: identities kept until 2027-11-16, was 2027-11-17",
	    "epoch 1 is gone: tips from 2026-11-22 to 2027-05-21",
	    "  area theft: sealed to ", "  every area (recovery): also "};

	(void)state;
	for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
		struct keyring *a = simple();
		struct keyring *b = simple();
		struct keyring_epoch *e = &b->epochs[0];
		bool any = false;
		if (i == 0)
			memcpy(b->service, "Annan", sizeof "Annan");
		b->serial += i == 1;
		b->issued += i == 2;
		b->expires -= i == 3;
		b->stanzas += i == 4;
		e->from += i == 5;
		e->until -= i == 6;
		e->destroy_after -= i == 7;
		e->id += i == 8;
		if (i == 9)
			e->areas[e->n_areas++] =
			    (struct keyring_area){.id = "theft", .n = 1};
		e->n_recovery += i == 10;
		char *text = words(a, b, &any);
		assert_true(any);
		if (strstr(text, said[i]) == NULL)
			fail_msg("expected \"%s\" in \"%s\"", said[i], text);
		free(text);
		keyring_free(&a);
		keyring_free(&b);
	}
}

static void
an_area_without_keys_is_found_where_its_epoch_is_not_over(void **state)
{
	struct keyring *k = simple();
	struct keyring_gap gap;

	(void)state;
	assert_false(keyring_areas_gap(k, TODAY, "", &gap));
	memcpy(k->epochs[0].areas[0].id, "theft", sizeof "theft");
	assert_true(keyring_areas_gap(k, TODAY, "", &gap));
	assert_int_equal(gap.epoch, 1);
	assert_string_equal(gap.area, "narcotics");
	assert_true(keyring_areas_gap(k, k->epochs[0].until, "", &gap));
	assert_false(keyring_areas_gap(k, k->epochs[0].until + 1, "", &gap));
	keyring_free(&k);
}

/* What is said is not looked at here. */
static int
quietly_day(const char *text, int32_t since, int32_t *out)
{
	struct keyring_request q = {.verb = "test"};
	int before = dup(STDERR_FILENO);
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	assert_true(before >= 0 && null >= 0);
	assert_true(dup2(null, STDERR_FILENO) >= 0);
	q.text[OPT_UNTIL] = text;
	int code = keyring_args_day(&q, OPT_UNTIL, since, out);
	assert_true(dup2(before, STDERR_FILENO) >= 0);
	close(before);
	close(null);
	return code;
}

static void
a_day_is_a_date_or_days_after_another(void **state)
{
	static const struct {
		const char *text;
		int32_t day; /* -1: refused */
	} days[] = {{"1970-01-01", 0}, {"2026-11-22", TODAY},
	    {"2028-02-29", 21243}, {"9999-12-31", 2932896}, {"+0", TODAY},
	    {"+180", TODAY + 180}, {"2027-02-29", -1}, {"1969-12-31", -1},
	    {"10000-01-01", -1}, {"2026-11-2", -1}, {" 2026-11-2", -1},
	    {"2026-11-022", -1}, {"+", -1}, {"+-1", -1}, {"+2932896", -1},
	    {"+99999999999", -1}, {"", -1}, {"Today", -1}, {"2026/11/22", -1}};

	(void)state;
	for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
		int32_t day = -7;
		int code = quietly_day(days[i].text, TODAY, &day);
		if (days[i].day < 0) {
			assert_int_equal(code, EX_USAGE);
			assert_int_equal(day, -7);
		} else {
			assert_int_equal(code, EX_OK);
			assert_int_equal(day, days[i].day);
		}
	}
}

/* A keyring that 'new' began is read back as it is, and only that is excused
 * for having no epoch. */
static void
a_begun_keyring_is_read_as_it_is(void **state)
{
	struct keyring *k = simple();
	struct keyring *back = NULL;
	struct keyring_files f;

	(void)state;
	k->n_epochs = 0;
	k->n_recipients = 0;
	keyring_files_begin(&f, "begun");
	assert_int_equal(keyring_write(k, io_write_to_buf, &f.text), 0);
	assert_int_equal(keyring_files_parse(&f, &back), EX_OK);
	assert_int_equal(back->n_epochs, 0);
	assert_int_equal(back->n_recipients, 0);
	assert_string_equal(back->service, "Inkast");
	keyring_free(&back);
	keyring_files_free(&f);
	keyring_free(&k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_is_said_of_what_stays),
	    cmocka_unit_test(keys_are_compared_and_not_their_places),
	    cmocka_unit_test(every_change_is_said),
	    cmocka_unit_test(
		an_area_without_keys_is_found_where_its_epoch_is_not_over),
	    cmocka_unit_test(a_day_is_a_date_or_days_after_another),
	    cmocka_unit_test(a_begun_keyring_is_read_as_it_is),
	};

	say_as("test-keyring");
	if (age_init() != AGE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
