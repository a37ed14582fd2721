/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-officer keygen: a new identity into a new file, its recipient to
 * standard output.
 */
#include "officer/verbs.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <sysexits.h>

#include "base/io.h"
#include "base/say.h"
#include "crypto/core/secret.h"
#include "crypto/seal/seal.h"
#include "officer/identity.h"

static const char help[] =
    "usage: inkast-officer keygen -o FILE [--classic] [--plain]\n"
    "                             [--passphrase-fd N] [> RECIPIENT]\n\n"
    "Makes a post-quantum identity (a secret key), writes it to the new file\n"
    "FILE, and prints its recipient (the public key), which goes to the "
    "gateway:\n"
    "1959 characters, so keep them in a file for 'inkast-admin init "
    "--recipients'.\n"
    "FILE is protected with a passphrase of at least 12 characters, asked for\n"
    "twice. 'age -d -i FILE' of age 1.3 or later can use it, too.\n\n"
    "  -o, --output FILE      where the identity goes; never overwritten\n"
    "      --classic          X25519 alone, as every age can use it: a tip "
    "that\n"
    "                         is recorded today may be opened by a quantum\n"
    "                         computer one day\n"
    "      --plain            without a passphrase: for tests only\n"
    "      --passphrase-fd N  read the passphrase as a line from descriptor "
    "N\n"
    "      --help             show this and exit\n";

struct request {
	const char *path;
	enum age_key_type type;
	int plain;
	struct passphrase_source source;
};

/* EX_OK, a failure that was said, or -1 after the help. */
static int
parse(struct request *q, int argc, char **argv)
{
	static const struct option options[] = {
	    {"output", required_argument, NULL, 'o'},
	    {"classic", no_argument, NULL, 'c'},
	    {"plain", no_argument, NULL, 'p'},
	    {"passphrase-fd", required_argument, NULL, 'f'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	int c;

	*q = (struct request){.type = AGE_HYBRID, .source.fd = -1};
	while ((c = getopt_long(argc, argv, ":o:h", options, NULL)) != -1) {
		if (c == 'o')
			q->path = optarg;
		else if (c == 'c')
			q->type = AGE_X25519;
		else if (c == 'p')
			q->plain = 1;
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
	if (q->path == NULL || optind != argc)
		return say_bad_operands(argv[0], "-o FILE and no operand");
	if (q->plain && q->source.fd >= 0)
		return say_bad_operands(
		    argv[0], "either --plain or --passphrase-fd");
	return EX_OK;
}

static int
write_file(const char *path, const struct buf *content)
{
	int r = io_write_file(path, 0600, 0, content->data, content->len);

	if (r == 0)
		return EX_OK;
	say_errno("write", path, r);
	if (r == -EEXIST)
		hint("an identity is never overwritten: name a new file");
	else
		hint("nothing was left behind");
	return EX_CANTCREAT;
}

static int
protect(const struct request *q, const struct buf *text, struct buf *out)
{
	struct buf passphrase;

	buf_init(&passphrase, &secret_mem, PASSPHRASE_MAX);
	int code = passphrase_read_new(&q->source, &passphrase);
	if (code == EX_OK) {
		int r = identity_file_protect(text, &passphrase, out);
		if (r != AGE_OK) {
			say("cannot protect the identity: %s", age_strerror(r));
			hint("nothing was made; it takes some 300 MiB of "
			     "memory for a moment");
			code = EX_OSERR;
		}
	}
	buf_free(&passphrase);
	return code;
}

static int
make(const struct request *q, const struct buf *text)
{
	struct buf sealed;
	int code = EX_OK;

	if (q->plain)
		return write_file(q->path, text);
	/* Ciphertext: needs no secret memory. */
	buf_init(&sealed, &buf_heap, IDENTITY_FILE_MAX);
	code = protect(q, text, &sealed);
	if (code == EX_OK)
		code = write_file(q->path, &sealed);
	buf_free(&sealed);
	return code;
}

static int
generate_failed(int err)
{
	say("cannot make an identity: %s", age_strerror(err));
	if (err == AGE_E_TYPE) {
		hint("use a build that has ML-KEM, or make a classic identity "
		     "with --classic; --help says what that means");
		return EX_UNAVAILABLE;
	}
	hint("nothing was made");
	return EX_OSERR;
}

int
verb_keygen(int argc, char **argv)
{
	char recipient[RECIPIENT_TEXT_MAX];
	struct request q;
	struct buf text;
	int code = parse(&q, argc, argv);

	if (code != EX_OK)
		return code < 0 ? EX_OK : code;
	buf_init(&text, &secret_mem, IDENTITY_FILE_MAX);
	/* An identity and its comment are at most 2053 bytes: grow once. */
	int r = buf_reserve(&text, 4096) == BUF_OK
		    ? identity_file_text(q.type, &text, recipient)
		    : AGE_E_MEMORY;
	code = r == AGE_OK ? make(&q, &text) : generate_failed(r);
	buf_free(&text);
	if (code != EX_OK)
		return code;
	if (q.type == AGE_X25519)
		say("warning: this key is classic: a tip that is recorded "
		    "today may be opened by a quantum computer one day");
	if (q.plain)
		say("warning: %s is not protected: whoever has it can open "
		    "every tip",
		    q.path);
	printf("%s\n", recipient);
	return fflush(stdout) == 0 ? EX_OK : EX_IOERR;
}
