/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * seal-file: standard input sealed to standard output, for tests.
 *
 *   seal-file [-am] [-s STANZAS] RECIPIENT...
 *   seal-file -t [-s STANZAS] RECIPIENT...     as the tip.json of a tip
 *   seal-file [-am] -P FILE [-w LOG_N]         passphrase, whole file's bytes
 *
 * -a: in armor. -m: says how much memory it took.
 * Exits with 10 more than the error's number, negated; 64 for wrong usage.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "crypto/core/armor.h"
#include "crypto/core/tar.h"
#include "crypto/core/tip.h"
#include "crypto/seal/seal.h"
#include "peak.h"

#define EXIT_USAGE 64
#define EXIT_ERRORS 10
#define PASSPHRASE_MAX 4096

struct options {
	size_t stanzas;
	bool tip;
	bool armor;
	bool memory;
	const char *passphrase_file;
	unsigned log_n;
	struct recipient recipients[AGE_STANZAS_MAX];
	size_t n;
};

static int
fail(int err)
{
	(void)fprintf(stderr, "seal-file: %s\n", age_strerror(err));
	return EXIT_ERRORS - err;
}

static int
parse_options(int argc, char **argv, struct options *o)
{
	int c;

	*o = (struct options){.log_n = 10};
	while ((c = getopt(argc, argv, "ams:tP:w:")) != -1) {
		if (c == 's')
			o->stanzas = strtoul(optarg, NULL, 10);
		else if (c == 't')
			o->tip = true;
		else if (c == 'a')
			o->armor = true;
		else if (c == 'm')
			o->memory = true;
		else if (c == 'P')
			o->passphrase_file = optarg;
		else if (c == 'w')
			o->log_n = (unsigned)strtoul(optarg, NULL, 10);
		else
			return EXIT_USAGE;
	}
	for (; optind < argc; optind++, o->n++) {
		if (o->n == AGE_STANZAS_MAX)
			return fail(AGE_E_LIMIT);
		int err = recipient_parse(
		    argv[optind], strlen(argv[optind]), &o->recipients[o->n]);
		if (err != AGE_OK)
			return fail(err);
	}
	return 0;
}

static int
begin_passphrase(
    struct sealer **s, const struct options *o, write_fn write, void *ctx)
{
	struct buf words;

	buf_init(&words, &buf_heap, PASSPHRASE_MAX);
	int err = AGE_E_IO;
	if (io_read_file(o->passphrase_file, &words) == 0)
		err = sealer_new_passphrase(
		    s, words.data, words.len, o->log_n, write, ctx);
	buf_free(&words);
	return err;
}

static int
seal_to(const struct options *o, write_fn write, void *ctx)
{
	static uint8_t piece[10000]; /* no divisor of a chunk, on purpose */
	struct sealer *s;
	ssize_t n = 0;
	int err =
	    o->passphrase_file != NULL
		? begin_passphrase(&s, o, write, ctx)
		: sealer_new(&s, o->recipients, o->n, o->stanzas, write, ctx);

	if (err != AGE_OK)
		return err;
	while (err == AGE_OK &&
	       (n = io_read(STDIN_FILENO, piece, sizeof piece)) > 0) {
		err = sealer_add(s, piece, (size_t)n);
		peak_look();
	}
	if (n < 0)
		err = AGE_E_IO;
	if (err == AGE_OK)
		err = sealer_end(s);
	sealer_free(&s);
	return err;
}

static int
seal_stream(const struct options *o)
{
	int out = STDOUT_FILENO;
	struct armor_writer armor;

	if (!o->armor)
		return seal_to(o, io_write_to_fd, &out);
	armor_writer_init(&armor, io_write_to_fd, &out);
	int err = seal_to(o, armor_write, &armor);
	if (err == AGE_OK && armor_writer_end(&armor) != 0)
		err = AGE_E_IO;
	return err;
}

static int
build_tip(struct buf *archive)
{
	struct buf text;

	buf_init(&text, &buf_heap, TIP_CLASS_MAX);
	int err = AGE_E_IO;
	if (io_read_fd(STDIN_FILENO, &text) == 0 &&
	    tar_member(io_write_to_buf, archive, TIP_MEMBER, text.data,
		text.len) == TAR_OK &&
	    tar_end(io_write_to_buf, archive) == TAR_OK)
		err = tip_pad(archive);
	buf_free(&text);
	return err;
}

static int
seal_tip(const struct options *o)
{
	struct buf archive;
	struct buf blob;

	buf_init(&archive, &buf_heap, TIP_CLASS_MAX);
	buf_init(&blob, &buf_heap, 2 * TIP_CLASS_MAX);
	int err = build_tip(&archive);
	if (err == AGE_OK)
		err = seal(o->recipients, o->n, o->stanzas, archive.data,
		    archive.len, &blob);
	if (err == AGE_OK && io_write(STDOUT_FILENO, blob.data, blob.len) < 0)
		err = AGE_E_IO;
	buf_free(&archive);
	buf_free(&blob);
	return err;
}

int
main(int argc, char **argv)
{
	struct options o;

	if (age_init() != AGE_OK)
		return fail(AGE_E_CRYPTO);
	int r = parse_options(argc, argv, &o);
	if (r != 0)
		return r;
	if (o.memory)
		peak_begin();
	int err = o.tip ? seal_tip(&o) : seal_stream(&o);
	peak_say();
	return err == AGE_OK ? 0 : fail(err);
}
