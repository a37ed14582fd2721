/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Tips read ahead come as they stand in the bundle, whoever does the work.
 */
#include "support.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "base/io.h"
#include "crypto/core/tip.h"
#include "crypto/seal/seal.h"
#include "officer/ahead.h"

/* Threads that may still begin. */
static int threads_left;

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
    void *(*run)(void *), void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
    void *(*run)(void *), void *arg);

int
__wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
    void *(*run)(void *), void *arg)
{
	if (threads_left == 0)
		return EAGAIN;
	threads_left--;
	return __real_pthread_create(thread, attr, run, arg);
}

/* A bundle, and what reads it. */
struct reading {
	struct made made;
	struct file file;
	struct bundle bundle;
	struct ahead *ahead;
};

static void
begin(struct reading *r, int threads)
{
	made_new(&r->made);
	file_open(&r->file, r->made.bytes.data, r->made.bytes.len);
	assert_int_equal(bundle_open(&r->bundle, r->file.path), 0);
	struct unseal_keys keys = {
	    .identities = r->made.identity, .n_identities = 1};
	threads_left = threads;
	assert_int_equal(ahead_new(&r->ahead, &r->bundle, &keys), 0);
}

static void
end(struct reading *r)
{
	ahead_free(&r->ahead);
	assert_null(r->ahead);
	bundle_close(&r->bundle);
	file_close(&r->file);
	made_free(&r->made);
}

/* The blob of tip number i, unsealed, and what is in it. */
static void
is_tip(const struct reading *r, size_t i, const struct ahead_tip *t)
{
	struct buf container;

	buf_init(&container, &buf_heap, TIP_CLASS_MIN);
	container_of(&container, made_json(i));
	assert_int_equal(t->member.at, r->made.begin[i]);
	assert_int_equal(t->blob.err, TIP_OK);
	assert_int_equal(t->blob.bytes.len, t->member.size);
	assert_memory_equal(t->blob.bytes.data,
	    r->made.bytes.data + t->member.content, t->member.size);
	assert_true(t->blob.unsealed);
	assert_int_equal(t->blob.age_err, AGE_OK);
	assert_int_equal(t->blob.plain.len, container.len);
	assert_memory_equal(t->blob.plain.data, container.data, container.len);
	buf_free(&container);
}

static void
read_all(int threads)
{
	struct ahead_tip *t;
	struct reading r;

	begin(&r, threads);
	for (size_t i = 0; i < TIPS; i++) {
		assert_int_equal(ahead_next(r.ahead, &t), 1);
		is_tip(&r, i, t);
	}
	assert_int_equal(ahead_next(r.ahead, &t), 0);
	assert_int_equal(ahead_next(r.ahead, &t), 0);
	end(&r);
}

static void
tips_come_in_the_order_of_the_bundle(void **state)
{
	(void)state;
	for (int i = 0; i < 50; i++)
		read_all(4);
	read_all(1);
}

static void
without_a_thread_they_come_all_the_same(void **state)
{
	(void)state;
	read_all(0);
}

static void
reading_may_end_after_any_tip(void **state)
{
	struct ahead_tip *t;
	struct reading r;

	(void)state;
	for (int threads = 0; threads <= 4; threads += 2) {
		for (int taken = 0; taken < TIPS; taken++) {
			begin(&r, threads);
			for (int i = 0; i < taken; i++)
				assert_int_equal(ahead_next(r.ahead, &t), 1);
			end(&r);
		}
	}
}

static void
what_was_shown_is_wiped_before_the_next(void **state)
{
	struct ahead_tip *first;
	struct ahead_tip *second;
	struct reading r;

	(void)state;
	begin(&r, 0);
	assert_int_equal(ahead_next(r.ahead, &first), 1);
	assert_int_equal(ahead_next(r.ahead, &second), 1);
	assert_false(first->blob.unsealed);
	assert_int_equal(first->blob.plain.len, 0);
	for (size_t i = 0; i < first->blob.plain.cap; i++)
		assert_int_equal(first->blob.plain.data[i], 0);
	end(&r);
}

/* Of large tips one at a time is open: the one that is shown. */
static void
a_large_tip_is_not_unsealed_ahead(void **state)
{
	struct unseal_keys keys;
	struct ahead_tip *t;
	struct recipient to;
	struct reading r;
	struct buf plain;
	struct buf blob;
	struct buf bytes;

	(void)state;
	begin(&r, 0);
	keys = (struct unseal_keys){
	    .identities = r.made.identity, .n_identities = 1};
	to.type = r.made.identity->type;
	memcpy(to.key, r.made.identity->public, sizeof to.key);
	buf_init(&plain, &buf_heap, 2 * TIP_SMALL);
	buf_init(&blob, &buf_heap, 4 * TIP_SMALL);
	assert_int_equal(buf_add_zeros(&plain, 2 * TIP_SMALL), BUF_OK);
	assert_int_equal(seal(&to, 1, 0, plain.data, plain.len, &blob), AGE_OK);
	bundle_around(&bytes, "tips/11111111111111111111111111111111.age",
	    &blob, NULL, NULL);
	struct file f;
	struct bundle b;
	struct ahead *ahead = NULL;
	file_open(&f, bytes.data, bytes.len);
	assert_int_equal(bundle_open(&b, f.path), 0);
	assert_int_equal(ahead_new(&ahead, &b, &keys), 0);
	assert_int_equal(ahead_next(ahead, &t), 1);
	assert_int_equal(t->blob.err, TIP_OK);
	assert_false(t->blob.unsealed);
	tip_unseal(&t->blob, &keys);
	assert_int_equal(t->blob.plain.len, plain.len);
	tip_forget(&t->blob);
	assert_null(t->blob.plain.data);
	ahead_free(&ahead);
	bundle_close(&b);
	file_close(&f);
	buf_free(&bytes);
	buf_free(&blob);
	buf_free(&plain);
	end(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tips_come_in_the_order_of_the_bundle),
	    cmocka_unit_test(without_a_thread_they_come_all_the_same),
	    cmocka_unit_test(reading_may_end_after_any_tip),
	    cmocka_unit_test(what_was_shown_is_wiped_before_the_next),
	    cmocka_unit_test(a_large_tip_is_not_unsealed_ahead),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
