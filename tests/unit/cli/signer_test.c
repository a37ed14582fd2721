/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Signing keys in files: both halves or none, never overwritten, and never
 * shown.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/io.h"
#include "base/say.h"
#include "cli/signer.h"
#include "crypto/core/age.h"

static const struct passphrase_source nowhere = {.fd = -1};
static char dir[] = "/tmp/inkast-cli-XXXXXX";

/* A path in this test's folder; good until the next but three. */
static const char *
in(const char *name)
{
	static char paths[4][256];
	static size_t next;
	char *path = paths[next++ % 4];

	(void)snprintf(path, sizeof paths[0], "%s/%s", dir, name);
	return path;
}

static void
read_text(const char *path, struct buf *out)
{
	buf_init(out, &buf_heap, 65536);
	assert_int_equal(io_read_file(path, out), 0);
	assert_int_equal(buf_add(out, "", 1), BUF_OK); /* a NUL */
}

/* What is said meanwhile is kept here, to be looked at. */
static int
hush(void)
{
	int before = dup(STDERR_FILENO);
	int fd = open(in("said"), O_RDWR | O_CREAT | O_TRUNC, 0600);

	assert_true(before >= 0 && fd >= 0);
	assert_true(dup2(fd, STDERR_FILENO) >= 0);
	close(fd);
	return before;
}

static void
unhush(int before, struct buf *said)
{
	(void)fflush(stderr);
	assert_true(dup2(before, STDERR_FILENO) >= 0);
	close(before);
	read_text(in("said"), said);
}

static int
make_folder(void **state)
{
	(void)state;
	say_as("signer-test");
	assert_int_equal(age_init(), AGE_OK);
	return mkdtemp(dir) == NULL ? -1 : 0;
}

static int
remove_folder(void **state)
{
	static const char *const names[] = {"a", "a.pub", "b", "b.pub", "c.pub",
	    "text.minisig", "said", "empty", "big", "short"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		(void)unlink(in(names[i]));
	return rmdir(dir);
}

static void
a_key_and_its_public_half_are_made_together(void **state)
{
	struct minisign_public p, from_file, from_text;
	struct stat st;
	struct buf text;
	char key[MINISIGN_PUBLIC_TEXT_LEN];

	(void)state;
	assert_int_equal(signer_make(in("a"), NULL, &p), EX_OK);
	assert_int_equal(stat(in("a"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(stat(in("a.pub"), &st), 0);
	minisign_public_format(&p, key);
	read_text(in("a.pub"), &text);
	assert_non_null(strstr((char *)text.data, key));
	assert_int_equal(signer_public(in("a.pub"), &from_file), EX_OK);
	assert_int_equal(signer_public(key, &from_text), EX_OK);
	assert_memory_equal(&from_file, &p, sizeof p);
	assert_memory_equal(&from_text, &p, sizeof p);
	buf_free(&text);
}

static void
what_is_signed_is_verified_with_the_public_half(void **state)
{
	struct minisign_public p;
	struct sign_key *k = NULL;
	struct buf file;
	size_t which = 9;
	const struct view text = {.data = (const uint8_t *)"hej", .len = 3};

	(void)state;
	assert_int_equal(signer_load(in("a"), &nowhere, &k), EX_OK);
	sign_key_public(k, &p);
	assert_int_equal(
	    signer_sign(k, text, "a comment", in("text.minisig"), 0), EX_OK);
	buf_init(&file, &buf_heap, MINISIGN_FILE_MAX);
	assert_int_equal(io_read_file(in("text.minisig"), &file), 0);
	const struct view v = {.data = file.data, .len = file.len};
	assert_int_equal(
	    minisign_verify(text, v, &p, 1, &which, NULL), MINISIGN_OK);
	buf_free(&file);
	/* It is there: replaced only on purpose. */
	struct buf said;
	int before = hush();
	int code = signer_sign(k, text, "again", in("text.minisig"), 0);
	unhush(before, &said);
	assert_int_equal(code, EX_CANTCREAT);
	assert_int_equal(
	    signer_sign(k, text, "again", in("text.minisig"), 1), EX_OK);
	buf_free(&said);
	sign_key_free(&k);
	assert_null(k);
}

static void
neither_half_is_ever_overwritten(void **state)
{
	struct minisign_public p = {.id = {7}};
	const struct minisign_public untouched = p;
	struct buf before_text, after_text, said;

	(void)state;
	read_text(in("a"), &before_text);
	int before = hush();
	int first = signer_make(in("a"), NULL, &p);
	/* The public half alone is in the way: then no secret one is made. */
	assert_int_equal(io_write_file(in("b.pub"), 0644, 0, "x", 1), 0);
	int second = signer_make(in("b"), NULL, &p);
	unhush(before, &said);
	assert_int_equal(first, EX_CANTCREAT);
	assert_int_equal(second, EX_CANTCREAT);
	assert_int_equal(access(in("b"), F_OK), -1);
	read_text(in("a"), &after_text);
	assert_int_equal(before_text.len, after_text.len);
	assert_memory_equal(before_text.data, after_text.data, after_text.len);
	assert_memory_equal(&p, &untouched, sizeof p);
	buf_free(&before_text);
	buf_free(&after_text);
	buf_free(&said);
}

/* The secret half, given where the public one is meant. */
static void
a_secret_key_given_as_a_public_one_is_not_shown(void **state)
{
	struct minisign_public p;
	struct buf secret, said;

	(void)state;
	read_text(in("a"), &secret);
	char *key = strchr((char *)secret.data, '\n') + 1;
	key[strcspn(key, "\n")] = '\0';
	assert_true(strlen(key) > 100);
	int before = hush();
	int as_text = signer_public(key, &p);
	int as_file = signer_public(in("a"), &p);
	unhush(before, &said);
	assert_int_equal(as_text, EX_USAGE);
	assert_int_equal(as_file, EX_DATAERR);
	assert_non_null(strstr((char *)said.data, "hint: "));
	for (size_t at = 0; at + 12 <= strlen(key); at++) {
		char piece[13] = {0};
		memcpy(piece, key + at, 12);
		assert_null(strstr((char *)said.data, piece));
	}
	buf_free(&secret);
	buf_free(&said);
}

static void
what_is_no_key_is_refused(void **state)
{
	struct sign_key *k = NULL;
	struct minisign_public p;
	struct buf said;
	static const char big[SIGN_KEY_FILE_MAX + 1];

	(void)state;
	assert_int_equal(io_write_file(in("empty"), 0600, 0, "", 0), 0);
	assert_int_equal(io_write_file(in("big"), 0600, 0, big, sizeof big), 0);
	assert_int_equal(io_write_file(in("short"), 0600, 0, "RW\n", 3), 0);
	int before = hush();
	assert_int_equal(signer_load(in("empty"), &nowhere, &k), EX_DATAERR);
	assert_int_equal(signer_load(in("big"), &nowhere, &k), EX_DATAERR);
	assert_int_equal(signer_load(in("short"), &nowhere, &k), EX_DATAERR);
	assert_int_equal(signer_load(in("none"), &nowhere, &k), EX_NOINPUT);
	assert_int_equal(signer_load(in("a.pub"), &nowhere, &k), EX_DATAERR);
	assert_int_equal(signer_public(in("none"), &p), EX_NOINPUT);
	assert_int_equal(signer_public(in("empty"), &p), EX_DATAERR);
	assert_int_equal(signer_public(in("big"), &p), EX_DATAERR);
	unhush(before, &said);
	assert_null(k);
	buf_free(&said);
}

static int
passphrase_fd(const char *line)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(io_write(ends[1], line, strlen(line)), 0);
	close(ends[1]);
	return ends[0];
}

/* One trip with a passphrase: each takes 1 GiB and seconds. */
static void
a_protected_key_opens_with_its_passphrase_only(void **state)
{
	const char right[] = "five words of no meaning\n";
	struct minisign_public p, again;
	struct passphrase_source s = {.fd = passphrase_fd(right)};
	struct sign_key *k = NULL;
	struct buf said;

	(void)state;
	(void)unlink(in("b.pub"));
	assert_int_equal(signer_make(in("b"), &s, &p), EX_OK);
	close(s.fd);
	s.fd = passphrase_fd(right);
	assert_int_equal(signer_load(in("b"), &s, &k), EX_OK);
	close(s.fd);
	sign_key_public(k, &again);
	assert_memory_equal(&again, &p, sizeof p);
	sign_key_free(&k);
	s.fd = passphrase_fd("five words of some meaning\n");
	int before = hush();
	int code = signer_load(in("b"), &s, &k);
	unhush(before, &said);
	close(s.fd);
	assert_int_equal(code, EX_NOPERM);
	assert_null(k);
	assert_null(strstr((char *)said.data, "meaning"));
	buf_free(&said);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_key_and_its_public_half_are_made_together),
	    cmocka_unit_test(what_is_signed_is_verified_with_the_public_half),
	    cmocka_unit_test(neither_half_is_ever_overwritten),
	    cmocka_unit_test(a_secret_key_given_as_a_public_one_is_not_shown),
	    cmocka_unit_test(what_is_no_key_is_refused),
	    cmocka_unit_test(a_protected_key_opens_with_its_passphrase_only),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
