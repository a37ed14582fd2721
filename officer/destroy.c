/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * inkast-officer destroy: the identities of a key period, and with them its
 * tips, for good; and a signed record of it.
 *
 * Order: everything that can fail is done first: files looked at, passphrases
 * asked for, the key that signs loaded, the record's files begun where they
 * shall stand. Then the files are destroyed, and the record names those that
 * are gone, no more. So there is never a record of what did not happen; power
 * that fails in between leaves no record of what did, and the same command says
 * which files are missing.
 */
#include "officer/verbs.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/say.h"
#include "cli/ask.h"
#include "cli/signer.h"
#include "officer/destroy_args.h"
#include "officer/destroy_keyring.h"
#include "officer/doomed.h"

/* As many keys as DOOMED_MAX files can hold are 9 MiB of text. */
#define RECORD_MAX ((size_t)16 * 1024 * 1024)

/* What the record will be, begun where it shall stand. */
struct record {
	struct io_file text;
	struct io_file signature;
	struct buf bytes;
	struct buf signed_bytes;
};

/* ---- before anything is destroyed ---- */

static int
look(const struct destroy_request *q, struct doomed *d)
{
	int code = EX_OK;

	for (size_t i = 0; code == EX_OK && i < q->n_files; i++)
		code = doomed_add(d, q->files[i], q->unopened, &q->source);
	return code;
}

static int
compare(const struct destroy_request *q, const struct doomed *d,
    struct doomed_source *from, struct doomed_epoch *epoch)
{
	struct minisign_public signers[KEYRING_SIGNERS_MAX];
	struct keyring *k = NULL;
	int code = EX_OK;

	*epoch = (struct doomed_epoch){
	    .id = (uint32_t)q->epoch,
	    .also_others = q->also_others != 0,
	    .also_in_use = q->also_in_use != 0,
	    .today = clock_today(),
	};
	*from = (struct doomed_source){
	    .epoch = epoch, .verified = q->n_signers > 0};
	if (q->keyring == NULL)
		return EX_OK;
	for (size_t i = 0; code == EX_OK && i < q->n_signers; i++)
		code = signer_public(q->signers[i], &signers[i]);
	if (code == EX_OK)
		code = destroy_keyring_read(q->keyring, signers, q->n_signers,
		    q->needed == 0 ? q->n_signers : q->needed, &k,
		    from->digest);
	epoch->keyring = k;
	return code == EX_OK ? doomed_check(d, epoch) : code;
}

static int
record_failed(const char *path, int err)
{
	if (err == -EEXIST) {
		say("%s exists: a record is never overwritten", path);
		hint("nothing was destroyed; name a new file with -o");
	} else {
		say_errno("write", path, err);
		hint("nothing was destroyed: there would be no record of it");
	}
	return EX_CANTCREAT;
}

/* Room for the longest record there can be, and its signature, is taken before
 * anything is destroyed: a full disk must not cost the record. */
static int
reserve(
    const struct doomed *d, const struct doomed_source *from, struct record *r)
{
	doomed_record(d, from, true, &r->bytes);
	int e = r->bytes.err != BUF_OK
		    ? ENOMEM
		    : posix_fallocate(r->text.fd, 0, (off_t)r->bytes.len);
	if (e == 0)
		e = posix_fallocate(r->signature.fd, 0, MINISIGN_FILE_MAX);
	buf_clear(&r->bytes);
	return -e;
}

static int
record_begin(const struct destroy_request *q, const struct doomed *d,
    const struct doomed_source *from, struct record *r)
{
	char *signature;

	if (asprintf(&signature, "%s.minisig", q->record) < 0)
		return record_failed(q->record, -ENOMEM);
	int e = io_file_begin(&r->text, q->record, 0644, 0);
	if (e == 0)
		e = io_file_begin(&r->signature, signature, 0644, 0);
	free(signature);
	if (e == 0)
		e = reserve(d, from, r);
	return e == 0 ? EX_OK : record_failed(q->record, e);
}

/* ---- the end of the files ---- */

/* From the first file to the record, nothing may end us: half of it done would
 * be worse than all, and it takes milliseconds. */
static void
hold_signals(sigset_t *before)
{
	static const int held[] = {
	    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGPIPE};
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof held / sizeof held[0]; i++)
		sigaddset(&set, held[i]);
	pthread_sigmask(SIG_BLOCK, &set, before);
}

static size_t
destroy_files(struct doomed *d)
{
	size_t left = 0;

	for (size_t i = 0; i < d->n_files; i++) {
		struct doomed_file *f = &d->files[i];
		int r = wipe_run(&f->wipe, f->path);
		f->gone = r >= 0;
		f->has_name = r == 1;
		if (r >= 0)
			continue;
		left++;
		say_errno("destroy", f->path, r);
	}
	return left;
}

static int
put(struct io_file *f, const struct buf *b)
{
	int r = io_write(f->fd, b->data, b->len);

	/* What was reserved and is not needed. */
	if (r == 0 && ftruncate(f->fd, (off_t)b->len) < 0)
		r = -errno;
	return r;
}

/* The signature first: a record without one is worth less than none. */
static int
record_end(const struct destroy_request *q, const struct doomed *d,
    const struct doomed_source *from, const struct sign_key *key,
    struct record *r)
{
	char trusted[64];
	char day[CLOCK_DAY_LEN];

	clock_format_day(from->epoch->today, day);
	(void)snprintf(trusted, sizeof trusted, "inkast destroyed, %s", day);
	doomed_record(d, from, false, &r->bytes);
	int e = r->bytes.err != BUF_OK ? -ENOMEM : 0;
	if (e == 0 && sign_text(key, (struct view){r->bytes.data, r->bytes.len},
			  trusted, &r->signed_bytes) != MINISIGN_OK)
		e = -ENOMEM;
	if (e == 0)
		e = put(&r->signature, &r->signed_bytes);
	if (e == 0)
		e = put(&r->text, &r->bytes);
	if (e == 0)
		e = io_file_commit(&r->signature);
	if (e == 0)
		e = io_file_commit(&r->text);
	if (e == 0)
		return EX_OK;
	say_errno("write", q->record, e);
	hint("these files are gone; write down by hand that they are:");
	doomed_print(d, false);
	return EX_IOERR;
}

/* Names that could not be removed. */
static size_t
say_emptied(const struct doomed *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n_files; i++) {
		if (!d->files[i].has_name)
			continue;
		n++;
		say("%s is destroyed, but its name could not be removed",
		    d->files[i].path);
	}
	if (n > 0)
		hint("remove the empty file by hand");
	return n;
}

static int
report(const struct destroy_request *q, const struct doomed *d, size_t left)
{
	size_t gone = d->n_files - left;
	size_t emptied = say_emptied(d);

	printf("destroyed %zu %s; record: %s\n", gone,
	    gone == 1 ? "file" : "files", q->record);
	say("what this program cannot reach: copies and backups of the files, "
	    "blocks that an SSD or a file system keeps elsewhere, recovery "
	    "shares on paper");
	hint("destroy these, too, and write it beside the record");
	if (left > 0)
		say("%zu %s not destroyed, may be damaged now, and %s not in "
		    "the record",
		    left, left == 1 ? "file was" : "files were",
		    left == 1 ? "is" : "are");
	return left + emptied == 0 ? EX_OK : EX_IOERR;
}

static int
destroy_and_record(const struct destroy_request *q, struct doomed *d,
    const struct doomed_source *from, const struct sign_key *key,
    struct record *r)
{
	size_t left = destroy_files(d);

	if (left == d->n_files) {
		say("nothing was destroyed; what could not be overwritten to "
		    "its end may be damaged");
		return EX_IOERR;
	}
	int code = record_end(q, d, from, key, r);
	return code == EX_OK ? report(q, d, left) : code;
}

static int
destroy(const struct destroy_request *q, struct doomed *d,
    const struct doomed_source *from, const struct sign_key *key)
{
	struct record r = {
	    .text = {.fd = -1, .dir = -1},
	    .signature = {.fd = -1, .dir = -1},
	};
	sigset_t before;

	buf_init(&r.bytes, &buf_heap, RECORD_MAX);
	buf_init(&r.signed_bytes, &buf_heap, MINISIGN_FILE_MAX);
	hold_signals(&before);
	int code = record_begin(q, d, from, &r);
	if (code == EX_OK)
		code = destroy_and_record(q, d, from, key, &r);
	io_file_abandon(&r.text);
	io_file_abandon(&r.signature);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	buf_free(&r.bytes);
	buf_free(&r.signed_bytes);
	return code;
}

static int
ask_and_destroy(const struct destroy_request *q, struct doomed *d,
    const struct doomed_source *from, const struct sign_key *key)
{
	printf("%s:\n",
	    q->dry_run ? "would destroy" : "to be destroyed, for good");
	doomed_print(d, true);
	if (fflush(stdout) != 0)
		return EX_IOERR;
	if (q->dry_run)
		return EX_OK;
	int code = ask_word("type destroy to destroy them:", "destroy", q->yes);
	return code == EX_OK ? destroy(q, d, from, key) : code;
}

int
verb_destroy(int argc, char **argv)
{
	static struct doomed doomed; /* as long as the process */
	struct doomed_source from;
	struct doomed_epoch epoch = {.keyring = NULL};
	struct sign_key *key = NULL;
	struct destroy_request q;
	int code = destroy_parse(&q, argc, argv);

	if (code != EX_OK)
		return code < 0 ? EX_OK : code;
	code = signer_load(q.sign, &q.source, &key);
	if (code == EX_OK)
		code = look(&q, &doomed);
	if (code == EX_OK)
		code = compare(&q, &doomed, &from, &epoch);
	if (code == EX_OK)
		code = ask_and_destroy(&q, &doomed, &from, key);
	sign_key_free(&key);
	doomed_free(&doomed);
	keyring_free(&epoch.keyring);
	return code;
}
