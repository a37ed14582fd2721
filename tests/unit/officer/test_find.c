/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Finding a tip's checksum: anywhere in the list, in few reads.
 */
#include "support.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "base/text.h"

/* As many tips as a busy year brings. */
#define LINES 30000
#define LINE_LEN 108 /* digest, two spaces, "tips/<id>.age", LF */
#define ROOM ((size_t)8 * 1024 * 1024)

/* The linker lets us count. */
ssize_t __wrap_pread(int fd, void *p, size_t n, off_t at);
ssize_t __real_pread(int fd, void *p, size_t n, off_t at);
static size_t reads;

ssize_t
__wrap_pread(int fd, void *p, size_t n, off_t at)
{
	reads++;
	return __real_pread(fd, p, n, at);
}

static void
id_of(uint32_t i, uint8_t id[static BUNDLE_ID_LEN])
{
	memset(id, 0, BUNDLE_ID_LEN);
	for (size_t k = 0; k < 4; k++)
		id[k] = (uint8_t)(i >> (24 - 8 * k));
}

static void
add_line(struct buf *b, uint32_t i)
{
	char hex[BUNDLE_ID_TEXT];
	uint8_t id[BUNDLE_ID_LEN];

	id_of(i, id);
	text_hex(id, sizeof id, hex);
	buf_add_fmt(b, "%064x  tips/%s.age\n", i, hex);
}

/* A bundle of nothing but a list: of the even numbers, so that the odd ones
 * are missing. What damage leaves of it is looked at. */
static void
list_open(struct bundle *b, struct file *f, size_t damaged)
{
	struct buf sums;
	struct buf bytes;

	buf_init(&sums, &buf_heap, ROOM);
	buf_init(&bytes, &buf_heap, ROOM);
	for (uint32_t i = 0; i < LINES; i++)
		add_line(&sums, 2 * i);
	assert_int_equal(sums.len, (size_t)LINES * LINE_LEN);
	memset(sums.data, 'x', damaged * LINE_LEN);
	buf_add_fmt(&sums, "%064x  MANIFEST\n", 0);
	assert_int_equal(tar_member(io_write_to_buf, &bytes, "SHA256SUMS",
			     sums.data, sums.len),
	    TAR_OK);
	assert_int_equal(tar_end(io_write_to_buf, &bytes), TAR_OK);
	file_open(f, bytes.data, bytes.len);
	assert_int_equal(bundle_open(b, f->path), 0);
	assert_int_equal(b->sums_lines, LINES);
	buf_free(&sums);
	buf_free(&bytes);
	reads = 0;
}

static void
list_close(struct bundle *b, struct file *f)
{
	bundle_close(b);
	file_close(f);
}

static int
find(const struct bundle *b, uint32_t i, uint64_t from, uint64_t *line)
{
	uint8_t id[BUNDLE_ID_LEN];
	struct bundle_sum sum;

	id_of(i, id);
	*line = from;
	return bundle_sum_find(b, id, line, &sum);
}

static void
every_tip_is_found_from_anywhere_before_it(void **state)
{
	struct bundle b;
	struct file f;
	uint64_t line;

	(void)state;
	list_open(&b, &f, 0);
	for (uint32_t i = 0; i < LINES; i += 7) {
		assert_int_equal(find(&b, 2 * i, 0, &line), 1);
		assert_int_equal(line, i);
		assert_int_equal(find(&b, 2 * i, i / 2, &line), 1);
		assert_int_equal(line, i);
		assert_int_equal(find(&b, 2 * i + 1, 0, &line), 0);
		assert_int_equal(find(&b, 2 * i, i + 1, &line), 0);
	}
	list_close(&b, &f);
}

static void
a_tip_in_its_place_takes_one_read(void **state)
{
	struct bundle b;
	struct file f;
	uint64_t line;

	(void)state;
	list_open(&b, &f, 0);
	for (uint32_t i = 0; i < LINES; i++)
		assert_int_equal(find(&b, 2 * i, i, &line), 1);
	assert_int_equal(reads, LINES);
	list_close(&b, &f);
}

static void
tips_behind_damaged_lines_are_found(void **state)
{
	struct bundle b;
	struct file f;
	uint64_t line;

	(void)state;
	list_open(&b, &f, 200);
	assert_int_equal(find(&b, 2 * 199, 0, &line), 0);
	for (uint32_t i = 200; i < LINES; i += 11) {
		assert_int_equal(find(&b, 2 * i, 0, &line), 1);
		assert_int_equal(line, i);
	}
	list_close(&b, &f);
}

static void
a_list_of_garbage_takes_few_reads_for_each_tip(void **state)
{
	struct bundle b;
	struct file f;
	uint64_t line;

	(void)state;
	list_open(&b, &f, LINES);
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(find(&b, 2 * i, 0, &line), 0);
	assert_true(reads <= (size_t)1000 * 32);
	list_close(&b, &f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_tip_is_found_from_anywhere_before_it),
	    cmocka_unit_test(a_tip_in_its_place_takes_one_read),
	    cmocka_unit_test(tips_behind_damaged_lines_are_found),
	    cmocka_unit_test(a_list_of_garbage_takes_few_reads_for_each_tip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
