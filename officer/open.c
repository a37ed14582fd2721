/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-officer open: check a bundle, then open its tips one after the other.
 */
#include "officer/verbs.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/say.h"
#include "officer/ahead.h"
#include "officer/bundle.h"
#include "officer/bundle_manifest.h"
#include "officer/failed.h"
#include "officer/foreign.h"
#include "officer/identity.h"
#include "officer/open_files.h"
#include "officer/show.h"
#include "officer/tip.h"

static const char help[] =
    "usage: inkast-officer open -i FILE BUNDLE [--json | -o DIR]\n\n"
    "Opens the tips of a bundle and shows them. What a terminal would obey in "
    "a\n"
    "tip's text is shown as its code point. Damaged tips are named, the "
    "others\n"
    "opened. Exit code 0; 65 when something is damaged; 77 when the identity "
    "is\n"
    "not the right one.\n\n"
    "  -i, --identity FILE    an identity file, or a folder of them, old keys "
    "too;\n"
    "                         may be given several times\n"
    "      --json             print an object a line: id, tip, files\n"
    "  -o, --output DIR       write a folder for each tip, in clear, instead\n"
    "      --passphrase-fd N  read the identity file's passphrase as a line\n"
    "                         from descriptor N\n"
    "      --help             show this and exit\n";

/* -i of the command line: more files than anybody has areas. */
#define FILES_MAX 16

/* Problems of a bundle that are said one by one. */
#define PROBLEMS_SAID 20

struct request {
	const char *identities[FILES_MAX];
	size_t n_identities;
	const char *bundle;
	const char *dir;
	int json;
	struct passphrase_source source;
};

struct opening {
	const struct request *q;
	struct bundle bundle;
	struct keychain keys;
	struct tip tip;
	struct output out;
	uint64_t problems; /* of the bundle, from its check */
	uint64_t opened;
	uint64_t damaged;
	struct manifest_epochs epochs;
	struct foreign foreign; /* sealed to other identities */
	uint64_t too_large;     /* for the memory that may be locked */
	size_t need;            /* KiB of it that the largest of them takes */
	uint64_t unwritten;
};

/* EX_OK, a failure that was said, or -1 after the help. */
static int
parse_option(struct request *q, int c, char **argv)
{
	switch (c) {
	case 'i':
		if (q->n_identities == FILES_MAX)
			return say_bad_operands(
			    argv[0], "at most 16 identity files");
		q->identities[q->n_identities++] = optarg;
		return EX_OK;
	case 'o':
		q->dir = optarg;
		return EX_OK;
	case 'j':
		q->json = 1;
		return EX_OK;
	case 'f':
		if (passphrase_parse_fd(optarg, &q->source.fd))
			return EX_OK;
		return say_bad_operands(argv[0],
		    "the number of a descriptor after --passphrase-fd");
	case 'h':
		fputs(help, stdout);
		return -1;
	default:
		return say_bad_option(argv[0], c, argv);
	}
}

static int
parse(struct request *q, int argc, char **argv)
{
	static const struct option options[] = {
	    {"identity", required_argument, NULL, 'i'},
	    {"output", required_argument, NULL, 'o'},
	    {"json", no_argument, NULL, 'j'},
	    {"passphrase-fd", required_argument, NULL, 'f'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	int c;

	*q = (struct request){.source.fd = -1};
	while ((c = getopt_long(argc, argv, ":i:o:h", options, NULL)) != -1) {
		int code = parse_option(q, c, argv);
		if (code != EX_OK)
			return code;
	}
	if (q->n_identities == 0)
		return say_bad_operands(argv[0], "-i FILE: an identity file");
	if (argc - optind != 1)
		return say_bad_operands(argv[0], "one bundle");
	if (q->json && q->dir != NULL)
		return say_bad_operands(argv[0], "either --json or -o DIR");
	q->bundle = argv[optind];
	return EX_OK;
}

static int
note_problem(void *ctx, const struct bundle_problem *p)
{
	struct opening *o = ctx;

	if (++o->problems <= PROBLEMS_SAID)
		say("%s, at byte %" PRIu64 ": %s", p->member, p->at, p->text);
	else if (o->problems == PROBLEMS_SAID + 1)
		say("there are more problems, which are not listed");
	return 0;
}

static void
put_folder(struct opening *o)
{
	/* Not before there is something to put into it. */
	int r = files_begin(o->q->dir);

	if (r == 0)
		r = files_write(o->q->dir, &o->tip);
	if (r == 1)
		say("tip %s is there already, and was kept as it is",
		    o->tip.id);
	if (r >= 0) {
		o->opened++;
	} else if (r != -EINTR) { /* which is said once, for all */
		o->unwritten++;
		say_errno("write the folder of tip", o->tip.id, r);
	}
}

/* Shown all the same: somebody wrote it, if not one of our gateways. */
static void
note_no_json(struct opening *o)
{
	o->damaged++;
	say("tip %s: %s", o->tip.id, o->tip.why);
	if (o->q->dir == NULL)
		hint("-o DIR writes it as it is");
}

static void
put_tip(struct opening *o)
{
	json_t *json = tip_json(&o->tip);

	if (json == NULL)
		note_no_json(o);
	if (o->q->dir != NULL) {
		put_folder(o);
	} else {
		o->opened++;
		if (o->q->json)
			show_json(&o->out, &o->tip, json);
		else
			show_text(&o->out, &o->tip, json, (size_t)o->opened);
	}
	json_decref(json);
}

/* Besides the tip: identities and output below 200, and what showing the tip
 * may take. */
#define LOCKED_KIB 768

/* It waits for more memory; the others need not. */
static void
note_too_large(struct opening *o, size_t size)
{
	size_t need = size / 1024 + LOCKED_KIB;

	o->too_large++;
	if (need > o->need)
		o->need = need;
	say("tip %s: opening it takes %zu KiB of memory that can be locked",
	    o->tip.id, need);
}

/* EX_OK to go on. */
static int
open_tip(struct opening *o, struct ahead_tip *t, uint64_t *line)
{
	if (!manifest_epoch_of(&o->epochs, t->member.id, &o->tip.epoch))
		o->tip.epoch = 0;
	switch (tip_open(&o->tip, &o->bundle, &t->member, &t->blob, line)) {
	case TIP_OK:
		if (o->tip.warning != NULL) {
			o->damaged++;
			say("tip %s: opened, but %s", o->tip.id,
			    o->tip.warning);
		}
		put_tip(o);
		break;
	case TIP_E_NO_MATCH:
		foreign_note(&o->foreign, o->tip.epoch);
		break;
	case TIP_E_DAMAGED:
		o->damaged++;
		say("tip %s is damaged: %s", o->tip.id, o->tip.why);
		break;
	case TIP_E_MEMORY:
		note_too_large(o, (size_t)t->member.size);
		break;
	default:
		return bundle_read_failed(o->q->bundle);
	}
	/* Each tip is shown when it is opened: what follows may take long. */
	if (output_flush(&o->out) < 0) {
		say_errno("write", "the output", o->out.err);
		return EX_IOERR;
	}
	return EX_OK;
}

static int
interrupted(const struct opening *o)
{
	say("interrupted; %" PRIu64 " %s written, each of them whole",
	    o->opened, o->opened == 1 ? "tip was" : "tips were");
	hint("the same command goes on from there");
	return interrupt_code();
}

static int
open_all(struct opening *o, struct ahead *ahead)
{
	struct ahead_tip *t;
	uint64_t line = 0;
	int r;

	while ((r = ahead_next(ahead, &t)) == 1) {
		int code = open_tip(o, t, &line);
		if (interrupt_pending() != 0)
			return interrupted(o);
		if (code != EX_OK)
			return code;
	}
	return r == 0 ? EX_OK : bundle_read_failed(o->q->bundle);
}

static int
open_tips(struct opening *o)
{
	struct unseal_keys keys = keychain_keys(&o->keys);
	struct ahead *ahead = NULL;

	if (ahead_new(&ahead, &o->bundle, &keys) < 0) {
		say("no memory to read the bundle");
		return EX_OSERR;
	}
	manifest_epochs_init(&o->epochs, &o->bundle);
	int code = open_all(o, ahead);
	ahead_free(&ahead);
	return code;
}

/* Everything that is to be said, and the code of the worst: damage is never
 * hidden by what else happened. */
static int
summary(const struct opening *o)
{
	int code = EX_OK;

	if (o->foreign.tips > 0) {
		foreign_say(&o->foreign);
		code = o->opened == 0 ? EX_NOPERM : EX_OK;
	}
	if (o->unwritten > 0) {
		hint("-o names a folder to write to; nothing is overwritten");
		code = EX_CANTCREAT;
	}
	if (o->problems > 0 || o->damaged > 0) {
		say("something is damaged; %" PRIu64 " %s opened", o->opened,
		    o->opened == 1 ? "tip was" : "tips were");
		hint("export the bundle again; the gateway still has its tips");
		code = EX_DATAERR;
	}
	if (o->too_large > 0) {
		say("%" PRIu64 " %s not opened for want of memory that can be "
		    "locked",
		    o->too_large, o->too_large == 1 ? "tip was" : "tips were");
		hint("allow more and open the bundle again: 'ulimit -l %zu', "
		     "as root if need be",
		    o->need);
		code = EX_OSERR;
	}
	return code;
}

static int
open_bundle(struct opening *o)
{
	int r = output_init(&o->out, STDOUT_FILENO);

	if (r < 0) {
		say("no memory that can be locked");
		hint("'ulimit -l' shows how much may be; allow more");
		return EX_OSERR;
	}
	/* A tip's own checksum is compared when it is opened. */
	if (bundle_check_frame(&o->bundle, o->q->bundle, note_problem, o) < 0)
		return bundle_read_failed(o->q->bundle);
	/* On standard output there is nothing to clean up. */
	if (o->q->dir != NULL)
		interrupt_catch();
	int code = open_tips(o);
	return code == EX_OK ? summary(o) : code;
}

int
verb_open(int argc, char **argv)
{
	struct request q;
	struct opening o = {.q = &q};
	int code = parse(&q, argc, argv);

	if (code != EX_OK)
		return code < 0 ? EX_OK : code;
	int r = bundle_open(&o.bundle, q.bundle);
	if (r < 0)
		return bundle_open_failed(q.bundle, r);
	for (size_t i = 0; code == EX_OK && i < q.n_identities; i++)
		code = keychain_add(&o.keys, q.identities[i], &q.source);
	if (code == EX_OK) {
		tip_init(&o.tip);
		code = open_bundle(&o);
		tip_free(&o.tip);
		output_free(&o.out);
	}
	keychain_free(&o.keys);
	bundle_close(&o.bundle);
	return code;
}
