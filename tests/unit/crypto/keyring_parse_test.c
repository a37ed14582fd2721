/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Keyrings as text: FORMAT 13.1 to 13.6, rule by rule.
 */
#include "keyring_test.h"

#include <ctype.h>
#include <stdio.h>

/* ---- 13.1: lines, sections, one form ---- */

static void
written_it_has_the_form_of_the_specification(void **state)
{
	struct keyring *k = parsed(GOOD);
	struct buf expected = text_of(GOOD);
	struct buf out = text_of("");

	(void)state;
	assert_int_equal(keyring_write(k, io_write_to_buf, &out), 0);
	assert_int_equal(out.len, expected.len);
	assert_memory_equal(out.data, expected.data, out.len);
	buf_free(&out);
	buf_free(&expected);
	keyring_free(&k);
	assert_null(k);
}

static void
other_white_space_comments_and_order_are_the_same_keyring(void **state)
{
	struct keyring *k = parsed(
	    "\r\n# a comment = none\n[keyring]\r\nstanzas=3\nexpires  =  "
	    "2027-11-21\nissued= 2026-11-22\nserial =2\n#\nservice = Tipsa "
	    "polisen\nformat = inkast-keyring/1\n[epoch 1]\ndestroy-after = "
	    "2027-11-21\nfrom = 2026-11-22\n\nuntil = 2027-05-21\nrecovery = "
	    "$0\narea narcotics = $1\narea *=$2\n");
	struct buf expected = text_of(GOOD);
	struct buf out = text_of("");

	(void)state;
	assert_int_equal(keyring_write(k, io_write_to_buf, &out), 0);
	assert_int_equal(out.len, expected.len);
	assert_memory_equal(out.data, expected.data, out.len);
	buf_free(&out);
	buf_free(&expected);
	keyring_free(&k);
}

static void
lines_of_an_area_may_stand_apart_and_are_written_together(void **state)
{
	struct keyring *k =
	    parsed(HEAD EPOCH("1") "area a = $1\narea b = $2\narea a = $3\n");
	struct buf expected =
	    text_of(HEAD EPOCH("1") "area a = $1\narea a = $3\narea b = $2\n");
	struct buf out = text_of("");

	(void)state;
	assert_int_equal(keyring_write(k, io_write_to_buf, &out), 0);
	assert_int_equal(out.len, expected.len);
	assert_memory_equal(out.data, expected.data, out.len);
	buf_free(&out);
	buf_free(&expected);
	keyring_free(&k);
}

static int
full_after_100(void *ctx, const void *p, size_t n)
{
	size_t *left = ctx;

	(void)p;
	if (n > *left)
		return -28;
	*left -= n;
	return 0;
}

static void
a_failing_write_ends_writing(void **state)
{
	struct keyring *k = parsed(GOOD);
	struct buf expected = text_of(GOOD);

	(void)state;
	for (size_t room = 0; room <= expected.len; room++) {
		size_t left = room;
		assert_int_equal(keyring_write(k, full_after_100, &left),
		    room < expected.len ? -28 : 0);
	}
	buf_free(&expected);
	keyring_free(&k);
}

static void
control_characters_are_refused_wherever_they_stand(void **state)
{
	static const char *const bad[] = {"\x01", "\t", "\x1b[2J", "\x7f",
	    "\xc2\x85", "\xc2\x80", "\xc2\x9f", "\r", "\xff", "\xc0\x80",
	    "\xed\xa0\x80"};
	char text[512];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		snprintf(text, sizeof text, "# %s.\n", bad[i]);
		refused_syntax(text, "line 1: ");
		snprintf(text, sizeof text,
		    TITLE "format = inkast-keyring/1\nservice = a%s.\n",
		    bad[i]);
		refused_syntax(text, "line 4: ");
	}
	struct buf b = text_of(GOOD);
	struct keyring_error why;
	struct keyring *k;
	b.data[10] = '\0';
	assert_int_equal(parse_why(&b, &k, &why), KEYRING_E_SYNTAX);
	buf_free(&b);
}

static void
a_line_has_at_most_2047_bytes(void **state)
{
	char line[KEYRING_LINE_MAX + 2];

	(void)state;
	for (size_t n = KEYRING_LINE_MAX - 1; n <= KEYRING_LINE_MAX + 1; n++) {
		struct keyring_error why;
		struct keyring *k;
		struct buf b = text_of(GOOD);
		memset(line, '#', n);
		buf_add(&b, line, n);
		buf_add_str(&b, "\n");
		int r = parse_why(&b, &k, &why);
		assert_int_equal(
		    r, n <= KEYRING_LINE_MAX ? KEYRING_OK : KEYRING_E_SYNTAX);
		if (r == KEYRING_OK)
			keyring_free(&k);
		else
			assert_non_null(strstr(why.text, "2047"));
		buf_free(&b);
	}
}

static void
a_text_has_at_most_256_kib(void **state)
{
	struct buf b = text_of(GOOD);
	struct keyring_error why;
	struct keyring *k;

	(void)state;
	while (b.len < KEYRING_TEXT_MAX)
		buf_add_str(&b, "\n");
	assert_int_equal(parse_why(&b, &k, &why), KEYRING_OK);
	keyring_free(&k);
	buf_add_str(&b, "\n");
	assert_int_equal(parse_why(&b, &k, &why), KEYRING_E_SIZE);
	buf_free(&b);
}

/* Without its end it is refused, or it is a whole keyring of fewer lines; a cut
 * inside a line never passes. */
static void
truncated_at_any_byte_it_is_refused_but_at_a_line_of_recipients(void **state)
{
	struct buf b = text_of(GOOD);
	size_t whole = b.len;
	size_t passed = 0;

	(void)state;
	for (b.len = 0; b.len < whole; b.len++) {
		struct keyring_error why;
		struct keyring *k;
		int r = parse_why(&b, &k, &why);
		if (r != KEYRING_OK) {
			assert_int_equal(
			    r, b.len > 0 && b.data[b.len - 1] != '\n'
				   ? KEYRING_E_SYNTAX
				   : r);
			continue;
		}
		assert_int_equal(b.data[b.len - 1], '\n');
		keyring_free(&k);
		passed++;
	}
	/* After [keyring]'s last line and the empty one, which are a keyring
	 * without an epoch, and after the first area. */
	assert_int_equal(passed, 3);
	b.len = whole;
	buf_free(&b);
}

static void
what_is_no_line_of_a_keyring_is_refused(void **state)
{
	(void)state;
	refused_syntax("", "[keyring]");
	refused_syntax("#\n\n", "[keyring]");
	refused_syntax("x = y\n" GOOD, "line 1: ");
	refused_syntax("\xef\xbb\xbf" GOOD, "line 1: ");
	refused_syntax(GOOD "area\n", "line 17: [epoch 1]");
	refused_syntax(GOOD "=\n", "line 17: [epoch 1]");
	refused_syntax(GOOD " = $3\n", "line 17: [epoch 1]");
	refused_syntax(GOOD "[epoch 2\n", "line 17: [epoch 1]");
	refused_syntax(GOOD "[\n", "line 17: [epoch 1]");
	refused_syntax(GOOD "[]\n", "line 17: [epoch 1]");
}

/* ---- 13.2: sections and keys ---- */

static void
keyring_is_the_first_section_and_stands_once(void **state)
{
	(void)state;
	refused_syntax(EPOCH("1") "area * = $0\n", "[keyring] first");
	refused_syntax(HEAD "[keyring]\n", "[keyring] once");
	refused_syntax(GOOD "[keyring]\n", "[keyring] once");
	refused_syntax("[Keyring]\n", "[keyring] first");
}

static void
unknown_sections_and_keys_are_refused(void **state)
{
	(void)state;
	refused_syntax(GOOD "[signers]\n", "\"signers\"");
	refused_syntax(GOOD "[epoch]\n", "\"epoch\"");
	refused_syntax(GOOD "colour = blue\n", "\"colour\"");
	refused_syntax(GOOD "From = 2026-11-22\n", "\"From\"");
	refused_syntax(GOOD "areas = $0\n", "\"areas\"");
	refused_syntax(TITLE "colour = blue\n", "line 3: [keyring]");
	/* A key of one section in the other. */
	refused_syntax(TITLE "from = 2026-11-22\n", "\"from\"");
	refused_syntax(TITLE "recovery = $0\n", "\"recovery\"");
	refused_syntax(GOOD "serial = 3\n", "\"serial\"");
}

static void
sections_and_keys_given_twice_are_refused(void **state)
{
	(void)state;
	refused_syntax(GOOD EPOCH("1") "area * = $0\n", "line 18: ");
	refused_syntax(HEAD "serial = 2\n", "serial is given twice");
	refused_syntax(HEAD "format = inkast-keyring/1\n", "format is given");
	refused_syntax(GOOD "until = 2027-05-21\n", "until is given twice");
	/* The next section counts its own. */
	struct keyring *k = parsed(GOOD EPOCH("2") "area * = $0\n");
	assert_int_equal(k->n_epochs, 2);
	keyring_free(&k);
}

/* GOOD without its line number n. */
static void
without_line(size_t n, const char *words)
{
	char text[1024] = "";
	const char *line = GOOD;

	for (size_t i = 1; *line != '\0'; i++) {
		size_t len = strcspn(line, "\n") + 1;
		if (i != n)
			strncat(text, line, len);
		line += len;
	}
	refused_syntax(text, words);
}

static void
a_missing_key_is_refused(void **state)
{
	(void)state;
	without_line(3, "format is missing");
	without_line(4, "service is missing");
	without_line(5, "serial is missing");
	without_line(6, "issued is missing");
	without_line(7, "expires is missing");
	without_line(8, "stanzas is missing");
	without_line(11, "from is missing");
	without_line(12, "until is missing");
	without_line(13, "destroy-after is missing");
}

static void
another_format_is_refused(void **state)
{
	(void)state;
	refused_syntax(TITLE "format = inkast-keyring/2\n", "inkast-keyring/1");
	refused_syntax(TITLE "format =\n", "nothing");
}

static void
a_day_is_one_that_the_calendar_has(void **state)
{
	static const char *const bad[] = {"2026-02-29", "2026-13-01",
	    "2026-00-01", "2026-04-31", "2026-01-00", "1969-12-31",
	    "10000-01-01", "2026-1-01", "2026-01-1", "26-01-01", "2026/01/01",
	    "2026-01-01Z", "2026-01-011", "+026-01-01", "2026-01", "today",
	    "2026-01-01 12:00", "1900-02-29", "2100-02-29", "-"};
	char text[512];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		snprintf(text, sizeof text, TITLE "issued = %s\n", bad[i]);
		refused_syntax(
		    text, "line 3: [keyring] issued: expected a day");
	}
	struct keyring *k =
	    parsed(TITLE "format = inkast-keyring/1\nservice = a\nserial = "
			 "1\nstanzas = 1\nissued = 1970-01-01\nexpires = "
			 "9999-12-31\n[epoch 1]\nfrom = 2000-02-29\nuntil = "
			 "2028-02-29\ndestroy-after = 2400-02-29\narea * = "
			 "$0\n");
	assert_int_equal(k->issued, 0);
	assert_int_equal(k->expires, 2932896);
	assert_int_equal(k->epochs[0].from, 11016);
	assert_int_equal(k->epochs[0].until, 21243);
	assert_int_equal(k->epochs[0].destroy_after, 157113);
	keyring_free(&k);
}

/* ---- 13.3: service, serial, days, stanzas ---- */

static void
numbers_are_in_their_ranges_and_without_zeros_before(void **state)
{
	static const char *const bad[] = {"0", "-1", "+1", "01", "2147483648",
	    "4294967297", "99999999999999999999", "1.0", "1e3", "0x1", "", "x",
	    "1 2"};
	char text[512];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		snprintf(text, sizeof text, TITLE "serial = %s\n", bad[i]);
		refused_syntax(text, "1 to 2147483647");
		snprintf(text, sizeof text, TITLE "stanzas = %s\n", bad[i]);
		refused_syntax(text, "1 to 16");
		snprintf(text, sizeof text, GOOD "[epoch %s]\n", bad[i]);
		refused_syntax(text, "line 17: ");
	}
	refused_syntax(TITLE "stanzas = 17\n", "found \"17\"");
	struct keyring *k = parsed(TITLE
	    "format = inkast-keyring/1\nservice = a\nserial = 2147483647\n"
	    "issued = 2026-11-22\nexpires = 2026-11-22\nstanzas = 16\n" EPOCH(
		"2147483647") "area * = $0\n");
	assert_int_equal(k->serial, KEYRING_SERIAL_MAX);
	assert_int_equal(k->epochs[0].id, KEYRING_SERIAL_MAX);
	assert_int_equal(k->stanzas, KEYRING_STANZAS_MAX);
	keyring_free(&k);
}

static void
a_service_has_1_to_80_characters(void **state)
{
	char name[4 * 81 + 1] = "";
	char text[1024];

	(void)state;
	refused_syntax(TITLE "service =\n", "1 to 80");
	for (size_t n = 1; n <= 81; n++) {
		strcat(name, "\xf0\x9f\x90\x9f");
		snprintf(text, sizeof text,
		    TITLE "format = inkast-keyring/1\nservice = %s\nserial = "
			  "2\nissued = 2026-11-22\nexpires = 2027-11-21\n"
			  "stanzas = 3\n" EPOCH("1") "area * = $0\n",
		    name);
		if (n == 81) {
			refused_syntax(text, "service: expected 1 to 80");
			break;
		}
		struct keyring *k = parsed(text);
		assert_string_equal(k->service, name);
		keyring_free(&k);
	}
}

static void
expiry_is_not_before_issue(void **state)
{
	(void)state;
	refused_syntax(TITLE
	    "format = inkast-keyring/1\nservice = a\nserial = 1\n"
	    "issued = 2026-11-22\nexpires = 2026-11-21\nstanzas = 1\n" EPOCH(
		"1") "area * = $0\n",
	    "expires");
}

static void
stanzas_are_enough_for_every_area_with_recovery(void **state)
{
	(void)state;
	refused_syntax(HEAD EPOCH("1") "recovery = $0\nrecovery = $1\narea a "
				       "= $2\narea b = $3\narea b = $4\n",
	    "[epoch 1] area b: has 4 recipients");
	struct keyring *k = parsed(HEAD EPOCH(
	    "1") "recovery = $0\nrecovery = $1\narea a = $2\narea b = $2\n");
	keyring_free(&k);
}

/* ---- 13.4: epochs ---- */

static void
epochs_ascend(void **state)
{
	(void)state;
	refused_syntax(HEAD EPOCH("2") "area * = $0\n" EPOCH("1"), "above 2");
	refused_syntax(HEAD EPOCH("2") "area * = $0\n" EPOCH("2"), "above 2");
	struct keyring *k =
	    parsed(HEAD EPOCH("3") "area * = $0\n" EPOCH("7") "area * = $1\n");
	assert_ptr_equal(keyring_epoch_find(k, 3), &k->epochs[0]);
	assert_ptr_equal(keyring_epoch_find(k, 7), &k->epochs[1]);
	assert_null(keyring_epoch_find(k, 5));
	keyring_free(&k);
}

static void
epochs_are_at_most_32(void **state)
{
	struct keyring_error why;
	struct keyring *k;
	struct buf b = text_of(HEAD);

	(void)state;
	for (unsigned i = 1; i <= 33; i++) {
		buf_add_fmt(&b, "[epoch %u]\n", i);
		add_lines(&b, DAYS "area * = $0\n");
		int r = parse_why(&b, &k, &why);
		assert_int_equal(r, i <= 32 ? KEYRING_OK : KEYRING_E_SYNTAX);
		keyring_free(&k);
	}
	assert_non_null(strstr(why.text, "at most 32 epochs"));
	buf_free(&b);
}

static void
days_of_an_epoch_are_in_order(void **state)
{
	(void)state;
	refused_syntax(HEAD "[epoch 1]\nfrom = 2026-11-22\nuntil = 2026-11-21\n"
			    "destroy-after = 2027-11-21\narea * = $0\n",
	    "[epoch 1]");
	refused_syntax(HEAD "[epoch 1]\nfrom = 2026-11-22\nuntil = 2027-05-21\n"
			    "destroy-after = 2027-05-20\narea * = $0\n",
	    "[epoch 1]");
	struct keyring *k =
	    parsed(HEAD "[epoch 1]\nfrom = 2026-11-22\nuntil = 2026-11-22\n"
			"destroy-after = 2026-11-22\narea * = $0\n");
	keyring_free(&k);
}

/* ---- 13.5: areas and recovery ---- */

static void
an_epoch_has_an_area(void **state)
{
	(void)state;
	refused_syntax(HEAD EPOCH("1"), "expected an area");
	refused_syntax(HEAD EPOCH("1") "recovery = $0\n", "expected an area");
}

static void
an_area_is_an_id_of_the_form_or_a_star(void **state)
{
	static const char *const bad[] = {"", "A", "a b", "**", "a*",
	    "\xc3\xa5", "a_b", "a.b", "../a",
	    "abcdefghijklmnopqrstuvwxyz-0123456789-abc"};
	char text[512];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		snprintf(text, sizeof text, HEAD EPOCH("1") "area %s = $0\n",
		    bad[i]);
		refused_syntax(text, "line 14: [epoch 1]");
	}
	struct keyring *k = parsed(HEAD EPOCH(
	    "1") "area abcdefghijklmnopqrstuvwxyz-0123456789-ab = $0\n");
	assert_int_equal(strlen(k->epochs[0].areas[0].id), 40);
	keyring_free(&k);
}

static void
areas_are_at_most_32(void **state)
{
	struct keyring_error why;
	struct keyring *k;
	struct buf b = text_of(HEAD EPOCH("1"));

	(void)state;
	for (unsigned i = 1; i <= 33; i++) {
		buf_add_fmt(&b, "area a%u = ", i);
		add_lines(&b, "$0\n");
		int r = parse_why(&b, &k, &why);
		assert_int_equal(r, i <= 32 ? KEYRING_OK : KEYRING_E_SYNTAX);
		keyring_free(&k);
	}
	assert_non_null(strstr(why.text, "at most 32 areas"));
	buf_free(&b);
}

static void
an_area_has_at_most_16_recipients_with_recovery(void **state)
{
	(void)state;
	for (size_t recovery = 0; recovery <= 16; recovery += 4) {
		struct keyring_error why;
		struct keyring *k;
		struct buf b = text_of(
		    TITLE "format = inkast-keyring/1\nservice = a\nserial = 1\n"
			  "issued = 2026-11-22\nexpires = 2026-11-22\nstanzas "
			  "= 16\n" EPOCH("1"));
		for (size_t i = 0; i < 17; i++) {
			buf_add_str(
			    &b, i < recovery ? "recovery = " : "area * = ");
			buf_add_str(&b, CLASSIC(i));
			buf_add_str(&b, "\n");
			int r = parse_why(&b, &k, &why);
			bool good = i >= recovery && i < 16;
			assert_int_equal(
			    r, good ? KEYRING_OK : KEYRING_E_SYNTAX);
			keyring_free(&k);
		}
		buf_free(&b);
	}
}

static void
a_line_that_repeats_another_is_refused(void **state)
{
	(void)state;
	refused_syntax(HEAD EPOCH("1") "area * = $0\narea * = $0\n", "twice");
	refused_syntax(
	    HEAD EPOCH("1") "recovery = $0\nrecovery = $0\narea * = $1\n",
	    "twice");
	refused_syntax(HEAD EPOCH("1") "recovery = $0\narea * = $0\n", "again");
	/* In two areas it stands for two areas. */
	struct keyring *k =
	    parsed(HEAD EPOCH("1") "area a = $0\narea b = $0\n");
	assert_int_equal(k->n_recipients, 1);
	keyring_free(&k);
}

/* ---- 13.6: recipients ---- */

static void
a_recipient_of_an_unknown_type_is_refused(void **state)
{
	static const char *const bad[] = {
	    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJl2aAG1TFQ1yN7SCPUQkMVpCXDK",
	    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDEJ1",
	    "age1tag1qt8lw0ual6avlwmwatk888yqnmdamm7xfd0wak53ut6elz5c4sw",
	    "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3",
	    "age1plugin", "age1", "age1pq1", "none", "", "*",
	    "https://example.com/keys"};
	char text[512];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		snprintf(
		    text, sizeof text, HEAD EPOCH("1") "area * = %s\n", bad[i]);
		refused(text, KEYRING_E_TYPE,
		    "line 14: [epoch 1] area *: expected a public key");
	}
}

/* The key with one change; told by line, shown only in its beginning. */
static void
a_damaged_recipient_is_refused_and_not_shown_whole(void **state)
{
	const char *key = CLASSIC(0);
	size_t n = strlen(key);
	char text[512];
	char wrong[128];

	(void)state;
	for (size_t i = 0; i < n; i++) {
		strcpy(wrong, key);
		wrong[i] = wrong[i] == 'q' ? 'p' : 'q';
		snprintf(
		    text, sizeof text, HEAD EPOCH("1") "area * = %s\n", wrong);
		struct buf b = text_of(text);
		struct keyring_error why;
		struct keyring *k;
		assert_int_equal(parse_why(&b, &k, &why), KEYRING_E_TYPE);
		assert_null(strstr(why.text, &wrong[20]));
		buf_free(&b);
	}
	for (size_t i = 0; i < n; i++)
		wrong[i] = (char)toupper((unsigned char)key[i]);
	snprintf(text, sizeof text, HEAD EPOCH("1") "area * = %.*s\n", (int)n,
	    wrong);
	refused(text, KEYRING_E_TYPE, "lower case");
	snprintf(
	    text, sizeof text, HEAD EPOCH("1") "area * = %s %s\n", key, key);
	refused(text, KEYRING_E_TYPE, "whole");
}

static void
recipients_of_an_epoch_are_of_one_kind(void **state)
{
	(void)state;
	refused_syntax(
	    HEAD EPOCH("1") "area a = $0\narea b = %0\n", "one kind");
	refused_syntax(
	    HEAD EPOCH("1") "recovery = %0\narea b = $0\n", "one kind");
	struct keyring *k = parsed(HEAD EPOCH("1") "area a = $0\n" EPOCH(
	    "2") "recovery = %0\narea b = %1\n");
	assert_int_equal(keyring_epoch_type(k, &k->epochs[0]), AGE_X25519);
	assert_int_equal(keyring_epoch_type(k, &k->epochs[1]), AGE_HYBRID);
	keyring_free(&k);
}

static void
different_recipients_are_at_most_256(void **state)
{
	struct keyring *k = keyring_new();
	struct recipient r = {.type = AGE_X25519};
	uint16_t place;

	(void)state;
	assert_non_null(k);
	for (size_t i = 0; i < KEYRING_RECIPIENTS_MAX; i++) {
		r.key[0] = (uint8_t)i;
		assert_int_equal(
		    keyring_add_recipient(k, &r, &place), KEYRING_OK);
		assert_int_equal(place, i);
	}
	r.key[0] = 7;
	assert_int_equal(keyring_add_recipient(k, &r, &place), KEYRING_OK);
	assert_int_equal(place, 7);
	r.key[1] = 1;
	assert_int_equal(keyring_add_recipient(k, &r, &place), KEYRING_E_FULL);
	keyring_free(&k);
}

/* ---- messages ---- */

static void
a_message_never_shows_what_may_be_a_secret_key(void **state)
{
	static const char identity[] = EXAMPLE_IDENTITY;
	const char *const secrets[] = {identity,
	    "age-secret-key-1gfpyysjzgfpyysjzgfpyysjzgfpyysj",
	    "AGE-SECRET-KEY-PQ-1GFPYYSJZGFPYYSJZ",
	    /* minisign's, unprotected; a seed in hexadecimal, in base64 */
	    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGFPYYSJZGFPYYSJ",
	    "4746505959534a5a4746505959534a5a4746505959534a5a",
	    "GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPY"};
	static const char *const places[] = {HEAD EPOCH("1") "area * = @\n",
	    HEAD EPOCH("1") "recovery = @\n", HEAD EPOCH("1") "area @ = x\n",
	    HEAD EPOCH("1") "@\n", HEAD EPOCH("1") "@ = x\n",
	    TITLE "serial = @\n", TITLE "issued = @\n", TITLE "format = @\n",
	    HEAD "[epoch @]\n", HEAD "[@]\n", "@\n", "[@\n",
	    TITLE "stanzas = 1@\n", TITLE "serial = key: @\n",
	    TITLE "service = @\x01\n"};
	char text[1024];

	(void)state;
	for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
		for (size_t j = 0; j < sizeof places / sizeof places[0]; j++) {
			struct keyring_error why;
			struct keyring *k;
			size_t at = strcspn(places[j], "@");
			snprintf(text, sizeof text, "%.*s%s%s", (int)at,
			    places[j], secrets[i], &places[j][at + 1]);
			struct buf b = text_of(text);
			int r = parse_why(&b, &k, &why);
			assert_true(
			    r == KEYRING_E_SYNTAX || r == KEYRING_E_TYPE);
			if (strcasestr(why.text, "GFPYY") != NULL ||
			    strstr(why.text, "4746505959") != NULL)
				fail_msg("%s", why.text);
			buf_free(&b);
		}
}

static void
what_was_found_is_shown_visibly_and_cut_off(void **state)
{
	(void)state;
	refused_syntax(TITLE "serial = \xe2\x80\xae"
			     "1\n",
	    "U+202E");
	refused_syntax(TITLE
	    "serial = one two three four five six seven eight nine\n",
	    "found \"one two three four five six seven eight ...\"");
}

/* ---- keyrings made in memory ---- */

static void
what_could_not_be_read_back_is_refused_by_the_check(void **state)
{
	static const char *const bad[] = {
	    "", " a", "a ", "a\nserial = 9", "a\x1b", "\xff", "\xc2\x85"};
	struct keyring *k = parsed(GOOD);
	struct keyring_error why;

	(void)state;
	assert_int_equal(keyring_check(k, &why), KEYRING_OK);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		strcpy(k->service, bad[i]);
		assert_int_equal(keyring_check(k, &why), KEYRING_E_SYNTAX);
		assert_non_null(strstr(why.text, "service"));
	}
	strcpy(k->service, "a");
	k->serial = 0;
	assert_int_equal(keyring_check(k, &why), KEYRING_E_SYNTAX);
	k->serial = 1;
	k->stanzas = 17;
	assert_int_equal(keyring_check(k, &why), KEYRING_E_SYNTAX);
	k->stanzas = 16;
	k->epochs[0].areas[0].n = 0;
	assert_int_equal(keyring_check(k, &why), KEYRING_E_SYNTAX);
	k->epochs[0].areas[0].n = 1;
	k->epochs[1] = k->epochs[0];
	k->n_epochs = 2;
	assert_int_equal(keyring_check(k, &why), KEYRING_E_SYNTAX);
	k->epochs[1].id++;
	assert_int_equal(keyring_check(k, &why), KEYRING_OK);
	strcpy(k->epochs[1].areas[0].id, "a b");
	assert_int_equal(keyring_check(k, &why), KEYRING_E_SYNTAX);
	strcpy(k->epochs[1].areas[0].id, k->epochs[1].areas[1].id);
	assert_int_equal(keyring_check(k, &why), KEYRING_E_SYNTAX);
	k->n_epochs = 1;
	k->epochs[0].id = 0;
	assert_int_equal(keyring_check(k, &why), KEYRING_E_SYNTAX);
	k->epochs[0].id = 1;
	keyring_free(&k);
}

/* 9999-12-31 is the last that ten characters can name. */
static void
days_that_could_not_be_written_are_refused_by_the_check(void **state)
{
	struct keyring *k = parsed(GOOD);
	struct keyring_epoch *e = &k->epochs[0];
	struct keyring_error why;

	(void)state;
	k->expires = 2932896;
	e->destroy_after = 2932896;
	assert_int_equal(keyring_check(k, &why), KEYRING_OK);
	e->destroy_after++;
	assert_int_equal(keyring_check(k, &why), KEYRING_E_SYNTAX);
	e->destroy_after--;
	e->from = -1;
	assert_int_equal(keyring_check(k, &why), KEYRING_E_SYNTAX);
	e->from = 0;
	k->expires++;
	assert_int_equal(keyring_check(k, &why), KEYRING_E_SYNTAX);
	k->expires--;
	k->issued = -1;
	assert_int_equal(keyring_check(k, &why), KEYRING_E_SYNTAX);
	keyring_free(&k);
}

int
main(void)
{
#define T(name) cmocka_unit_test(name)
	static const struct CMUnitTest tests[] = {
	    T(written_it_has_the_form_of_the_specification),
	    T(other_white_space_comments_and_order_are_the_same_keyring),
	    T(lines_of_an_area_may_stand_apart_and_are_written_together),
	    T(a_failing_write_ends_writing),
	    T(control_characters_are_refused_wherever_they_stand),
	    T(a_line_has_at_most_2047_bytes),
	    T(a_text_has_at_most_256_kib),
	    T(truncated_at_any_byte_it_is_refused_but_at_a_line_of_recipients),
	    T(what_is_no_line_of_a_keyring_is_refused),
	    T(keyring_is_the_first_section_and_stands_once),
	    T(unknown_sections_and_keys_are_refused),
	    T(sections_and_keys_given_twice_are_refused),
	    T(a_missing_key_is_refused),
	    T(another_format_is_refused),
	    T(a_day_is_one_that_the_calendar_has),
	    T(numbers_are_in_their_ranges_and_without_zeros_before),
	    T(a_service_has_1_to_80_characters),
	    T(expiry_is_not_before_issue),
	    T(stanzas_are_enough_for_every_area_with_recovery),
	    T(epochs_ascend),
	    T(epochs_are_at_most_32),
	    T(days_of_an_epoch_are_in_order),
	    T(an_epoch_has_an_area),
	    T(an_area_is_an_id_of_the_form_or_a_star),
	    T(areas_are_at_most_32),
	    T(an_area_has_at_most_16_recipients_with_recovery),
	    T(a_line_that_repeats_another_is_refused),
	    T(a_recipient_of_an_unknown_type_is_refused),
	    T(a_damaged_recipient_is_refused_and_not_shown_whole),
	    T(recipients_of_an_epoch_are_of_one_kind),
	    T(different_recipients_are_at_most_256),
	    T(a_message_never_shows_what_may_be_a_secret_key),
	    T(what_was_found_is_shown_visibly_and_cut_off),
	    T(what_could_not_be_read_back_is_refused_by_the_check),
	    T(days_that_could_not_be_written_are_refused_by_the_check),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
