/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-officer join: an identity back from its recovery shares.
 */
#include "officer/verbs.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/say.h"
#include "crypto/core/secret.h"
#include "crypto/seal/fingerprint.h"
#include "officer/identity.h"
#include "officer/identity_save.h"
#include "officer/shares.h"

static const char help[] =
    "usage: inkast-officer join SHARE... -o FILE [--words | --plain]\n"
    "                           [--passphrase-fd N]\n\n"
    "Gives an identity (a secret key) back from recovery shares that\n"
    "'inkast-officer split' made, writes it to the new file FILE as keygen "
    "does,\n"
    "and prints its recipient and the recipient's fingerprint. Compare that "
    "with\n"
    "the fingerprint on the shares. SHARE is a file with the text of one, or "
    "-\n"
    "to type them; what is typed can be seen on the screen. A result that is "
    "not\n"
    "exactly what was split is refused, and it is said which share, and which\n"
    "line of it, is wrong.\n\n"
    "  -o, --output FILE      where the identity goes; never overwritten\n"
    "      --words            make a passphrase of 7 Swedish words (70 bits), "
    "as\n"
    "                         keygen does\n"
    "      --plain            without a passphrase: for tests only\n"
    "      --passphrase-fd N  read the new passphrase as a line from "
    "descriptor N\n"
    "      --help             show this and exit\n";

struct request {
	const char *path;
	char *const *operands;
	int n_operands;
	struct identity_protection how;
};

static int
check(const struct request *q, const char *verb)
{
	int typed = 0;

	for (int i = 0; i < q->n_operands; i++)
		typed += strcmp(q->operands[i], "-") == 0;
	if (q->path[0] == '\0' || q->n_operands == 0)
		return say_bad_operands(verb, "-o FILE and the shares");
	if (q->how.plain + q->how.words + (q->how.source.fd >= 0) > 1)
		return say_bad_operands(
		    verb, "one of --words, --plain and --passphrase-fd");
	if (typed > 1 || (typed == 1 && q->how.source.fd == STDIN_FILENO))
		return say_bad_operands(verb,
		    "standard input for one thing: - once, and another "
		    "descriptor after --passphrase-fd");
	return EX_OK;
}

/* EX_OK, a failure that was said, or -1 after the help. */
static int
parse(struct request *q, int argc, char **argv)
{
	static const struct option options[] = {
	    {"output", required_argument, NULL, 'o'},
	    {"words", no_argument, NULL, 'w'},
	    {"plain", no_argument, NULL, 'p'},
	    {"passphrase-fd", required_argument, NULL, 'f'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	int c;

	*q = (struct request){.path = "", .how.source.fd = -1};
	while ((c = getopt_long(argc, argv, ":o:h", options, NULL)) != -1) {
		if (c == 'o')
			q->path = optarg;
		else if (c == 'w')
			q->how.words = true;
		else if (c == 'p')
			q->how.plain = true;
		else if (c == 'h') {
			fputs(help, stdout);
			return -1;
		} else if (c != 'f')
			return say_bad_option(argv[0], c, argv);
		else if (!passphrase_parse_fd(optarg, &q->how.source.fd))
			return say_bad_operands(argv[0],
			    "the number of a descriptor after "
			    "--passphrase-fd");
	}
	q->operands = &argv[optind];
	q->n_operands = argc - optind;
	return check(q, argv[0]);
}

static int
read_shares(const struct request *q, struct shares *s)
{
	int code = EX_OK;

	for (int i = 0; i < q->n_operands && code == EX_OK; i++) {
		if (strcmp(q->operands[i], "-") == 0)
			code = shares_add_typed(s, STDIN_FILENO);
		else
			code = shares_add_file(s, q->operands[i]);
	}
	return code;
}

static int
identity_failed(int err)
{
	say("cannot make the identity: %s", age_strerror(err));
	if (err == AGE_E_TYPE) {
		hint("use a build that has ML-KEM; the shares are sound");
		return EX_UNAVAILABLE;
	}
	if (err == AGE_E_KEY) {
		hint("these shares are of something else than an identity that "
		     "this version knows");
		return EX_DATAERR;
	}
	hint("the shares are sound: keep them, and try on another computer");
	return err == AGE_E_MEMORY ? EX_OSERR : EX_SOFTWARE;
}

/* A comment before the recipient, so that the two lines are still a file of
 * recipients. */
static int
print_recipient(const struct identity *id)
{
	char text[RECIPIENT_TEXT_MAX];
	char fingerprint[FINGERPRINT_LEN];
	struct recipient public = {.type = id->type};

	memcpy(public.key, id->public, sizeof public.key);
	recipient_format(&public, text);
	fingerprint_recipient(&public, fingerprint);
	printf("# fingerprint %s\n%s\n", fingerprint, text);
	return fflush(stdout) == 0 ? EX_OK : EX_IOERR;
}

static int
save(const struct request *q, const struct identity *id)
{
	char recipient[RECIPIENT_TEXT_MAX];
	struct buf text;
	int code = EX_OSERR;

	buf_init(&text, &secret_mem, IDENTITY_FILE_MAX);
	/* An identity and its comment are at most 2053 bytes: grow once. */
	int r = buf_reserve(&text, 4096) == BUF_OK
		    ? identity_file_format(id, &text, recipient)
		    : AGE_E_MEMORY;
	if (r == AGE_OK)
		code = identity_save(q->path, &text, &q->how);
	else
		code = identity_failed(r);
	buf_free(&text);
	return code;
}

/* All that is secret while shares become an identity. */
struct room {
	uint8_t secret[SHARE_SECRET_LEN];
	struct identity id;
};

static int
join(const struct request *q, struct room *room)
{
	struct shares shares = {0};
	int code = read_shares(q, &shares);

	if (code == EX_OK)
		code = shares_join(&shares, room->secret);
	shares_free(&shares);
	if (code != EX_OK)
		return code;
	int r = shares_identity(room->secret, &room->id);
	return r == AGE_OK ? save(q, &room->id) : identity_failed(r);
}

int
verb_join(int argc, char **argv)
{
	struct request q;
	int code = parse(&q, argc, argv);

	if (code != EX_OK)
		return code < 0 ? EX_OK : code;
	struct room *room = secret_alloc(sizeof *room);
	if (room == NULL)
		return identity_failed(AGE_E_MEMORY);
	code = join(&q, room);
	if (code == EX_OK && q.how.plain)
		say("warning: %s is not protected: whoever has it can open "
		    "every tip",
		    q.path);
	if (code == EX_OK)
		code = print_recipient(&room->id);
	secret_free(room);
	return code;
}
