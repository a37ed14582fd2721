/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * A keyring that was replaced does not come back (FORMAT 5.6), in the store and
 * in the vault's rulebook; and which tips the rules let in (FORMAT 1.4, 4.4).
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "crypto/core/age.h"
#include "gateway/vault/rulebook.h"
#include "tests/unit/store/faults.h"
#include "tests/unit/store/place.h"

static const uint8_t one[STORE_DIGEST_LEN] = {1};
static const uint8_t two[STORE_DIGEST_LEN] = {2};

static uint32_t
serial_of(struct store *s)
{
	uint8_t digest[STORE_DIGEST_LEN];
	uint32_t serial = 99;

	assert_int_equal(store_keyring(s, &serial, digest), STORE_OK);
	return serial;
}

/* ---- the store ---- */

static void
a_new_store_has_served_no_keyring(void **state)
{
	struct store *s = open_store(*state, STORE_VAULT);

	assert_int_equal(serial_of(s), 0);
	store_close(&s);
}

static void
a_serial_only_grows(void **state)
{
	struct store *s = open_store(*state, STORE_VAULT);

	assert_int_equal(store_keyring_note(s, 5, one), STORE_OK);
	assert_int_equal(store_keyring_note(s, 4, one), STORE_E_OLD);
	assert_int_equal(store_keyring_note(s, 1, two), STORE_E_OLD);
	assert_int_equal(serial_of(s), 5);
	assert_int_equal(store_keyring_note(s, 5, one), STORE_OK);
	assert_int_equal(store_keyring_note(s, 6, two), STORE_OK);
	assert_int_equal(serial_of(s), 6);
	/* Nothing is left begun. */
	add_one(s, "x");
	store_close(&s);
}

static void
a_second_keyring_of_the_same_serial_is_refused(void **state)
{
	uint8_t digest[STORE_DIGEST_LEN];
	uint32_t serial;
	struct store *s = open_store(*state, STORE_VAULT);

	assert_int_equal(store_keyring_note(s, 5, one), STORE_OK);
	assert_int_equal(store_keyring_note(s, 5, two), STORE_E_OLD);
	assert_int_equal(store_keyring(s, &serial, digest), STORE_OK);
	assert_memory_equal(digest, one, sizeof(one));
	store_close(&s);
}

static void
the_serial_survives_the_end_and_a_rewrite(void **state)
{
	struct store *s = open_store(*state, STORE_VAULT);

	add_one(s, "x");
	assert_int_equal(store_keyring_note(s, 41, one), STORE_OK);
	assert_int_equal(store_rewrite(s), STORE_OK);
	assert_int_equal(serial_of(s), 41);
	store_close(&s);
	s = open_store(*state, STORE_VAULT);
	assert_int_equal(store_keyring_note(s, 40, one), STORE_E_OLD);
	assert_int_equal(store_rewrite(s), STORE_OK);
	store_close(&s);
	s = open_store(*state, STORE_ADMIN);
	assert_int_equal(serial_of(s), 41);
	store_close(&s);
}

static void
the_admin_reads_the_serial_and_cannot_write_it(void **state)
{
	struct store *s = open_store(*state, STORE_ADMIN);

	assert_int_equal(serial_of(s), 0);
	assert_int_equal(store_keyring_note(s, 1, one), STORE_E_DENIED);
	store_close(&s);
}

/* The child dies with its store open, as by SIGKILL. */
static bool
note_with_fault(const struct place *p, unsigned nth, bool *held)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		struct store *s = NULL;
		faults_set(nth, EIO, true);
		bool ok = store_open(p->dir, STORE_VAULT, &s) == STORE_OK &&
			  store_keyring_note(s, 6, two) == STORE_OK;
		_exit((ok ? 1 : 0) + (faults_seen().fired > 0 ? 2 : 0));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= 3);
	*held = (WEXITSTATUS(status) & 1) != 0;
	return (WEXITSTATUS(status) & 2) != 0;
}

static void
a_failing_disk_leaves_the_old_serial_or_the_new_one(void **state)
{
	const struct place *p = *state;
	struct store *s = open_store(p, STORE_VAULT);
	bool fired = true, held;
	unsigned nth;

	assert_int_equal(store_keyring_note(s, 5, one), STORE_OK);
	store_close(&s);
	for (nth = 1; fired; nth++) {
		assert_true(nth < 100);
		fired = note_with_fault(p, nth, &held);
		s = open_store(p, STORE_VAULT);
		uint32_t serial = serial_of(s);
		if (held)
			assert_int_equal(serial, 6);
		else
			assert_true(serial == 5 || serial == 6);
		store_close(&s);
	}
	assert_true(held);
	assert_true(nth > 3);
}

/* ---- the rulebook ---- */

struct desk {
	struct config config;
	struct keeper keeper;
	struct rulebook book;
	struct buf blob;
};

static void
desk_open(const struct place *p, struct desk *d)
{
	const uint8_t mark[TEST_MARK_LEN] = {0};

	memset(d, 0, sizeof(*d));
	config_defaults(&d->config);
	snprintf(
	    d->config.store_dir, sizeof(d->config.store_dir), "%s", p->dir);
	d->config.reserve_mib = 0;
	assert_int_equal(keeper_open(&d->keeper, &d->config), STORE_OK);
	buf_init(&d->blob, &buf_heap, 65536);
	blob_make(&d->blob, TEST_STANZAS, mark);
}

static void
desk_close(struct desk *d)
{
	buf_free(&d->blob);
	assert_int_equal(keeper_close(&d->keeper), STORE_OK);
}

static bool
give(struct desk *d, const struct rules *r)
{
	struct buf b;

	buf_init(&b, &buf_heap, 4096);
	rules_write(r, &b);
	bool taken =
	    rulebook_take(&d->book, &d->keeper, (struct view){b.data, b.len});
	buf_free(&b);
	return taken;
}

static bool
lets_in(const struct desk *d, uint32_t epoch, int32_t day)
{
	return rulebook_allows(
	    &d->book, epoch, (struct view){d->blob.data, d->blob.len}, day);
}

static void
without_rules_no_tip_is_let_in(void **state)
{
	struct desk d;
	int32_t today = clock_today();

	desk_open(*state, &d);
	assert_false(lets_in(&d, TEST_EPOCH, today));
	assert_false(lets_in(&d, 0, today));
	desk_close(&d);
}

static void
a_tip_is_let_in_by_epoch_kind_stanzas_and_day(void **state)
{
	struct rules r;
	struct desk d;

	desk_open(*state, &d);
	rules_make(&r);
	int32_t from = r.epochs[0].from, until = r.epochs[0].until;
	assert_true(give(&d, &r));
	assert_true(lets_in(&d, TEST_EPOCH, from));
	assert_false(lets_in(&d, TEST_EPOCH + 1, from));
	assert_false(lets_in(&d, 0, from));
	/* Sealed just before midnight, and a clock that was set back. */
	assert_true(lets_in(&d, TEST_EPOCH, until + 1));
	assert_true(lets_in(&d, TEST_EPOCH, from - 1));
	assert_false(lets_in(&d, TEST_EPOCH, until + 2));
	assert_false(lets_in(&d, TEST_EPOCH, from - 2));

	r.serial++;
	r.stanzas++;
	assert_true(give(&d, &r));
	r.serial++;
	r.epochs[0].kind = AGE_HYBRID;
	assert_true(give(&d, &r));
	/* The first rules are two changes old. */
	assert_false(lets_in(&d, TEST_EPOCH, from));
	desk_close(&d);
}

static void
what_was_sealed_just_before_a_change_is_still_let_in(void **state)
{
	struct rules first, second;
	struct desk d;
	int32_t today = clock_today();

	desk_open(*state, &d);
	rules_make(&first);
	second = first;
	second.serial = 2;
	second.epochs[0].id = 2;
	assert_true(give(&d, &first));
	assert_true(give(&d, &second));
	assert_true(lets_in(&d, 1, today));
	assert_true(lets_in(&d, 2, today));
	/* Told again, for a new front: still the same two. */
	assert_true(give(&d, &second));
	assert_true(lets_in(&d, 1, today));
	second.serial = 3;
	second.epochs[0].id = 3;
	assert_true(give(&d, &second));
	assert_false(lets_in(&d, 1, today));
	assert_true(lets_in(&d, 2, today));
	/* No rules: no tip, not even one that is on its way. */
	second.n_epochs = 0;
	assert_true(give(&d, &second));
	assert_false(lets_in(&d, 2, today));
	assert_false(lets_in(&d, 3, today));
	desk_close(&d);
}

static void
rules_of_an_older_keyring_are_refused_and_change_nothing(void **state)
{
	struct rules r;
	struct desk d;
	int32_t today = clock_today();

	desk_open(*state, &d);
	rules_make(&r);
	r.serial = 5;
	assert_true(give(&d, &r));
	r.serial = 4;
	r.epochs[0].id = 9;
	assert_false(give(&d, &r));
	assert_false(lets_in(&d, 9, today));
	assert_true(lets_in(&d, TEST_EPOCH, today));
	/* The same serial, another keyring. */
	r.serial = 5;
	r.digest[0] ^= 1;
	assert_false(give(&d, &r));
	assert_false(lets_in(&d, 9, today));
	desk_close(&d);
	/* A new vault knows it, too. */
	desk_open(*state, &d);
	r.serial = 4;
	assert_false(give(&d, &r));
	assert_false(lets_in(&d, 9, today));
	desk_close(&d);
}

static void
rules_that_break_the_format_change_nothing(void **state)
{
	static const uint8_t nonsense[40] = {1};
	struct rules r;
	struct desk d;

	desk_open(*state, &d);
	rules_make(&r);
	assert_true(give(&d, &r));
	assert_false(rulebook_take(
	    &d.book, &d.keeper, (struct view){nonsense, sizeof(nonsense)}));
	assert_true(lets_in(&d, TEST_EPOCH, clock_today()));
	desk_close(&d);
}

static void
where_the_disk_is_full_the_serial_is_noted_before_the_next_tip(void **state)
{
	const struct place *p = *state;
	struct keeper_tip tip;
	struct rules r;
	struct desk d;

	desk_open(p, &d);
	rules_make(&r);
	r.serial = 8;
	faults_set(1, ENOSPC, true);
	assert_true(give(&d, &r));
	assert_int_equal(keeper_state(&d.keeper), VAULT_FULL);
	faults_set(0, 0, false);
	assert_int_equal(serial_of(d.keeper.store), 0);
	d.keeper.full_until = 0;
	tip = (struct keeper_tip){
	    .epoch = TEST_EPOCH, .blob = {d.blob.data, d.blob.len}};
	assert_int_equal(keeper_add(&d.keeper, &tip, 1), STORE_OK);
	assert_int_equal(serial_of(d.keeper.store), 8);
	desk_close(&d);
}

static void
what_could_not_be_noted_is_noted_without_a_tip(void **state)
{
	const struct place *p = *state;
	struct rules r;
	struct desk d;

	desk_open(p, &d);
	assert_int_equal(keeper_tend(&d.keeper, true), STORE_OK);
	rules_make(&r);
	r.serial = 8;
	faults_set(1, ENOSPC, true);
	assert_true(give(&d, &r));
	faults_set(0, 0, false);
	assert_true(keeper_wait(&d.keeper) >= 0);
	d.keeper.note_at = 0;
	assert_int_equal(keeper_wait(&d.keeper), 0);
	assert_int_equal(keeper_tend(&d.keeper, true), STORE_OK);
	assert_int_equal(serial_of(d.keeper.store), 8);
	desk_close(&d);
}

static void
a_store_that_cannot_be_written_still_refuses_an_old_keyring(void **state)
{
	const struct place *p = *state;
	struct store *s = open_store(p, STORE_VAULT);
	struct rules r;
	struct desk d;

	assert_int_equal(store_keyring_note(s, 9, two), STORE_OK);
	store_close(&s);
	desk_open(p, &d);
	rules_make(&r);
	r.serial = 8;
	/* Another process writes for as long as we wait. */
	s = open_store(p, STORE_VAULT);
	assert_int_equal(store_begin(s), STORE_OK);
	assert_false(give(&d, &r));
	r.serial = 10;
	assert_true(give(&d, &r));
	store_rollback(s);
	store_close(&s);
	assert_int_equal(serial_of(d.keeper.store), 9);
	d.keeper.note_at = 0;
	assert_int_equal(keeper_tend(&d.keeper, true), STORE_OK);
	assert_int_equal(serial_of(d.keeper.store), 10);
	desk_close(&d);
}

static void
what_turns_out_to_be_old_ends_the_vault(void **state)
{
	const struct place *p = *state;
	struct keeper_tip tip;
	struct rules r;
	struct desk d;

	desk_open(p, &d);
	rules_make(&r);
	r.serial = 8;
	faults_set(1, ENOSPC, true);
	assert_true(give(&d, &r));
	faults_set(0, 0, false);
	/* A newer one was served meanwhile: by whom does not matter. */
	assert_int_equal(store_keyring_note(d.keeper.store, 9, two), STORE_OK);
	tip = (struct keeper_tip){
	    .epoch = TEST_EPOCH, .blob = {d.blob.data, d.blob.len}};
	assert_int_equal(keeper_add(&d.keeper, &tip, 1), STORE_E_OLD);
	assert_int_equal(keeper_tend(&d.keeper, true), STORE_E_OLD);
	assert_int_equal(tips_in(p->dir), 0);
	desk_close(&d);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    WITH_STORE(a_new_store_has_served_no_keyring),
	    WITH_STORE(a_serial_only_grows),
	    WITH_STORE(a_second_keyring_of_the_same_serial_is_refused),
	    WITH_STORE(the_serial_survives_the_end_and_a_rewrite),
	    WITH_STORE(the_admin_reads_the_serial_and_cannot_write_it),
	    WITH_STORE(a_failing_disk_leaves_the_old_serial_or_the_new_one),
	    WITH_STORE(without_rules_no_tip_is_let_in),
	    WITH_STORE(a_tip_is_let_in_by_epoch_kind_stanzas_and_day),
	    WITH_STORE(what_was_sealed_just_before_a_change_is_still_let_in),
	    WITH_STORE(
		rules_of_an_older_keyring_are_refused_and_change_nothing),
	    WITH_STORE(rules_that_break_the_format_change_nothing),
	    WITH_STORE(what_could_not_be_noted_is_noted_without_a_tip),
	    WITH_STORE(
		a_store_that_cannot_be_written_still_refuses_an_old_keyring),
	    WITH_STORE(what_turns_out_to_be_old_ends_the_vault),
	    WITH_STORE(
		where_the_disk_is_full_the_serial_is_noted_before_the_next_tip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
