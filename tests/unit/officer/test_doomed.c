/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The record of destruction (FORMAT 16): what is gone, and nothing else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "officer/doomed.h"

/* 2026-11-22. */
#define DAY 20779

static struct recipient recipients[] = {
    {.type = AGE_X25519, .key = {2, 7}},
    {.type = AGE_X25519, .key = {3, 7}},
};

/* A keyring with one epoch, 7, of the first and a third recipient. */
static struct keyring *
ring_new(void)
{
	struct keyring *k = keyring_new();
	struct recipient third = {.type = AGE_X25519, .key = {4, 7}};
	uint16_t places[2];

	assert_non_null(k);
	assert_int_equal(
	    keyring_add_recipient(k, &recipients[0], &places[0]), KEYRING_OK);
	assert_int_equal(
	    keyring_add_recipient(k, &third, &places[1]), KEYRING_OK);
	k->n_epochs = 1;
	k->epochs[0] = (struct keyring_epoch){.id = 7,
	    .n_areas = 1,
	    .areas = {
		{.id = "*", .n = 2, .recipients = {places[0], places[1]}}}};
	return k;
}

static void
record(const struct doomed *d, struct keyring *k, struct buf *out)
{
	const struct doomed_epoch epoch = {.keyring = k, .id = 7, .today = DAY};
	const struct doomed_source from = {.epoch = &epoch, .verified = true};

	buf_init(out, &buf_heap, 65536);
	doomed_record(d, &from, false, out);
	assert_int_equal(buf_add(out, "", 1), BUF_OK);
}

static const char *
text(const struct buf *b)
{
	return (const char *)b->data;
}

static void
what_is_not_gone_is_not_in_the_record(void **state)
{
	const struct doomed d = {
	    .files = {{.path = "room/gone.key",
			  .opened = true,
			  .first = 0,
			  .n = 1,
			  .gone = true},
		{.path = "room/stuck.key",
		    .opened = true,
		    .first = 1,
		    .n = 1,
		    .gone = false}},
	    .n_files = 2,
	    .recipients = recipients,
	    .n_recipients = 2,
	};
	struct keyring *k = ring_new();
	struct buf b;

	(void)state;
	record(&d, k, &b);
	assert_non_null(strstr(text(&b),
	    "inkast-destroyed/1\nday 2026-11-22\nepoch 7\nkeyring verified "
	    "0000"));
	/* Whoever has the third could still open the epoch. */
	assert_non_null(strstr(text(&b), "\nremaining "));
	assert_null(strstr(strstr(text(&b), "\nremaining ") + 2, "remaining"));
	assert_non_null(strstr(text(&b), "\nfile gone.key\nend\n"));
	assert_null(strstr(text(&b), "stuck"));
	assert_null(strstr(text(&b), "room"));
	buf_free(&b);
	keyring_free(&k);
}

static void
what_was_not_opened_has_no_recipient(void **state)
{
	const struct doomed d = {
	    .files = {{.path = "lost.key", .gone = true}},
	    .n_files = 1,
	};
	struct buf b;

	(void)state;
	record(&d, NULL, &b);
	assert_string_equal(text(&b),
	    "inkast-destroyed/1\nday 2026-11-22\nrecipient unknown\n"
	    "file lost.key\nend\n");
	buf_free(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_not_gone_is_not_in_the_record),
	    cmocka_unit_test(what_was_not_opened_has_no_recipient),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
