/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * RULES bodies: what is written is read, and nothing else is (FORMAT 4.2).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gateway/ipc/rules.h"

/* Places in a body. */
#define AT_SERIAL 0
#define AT_STANZAS 36
#define AT_N 37
#define AT_FIRST 38
#define EPOCH_LEN 13

static struct rules
sample(size_t n)
{
	struct rules r = {.serial = 7, .stanzas = 3, .n_epochs = n};

	memset(r.digest, 0xd1, sizeof(r.digest));
	for (size_t i = 0; i < n; i++)
		r.epochs[i] = (struct rules_epoch){
		    .id = (uint32_t)(10 * i + 1),
		    .kind = (uint8_t)(1 + i % 2),
		    .from = (int32_t)(20000 + i),
		    .until = (int32_t)(20100 + i),
		};
	return r;
}

static void
write_sample(size_t n, struct buf *out)
{
	struct rules r = sample(n);

	buf_init(out, &buf_heap, 4096);
	rules_write(&r, out);
	assert_int_equal(out->err, BUF_OK);
}

static struct view
body_of(const struct buf *b)
{
	return (struct view){b->data, b->len};
}

static void
what_is_written_is_read_back(void **state)
{
	(void)state;
	for (size_t n = 0; n <= RULES_EPOCHS_MAX; n++) {
		struct rules expected = sample(n), read;
		struct buf b;

		write_sample(n, &b);
		assert_true(rules_read(body_of(&b), &read));
		assert_int_equal(read.n_epochs, n);
		if (n > 0) {
			assert_int_equal(read.serial, 7);
			assert_int_equal(read.stanzas, 3);
			assert_memory_equal(
			    read.digest, expected.digest, sizeof(read.digest));
		}
		for (size_t i = 0; i < n; i++) {
			const struct rules_epoch *e =
			    rules_epoch_find(&read, expected.epochs[i].id);
			assert_non_null(e);
			assert_int_equal(e->kind, expected.epochs[i].kind);
			assert_int_equal(e->from, expected.epochs[i].from);
			assert_int_equal(e->until, expected.epochs[i].until);
		}
		assert_null(rules_epoch_find(&read, 2));
		buf_free(&b);
	}
}

static void
no_keyring_is_an_empty_body(void **state)
{
	struct buf b;

	(void)state;
	write_sample(0, &b);
	assert_int_equal(b.len, 0);
	buf_free(&b);
}

static void
every_truncation_and_every_addition_is_refused(void **state)
{
	struct rules read = sample(1);
	struct buf b;

	(void)state;
	write_sample(3, &b);
	for (size_t len = 1; len < b.len; len++)
		assert_false(rules_read((struct view){b.data, len}, &read));
	buf_add_zeros(&b, 1);
	assert_false(rules_read(body_of(&b), &read));
	assert_int_equal(read.n_epochs, 1); /* untouched */
	buf_free(&b);
}

/* Set a byte of a good body with two epochs. */
static bool
read_with(size_t at, uint8_t value)
{
	struct rules read;
	struct buf b;

	write_sample(2, &b);
	assert_true(at < b.len);
	b.data[at] = value;
	bool ok = rules_read(body_of(&b), &read);
	buf_free(&b);
	return ok;
}

static void
values_out_of_range_are_refused(void **state)
{
	(void)state;
	assert_true(read_with(AT_SERIAL + 3, 8));
	assert_false(read_with(AT_SERIAL + 3, 0));   /* serial 0 */
	assert_false(read_with(AT_SERIAL, 0x80));    /* beyond 2^31 - 1 */
	assert_false(read_with(AT_STANZAS, 0));      /* no stanza */
	assert_false(read_with(AT_N, 0));            /* no epoch, but a body */
	assert_false(read_with(AT_N, 1));            /* too much follows */
	assert_false(read_with(AT_N, 33));           /* more than allowed */
	assert_false(read_with(AT_FIRST + 3, 0));    /* id 0 */
	assert_false(read_with(AT_FIRST, 0x80));     /* id beyond 2^31 - 1 */
	assert_false(read_with(AT_FIRST + 4, 0));    /* no kind */
	assert_false(read_with(AT_FIRST + 4, 3));    /* a kind not known */
	assert_false(read_with(AT_FIRST + 5, 0xff)); /* a day before 1970 */
	assert_false(read_with(AT_FIRST + 7, 0xff)); /* from after until */
}

static void
ids_that_do_not_ascend_are_refused(void **state)
{
	(void)state;
	size_t second = AT_FIRST + EPOCH_LEN + 3;

	assert_true(read_with(second, 2));
	assert_false(read_with(second, 1)); /* the same twice */
	assert_false(read_with(second, 0));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_written_is_read_back),
	    cmocka_unit_test(no_keyring_is_an_empty_body),
	    cmocka_unit_test(every_truncation_and_every_addition_is_refused),
	    cmocka_unit_test(values_out_of_range_are_refused),
	    cmocka_unit_test(ids_that_do_not_ascend_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
