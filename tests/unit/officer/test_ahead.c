/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Tips read ahead come as they stand in the bundle, whoever does the work: in a
 * bundle that goes round the ring several times, with little memory, with a
 * disk that fails, and when reading is given up.
 */
#include "support.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "base/io.h"
#include "crypto/core/secret.h"
#include "crypto/core/tip.h"
#include "crypto/seal/seal.h"
#include "officer/ahead.h"

/* Of the ring (ahead.c), and tips that go round it three times and a half. */
#define SLOTS 8
#define MANY (3 * SLOTS + 4)

#define KIB ((size_t)1024)
/* Above what reading ahead asks for at first, below that and what it takes. */
#define LARGE (480 * KIB)
#define LITTLE (520 * KIB)
#define LOCKS_MAX 32
#define NO_READ_FAILS SIZE_MAX

/* What the wrapped functions know. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int threads_left; /* that may still begin */
	size_t reads;     /* of blobs, begun */
	size_t failing;   /* the blob whose read fails */
	size_t begin_at;  /* its place in the file */
	bool held;        /* threads stay in their reads until a join */
	size_t may_lock;  /* bytes */
	size_t locked;
	struct {
		void *p;
		size_t size;
	} locks[LOCKS_MAX];
} env = {
    .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
    void *(*run)(void *), void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
    void *(*run)(void *), void *arg);
int __real_pthread_join(pthread_t thread, void **result);
int __wrap_pthread_join(pthread_t thread, void **result);
int __wrap_sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set);
int __real_bundle_read(const struct bundle *b, uint64_t at, void *p, size_t n);
int __wrap_bundle_read(const struct bundle *b, uint64_t at, void *p, size_t n);
int __real_sodium_mlock(void *p, size_t size);
int __wrap_sodium_mlock(void *p, size_t size);
void __real_sodium_free(void *p);
void __wrap_sodium_free(void *p);

int
__wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
    void *(*run)(void *), void *arg)
{
	if (env.threads_left == 0)
		return EAGAIN;
	env.threads_left--;
	return __real_pthread_create(thread, attr, run, arg);
}

/* The machine that tests run on may have one processor. */
int
__wrap_sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set)
{
	(void)pid;
	(void)size;
	CPU_ZERO(set);
	for (size_t i = 0; i < 4; i++)
		CPU_SET(i, set);
	return 0;
}

int
__wrap_pthread_join(pthread_t thread, void **result)
{
	pthread_mutex_lock(&env.lock);
	env.held = false;
	pthread_cond_broadcast(&env.changed);
	pthread_mutex_unlock(&env.lock);
	return __real_pthread_join(thread, result);
}

int
__wrap_bundle_read(const struct bundle *b, uint64_t at, void *p, size_t n)
{
	pthread_mutex_lock(&env.lock);
	env.reads++;
	pthread_cond_broadcast(&env.changed);
	while (env.held)
		pthread_cond_wait(&env.changed, &env.lock);
	bool fails = env.failing != NO_READ_FAILS && at == env.begin_at;
	pthread_mutex_unlock(&env.lock);
	if (fails) {
		errno = EIO;
		return BUNDLE_E_IO;
	}
	return __real_bundle_read(b, at, p, n);
}

static void
wait_for_reads(size_t n)
{
	pthread_mutex_lock(&env.lock);
	while (env.reads < n)
		pthread_cond_wait(&env.changed, &env.lock);
	pthread_mutex_unlock(&env.lock);
}

/* As the kernel counts under RLIMIT_MEMLOCK, but whoever runs the test. */
int
__wrap_sodium_mlock(void *p, size_t size)
{
	int r = -1;

	pthread_mutex_lock(&env.lock);
	for (size_t i = 0; r != 0 && i < LOCKS_MAX; i++) {
		if (env.locks[i].p != NULL || size > env.may_lock - env.locked)
			continue;
		env.locks[i].p = p;
		env.locks[i].size = size;
		env.locked += size;
		r = 0;
	}
	pthread_mutex_unlock(&env.lock);
	return r;
}

void
__wrap_sodium_free(void *p)
{
	pthread_mutex_lock(&env.lock);
	for (size_t i = 0; p != NULL && i < LOCKS_MAX; i++) {
		if (env.locks[i].p != p)
			continue;
		env.locks[i].p = NULL;
		env.locked -= env.locks[i].size;
	}
	pthread_mutex_unlock(&env.lock);
	__real_sodium_free(p);
}

/* A bundle, and what reads it. */
struct reading {
	struct identity *identity;
	struct buf bytes;
	size_t size[MANY]; /* of what is sealed in each */
	size_t at[MANY];   /* where each one's header stands */
	struct file file;
	struct bundle bundle;
	struct ahead *ahead;
};

static void
add_tip(struct reading *r, size_t i)
{
	struct recipient to = {.type = r->identity->type};
	char name[TAR_NAME_MAX];
	struct buf plain;
	struct buf blob;

	memcpy(to.key, r->identity->public, sizeof to.key);
	buf_init(&plain, &buf_heap, r->size[i]);
	buf_init(&blob, &buf_heap, r->size[i] + 8 * KIB);
	assert_int_equal(buf_add_zeros(&plain, r->size[i]), BUF_OK);
	memset(plain.data, (int)i + 1, plain.len);
	assert_int_equal(seal(&to, 1, 0, plain.data, plain.len, &blob), AGE_OK);
	(void)snprintf(name, sizeof name, "tips/%032zx.age", i + 1);
	r->at[i] = r->bytes.len;
	assert_int_equal(
	    tar_member(io_write_to_buf, &r->bytes, name, blob.data, blob.len),
	    TAR_OK);
	buf_free(&plain);
	buf_free(&blob);
}

/* Three of four are small; one of them all is as large as given. */
static void
prepare(struct reading *r, size_t large)
{
	*r = (struct reading){0};
	env.may_lock = SIZE_MAX;
	env.failing = NO_READ_FAILS;
	env.held = false;
	env.reads = 0;
	assert_int_equal(age_init(), AGE_OK);
	r->identity = secret_alloc(sizeof *r->identity);
	assert_non_null(r->identity);
	assert_int_equal(identity_generate(AGE_X25519, r->identity), AGE_OK);
	buf_init(&r->bytes, &buf_heap, 4096 * KIB);
	for (size_t i = 0; i < MANY; i++) {
		r->size[i] = i % 4 == 2 ? 64 * KIB : 16 * KIB;
		if (i == SLOTS + 3)
			r->size[i] = large;
		add_tip(r, i);
	}
	assert_int_equal(tar_end(io_write_to_buf, &r->bytes), TAR_OK);
	file_open(&r->file, r->bytes.data, r->bytes.len);
	assert_int_equal(bundle_open(&r->bundle, r->file.path), 0);
}

static void
begin(struct reading *r, int threads)
{
	struct unseal_keys keys = {
	    .identities = r->identity, .n_identities = 1};

	env.threads_left = threads;
	assert_int_equal(ahead_new(&r->ahead, &r->bundle, &keys), 0);
}

static void
stop(struct reading *r)
{
	ahead_free(&r->ahead);
	assert_null(r->ahead);
}

static void
end(struct reading *r)
{
	bundle_close(&r->bundle);
	file_close(&r->file);
	buf_free(&r->bytes);
	secret_free(r->identity);
	assert_int_equal(env.locked, 0);
}

/* The next one is tip number i, unsealed. */
static void
next_is(struct reading *r, size_t i)
{
	struct ahead_tip *t;

	assert_int_equal(ahead_next(r->ahead, &t), 1);
	assert_int_equal(t->member.at, r->at[i]);
	assert_int_equal(t->blob.err, TIP_OK);
	assert_int_equal(t->blob.bytes.len, t->member.size);
	assert_memory_equal(t->blob.bytes.data,
	    r->bytes.data + t->member.content, t->member.size);
	assert_true(t->blob.unsealed);
	assert_int_equal(t->blob.age_err, AGE_OK);
	assert_int_equal(t->blob.plain.len, r->size[i]);
	for (size_t n = 0; n < t->blob.plain.len; n++)
		if (t->blob.plain.data[n] != i + 1)
			fail_msg("tip %zu, byte %zu", i, n);
}

static void
read_all(struct reading *r, int threads)
{
	struct ahead_tip *t;

	begin(r, threads);
	for (size_t i = 0; i < MANY; i++)
		next_is(r, i);
	assert_int_equal(ahead_next(r->ahead, &t), 0);
	assert_int_equal(ahead_next(r->ahead, &t), 0);
	stop(r);
}

static void
tips_come_in_the_order_of_the_bundle(void **state)
{
	struct reading r;

	(void)state;
	prepare(&r, 64 * KIB);
	for (int i = 0; i < 20; i++)
		read_all(&r, i % 4);
	end(&r);
}

static void
little_memory_opens_the_same_tips(void **state)
{
	struct reading r;

	(void)state;
	prepare(&r, 64 * KIB);
	/* The largest one of them, its tag, and the identity. */
	env.may_lock = 72 * KIB;
	for (int i = 0; i < 8; i++)
		read_all(&r, i % 4);
	end(&r);
}

static void
tips_that_are_open_ahead_give_way_to_a_large_one(void **state)
{
	struct reading r;

	(void)state;
	prepare(&r, LARGE);
	env.may_lock = LITTLE;
	for (int i = 0; i < 20; i++)
		read_all(&r, i % 4);
	end(&r);
}

static void
a_tip_larger_than_the_memory_leaves_the_others(void **state)
{
	struct ahead_tip *t;
	struct reading r;

	(void)state;
	prepare(&r, 2 * LARGE);
	env.may_lock = LITTLE;
	for (int threads = 0; threads < 4; threads++) {
		begin(&r, threads);
		for (size_t i = 0; i < MANY; i++) {
			if (i != SLOTS + 3) {
				next_is(&r, i);
				continue;
			}
			assert_int_equal(ahead_next(r.ahead, &t), 1);
			assert_int_equal(t->blob.age_err, AGE_E_MEMORY);
		}
		stop(&r);
	}
	end(&r);
}

static void
a_read_that_fails_is_told_at_its_tip(void **state)
{
	struct ahead_tip *t;
	struct reading r;

	(void)state;
	prepare(&r, 64 * KIB);
	env.failing = SLOTS + 5;
	env.begin_at = r.at[env.failing] + TAR_BLOCK;
	for (int threads = 0; threads < 4; threads++) {
		begin(&r, threads);
		for (size_t i = 0; i < MANY; i++) {
			if (i != env.failing) {
				next_is(&r, i);
				continue;
			}
			assert_int_equal(ahead_next(r.ahead, &t), 1);
			assert_int_equal(t->blob.err, TIP_E_IO);
			assert_int_equal(t->blob.saved_errno, EIO);
			assert_false(t->blob.unsealed);
		}
		stop(&r);
	}
	end(&r);
}

static void
threads_read_as_far_as_the_ring_goes(void **state)
{
	struct reading r;

	(void)state;
	prepare(&r, 64 * KIB);
	begin(&r, 3);
	wait_for_reads(SLOTS);
	for (size_t i = 0; i < SLOTS; i++)
		next_is(&r, i);
	/* The last one that was taken is still lent. */
	wait_for_reads(2 * SLOTS - 1);
	stop(&r);
	assert_int_equal(env.reads, 2 * SLOTS - 1);
	end(&r);
}

static void
reading_may_end_after_any_tip(void **state)
{
	struct reading r;

	(void)state;
	prepare(&r, 64 * KIB);
	for (size_t taken = 0; taken <= MANY; taken++) {
		begin(&r, (int)(taken % 4));
		for (size_t i = 0; i < taken; i++)
			next_is(&r, i);
		stop(&r);
	}
	end(&r);
}

static void
reading_may_end_while_every_thread_is_at_a_tip(void **state)
{
	struct reading r;

	(void)state;
	prepare(&r, 64 * KIB);
	env.held = true;
	begin(&r, 3);
	wait_for_reads(3);
	stop(&r);
	/* Each ended after the tip it was at. */
	assert_int_equal(env.reads, 3);
	end(&r);
}

static void
what_was_shown_is_wiped_before_the_next(void **state)
{
	struct ahead_tip *first;
	struct ahead_tip *second;
	struct reading r;

	(void)state;
	prepare(&r, 64 * KIB);
	begin(&r, 0);
	assert_int_equal(ahead_next(r.ahead, &first), 1);
	assert_int_equal(ahead_next(r.ahead, &second), 1);
	assert_false(first->blob.unsealed);
	assert_int_equal(first->blob.plain.len, 0);
	assert_true(first->blob.plain.cap > 0);
	for (size_t i = 0; i < first->blob.plain.cap; i++)
		assert_int_equal(first->blob.plain.data[i], 0);
	stop(&r);
	end(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tips_come_in_the_order_of_the_bundle),
	    cmocka_unit_test(little_memory_opens_the_same_tips),
	    cmocka_unit_test(tips_that_are_open_ahead_give_way_to_a_large_one),
	    cmocka_unit_test(a_tip_larger_than_the_memory_leaves_the_others),
	    cmocka_unit_test(a_read_that_fails_is_told_at_its_tip),
	    cmocka_unit_test(threads_read_as_far_as_the_ring_goes),
	    cmocka_unit_test(reading_may_end_after_any_tip),
	    cmocka_unit_test(reading_may_end_while_every_thread_is_at_a_tip),
	    cmocka_unit_test(what_was_shown_is_wiped_before_the_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
