/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * unseal-file: standard input opened to standard output, for tests.
 *
 *   unseal-file [-i IDENTITY-FILE]... [-P PASSPHRASE-FILE]
 *
 * What was authenticated before a failure is on standard output. Exits with 10
 * more than the error's number, negated; 64 for wrong usage.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/io.h"
#include "crypto/core/secret.h"
#include "crypto/unseal/unseal.h"

#define EXIT_USAGE 64
#define EXIT_ERRORS 10
#define FILE_MAX 65536

static int
fail(int err)
{
	(void)fprintf(stderr, "unseal-file: %s\n", age_strerror(err));
	return EXIT_ERRORS - err;
}

static int
add_identities(const char *path, struct identity *ids, size_t *n)
{
	struct buf text;
	size_t more = 0;
	size_t line = 0;

	buf_init(&text, &secret_mem, FILE_MAX);
	int err = AGE_E_IO;
	if (io_read_file(path, &text) == 0)
		err = identity_file_parse(text.data, text.len, ids + *n,
		    IDENTITIES_MAX - *n, &more, &line);
	if (err != AGE_OK)
		(void)fprintf(
		    stderr, "unseal-file: %s: line %zu\n", path, line);
	*n += more;
	buf_free(&text);
	return err;
}

static int
open_stream(const struct unseal_keys *keys)
{
	struct unsealer *u;
	const uint8_t *p;
	size_t n;
	int in = STDIN_FILENO;
	int r = unsealer_new(&u, keys, io_read_from_fd, &in);

	if (r != AGE_OK)
		return r;
	while ((r = unsealer_next(u, &p, &n)) == 1) {
		if (io_write(STDOUT_FILENO, p, n) < 0) {
			r = AGE_E_IO;
			break;
		}
	}
	unsealer_free(&u);
	return r;
}

static int
open_with(int argc, char **argv, struct identity *ids, struct buf *words)
{
	struct unseal_keys keys = {.identities = ids};
	int c;

	while ((c = getopt(argc, argv, "i:P:")) != -1) {
		int err = AGE_OK;
		if (c == 'i')
			err = add_identities(optarg, ids, &keys.n_identities);
		else if (c != 'P')
			return EXIT_USAGE;
		else if (io_read_file(optarg, words) != 0)
			err = AGE_E_IO;
		if (err != AGE_OK)
			return fail(err);
	}
	keys.passphrase = words->data;
	keys.passphrase_len = words->len;
	int err = open_stream(&keys);
	return err == AGE_OK ? 0 : fail(err);
}

int
main(int argc, char **argv)
{
	struct buf words;

	if (age_init() != AGE_OK)
		return fail(AGE_E_CRYPTO);
	struct identity *ids = secret_alloc(IDENTITIES_MAX * sizeof *ids);
	if (ids == NULL)
		return fail(AGE_E_MEMORY);
	buf_init(&words, &secret_mem, FILE_MAX);
	int r = open_with(argc, argv, ids, &words);
	buf_free(&words);
	secret_free(ids);
	return r;
}
