/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * That nothing of a photo is left on the stack: a photo whose every part is
 * made of a few known bytes is cleaned on a painted stack, which is looked
 * through afterwards. Not for sanitizers, which guard that memory.
 */
#include "made.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

#define STACK_LEN ((size_t)1 << 20)
#define PAINT 0xa5
/* Four of these do not stand together by chance. */
#define KNOWN "\xc1\x5a\xe3\x69"
#define KNOWN4 KNOWN KNOWN KNOWN KNOWN
#define KNOWN16 KNOWN4 KNOWN4 KNOWN4 KNOWN4

/* Nothing of these is on a stack. */
static struct buf made;
static uint8_t *stack;
static int result;
static volatile uint8_t seen; /* so that no stack is left out */
static bool leave; /* on the stack, to see that the test would see it */

static int
ignore(void *ctx, const void *p, size_t n)
{
	(void)ctx;
	(void)p;
	(void)n;
	return 0;
}

/* Deep enough for what a thread's end writes over not to reach. */
#define DEPTH 16384

static __attribute__((noinline)) void
clean_below(void)
{
	volatile uint8_t above[DEPTH];
	struct photo_report r;

	above[0] = 0;
	result =
	    photo_clean((struct view){made.data, made.len}, ignore, NULL, &r);
	seen = above[0];
}

static __attribute__((noinline)) void
leave_below(void)
{
	volatile uint8_t above[DEPTH];
	const char *known = KNOWN4;

	for (size_t i = 0; i < DEPTH; i++)
		above[i] = (uint8_t)known[i % 16];
	seen = above[0];
}

static void *
run(void *unused)
{
	clean_below();
	if (leave)
		leave_below();
	return unused;
}

/* How often known bytes stand on the stack, after a photo was cleaned on it. */
static size_t
left_on_the_stack(void)
{
	static const char known[] = KNOWN;
	pthread_attr_t attr;
	pthread_t thread;
	size_t n = 0;

	stack = mmap(NULL, STACK_LEN, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(stack != MAP_FAILED);
	memset(stack, PAINT, STACK_LEN);
	assert_int_equal(pthread_attr_init(&attr), 0);
	assert_int_equal(pthread_attr_setstack(&attr, stack, STACK_LEN), 0);
	assert_int_equal(pthread_create(&thread, &attr, run, NULL), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(pthread_attr_destroy(&attr), 0);
	assert_int_equal(result, PHOTO_OK);
	/* In any order of bytes, and beginning at any of them. */
	for (size_t i = 0; i + 4 <= STACK_LEN; i++) {
		size_t same = 0, back = 0;
		for (size_t k = 0; k < 4; k++) {
			same += stack[i + k] == (uint8_t)known[k];
			back += stack[i + 3 - k] == (uint8_t)known[k];
		}
		n += same == 4 || back == 4;
	}
	assert_int_equal(munmap(stack, STACK_LEN), 0);
	return n;
}

static void
make_jpeg(void)
{
	add(&made, BYTES(SOI JFIF));
	add_segment(&made, 0xe1,
	    BYTES("Exif\0\0MM\0*\0\0\0\x08\0\2" KNOWN4
		  "\1\x12\0\3\0\0\0\1\0\6\0\0" KNOWN4));
	add_segment(&made, 0xe1,
	    BYTES("http://ns.adobe.com/xap/1.0/\0GPSL" KNOWN16 KNOWN16));
	add_segment(&made, 0xfe, BYTES(KNOWN16));
	add(&made, BYTES(FRAME SCAN KNOWN16 KNOWN16 EOI KNOWN16));
}

static void
make_png(void)
{
	add(&made, BYTES(PNG_SIGNATURE));
	add_header(&made, 2, 3, 8, 3);
	add_chunk(&made, "PLTE", BYTES(KNOWN4 KNOWN KNOWN));
	add_chunk(&made, "tRNS", BYTES(KNOWN));
	add_chunk(&made, "tEXt", BYTES("GPSL" KNOWN16));
	add_chunk(&made, "IDAT", BYTES(KNOWN16 KNOWN16));
	add_chunk(&made, "IEND", BYTES(""));
	add(&made, BYTES(KNOWN16));
}

static void
nothing_of_a_jpeg_is_left_on_the_stack(void **state)
{
	(void)state;
	make_jpeg();
	assert_int_equal(left_on_the_stack(), 0);
}

static void
nothing_of_a_png_is_left_on_the_stack(void **state)
{
	(void)state;
	make_png();
	assert_int_equal(left_on_the_stack(), 0);
}

static void
what_is_left_would_be_seen(void **state)
{
	(void)state;
	make_png();
	leave = true;
	assert_true(left_on_the_stack() > 0);
	leave = false;
}

static int
begin(void **state)
{
	(void)state;
	made_new(&made);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	buf_free(&made);
	return 0;
}

#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(nothing_of_a_jpeg_is_left_on_the_stack),
	    T(nothing_of_a_png_is_left_on_the_stack),
	    T(what_is_left_would_be_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
