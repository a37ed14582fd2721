/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The writer of bundles: what FORMAT 9 says, whole or not at all.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "admin/bundle.h"
#include "base/text.h"
#include "crypto/core/hash.h"
#include "crypto/core/tar.h"

static char dir[] = "/tmp/inkast-bundle-XXXXXX";

static int
set_up(void **state)
{
	(void)state;
	return mkdtemp(dir) == NULL ? -1 : 0;
}

/* Entries of the folder; all of them are removed. */
static int
empty_dir(void)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	int n = 0;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		if (strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0) {
			assert_int_equal(unlinkat(dirfd(d), e->d_name, 0), 0);
			n++;
		}
	closedir(d);
	return n;
}

static int
tear_down(void **state)
{
	(void)state;
	(void)empty_dir();
	return rmdir(dir);
}

static int
add(struct bundle *b, uint8_t id, uint32_t epoch, int32_t day, const char *blob)
{
	struct store_row row = {.epoch = epoch, .day = day};

	memset(row.id, id, sizeof row.id);
	row.blob = (struct view){(const uint8_t *)blob, strlen(blob)};
	return bundle_add(b, &row);
}

/* Two tips; the path of what was written, which the caller frees. */
static char *
write_two(void)
{
	struct bundle b = {0};
	char *path = NULL;

	assert_int_equal(bundle_begin(&b, dir), 0);
	assert_int_equal(add(&b, 0x0a, 0, 20000, "first"), 0);
	assert_int_equal(add(&b, 0xb0, 7, 19999, "second"), 0);
	assert_int_equal(bundle_end(&b, "Kinda tips", &path), 0);
	assert_int_equal(b.tips, 2);
	assert_int_equal(b.first_day, 19999);
	assert_int_equal(b.last_day, 20000);
	bundle_abandon(&b);
	return path;
}

static void
read_back(const char *path, struct buf *out)
{
	buf_init(out, &buf_heap, 1024 * 1024);
	assert_int_equal(io_read_file(path, out), 0);
}

static void
the_format_s_members_come_in_its_order(void **state)
{
	static const char *const names[] = {
	    "tips/0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a.age",
	    "tips/b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0.age", "MANIFEST",
	    "SHA256SUMS"};
	static const char manifest[] =
	    "inkast-bundle/1\nservice Kinda tips\ntips 2\n"
	    "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a 2024-10-04 0\n"
	    "b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0 2024-10-03 7\n";
	char name[TAR_NAME_MAX];
	const uint8_t *content;
	size_t size;
	struct buf b;
	char *path = write_two();

	(void)state;
	read_back(path, &b);
	struct tar_walk walk = {.data = b.data, .len = b.len};
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(
		    tar_walk_next(&walk, name, &content, &size), 1);
		assert_string_equal(name, names[i]);
		if (i == 2) {
			assert_int_equal(size, strlen(manifest));
			assert_memory_equal(content, manifest, size);
		}
	}
	assert_int_equal(tar_walk_next(&walk, name, &content, &size), 0);
	assert_int_equal(b.len % TAR_BLOCK, 0);
	buf_free(&b);
	free(path);
	assert_int_equal(empty_dir(), 1);
}

static void
the_name_is_the_checksum_of_the_checksums(void **state)
{
	char name[TAR_NAME_MAX];
	const uint8_t *content = NULL;
	size_t size = 0;
	uint8_t digest[HASH_LEN];
	char hex[17];
	char expected[128];
	struct buf b;
	char *path = write_two();

	(void)state;
	read_back(path, &b);
	struct tar_walk walk = {.data = b.data, .len = b.len};
	while (tar_walk_next(&walk, name, &content, &size) == 1)
		;
	/* The last member's content is still in content. */
	hash_of(content, size, digest);
	text_hex(digest, 8, hex);
	(void)snprintf(expected, sizeof expected, "%s/inkast-%s.tar", dir, hex);
	assert_string_equal(path, expected);
	buf_free(&b);
	free(path);
	(void)empty_dir();
}

static void
the_same_tips_give_the_same_bytes_and_name(void **state)
{
	struct buf one;
	struct buf two;
	char *first = write_two();

	(void)state;
	read_back(first, &one);
	char *second = write_two();
	read_back(second, &two);
	assert_string_equal(first, second);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	buf_free(&one);
	buf_free(&two);
	free(first);
	free(second);
	assert_int_equal(empty_dir(), 1);
}

static void
ids_that_do_not_rise_are_refused(void **state)
{
	struct bundle b = {0};

	(void)state;
	assert_int_equal(bundle_begin(&b, dir), 0);
	assert_int_equal(add(&b, 2, 0, 1, "x"), 0);
	assert_int_equal(add(&b, 2, 0, 1, "x"), -EINVAL);
	bundle_abandon(&b);
	assert_int_equal(empty_dir(), 0);
}

static void
an_abandoned_bundle_leaves_nothing(void **state)
{
	struct bundle b = {0};

	(void)state;
	bundle_abandon(&b);
	assert_int_equal(bundle_begin(&b, dir), 0);
	assert_int_equal(add(&b, 1, 0, 1, "x"), 0);
	bundle_abandon(&b);
	bundle_abandon(&b);
	assert_int_equal(empty_dir(), 0);
}

static void
a_folder_that_is_not_there_is_told(void **state)
{
	struct bundle b = {0};

	(void)state;
	assert_int_equal(bundle_begin(&b, "/nonexistent/folder"), -ENOENT);
	bundle_abandon(&b);
}

/* A file may not grow beyond each limit, as on a full disk. */
static int
end_within(rlim_t limit)
{
	struct rlimit before;
	struct bundle b = {0};
	char *path = NULL;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	struct rlimit tight = {.rlim_cur = limit, .rlim_max = before.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
	int r = bundle_begin(&b, dir);
	if (r == 0)
		r = add(&b, 1, 0, 1, "sealed");
	if (r == 0)
		r = add(&b, 2, 0, 1, "sealed, too");
	if (r == 0)
		r = bundle_end(&b, "Inkast", &path);
	bundle_abandon(&b);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	free(path);
	return r;
}

static void
a_full_target_is_told_and_left_empty(void **state)
{
	rlim_t limit = 0;
	int r;

	(void)state;
	(void)signal(SIGXFSZ, SIG_IGN);
	while ((r = end_within(limit)) != 0) {
		assert_int_equal(r, -EFBIG);
		assert_int_equal(empty_dir(), 0);
		limit += TAR_BLOCK / 2;
	}
	assert_true(limit > TAR_BLOCK);
	assert_int_equal(empty_dir(), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_format_s_members_come_in_its_order),
	    cmocka_unit_test(the_name_is_the_checksum_of_the_checksums),
	    cmocka_unit_test(the_same_tips_give_the_same_bytes_and_name),
	    cmocka_unit_test(ids_that_do_not_rise_are_refused),
	    cmocka_unit_test(an_abandoned_bundle_leaves_nothing),
	    cmocka_unit_test(a_folder_that_is_not_there_is_told),
	    cmocka_unit_test(a_full_target_is_told_and_left_empty),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
