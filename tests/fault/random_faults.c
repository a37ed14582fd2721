/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * When the kernel gives no random bytes, the process ends before anything is
 * sealed: there is nothing to fall back to. A child process is forbidden
 * getrandom(2) and told to seal.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <seccomp.h>
#include <stdbool.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/io.h"
#include "crypto/seal/seal.h"
#include "crypto/unseal/unseal.h"

#define OUT_MAX ((size_t)1 << 20)

static struct recipient to;

/* From here on getrandom fails, as it does where a kernel lacks it. */
static bool
forbid_randomness(void)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
	bool ok = f != NULL &&
		  seccomp_rule_add(
		      f, SCMP_ACT_ERRNO(EIO), SCMP_SYS(getrandom), 0) == 0 &&
		  seccomp_load(f) == 0;

	seccomp_release(f);
	return ok;
}

/* What a child does: what it makes goes to out. */
static int
seal_whole(int out)
{
	struct buf b;

	buf_init(&b, &buf_heap, OUT_MAX);
	int err = seal(&to, 1, 2, "a tip", 5, &b);
	return err == AGE_OK ? io_write(out, b.data, b.len) : err;
}

static int
seal_stream(int out)
{
	struct sealer *s;
	int err = sealer_new(&s, &to, 1, 0, io_write_to_fd, &out);

	return err == AGE_OK ? sealer_end(s) : err;
}

static int
seal_passphrase(int out)
{
	struct sealer *s;
	int err =
	    sealer_new_passphrase(&s, "words", 5, 10, io_write_to_fd, &out);

	return err == AGE_OK ? sealer_end(s) : err;
}

static int
make_identity(int out)
{
	struct identity id;
	int err = identity_generate(to.type, &id);

	return err == AGE_OK ? io_write(out, "made", 4) : err;
}

/* Never returns. Without a core file: the abort is meant. */
static void
child(int (*use)(int), int out, bool forbid)
{
	static const struct rlimit no_core;

	(void)setrlimit(RLIMIT_CORE, &no_core);
	(void)signal(SIGABRT, SIG_DFL);
	if (forbid && !forbid_randomness())
		_exit(2);
	_exit(use(out) == 0 ? 0 : 1);
}

/* How the child ended, and how much it wrote. */
static int
run(int (*use)(int), bool forbid, size_t *written)
{
	static char rest[65536];
	int ends[2];
	int status;

	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		child(use, ends[1], forbid);
	close(ends[1]);
	ssize_t n = io_read(ends[0], rest, sizeof rest);
	assert_true(n >= 0);
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	*written = (size_t)n;
	return status;
}

static void
ends_without_randomness(int (*use)(int))
{
	size_t written;
	int status = run(use, false, &written);

	assert_int_equal(status, 0);
	assert_true(written > 0);
	status = run(use, true, &written);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
	assert_int_equal(written, 0);
}

static void
nothing_is_sealed_without_randomness(void **state)
{
	static const enum age_key_type types[] = {AGE_X25519, AGE_HYBRID};

	(void)state;
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		struct identity id;
		assert_int_equal(identity_generate(types[i], &id), AGE_OK);
		to.type = types[i];
		memcpy(to.key, id.public, sizeof to.key);
		ends_without_randomness(seal_whole);
		ends_without_randomness(seal_stream);
		ends_without_randomness(make_identity);
	}
	ends_without_randomness(seal_passphrase);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_is_sealed_without_randomness),
	};

	return age_init() == AGE_OK ? cmocka_run_group_tests(tests, NULL, NULL)
				    : 1;
}
