/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The keyring as it is installed (docs/FORMAT.md 13.7, 13.8, 14.5): what is
 * taken, what is refused and with which words, and how long it can be used.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "gateway/keys/installed.h"
#include "tests/unit/gateway/keyring_fixture.h"

struct place {
	char dir[64];
	char keyring[96];
	struct config config;
	struct installed installed;
	struct keyring_error err;
};

static void
pin(struct place *p, unsigned n, unsigned needed)
{
	p->config.n_signers = 0;
	for (unsigned i = 0; i < n; i++)
		assert_null(
		    config_add_signer(&p->config, fixture_signer_text(i)));
	p->config.signers_needed = needed;
}

static int
set_up(void **state)
{
	struct place *p = calloc(1, sizeof *p);
	struct keyring_wish wish = keyring_wish(1);

	assert_non_null(p);
	strcpy(p->dir, "/tmp/inkast-installed-XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	snprintf(p->keyring, sizeof p->keyring, "%s/keyring", p->dir);
	config_defaults(&p->config);
	strcpy(p->config.keyring_dir, p->keyring);
	pin(p, 1, 0);
	fixture_keyring(p->keyring, &wish, 1);
	*state = p;
	return 0;
}

static int
tear_down(void **state)
{
	struct place *p = *state;

	installed_free(&p->installed);
	fixture_remove(p->keyring);
	int r = rmdir(p->dir);
	free(p);
	return r;
}

static const char *
in(const struct place *p, const char *name)
{
	static char path[160];

	snprintf(path, sizeof path, "%s/%s", p->keyring, name);
	return path;
}

static void
takes(struct place *p)
{
	int r = installed_read(&p->config, &p->installed, &p->err);

	if (r != KEYRING_OK)
		fail_msg("%d %s", r, p->err.text);
}

/* With a message that holds the text; and nothing is written. */
static void
refuses(struct place *p, int code, const char *text)
{
	static const struct installed untouched;

	assert_int_equal(
	    installed_read(&p->config, &p->installed, &p->err), code);
	if (strstr(p->err.text, text) == NULL)
		fail_msg("expected \"%s\", got \"%s\"", text, p->err.text);
	assert_memory_equal(&p->installed, &untouched, sizeof untouched);
}

static void
what_was_signed_is_taken_with_its_text_and_digest(void **state)
{
	struct place *p = *state;
	uint8_t digest[HASH_LEN];
	struct buf text;

	takes(p);
	assert_int_equal(p->installed.keyring->serial, 1);
	assert_int_equal(p->installed.n_signatures, 1);
	assert_int_equal(p->installed.signers[0], 0);
	buf_init(&text, &buf_heap, KEYRING_TEXT_MAX);
	assert_int_equal(io_read_file(in(p, KEYRING_FILE), &text), 0);
	assert_int_equal(text.len, p->installed.text.len);
	assert_memory_equal(text.data, p->installed.text.data, text.len);
	hash_of(text.data, text.len, digest);
	assert_memory_equal(digest, p->installed.digest, HASH_LEN);
	buf_free(&text);
}

static void
a_missing_keyring_is_named_with_what_to_do(void **state)
{
	struct place *p = *state;

	unlink(in(p, KEYRING_FILE));
	refuses(p, KEYRING_E_SYNTAX, "/keyring/keyring.ini: No such file");
	assert_non_null(strstr(p->err.text, "inkast-admin keyring install"));
	fixture_remove(p->keyring);
	refuses(p, KEYRING_E_SYNTAX, "/keyring/keyring.ini: No such file");
}

static void
a_keyring_without_its_signature_is_refused(void **state)
{
	struct place *p = *state;

	unlink(in(p, "keyring.ini.minisig"));
	refuses(p, KEYRING_E_TOO_FEW, "keyring.ini: ");
}

static void
a_changed_byte_is_refused(void **state)
{
	struct place *p = *state;
	int fd = open(in(p, KEYRING_FILE), O_WRONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, "!", 1, 2), 1);
	close(fd);
	refuses(p, KEYRING_E_SIGNED, "keyring.ini.minisig");
}

static void
a_signer_that_is_not_pinned_is_refused(void **state)
{
	struct place *p = *state;

	p->config.n_signers = 0;
	assert_null(config_add_signer(&p->config, fixture_signer_text(1)));
	refuses(p, KEYRING_E_SIGNED, "keyring.ini.minisig");
}

static void
all_pinned_signers_have_to_have_signed_unless_fewer_are_needed(void **state)
{
	struct place *p = *state;
	struct keyring_wish wish = keyring_wish(1);

	pin(p, 2, 0);
	refuses(p, KEYRING_E_TOO_FEW, "keyring.ini: ");
	pin(p, 2, 1);
	takes(p);
	installed_free(&p->installed);
	pin(p, 2, 0);
	fixture_keyring(p->keyring, &wish, 2);
	takes(p);
	assert_int_equal(p->installed.n_signatures, 2);
	assert_int_equal(p->installed.signers[1], 1);
}

/* FORMAT 13.8: one that is there and bad is a reason to look, even if the
 * others would be enough. */
static void
one_bad_signature_among_enough_good_ones_is_refused(void **state)
{
	struct place *p = *state;

	assert_int_equal(
	    io_write_file(in(p, "keyring.ini.2.minisig"), 0644, 1, "x\n", 2),
	    0);
	refuses(p, KEYRING_E_SIGNED, "keyring.ini.2.minisig");
}

static void
no_signers_at_all_are_refused(void **state)
{
	struct place *p = *state;

	p->config.n_signers = 0;
	refuses(p, KEYRING_E_TOO_FEW, "[keyring] signer: expected at least");
}

static void
a_signer_that_is_no_key_is_named(void **state)
{
	struct place *p = *state;

	p->config.n_signers = 0;
	assert_null(config_add_signer(&p->config,
	    "RWAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
	refuses(p, KEYRING_E_SYNTAX, "[keyring] signer 1 of 1: expected");
}

static void
a_keyring_of_another_service_is_refused(void **state)
{
	struct place *p = *state;
	struct keyring_wish wish = keyring_wish(1);

	wish.service = "Another town";
	fixture_keyring(p->keyring, &wish, 1);
	refuses(p, KEYRING_E_SYNTAX, "\"Another town\"");
}

static void
a_file_too_large_is_refused_unread(void **state)
{
	struct place *p = *state;

	assert_int_equal(
	    truncate(in(p, KEYRING_FILE), (off_t)KEYRING_TEXT_MAX + 1), 0);
	refuses(p, KEYRING_E_SIZE, "keyring.ini: expected at most 256 KiB");
	assert_int_equal(truncate(in(p, KEYRING_FILE), 0), 0);
	assert_int_equal(truncate(in(p, "keyring.ini.minisig"),
			     (off_t)MINISIGN_FILE_MAX + 1),
	    0);
	refuses(p, KEYRING_E_SIZE, "minisig: expected at most 16 KiB");
}

/* Nobody waits for a writer, and no link leads out of the folder. */
static void
only_regular_files_are_read(void **state)
{
	struct place *p = *state;
	char away[192];

	unlink(in(p, "keyring.ini.minisig"));
	assert_int_equal(mkfifo(in(p, "keyring.ini.minisig"), 0600), 0);
	refuses(p, KEYRING_E_SYNTAX, "expected a regular file");
	snprintf(away, sizeof away, "%s/away", p->dir);
	assert_int_equal(rename(in(p, KEYRING_FILE), away), 0);
	assert_int_equal(symlink(away, in(p, KEYRING_FILE)), 0);
	refuses(p, KEYRING_E_SYNTAX, "expected a regular file");
	unlink(away);
	unlink(in(p, KEYRING_FILE));
	assert_int_equal(mkdir(in(p, KEYRING_FILE), 0700), 0);
	refuses(p, KEYRING_E_SYNTAX, "expected a regular file");
	rmdir(in(p, KEYRING_FILE));
}

static void
any_file_with_its_signatures_beside_it_can_be_read(void **state)
{
	struct place *p = *state;

	fixture_remove(p->keyring);
	struct keyring_wish wish = keyring_wish(7);
	fixture_keyring(p->keyring, &wish, 1);
	strcpy(p->config.keyring_dir, "/nowhere");
	assert_int_equal(installed_read_file(&p->config, in(p, KEYRING_FILE),
			     &p->installed, &p->err),
	    KEYRING_OK);
	assert_int_equal(p->installed.keyring->serial, 7);
}

static void
a_secret_key_given_as_a_path_is_not_shown(void **state)
{
	struct place *p = *state;

	assert_int_equal(
	    installed_read_file(
		&p->config, "AGE-SECRET-KEY-1QQQQQQQQ", &p->installed, &p->err),
	    KEYRING_E_SYNTAX);
	assert_null(strstr(p->err.text, "QQQQ"));
}

/* ---- an exchange in between ---- */

struct exchange {
	const char *a;
	const char *b;
	atomic_bool done;
	unsigned n;
};

static void *
exchange_on(void *ctx)
{
	struct exchange *e = ctx;

	while (!atomic_load(&e->done)) {
		if (renameat2(
			AT_FDCWD, e->a, AT_FDCWD, e->b, RENAME_EXCHANGE) != 0)
			break;
		e->n++;
	}
	return NULL;
}

static void
a_folder_exchanged_while_it_is_read_is_never_mixed(void **state)
{
	struct place *p = *state;
	struct keyring_wish wish = keyring_wish(2);
	struct exchange e = {.a = p->keyring};
	char other[96];
	pthread_t thread;
	unsigned seen[3] = {0};

	snprintf(other, sizeof other, "%s/other", p->dir);
	e.b = other;
	fixture_keyring(other, &wish, 1);
	assert_int_equal(pthread_create(&thread, NULL, exchange_on, &e), 0);
	for (unsigned i = 0; i < 1000 || seen[1] == 0 || seen[2] == 0; i++) {
		takes(p);
		seen[p->installed.keyring->serial]++;
		installed_free(&p->installed);
	}
	atomic_store(&e.done, true);
	pthread_join(thread, NULL);
	assert_true(e.n > 2);
	fixture_remove(other);
}

/* ---- the outlook ---- */

static void
outlook_is(
    struct place *p, int32_t day, enum keys_warning level, const char *text)
{
	struct keys_outlook outlook;

	assert_int_equal(
	    keys_outlook(p->installed.keyring, day, &outlook), level);
	assert_int_equal(keys_outlook(p->installed.keyring, day, NULL), level);
	if (level == KEYS_FINE)
		assert_string_equal(outlook.text, "");
	else if (strstr(outlook.text, text) == NULL)
		fail_msg("expected \"%s\", got \"%s\"", text, outlook.text);
}

static void
the_outlook_warns_60_30_and_7_days_before_the_keyring_expires(void **state)
{
	struct place *p = *state;
	struct keyring_wish wish = {.serial = 1,
	    .issued = 20000,
	    .expires = 20100,
	    .from = 20000,
	    .until = 20200};

	fixture_keyring(p->keyring, &wish, 1);
	takes(p);
	outlook_is(p, 19999, KEYS_OVER, "set the clock");
	outlook_is(p, 20039, KEYS_FINE, "");
	outlook_is(p, 20040, KEYS_60_DAYS, "the keyring expires");
	outlook_is(p, 20069, KEYS_60_DAYS, "2025-01-12");
	outlook_is(p, 20070, KEYS_30_DAYS, "keyring install");
	outlook_is(p, 20092, KEYS_30_DAYS, "");
	outlook_is(p, 20093, KEYS_7_DAYS, "");
	outlook_is(p, 20100, KEYS_7_DAYS, "");
	outlook_is(p, 20101, KEYS_OVER, "the form is closed");
}

static void
the_outlook_sees_the_end_of_the_epochs(void **state)
{
	struct place *p = *state;
	struct keyring_wish wish = {.serial = 1,
	    .issued = 20000,
	    .expires = 20300,
	    .from = 20010,
	    .until = 20100};

	fixture_keyring(p->keyring, &wish, 1);
	takes(p);
	outlook_is(p, 20005, KEYS_OVER, "no epoch of the keyring covers");
	outlook_is(p, 20010, KEYS_FINE, "");
	outlook_is(p, 20093, KEYS_7_DAYS, "no epoch of the keyring goes on");
	outlook_is(p, 20101, KEYS_OVER, "no epoch of the keyring covers");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_was_signed_is_taken_with_its_text_and_digest),
	    TEST(a_missing_keyring_is_named_with_what_to_do),
	    TEST(a_keyring_without_its_signature_is_refused),
	    TEST(a_changed_byte_is_refused),
	    TEST(a_signer_that_is_not_pinned_is_refused),
	    TEST(
		all_pinned_signers_have_to_have_signed_unless_fewer_are_needed),
	    TEST(one_bad_signature_among_enough_good_ones_is_refused),
	    TEST(no_signers_at_all_are_refused),
	    TEST(a_signer_that_is_no_key_is_named),
	    TEST(a_keyring_of_another_service_is_refused),
	    TEST(a_file_too_large_is_refused_unread),
	    TEST(only_regular_files_are_read),
	    TEST(any_file_with_its_signatures_beside_it_can_be_read),
	    TEST(a_secret_key_given_as_a_path_is_not_shown),
	    TEST(a_folder_exchanged_while_it_is_read_is_never_mixed),
	    TEST(the_outlook_warns_60_30_and_7_days_before_the_keyring_expires),
	    TEST(the_outlook_sees_the_end_of_the_epochs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
