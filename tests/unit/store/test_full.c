/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The store on a disk without a free block: nothing stored is lost, and the
 * admin can still read (DESIGN 5).
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "gateway/store/store.h"
#include "tests/unit/store/support.h"
#include "tests/unit/store/vault_child.h"

#include "gateway/ipc/client.h"

static char dir[TEST_PATH_MAX];

static int
add_blob(struct store *s, const struct buf *blob)
{
	int r = store_begin(s);

	if (r != STORE_OK)
		return r;
	r = store_add(s, 0, 20000, blob->data, blob->len);
	if (r == STORE_OK)
		return store_commit(s);
	store_rollback(s);
	return r;
}

static int
small_disk(void **state)
{
	static struct buf blob;
	uint8_t mark[TEST_MARK_LEN] = {0};

	temp_make(dir);
	temp_mount(dir, 2048);
	assert_int_equal(store_create(dir), STORE_OK);
	buf_init(&blob, &buf_heap, 32768);
	blob_make(&blob, TEST_STANZAS, mark);
	*state = &blob;
	return 0;
}

static int
small_disk_gone(void **state)
{
	buf_free(*state);
	temp_unmount(dir);
	return 0;
}

static void
what_fits_is_kept_when_the_disk_fills(void **state)
{
	struct store *s = NULL;
	unsigned n = 0;
	int r;

	assert_int_equal(store_open(dir, STORE_VAULT, &s), STORE_OK);
	while ((r = add_blob(s, *state)) == STORE_OK) {
		n++;
		assert_int_equal(store_settle(s), STORE_OK);
	}
	assert_int_equal(r, STORE_E_FULL);
	assert_true(n > 10);
	store_close(&s);
	assert_int_equal(tips_in(dir), n);
}

static void
a_stopped_store_opens_for_the_admin_on_a_full_disk(void **state)
{
	struct store *s = NULL;

	assert_int_equal(store_open(dir, STORE_VAULT, &s), STORE_OK);
	for (int i = 0; i < 10; i++)
		assert_int_equal(add_blob(s, *state), STORE_OK);
	store_close(&s);
	temp_fill(dir);
	/* Shared memory has no room: the vault cannot, the admin can. */
	assert_int_equal(store_open(dir, STORE_VAULT, &s), STORE_E_FULL);
	assert_int_equal(tips_in(dir), 10);
}

static void
a_vault_below_its_reserve_says_full_and_stores_nothing(void **state)
{
	const struct buf *blob = *state;
	enum vault_state s;
	struct vault_child v;
	uint64_t n = 0;
	int r;

	vault_start(&v, dir, 1);
	while ((r = client_add(v.channels[0], TEST_EPOCH, blob->data,
		    blob->len)) == CLIENT_OK)
		n++;
	assert_int_equal(r, CLIENT_E_STORE);
	assert_int_equal(client_state(v.channels[1], &s), CLIENT_OK);
	assert_int_equal(s, VAULT_FULL);
	assert_true(n > 5);
	assert_int_equal(tips_in(dir), n);
	assert_int_equal(vault_stop(&v), 0);
	assert_int_equal(tips_in(dir), n);
}

static void
a_vault_started_on_a_full_disk_opens_when_there_is_room(void **state)
{
	const struct buf *blob = *state;
	char ballast[TEST_PATH_MAX + 16];
	enum vault_state s = VAULT_FAILING;
	struct vault_child v;

	snprintf(ballast, sizeof(ballast), "%s/ballast", dir);
	temp_fill(dir);
	vault_start(&v, dir, 1);
	assert_int_equal(client_state(v.channels[0], &s), CLIENT_OK);
	assert_int_equal(s, VAULT_FULL);
	assert_int_equal(
	    client_add(v.channels[0], TEST_EPOCH, blob->data, blob->len),
	    CLIENT_E_STORE);
	/* The admin is let in meanwhile, and makes room. */
	assert_int_equal(tips_in(dir), 0);
	assert_int_equal(unlink(ballast), 0);
	while (s != VAULT_OPEN)
		assert_int_equal(client_state(v.channels[0], &s), CLIENT_OK);
	assert_int_equal(
	    client_add(v.channels[0], TEST_EPOCH, blob->data, blob->len),
	    CLIENT_OK);
	assert_int_equal(vault_stop(&v), 0);
	assert_int_equal(tips_in(dir), 1);
}

#define ON_SMALL_DISK(f)                                                       \
	cmocka_unit_test_setup_teardown(f, small_disk, small_disk_gone)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    ON_SMALL_DISK(what_fits_is_kept_when_the_disk_fills),
	    ON_SMALL_DISK(a_stopped_store_opens_for_the_admin_on_a_full_disk),
	    ON_SMALL_DISK(
		a_vault_below_its_reserve_says_full_and_stores_nothing),
	    ON_SMALL_DISK(
		a_vault_started_on_a_full_disk_opens_when_there_is_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
