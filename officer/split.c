/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-officer split: an identity into recovery shares, as texts and as pages
 * to print.
 */
#include "officer/verbs.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/reader.h"
#include "base/say.h"
#include "base/text.h"
#include "crypto/core/secret.h"
#include "crypto/seal/fingerprint.h"
#include "officer/identity.h"
#include "officer/shares.h"
#include "officer/split_files.h"

static const char help[] =
    "usage: inkast-officer split -i FILE -k K -n N -o DIR [--contact TEXT]\n"
    "                            [--passphrase-fd N]\n\n"
    "Makes N recovery shares of the identity in FILE: any K of them give it "
    "back\n"
    "(join), fewer say nothing of it. Each goes to the new folder DIR twice: "
    "as\n"
    "share-1.txt and, to print, as share-1.html, with a QR code and what its\n"
    "holder must know. Together they are as secret as the identity, and they "
    "are\n"
    "then on this disk: print them, then destroy them. Best is a DIR in "
    "memory,\n"
    "under /dev/shm say, on a computer without a network.\n\n"
    "  -i, --identity FILE    the identity file; with one identity\n"
    "  -k, --needed K         how many give it back: 2 or more\n"
    "  -n, --shares N         how many to make: K to 16\n"
    "  -o, --output DIR       where they go: a folder that is not there yet\n"
    "      --contact TEXT     whom to call, printed on each page; without, "
    "there\n"
    "                         are lines to write on\n"
    "      --passphrase-fd N  read the passphrase of FILE from descriptor N\n"
    "      --help             show this and exit\n";

#define CONTACT_MAX 200 /* two lines of the page */

struct request {
	const char *identity;
	const char *dir;
	const char *contact;
	unsigned k;
	unsigned n;
	struct passphrase_source source;
};

/* 0, which is in no range, for what is not a small number. */
static unsigned
parse_number(const char *text)
{
	struct reader r = reader_of(text, strlen(text));
	unsigned n = 0;
	uint8_t c;

	if (reader_left(&r) > 2)
		return 0;
	while (reader_u8(&r, &c)) {
		if (c < '0' || c > '9')
			return 0;
		n = 10 * n + (unsigned)(c - '0');
	}
	return n;
}

/* It stands among the lines of a share. */
static bool
is_line(const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			return false;
	return len <= CONTACT_MAX && text_is_utf8(text, len);
}

static int
check(const struct request *q, const char *verb, int left)
{
	if (q->identity[0] == '\0' || q->dir[0] == '\0' || left != 0)
		return say_bad_operands(
		    verb, "-i FILE, -k K, -n N, -o DIR and no operand");
	if (q->k < SHARES_MIN || q->k > q->n || q->n > SHARES_MAX)
		return say_bad_operands(
		    verb, "-k of 2 or more, and -n from that to 16");
	if (q->contact != NULL && !is_line(q->contact))
		return say_bad_operands(verb,
		    "one line of at most 200 bytes of UTF-8 after --contact");
	return EX_OK;
}

/* EX_OK, a failure that was said, or -1 after the help. */
static int
parse(struct request *q, int argc, char **argv)
{
	static const struct option options[] = {
	    {"identity", required_argument, NULL, 'i'},
	    {"needed", required_argument, NULL, 'k'},
	    {"shares", required_argument, NULL, 'n'},
	    {"output", required_argument, NULL, 'o'},
	    {"contact", required_argument, NULL, 'c'},
	    {"passphrase-fd", required_argument, NULL, 'f'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	int c;

	*q = (struct request){.identity = "", .dir = "", .source.fd = -1};
	while (
	    (c = getopt_long(argc, argv, ":i:k:n:o:h", options, NULL)) != -1) {
		if (c == 'i')
			q->identity = optarg;
		else if (c == 'k')
			q->k = parse_number(optarg);
		else if (c == 'n')
			q->n = parse_number(optarg);
		else if (c == 'o')
			q->dir = optarg;
		else if (c == 'c')
			q->contact = optarg;
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
	return check(q, argv[0], argc - optind);
}

/* All that is secret while an identity becomes shares. */
struct room {
	uint8_t secret[SHARE_SECRET_LEN];
	uint8_t again[SHARE_SECRET_LEN];
	struct share list[SHARES_MAX];
};

/* What was made is joined once before it is trusted with a key. */
static int
split(const struct request *q, const struct identity *id, struct room *room)
{
	size_t which;

	shares_secret(id, room->secret);
	int r = share_split(room->secret, q->k, q->n, room->list);
	if (r == SHARE_OK)
		r = share_join(room->list, q->n, room->again, &which);
	if (r == SHARE_OK)
		return EX_OK;
	say("cannot split the identity: %s", share_strerror(r));
	hint("nothing was made");
	return r == SHARE_E_MEMORY ? EX_OSERR : EX_SOFTWARE;
}

static int
split_and_write(const struct request *q, const struct identity *id)
{
	char fingerprint[FINGERPRINT_LEN];
	struct recipient public = {.type = id->type};
	struct room *room = secret_alloc(sizeof *room);
	int code = EX_OSERR;

	if (room == NULL) {
		say("no memory that can be locked, for the shares");
		hint("'ulimit -l' shows how much may be; allow more");
		return code;
	}
	memcpy(public.key, id->public, sizeof public.key);
	fingerprint_recipient(&public, fingerprint);
	code = split(q, id, room);
	if (code == EX_OK)
		code = split_files_write(
		    q->dir, room->list, fingerprint, q->contact);
	secret_free(room);
	if (code != EX_OK)
		return code;
	say("%u shares are in %s; any %u give the key back", q->n, q->dir,
	    q->k);
	say("fingerprint of its recipient, on every page: %s", fingerprint);
	say("warning: the shares are secret, and they are on this disk now: "
	    "print the pages, then destroy the folder");
	hint("what was on a disk can often be found again; try 'join' with "
	     "the printed pages before you rely on them");
	return EX_OK;
}

int
verb_split(int argc, char **argv)
{
	struct keychain keys = {0};
	struct request q;
	int code = parse(&q, argc, argv);

	if (code != EX_OK)
		return code < 0 ? EX_OK : code;
	code = keychain_add(&keys, q.identity, &q.source);
	if (code == EX_OK && keys.n != 1) {
		say("%s: %zu identities, and only one can be split", q.identity,
		    keys.n);
		hint("put each into a file of its own");
		code = EX_DATAERR;
	}
	if (code == EX_OK)
		code = split_and_write(&q, &keys.list[0]);
	keychain_free(&keys);
	return code;
}
