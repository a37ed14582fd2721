/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-officer unseal: open any age file, in a stream.
 */
#include "officer/verbs.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/io.h"
#include "base/say.h"
#include "crypto/core/armor.h"
#include "crypto/core/secret.h"
#include "crypto/unseal/unseal.h"
#include "officer/identity.h"

static const char help[] =
    "usage: inkast-officer unseal [-i FILE]... [--passphrase-fd N] IN [-o "
    "OUT]\n\n"
    "Opens any age file, binary or armored; IN or OUT may be - for standard\n"
    "input or output. Without -i the file is opened with a passphrase. With "
    "-o\n"
    "the file appears only when all of it was authentic; standard output "
    "gets\n"
    "each part as soon as it is known to be. Exit code 0; 65 when the armor, "
    "the\n"
    "header, its hmac or the payload is wrong; 77 when no identity matches.\n"
    "\n"
    "  -i, --identity FILE    an identity file; may be given several times\n"
    "  -o, --output OUT       where the content goes; never overwritten\n"
    "      --passphrase-fd N  read the passphrase, of identity files or else "
    "of\n"
    "                         IN, as lines from descriptor N\n"
    "      --help             show this and exit\n";

#define FILES_MAX 16

struct request {
	const char *identities[FILES_MAX];
	size_t n_identities;
	const char *in;
	const char *out;
	struct passphrase_source source;
};

/* A read_fn; ctx is an int *. Says why it fails. One read: where input is slow,
 * a signal is seen between two. */
static ssize_t
input_read(void *ctx, void *p, size_t n)
{
	const int *fd = ctx;

	while (interrupt_pending() == 0) {
		ssize_t r = read(*fd, p, n);
		if (r >= 0)
			return r;
		if (errno != EINTR) {
			say_errno("read", "the input", errno);
			hint("IN is an age file, or - for standard input");
			return -EIO;
		}
	}
	return -EINTR;
}

static int
unseal_failed(int err)
{
	switch (err) {
	case AGE_E_HEADER:
	case AGE_E_LIMIT:
		say("header: %s", age_strerror(err));
		hint("IN is not an age file, or its beginning is damaged");
		return EX_DATAERR;
	case AGE_E_ARMOR:
		say("armor: %s", age_strerror(err));
		hint("the lines from BEGIN to END are damaged or not all "
		     "there: get the file again, and nothing but them");
		return EX_DATAERR;
	case AGE_E_HMAC:
		say("hmac: %s", age_strerror(err));
		hint("the header was altered: get the file again");
		return EX_DATAERR;
	case AGE_E_PAYLOAD:
		say("payload: %s", age_strerror(err));
		hint("the file is damaged or cut short: get it again; what "
		     "came out before is authentic, but not all of it");
		return EX_DATAERR;
	case AGE_E_NO_MATCH:
		say("no identity matches: %s", age_strerror(err));
		hint("name the identity file of the right key with -i");
		return EX_NOPERM;
	case AGE_E_MEMORY:
		say("%s", age_strerror(err));
		hint("'ulimit -l' shows how much may be locked");
		return EX_OSERR;
	case AGE_E_IO: /* input_read has said why */
		return EX_IOERR;
	default:
		say("%s", age_strerror(err));
		return EX_IOERR;
	}
}

/* All chunks to a descriptor. EX_OK or another code after saying why. */
static int
copy(struct unsealer *u, int to, const char *name)
{
	const uint8_t *p;
	size_t n;
	int r = 1;

	while (
	    interrupt_pending() == 0 && (r = unsealer_next(u, &p, &n)) == 1) {
		int e = io_write(to, p, n);
		if (e < 0) {
			say_errno("write", name, e);
			return EX_IOERR;
		}
	}
	if (interrupt_pending() != 0) {
		say("interrupted; nothing was left behind");
		return interrupt_code();
	}
	return r == 0 ? EX_OK : unseal_failed(r);
}

static int
create_failed(const char *path, int err)
{
	say_errno("write", path, err);
	if (err == -EEXIST)
		hint("nothing is overwritten: name a new file");
	else
		hint("nothing was left behind");
	return EX_CANTCREAT;
}

static int
to_output(struct unsealer *u, const char *path)
{
	struct io_file f;

	if (path == NULL || strcmp(path, "-") == 0)
		return copy(u, STDOUT_FILENO, "standard output");
	interrupt_catch();
	int r = io_file_begin(&f, path, 0600, 0);
	if (r < 0)
		return create_failed(path, r);
	int code = copy(u, f.fd, path);
	if (code != EX_OK) {
		io_file_abandon(&f);
		return code;
	}
	r = io_file_commit(&f);
	return r == 0 ? EX_OK : create_failed(path, r);
}

/* Armored or binary, as it begins. */
static int
unseal_input(const struct request *q, int in, const struct unseal_keys *keys)
{
	struct armor_reader armor;
	struct unsealer *u = NULL;

	armor_reader_init(&armor, ARMOR_DETECT, input_read, &in);
	int r = unsealer_new(&u, keys, armor_read, &armor);
	if (r != AGE_OK)
		return unseal_failed(r);
	int code = to_output(u, q->out);
	unsealer_free(&u);
	return code;
}

static int
open_input(const struct request *q, const struct unseal_keys *keys)
{
	int in = STDIN_FILENO;

	if (strcmp(q->in, "-") != 0)
		in = open(q->in, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (in < 0) {
		say_errno("read", q->in, errno);
		hint("IN is an age file, or - for standard input");
		return EX_NOINPUT;
	}
	int code = unseal_input(q, in, keys);
	if (in != STDIN_FILENO)
		close(in);
	return code;
}

static int
with_identities(const struct request *q)
{
	struct keychain k = {0};
	int code = EX_OK;

	for (size_t i = 0; code == EX_OK && i < q->n_identities; i++)
		code = keychain_add(&k, q->identities[i], &q->source);
	if (code == EX_OK) {
		struct unseal_keys keys = keychain_keys(&k);
		code = open_input(q, &keys);
	}
	keychain_free(&k);
	return code;
}

static int
with_passphrase(const struct request *q)
{
	struct buf passphrase;

	buf_init(&passphrase, &secret_mem, PASSPHRASE_MAX);
	int code = passphrase_read(&q->source, "passphrase", &passphrase);
	if (code == EX_OK) {
		struct unseal_keys keys = {.passphrase = passphrase.data,
		    .passphrase_len = passphrase.len};
		code = open_input(q, &keys);
	}
	buf_free(&passphrase);
	return code;
}

/* EX_OK, a failure that was said, or -1 after the help. */
static int
parse(struct request *q, int argc, char **argv)
{
	static const struct option options[] = {
	    {"identity", required_argument, NULL, 'i'},
	    {"output", required_argument, NULL, 'o'},
	    {"passphrase-fd", required_argument, NULL, 'f'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	int c;

	*q = (struct request){.source.fd = -1};
	while ((c = getopt_long(argc, argv, ":i:o:h", options, NULL)) != -1) {
		if (c == 'i' && q->n_identities < FILES_MAX)
			q->identities[q->n_identities++] = optarg;
		else if (c == 'i')
			return say_bad_operands(
			    argv[0], "at most 16 identity files");
		else if (c == 'o')
			q->out = optarg;
		else if (c == 'h') {
			fputs(help, stdout);
			return -1;
		} else if (c != 'f')
			return say_bad_option(argv[0], c, argv);
		else if (!passphrase_parse_fd(optarg, &q->source.fd))
			return say_bad_operands(argv[0],
			    "the number of a descriptor after "
			    "--passphrase-fd");
	}
	if (argc - optind != 1)
		return say_bad_operands(argv[0], "one file to open, or -");
	q->in = argv[optind];
	return EX_OK;
}

int
verb_unseal(int argc, char **argv)
{
	struct request q;
	int code = parse(&q, argc, argv);

	if (code != EX_OK)
		return code < 0 ? EX_OK : code;
	return q.n_identities > 0 ? with_identities(&q) : with_passphrase(&q);
}
