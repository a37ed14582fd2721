/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * unseal-file: standard input opened to standard output, for tests.
 *
 *   unseal-file [-adm] [-i IDENTITY-FILE]... [-P PASSPHRASE-FILE]
 *
 * -a: what is not in armor is refused. -d: armor is detected. -m: says how much
 * memory it took.
 * What was authenticated before a failure is on standard output. Exits with 10
 * more than the error's number, negated; 64 for wrong usage.
 */
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "base/io.h"
#include "crypto/core/armor.h"
#include "crypto/core/secret.h"
#include "crypto/unseal/unseal.h"
#include "peak.h"

#define EXIT_USAGE 64
#define EXIT_ERRORS 10
#define FILE_MAX 65536

struct options {
	bool armor;
	bool detect;
	bool memory;
	struct identity *ids; /* room for IDENTITIES_MAX */
	struct buf words;
};

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
open_from(const struct unseal_keys *keys, read_fn read, void *ctx)
{
	struct unsealer *u;
	const uint8_t *p;
	size_t n;
	int r = unsealer_new(&u, keys, read, ctx);

	if (r != AGE_OK)
		return r;
	while ((r = unsealer_next(u, &p, &n)) == 1) {
		peak_look();
		if (io_write(STDOUT_FILENO, p, n) < 0) {
			r = AGE_E_IO;
			break;
		}
	}
	unsealer_free(&u);
	return r;
}

static int
open_stream(const struct unseal_keys *keys, const struct options *o)
{
	int in = STDIN_FILENO;
	struct armor_reader armor;

	if (!o->armor && !o->detect)
		return open_from(keys, io_read_from_fd, &in);
	armor_reader_init(&armor, o->armor ? ARMOR_REQUIRED : ARMOR_DETECT,
	    io_read_from_fd, &in);
	return open_from(keys, armor_read, &armor);
}

/* 0, or how to exit. */
static int
parse_options(
    int argc, char **argv, struct options *o, struct unseal_keys *keys)
{
	int c;

	while ((c = getopt(argc, argv, "admi:P:")) != -1) {
		int err = AGE_OK;
		if (c == 'i')
			err =
			    add_identities(optarg, o->ids, &keys->n_identities);
		else if (c == 'P')
			err = io_read_file(optarg, &o->words) == 0 ? AGE_OK
								   : AGE_E_IO;
		else if (c == 'a')
			o->armor = true;
		else if (c == 'd')
			o->detect = true;
		else if (c == 'm')
			o->memory = true;
		else
			return EXIT_USAGE;
		if (err != AGE_OK)
			return fail(err);
	}
	return 0;
}

static int
open_with(int argc, char **argv, struct options *o)
{
	struct unseal_keys keys = {.identities = o->ids};
	int r = parse_options(argc, argv, o, &keys);

	if (r != 0)
		return r;
	keys.passphrase = o->words.data;
	keys.passphrase_len = o->words.len;
	if (o->memory)
		peak_begin();
	int err = open_stream(&keys, o);
	peak_say();
	return err == AGE_OK ? 0 : fail(err);
}

int
main(int argc, char **argv)
{
	struct options o = {.armor = false};

	if (age_init() != AGE_OK)
		return fail(AGE_E_CRYPTO);
	o.ids = secret_alloc(IDENTITIES_MAX * sizeof *o.ids);
	if (o.ids == NULL)
		return fail(AGE_E_MEMORY);
	buf_init(&o.words, &secret_mem, FILE_MAX);
	int r = open_with(argc, argv, &o);
	buf_free(&o.words);
	secret_free(o.ids);
	return r;
}
