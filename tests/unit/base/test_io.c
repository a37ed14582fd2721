/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Descriptors and files: whole or not at all, nothing left behind.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"

static char dir[64];

/* The linker lets us stand in for fchmod. */
int __wrap_fchmod(int fd, mode_t mode);
int __real_fchmod(int fd, mode_t mode);
static int fchmod_fails;

int
__wrap_fchmod(int fd, mode_t mode)
{
	if (fchmod_fails == 0)
		return __real_fchmod(fd, mode);
	errno = fchmod_fails;
	return -1;
}

static const char *
in_dir(const char *name)
{
	static char path[128];

	snprintf(path, sizeof path, "%s/%s", dir, name);
	return path;
}

static size_t
files_in_dir(void)
{
	DIR *d = opendir(dir);
	size_t n = 0;
	const struct dirent *e;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

static int
set_up(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/inkast-io-XXXXXX");
	return mkdtemp(dir) == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	(void)state;
	unlink(in_dir("file"));
	return rmdir(dir);
}

static void
read_back(const char *expected)
{
	struct buf b;

	buf_init(&b, &buf_heap, 1000);
	assert_int_equal(io_read_file(in_dir("file"), &b), 0);
	assert_int_equal(b.len, strlen(expected));
	assert_memory_equal(b.data, expected, b.len);
	buf_free(&b);
}

#define MUCH ((size_t)1 << 20)

static void *
write_much(void *ctx)
{
	static uint8_t block[MUCH];
	int *fd = ctx;

	for (size_t i = 0; i < MUCH; i++)
		block[i] = (uint8_t)(i * 31 >> 3);
	assert_int_equal(io_write(*fd, block, MUCH), 0);
	close(*fd);
	return NULL;
}

/* More than a pipe holds: both sides must go on after a part. */
static void
a_megabyte_goes_through_a_pipe_whole(void **state)
{
	int fds[2];
	pthread_t writer;
	uint8_t *got = malloc(MUCH + 1);

	(void)state;
	assert_non_null(got);
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(pthread_create(&writer, NULL, write_much, &fds[1]), 0);
	assert_int_equal(io_read(fds[0], got, MUCH + 1), (ssize_t)MUCH);
	pthread_join(writer, NULL);
	for (size_t i = 0; i < MUCH; i++)
		assert_int_equal(got[i], (uint8_t)(i * 31 >> 3));
	close(fds[0]);
	free(got);
}

static void
errors_are_negated_errno(void **state)
{
	char c = 0;
	struct buf b;

	(void)state;
	buf_init(&b, &buf_heap, 10);
	assert_int_equal(io_write(-1, &c, 1), -EBADF);
	assert_int_equal(io_read(-1, &c, 1), -EBADF);
	assert_int_equal(io_read_fd(-1, &b), -EBADF);
	assert_int_equal(io_read_file(in_dir("none"), &b), -ENOENT);
	assert_int_equal(io_read_file(dir, &b), -EISDIR);
	assert_int_equal(
	    io_write_file(in_dir("none/x"), 0600, 0, "", 0), -ENOENT);
	assert_int_equal(files_in_dir(), 0);
	buf_free(&b);
}

static void
a_closed_pipe_is_an_error_to_write_to(void **state)
{
	int fds[2];

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(fds), 0);
	close(fds[0]);
	assert_int_equal(io_write(fds[1], "x", 1), -EPIPE);
	assert_int_equal(io_write(fds[1], "x", 0), 0);
	close(fds[1]);
}

static void
a_file_of_exactly_the_maximum_is_read_and_one_byte_more_is_not(void **state)
{
	static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 200000};
	struct buf b;
	char *data = calloc(1, 200001);

	(void)state;
	assert_non_null(data);
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		size_t n = sizes[i];
		buf_init(&b, &buf_heap, n);
		assert_int_equal(
		    io_write_file(in_dir("file"), 0600, 1, data, n), 0);
		assert_int_equal(io_read_file(in_dir("file"), &b), 0);
		assert_int_equal(b.len, n);
		buf_free(&b);
		assert_int_equal(
		    io_write_file(in_dir("file"), 0600, 1, data, n + 1), 0);
		assert_int_equal(io_read_file(in_dir("file"), &b), -EFBIG);
		buf_free(&b);
	}
	free(data);
}

static void
reading_appends_to_what_is_there(void **state)
{
	struct buf b;

	(void)state;
	assert_int_equal(io_write_file(in_dir("file"), 0600, 0, "bc", 2), 0);
	buf_init(&b, &buf_heap, 3);
	assert_int_equal(buf_add_str(&b, "a"), BUF_OK);
	assert_int_equal(io_read_file(in_dir("file"), &b), 0);
	assert_memory_equal(b.data, "abc", 3);
	assert_int_equal(io_read_file(in_dir("file"), &b), -EFBIG);
	buf_free(&b);
}

static void
a_written_file_has_its_content_and_mode_and_no_company(void **state)
{
	struct stat st;

	(void)state;
	umask(0);
	assert_int_equal(io_write_file(in_dir("file"), 0640, 0, "abc", 3), 0);
	assert_int_equal(stat(in_dir("file"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_int_equal(files_in_dir(), 1);
	read_back("abc");
}

static void
an_existing_file_stays_unless_it_may_be_replaced(void **state)
{
	(void)state;
	assert_int_equal(io_write_file(in_dir("file"), 0600, 0, "old", 3), 0);
	assert_int_equal(
	    io_write_file(in_dir("file"), 0600, 0, "new", 3), -EEXIST);
	read_back("old");
	assert_int_equal(io_write_file(in_dir("file"), 0600, 1, "new", 3), 0);
	read_back("new");
	assert_int_equal(files_in_dir(), 1);
}

static void
a_file_that_appears_in_between_is_not_replaced(void **state)
{
	struct io_file f;

	(void)state;
	assert_int_equal(io_file_begin(&f, in_dir("file"), 0600, 0), 0);
	assert_int_equal(io_write(f.fd, "mine", 4), 0);
	assert_int_equal(io_write_file(in_dir("file"), 0600, 0, "first", 5), 0);
	assert_int_equal(io_file_commit(&f), -EEXIST);
	read_back("first");
	assert_int_equal(files_in_dir(), 1);
	io_file_abandon(&f);
}

static void
nothing_shows_before_commit_and_nothing_stays_after_abandon(void **state)
{
	struct io_file f;

	(void)state;
	assert_int_equal(io_file_begin(&f, in_dir("file"), 0600, 0), 0);
	assert_int_equal(io_write(f.fd, "x", 1), 0);
	assert_int_equal(access(in_dir("file"), F_OK), -1);
	io_file_abandon(&f);
	assert_int_equal(files_in_dir(), 0);
	io_file_abandon(&f);

	assert_int_equal(io_file_begin(&f, in_dir("file"), 0600, 0), 0);
	assert_int_equal(io_file_commit(&f), 0);
	io_file_abandon(&f);
	assert_int_equal(files_in_dir(), 1);
}

static void
a_name_without_a_folder_is_in_the_working_directory(void **state)
{
	(void)state;
	assert_int_equal(chdir(dir), 0);
	assert_int_equal(io_write_file("file", 0600, 0, "here", 4), 0);
	read_back("here");
	assert_int_equal(chdir("/"), 0);
}

static void
a_file_system_without_modes_will_do_but_no_other_failure(void **state)
{
	struct io_file f;

	(void)state;
	fchmod_fails = EPERM; /* as vfat answers */
	assert_int_equal(io_write_file(in_dir("a"), 0640, 0, "x", 1), 0);
	fchmod_fails = EIO;
	assert_int_equal(io_file_begin(&f, in_dir("b"), 0640, 0), -EIO);
	fchmod_fails = 0;
	assert_int_equal(files_in_dir(), 1);
	assert_int_equal(unlink(in_dir("a")), 0);
}

static void
a_file_may_get_its_name_at_the_end(void **state)
{
	struct io_file f;

	(void)state;
	assert_int_equal(io_file_begin(&f, in_dir("unnamed"), 0600, 1), 0);
	assert_int_equal(io_file_rename(&f, "a/b"), -EINVAL);
	assert_int_equal(io_file_rename(&f, ""), -EINVAL);
	assert_int_equal(io_file_rename(&f, "named"), 0);
	assert_int_equal(io_file_commit(&f), 0);
	assert_int_equal(access(in_dir("named"), F_OK), 0);
	assert_int_equal(files_in_dir(), 1);

	assert_int_equal(chdir(dir), 0);
	assert_int_equal(io_file_begin(&f, "unnamed", 0600, 1), 0);
	assert_int_equal(io_file_rename(&f, "other"), 0);
	assert_int_equal(io_file_commit(&f), 0);
	assert_int_equal(access(in_dir("other"), F_OK), 0);
	assert_int_equal(files_in_dir(), 2);
	assert_int_equal(unlink("named"), 0);
	assert_int_equal(unlink("other"), 0);
	assert_int_equal(chdir("/"), 0);
}

static void
writers_and_readers_over_descriptors_and_buffers(void **state)
{
	int fds[2];
	char c[4] = "";
	struct buf b;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(io_write_to_fd(&fds[1], "abc", 3), 0);
	close(fds[1]);
	assert_int_equal(io_read_from_fd(&fds[0], c, sizeof c), 3);
	assert_string_equal(c, "abc");
	assert_int_equal(io_read_from_fd(&fds[0], c, sizeof c), 0);
	close(fds[0]);
	buf_init(&b, &buf_heap, 3);
	assert_int_equal(io_write_to_buf(&b, "abc", 3), 0);
	assert_int_equal(io_write_to_buf(&b, "d", 1), BUF_E_MAX);
	buf_free(&b);
}

int
main(void)
{
#define IO_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    IO_TEST(a_megabyte_goes_through_a_pipe_whole),
	    IO_TEST(errors_are_negated_errno),
	    IO_TEST(a_closed_pipe_is_an_error_to_write_to),
	    IO_TEST(
		a_file_of_exactly_the_maximum_is_read_and_one_byte_more_is_not),
	    IO_TEST(reading_appends_to_what_is_there),
	    IO_TEST(a_written_file_has_its_content_and_mode_and_no_company),
	    IO_TEST(an_existing_file_stays_unless_it_may_be_replaced),
	    IO_TEST(a_file_that_appears_in_between_is_not_replaced),
	    IO_TEST(
		nothing_shows_before_commit_and_nothing_stays_after_abandon),
	    IO_TEST(a_name_without_a_folder_is_in_the_working_directory),
	    IO_TEST(a_file_system_without_modes_will_do_but_no_other_failure),
	    IO_TEST(a_file_may_get_its_name_at_the_end),
	    IO_TEST(writers_and_readers_over_descriptors_and_buffers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
