/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * open, on damaged bundles: what is shown is what was sealed, and damage to one
 * tip costs no other.
 */
#include "support.h"

#include <string.h>

#include "officer/json_mem.h"
#include "officer/tip.h"

static struct made made;

static int
set_up(void **state)
{
	(void)state;
	json_mem_init();
	made_new(&made);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	made_free(&made);
	return 0;
}

/* Which tips of bytes open, and which of those without a warning. */
struct opened {
	bool opened[TIPS];
	bool vouched[TIPS];
};

static void
note_tip(const struct tip *t, const uint8_t *id, struct opened *out)
{
	const struct container_member *json = &t->container.members[0];

	for (size_t i = 0; i < TIPS; i++)
		if (id[0] == 0x11 * (i + 1)) {
			assert_int_equal(json->size, strlen(made_json(i)));
			assert_memory_equal(
			    json->content, made_json(i), json->size);
			out->opened[i] = true;
			out->vouched[i] = t->warning == NULL;
			return;
		}
	fail_msg("a tip that nobody sent");
}

static void
open_bytes(const void *p, size_t n, struct opened *out)
{
	struct unseal_keys keys = {
	    .identities = made.identity, .n_identities = 1};
	struct bundle_member m;
	struct bundle b;
	struct file f;
	struct tip_blob blob;
	struct tip t;
	uint64_t at = 0;
	uint64_t line = 0;

	*out = (struct opened){0};
	file_open(&f, p, n);
	assert_int_equal(bundle_open(&b, f.path), 0);
	tip_init(&t);
	tip_blob_init(&blob);
	while (bundle_seek(&b, at, &m) == 1) {
		tip_read(&blob, &b, &m);
		if (blob.err == TIP_OK)
			tip_unseal(&blob, &keys);
		if (m.kind == BUNDLE_TIP &&
		    tip_open(&t, &b, &m, &blob, &line) == TIP_OK)
			note_tip(&t, m.id, out);
		at = m.next;
	}
	tip_blob_free(&blob);
	tip_free(&t);
	bundle_close(&b);
	file_close(&f);
}

static void
every_tip_of_a_whole_bundle_opens(void **state)
{
	struct opened o;

	(void)state;
	open_bytes(made.bytes.data, made.bytes.len, &o);
	for (size_t i = 0; i < TIPS; i++)
		assert_true(o.opened[i] && o.vouched[i]);
}

/* Of a tip's own bytes only its padding may change without costing it. */
static bool
inside(size_t tip, size_t at)
{
	return at >= made.begin[tip] && at < made.end[tip];
}

static void
a_changed_byte_costs_at_most_the_tip_it_is_in(void **state)
{
	struct opened o;

	(void)state;
	for (size_t at = 0; at < made.bytes.len; at = made_next(&made, at)) {
		made.bytes.data[at] ^= 0x20;
		open_bytes(made.bytes.data, made.bytes.len, &o);
		made.bytes.data[at] ^= 0x20;
		for (size_t i = 0; i < TIPS; i++)
			if (!o.opened[i] && !inside(i, at))
				fail_msg("byte %zu costs tip %zu", at, i);
	}
}

static void
a_cut_bundle_opens_the_tips_before_the_cut(void **state)
{
	struct opened o;

	(void)state;
	for (size_t n = 0; n < made.bytes.len; n = made_next(&made, n)) {
		open_bytes(made.bytes.data, n, &o);
		for (size_t i = 0; i < TIPS; i++)
			if (o.opened[i] != (made.end[i] <= n))
				fail_msg("cut to %zu bytes, tip %zu", n, i);
	}
}

static void
a_tip_without_its_checksum_is_not_vouched_for(void **state)
{
	struct opened o;

	(void)state;
	open_bytes(made.bytes.data, made.end[TIPS - 1], &o);
	for (size_t i = 0; i < TIPS; i++)
		assert_true(o.opened[i] && !o.vouched[i]);
}

/* The ids of two tips exchanged, each header valid: who can write the stick can
 * do this, and the lists tell. */
static void
a_tip_under_another_id_is_not_vouched_for(void **state)
{
	struct unseal_keys keys = {
	    .identities = made.identity, .n_identities = 1};
	struct bundle_member m;
	struct bundle b;
	struct file f;
	struct tip_blob blob;
	struct tip t;
	uint8_t kept[TAR_BLOCK];
	uint64_t line = 0;

	(void)state;
	memcpy(kept, made.bytes.data + made.begin[0], TAR_BLOCK);
	memcpy(made.bytes.data + made.begin[0], made.bytes.data + made.begin[1],
	    TAR_BLOCK);
	file_open(&f, made.bytes.data, made.bytes.len);
	memcpy(made.bytes.data + made.begin[0], kept, TAR_BLOCK);
	assert_int_equal(bundle_open(&b, f.path), 0);
	tip_init(&t);
	tip_blob_init(&blob);
	assert_int_equal(bundle_seek(&b, 0, &m), 1);
	tip_read(&blob, &b, &m);
	assert_int_equal(blob.err, TIP_OK);
	tip_unseal(&blob, &keys);
	if (tip_open(&t, &b, &m, &blob, &line) == TIP_OK)
		assert_non_null(t.warning);
	tip_blob_free(&blob);
	tip_free(&t);
	bundle_close(&b);
	file_close(&f);
}

static void
a_stranger_s_identity_opens_nothing(void **state)
{
	struct identity *kept = made.identity;
	struct made other;
	struct opened o;

	(void)state;
	made_new(&other);
	made.identity = other.identity;
	open_bytes(made.bytes.data, made.bytes.len, &o);
	made.identity = kept;
	made_free(&other);
	for (size_t i = 0; i < TIPS; i++)
		assert_false(o.opened[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_tip_of_a_whole_bundle_opens),
	    cmocka_unit_test(a_changed_byte_costs_at_most_the_tip_it_is_in),
	    cmocka_unit_test(a_cut_bundle_opens_the_tips_before_the_cut),
	    cmocka_unit_test(a_tip_without_its_checksum_is_not_vouched_for),
	    cmocka_unit_test(a_tip_under_another_id_is_not_vouched_for),
	    cmocka_unit_test(a_stranger_s_identity_opens_nothing),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
