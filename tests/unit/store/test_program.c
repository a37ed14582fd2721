/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The built inkast-vault, in its sandbox, started as inkastd starts it.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/io.h"
#include "gateway/ipc/client.h"
#include "gateway/ipc/message.h"
#include "gateway/store/store.h"
#include "tests/unit/store/support.h"
#include "tests/unit/store/vault_child.h"

struct scene {
	char dir[TEST_PATH_MAX];
	struct vault_child vault;
	struct buf blob;
};

static int
scene_new(void **state)
{
	static struct scene s;

	temp_make(s.dir);
	assert_int_equal(store_create(s.dir), STORE_OK);
	vault_start(&s.vault, s.dir, 1);
	buf_init(&s.blob, &buf_heap, 32768);
	*state = &s;
	return 0;
}

/* The vault itself is ended by each test, in its own way. */
static int
scene_free(void **state)
{
	struct scene *s = *state;

	buf_free(&s->blob);
	temp_remove(s->dir);
	return 0;
}

static int
add_marked(struct scene *s, int channel, uint32_t number)
{
	uint8_t mark[TEST_MARK_LEN];

	mark_make(number, mark);
	blob_make(&s->blob, TEST_STANZAS, mark);
	return client_add(
	    s->vault.channels[channel], TEST_EPOCH, s->blob.data, s->blob.len);
}

static void
a_tip_answered_added_outlives_the_vaults_death(void **state)
{
	struct scene *s = *state;
	uint8_t mark[TEST_MARK_LEN];

	for (uint32_t i = 0; i < 20; i++) {
		assert_int_equal(
		    add_marked(s, (int)i % VAULT_CHANNELS, i), CLIENT_OK);
		vault_kill(&s->vault);
		mark_make(i, mark);
		assert_int_equal(tips_marked(s->dir, mark), 1);
		vault_start(&s->vault, s->dir, 1);
	}
	assert_int_equal(tips_in(s->dir), 20);
	assert_int_equal(vault_stop(&s->vault), 0);
}

static void
an_orderly_end_leaves_one_rewritten_file(void **state)
{
	struct scene *s = *state;
	char log[TEST_PATH_MAX + 16];

	assert_int_equal(add_marked(s, 0, 1), CLIENT_OK);
	snprintf(log, sizeof(log), "%s/%s-wal", s->dir, STORE_FILE);
	assert_int_equal(access(log, F_OK), 0);
	assert_int_equal(vault_stop(&s->vault), 0);
	assert_int_equal(access(log, F_OK), -1);
	assert_int_equal(tips_in(s->dir), 1);
}

static void
signals_that_end_others_do_not_end_the_vault(void **state)
{
	static const int signals[] = {SIGTERM, SIGINT, SIGHUP};
	struct scene *s = *state;

	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(kill(s->vault.pid, signals[i]), 0);
		assert_int_equal(add_marked(s, 0, 1), CLIENT_OK);
	}
	assert_int_equal(vault_stop(&s->vault), 0);
	assert_int_equal(tips_in(s->dir), 3);
}

static void
one_channels_nonsense_closes_that_channel_only(void **state)
{
	static const uint8_t nonsense[] = "GET / HTTP/1.1\r\n\r\n";
	struct scene *s = *state;
	enum vault_state now;
	uint8_t byte;

	assert_int_equal(send(s->vault.channels[1], nonsense, sizeof(nonsense),
			     MSG_NOSIGNAL),
	    sizeof(nonsense));
	/* The end of the stream, or its reset: bytes of ours were unread. */
	assert_true(io_read(s->vault.channels[1], &byte, 1) <= 0);
	assert_int_equal(
	    client_state(s->vault.channels[1], &now), CLIENT_E_GONE);
	assert_int_equal(add_marked(s, 0, 1), CLIENT_OK);
	assert_int_equal(client_state(s->vault.channels[2], &now), CLIENT_OK);
	assert_int_equal(now, VAULT_OPEN);
	assert_int_equal(vault_stop(&s->vault), 0);
}

static void
a_blob_with_another_number_of_stanzas_is_refused(void **state)
{
	struct scene *s = *state;
	uint8_t mark[TEST_MARK_LEN] = {0};

	blob_make(&s->blob, TEST_STANZAS + 1, mark);
	assert_int_equal(client_add(s->vault.channels[0], TEST_EPOCH,
			     s->blob.data, s->blob.len),
	    CLIENT_E_REFUSED);
	/* And the channel goes on. */
	assert_int_equal(add_marked(s, 0, 1), CLIENT_OK);
	assert_int_equal(vault_stop(&s->vault), 0);
	assert_int_equal(tips_in(s->dir), 1);
}

static int
add_meanwhile(void *ctx, const struct store_row *row)
{
	(void)row;
	assert_int_equal(add_marked(ctx, 0, 2), CLIENT_OK);
	return 0;
}

static void
an_admin_walks_the_store_while_tips_arrive(void **state)
{
	struct scene *s = *state;
	struct store *admin = NULL;

	assert_int_equal(add_marked(s, 0, 1), CLIENT_OK);
	assert_int_equal(add_marked(s, 0, 1), CLIENT_OK);
	assert_int_equal(store_open(s->dir, STORE_ADMIN, &admin), STORE_OK);
	/* A snapshot: the walk does not see what it lets arrive. */
	assert_int_equal(store_each(admin, add_meanwhile, s), STORE_OK);
	store_close(&admin);
	assert_int_equal(tips_in(s->dir), 4);
	assert_int_equal(vault_stop(&s->vault), 0);
	assert_int_equal(tips_in(s->dir), 4);
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, scene_new, scene_free)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE(a_tip_answered_added_outlives_the_vaults_death),
	    SCENE(an_orderly_end_leaves_one_rewritten_file),
	    SCENE(signals_that_end_others_do_not_end_the_vault),
	    SCENE(one_channels_nonsense_closes_that_channel_only),
	    SCENE(a_blob_with_another_number_of_stanzas_is_refused),
	    SCENE(an_admin_walks_the_store_while_tips_arrive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
