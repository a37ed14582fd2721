/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Keyrings and days, areas and recipients (FORMAT 13.3 to 13.5), and
 * fingerprints (13.9).
 */
#include "keyring_test.h"

#include "crypto/seal/fingerprint.h"

/* A keyring of epochs with ids 1, 2, 3 and these first and last days. */
struct span {
	int32_t from;
	int32_t until;
};

static struct keyring *
keyring_of(int32_t issued, int32_t expires, const struct span *spans, size_t n)
{
	struct keyring *k = keyring_new();

	assert_non_null(k);
	k->issued = issued;
	k->expires = expires;
	k->n_epochs = n;
	for (size_t i = 0; i < n; i++) {
		k->epochs[i].id = (uint32_t)i + 1;
		k->epochs[i].from = spans[i].from;
		k->epochs[i].until = spans[i].until;
	}
	return k;
}

/* The id of the day's epoch, or 0. */
static uint32_t
epoch_on(const struct keyring *k, int32_t day)
{
	const struct keyring_epoch *e = &k->epochs[0];
	enum keyring_state state = keyring_at(k, day, &e);

	assert_int_equal(state == KEYRING_USABLE, e != NULL);
	assert_int_equal(keyring_at(k, day, NULL), state);
	return e == NULL ? 0 : e->id;
}

static void
a_keyring_counts_from_issue_to_expiry_both_included(void **state)
{
	static const struct span all = {0, 1000};
	struct keyring *k = keyring_of(100, 200, &all, 1);

	(void)state;
	assert_int_equal(keyring_at(k, 99, NULL), KEYRING_EARLY);
	assert_int_equal(keyring_at(k, 100, NULL), KEYRING_USABLE);
	assert_int_equal(keyring_at(k, 200, NULL), KEYRING_USABLE);
	assert_int_equal(keyring_at(k, 201, NULL), KEYRING_EXPIRED);
	assert_int_equal(keyring_at(k, INT32_MIN, NULL), KEYRING_EARLY);
	assert_int_equal(keyring_at(k, INT32_MAX, NULL), KEYRING_EXPIRED);
	assert_int_equal(epoch_on(k, 99), 0);
	assert_int_equal(epoch_on(k, 201), 0);
	keyring_free(&k);
}

static void
an_epoch_covers_its_first_and_last_day(void **state)
{
	static const struct span spans[] = {{10, 19}, {20, 29}, {31, 31}};
	struct keyring *k = keyring_of(0, 1000, spans, 3);

	(void)state;
	assert_int_equal(epoch_on(k, 9), 0);
	assert_int_equal(epoch_on(k, 10), 1);
	assert_int_equal(epoch_on(k, 19), 1);
	assert_int_equal(epoch_on(k, 20), 2);
	assert_int_equal(epoch_on(k, 29), 2);
	assert_int_equal(keyring_at(k, 30, NULL), KEYRING_NO_EPOCH);
	assert_int_equal(epoch_on(k, 31), 3);
	assert_int_equal(epoch_on(k, 32), 0);
	keyring_free(&k);
}

static void
of_several_epochs_the_one_that_began_last_is_taken(void **state)
{
	/* The second began before the first; the third with the first. */
	static const struct span spans[] = {{10, 30}, {5, 40}, {10, 20}};
	struct keyring *k = keyring_of(0, 1000, spans, 3);

	(void)state;
	assert_int_equal(epoch_on(k, 9), 2);
	assert_int_equal(epoch_on(k, 10), 3);
	assert_int_equal(epoch_on(k, 20), 3);
	assert_int_equal(epoch_on(k, 21), 1);
	assert_int_equal(epoch_on(k, 30), 1);
	assert_int_equal(epoch_on(k, 31), 2);
	assert_int_equal(epoch_on(k, 41), 0);
	keyring_free(&k);
}

static void
last_day_is_the_one_before_the_first_gap(void **state)
{
	static const struct span spans[] = {
	    {10, 19}, {20, 29}, {15, 24}, {31, 40}};
	struct keyring *k = keyring_of(12, 35, spans, 4);

	(void)state;
	assert_int_equal(keyring_last_day(k, 11), 10); /* not issued yet */
	assert_int_equal(keyring_last_day(k, 12), 29);
	assert_int_equal(keyring_last_day(k, 29), 29);
	assert_int_equal(keyring_last_day(k, 30), 29); /* the gap */
	assert_int_equal(keyring_last_day(k, 31), 35); /* expiry */
	assert_int_equal(keyring_last_day(k, 35), 35);
	assert_int_equal(keyring_last_day(k, 36), 35);
	keyring_free(&k);
}

/* Day by day, over overlaps, gaps and ends of all sorts. */
static void
last_day_is_what_counting_days_gives(void **state)
{
	uint32_t random = 1;

	(void)state;
	for (size_t round = 0; round < 2000; round++) {
		struct span spans[4];
		for (size_t i = 0; i < 4; i++) {
			random = random * 1664525 + 1013904223;
			spans[i].from = (int32_t)(random >> 8) % 40;
			spans[i].until =
			    spans[i].from + (int32_t)(random >> 20) % 12;
		}
		struct keyring *k = keyring_of(5, 35, spans, 4);
		for (int32_t day = 0; day < 60; day++) {
			int32_t last = day;
			while (keyring_at(k, last, NULL) == KEYRING_USABLE)
				last++;
			assert_int_equal(keyring_last_day(k, day), last - 1);
		}
		keyring_free(&k);
	}
}

static void
a_keyring_without_epochs_is_never_usable(void **state)
{
	struct keyring *k = keyring_of(0, 100, NULL, 0);

	(void)state;
	assert_int_equal(keyring_at(k, 50, NULL), KEYRING_NO_EPOCH);
	assert_int_equal(keyring_last_day(k, 50), 49);
	keyring_free(&k);
}

/* Who a tip of the area goes to, in keys of the list. */
static void
goes_to(const struct keyring *k, const char *area, const size_t *keys, size_t n)
{
	struct recipient out[KEYRING_AREA_RECIPIENTS_MAX];
	char text[RECIPIENT_TEXT_MAX];

	assert_int_equal(
	    keyring_recipients(k, &k->epochs[0], area, strlen(area), out), n);
	for (size_t i = 0; i < n; i++) {
		recipient_format(&out[i], text);
		assert_string_equal(text, CLASSIC(keys[i]));
	}
}

static void
an_area_goes_to_its_own_recipients_or_those_of_the_star(void **state)
{
	struct keyring *k = parsed(HEAD EPOCH(
	    "1") "recovery = $0\narea narcotics = $1\narea narcotics = "
		 "$2\narea * = $3\n");

	(void)state;
	goes_to(k, "narcotics", (size_t[]){1, 2, 0}, 3);
	goes_to(k, "theft", (size_t[]){3, 0}, 2);
	goes_to(k, "narcotic", (size_t[]){3, 0}, 2);
	goes_to(k, "narcotics2", (size_t[]){3, 0}, 2);
	goes_to(k, "", (size_t[]){3, 0}, 2);
	keyring_free(&k);
}

static void
without_a_star_an_area_that_is_not_named_goes_to_nobody(void **state)
{
	struct keyring *k =
	    parsed(HEAD EPOCH("1") "recovery = $0\narea narcotics = $1\n");

	(void)state;
	goes_to(k, "narcotics", (size_t[]){1, 0}, 2);
	goes_to(k, "theft", NULL, 0);
	goes_to(k, "*", NULL, 0);
	keyring_free(&k);
}

/* Computed with sha256sum and Python's integers. */
static void
a_fingerprint_is_six_groups_of_five_digits(void **state)
{
	struct recipient r = example_recipient();
	char text[FINGERPRINT_LEN];

	(void)state;
	fingerprint_recipient(&r, text);
	assert_string_equal(text, "49660 97712 79518 88155 04854 72655");
	fingerprint_keyring(
	    (struct view){.data = (const uint8_t *)"abc\n", .len = 4}, text);
	assert_string_equal(text, "41690 54680 18665 04602 73987 08182");
}

int
main(void)
{
#define T(name) cmocka_unit_test(name)
	static const struct CMUnitTest tests[] = {
	    T(a_keyring_counts_from_issue_to_expiry_both_included),
	    T(an_epoch_covers_its_first_and_last_day),
	    T(of_several_epochs_the_one_that_began_last_is_taken),
	    T(last_day_is_the_one_before_the_first_gap),
	    T(last_day_is_what_counting_days_gives),
	    T(a_keyring_without_epochs_is_never_usable),
	    T(an_area_goes_to_its_own_recipients_or_those_of_the_star),
	    T(without_a_star_an_area_that_is_not_named_goes_to_nobody),
	    T(a_fingerprint_is_six_groups_of_five_digits),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
