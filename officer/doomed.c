/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Files, their keys, the epoch they belong to, and the record of their end.
 */
#include "officer/doomed.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/say.h"
#include "base/text.h"
#include "crypto/seal/fingerprint.h"
#include "officer/identity.h"
#include "officer/wipe.h"

/* ---- looking at files ---- */

static int
cannot_destroy(const char *path, int err)
{
	switch (err) {
	case -EMLINK:
		say("%s has other names (hard links), which would keep it",
		    path);
		hint("nothing was destroyed; remove the other names first");
		return EX_DATAERR;
	case -ELOOP:
		say("%s is a symbolic link", path);
		hint("nothing was destroyed; name the file that it points to");
		return EX_DATAERR;
	case -ENOTSUP:
		say("%s is not a file", path);
		hint("nothing was destroyed; -i names an identity file");
		return EX_DATAERR;
	default:
		say_errno("write", path, err);
		hint("nothing was destroyed; a file is overwritten before it "
		     "is removed");
		return EX_NOINPUT;
	}
}

static const char *
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* It stands as a line of the record. */
static bool
is_recordable(const char *name)
{
	size_t len = strlen(name);

	if (!text_is_utf8(name, len))
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)name[i] < 0x20 || name[i] == 0x7f)
			return false;
	return true;
}

/* Only the public halves are kept. */
static int
take_recipients(
    struct doomed *d, struct doomed_file *f, const struct keychain *keys)
{
	struct recipient *list = reallocarray(
	    d->recipients, d->n_recipients + keys->n, sizeof *list);

	if (list == NULL) {
		say("out of memory");
		return EX_OSERR;
	}
	d->recipients = list;
	f->first = d->n_recipients;
	f->n = keys->n;
	for (size_t i = 0; i < keys->n; i++) {
		struct recipient *r = &list[d->n_recipients++];
		r->type = keys->list[i].type;
		memcpy(r->key, keys->list[i].public, sizeof r->key);
	}
	return EX_OK;
}

static int
open_file(struct doomed *d, struct doomed_file *f,
    const struct passphrase_source *source)
{
	struct keychain keys = {0};
	int code = keychain_add(&keys, f->path, source);

	if (code == EX_OK)
		code = take_recipients(d, f, &keys);
	else
		hint("nothing was destroyed; --unopened destroys a file whose "
		     "passphrase is lost");
	keychain_free(&keys);
	f->opened = code == EX_OK;
	return code;
}

static bool
is_named(const struct doomed *d, const struct doomed_file *f)
{
	for (size_t i = 0; i < d->n_files; i++)
		if (d->files[i].device == f->device &&
		    d->files[i].inode == f->inode)
			return true;
	return false;
}

int
doomed_add(struct doomed *d, const char *path, bool unopened,
    const struct passphrase_source *source)
{
	struct doomed_file f = {.path = path};
	struct stat st;
	int r = wipe_check(path);

	if (r == 0 && stat(path, &st) < 0)
		r = -errno;
	if (r < 0)
		return cannot_destroy(path, r);
	f.device = st.st_dev;
	f.inode = st.st_ino;
	if (is_named(d, &f)) {
		say("%s is named twice", path);
		hint("nothing was destroyed; name each file once");
		return EX_USAGE;
	}
	if (!is_recordable(name_of(path))) {
		say("%s has a name that cannot stand in a record", path);
		hint("nothing was destroyed; give it a plain name first");
		return EX_DATAERR;
	}
	if (d->n_files == DOOMED_MAX) {
		say("more than %d files at once", DOOMED_MAX);
		hint("nothing was destroyed; name fewer with -i");
		return EX_USAGE;
	}
	int code = unopened ? EX_OK : open_file(d, &f, source);
	if (code == EX_OK)
		d->files[d->n_files++] = f;
	return code;
}

/* ---- the epoch ---- */

static bool
area_has(const struct keyring *k, const uint16_t *places, size_t n,
    const struct recipient *r)
{
	for (size_t i = 0; i < n; i++)
		if (recipient_equal(&k->recipients[places[i]], r))
			return true;
	return false;
}

static bool
epoch_has(const struct keyring *k, const struct keyring_epoch *e,
    const struct recipient *r)
{
	if (area_has(k, e->recovery, e->n_recovery, r))
		return true;
	for (size_t i = 0; i < e->n_areas; i++)
		if (area_has(k, e->areas[i].recipients, e->areas[i].n, r))
			return true;
	return false;
}

static bool
is_doomed(const struct doomed *d, const struct recipient *r)
{
	for (size_t i = 0; i < d->n_recipients; i++)
		if (recipient_equal(&d->recipients[i], r))
			return true;
	return false;
}

/* NULL: it is needed by no other epoch. */
static const struct keyring_epoch *
needed_by(const struct keyring *k, uint32_t but, const struct recipient *r,
    int32_t today)
{
	for (size_t i = 0; i < k->n_epochs; i++) {
		const struct keyring_epoch *e = &k->epochs[i];
		if (e->id != but && e->destroy_after >= today &&
		    epoch_has(k, e, r))
			return e;
	}
	return NULL;
}

static int
check_key(const struct keyring *k, const struct keyring_epoch *e,
    const char *path, const struct recipient *r, bool also_others,
    int32_t today)
{
	char print[FINGERPRINT_LEN];

	fingerprint_recipient(r, print);
	if (!epoch_has(k, e, r)) {
		say("%s: the key %s is none of epoch %u", path, print,
		    (unsigned)e->id);
		hint("nothing was destroyed; 'inkast-officer public -i FILE' "
		     "shows whose key a file is");
		return EX_DATAERR;
	}
	const struct keyring_epoch *other = needed_by(k, e->id, r, today);
	if (other == NULL || also_others)
		return EX_OK;
	say("%s: the key %s is one of epoch %u, too, whose tips would be lost "
	    "with it",
	    path, print, (unsigned)other->id);
	hint("nothing was destroyed; --also-others destroys it all the same");
	return EX_DATAERR;
}

/* Whoever has one of these could still open the epoch's tips. */
static void
say_missing(const struct doomed *d, const struct keyring *k,
    const struct keyring_epoch *e)
{
	char print[FINGERPRINT_LEN];
	bool said = false;

	for (size_t i = 0; i < k->n_recipients; i++) {
		const struct recipient *r = &k->recipients[i];
		if (!epoch_has(k, e, r) || is_doomed(d, r))
			continue;
		fingerprint_recipient(r, print);
		say("still able to open tips of epoch %u: whoever has the "
		    "identity of %s",
		    (unsigned)e->id, print);
		said = true;
	}
	if (said)
		hint("destroy these, too, wherever they are: until then the "
		     "tips are not deleted");
}

int
doomed_check(const struct doomed *d, const struct keyring *k, uint32_t epoch,
    bool also_others, int32_t today)
{
	const struct keyring_epoch *e = keyring_epoch_find(k, epoch);
	int code = EX_OK;

	if (e == NULL) {
		say("the keyring has no epoch %u", (unsigned)epoch);
		hint("nothing was destroyed; 'inkast-admin keyring show FILE' "
		     "lists its epochs");
		return EX_DATAERR;
	}
	for (size_t i = 0; code == EX_OK && i < d->n_files; i++) {
		const struct doomed_file *f = &d->files[i];
		for (size_t j = 0; code == EX_OK && j < f->n; j++)
			code = check_key(k, e, f->path,
			    &d->recipients[f->first + j], also_others, today);
	}
	if (code == EX_OK)
		say_missing(d, k, e);
	if (code != EX_OK)
		return code;
	const struct keyring_epoch *in_use = NULL;
	(void)keyring_at(k, today, &in_use);
	if (e == in_use)
		say("warning: tips are still sealed to epoch %u",
		    (unsigned)e->id);
	else if (e->destroy_after >= today)
		say("warning: the keyring has epoch %u's identities kept for "
		    "longer",
		    (unsigned)e->id);
	return EX_OK;
}

/* ---- the record ---- */

static void
record_file(
    const struct doomed *d, const struct doomed_file *f, struct buf *out)
{
	char text[RECIPIENT_TEXT_MAX];
	char print[FINGERPRINT_LEN];

	for (size_t i = 0; i < f->n; i++) {
		const struct recipient *r = &d->recipients[f->first + i];
		recipient_format(r, text);
		fingerprint_recipient(r, print);
		buf_add_str(out, "recipient ");
		buf_add_str(out, text);
		buf_add_str(out, "\nfingerprint ");
		buf_add_str(out, print);
		buf_add_str(out, "\n");
	}
	if (!f->opened)
		buf_add_str(out, "recipient unknown\n");
	buf_add_str(out, "file ");
	buf_add_str(out, name_of(f->path));
	buf_add_str(out, "\n");
}

void
doomed_record(
    const struct doomed *d, uint32_t epoch, int32_t today, struct buf *out)
{
	char day[CLOCK_DAY_LEN];

	clock_format_day(today, day);
	buf_add_fmt(out, "inkast-destroyed/1\nday %s\n", day);
	if (epoch != 0)
		buf_add_fmt(out, "epoch %u\n", (unsigned)epoch);
	for (size_t i = 0; i < d->n_files; i++)
		if (d->files[i].gone)
			record_file(d, &d->files[i], out);
	buf_add_str(out, "end\n");
}

void
doomed_print(const struct doomed *d)
{
	char print[FINGERPRINT_LEN];

	for (size_t i = 0; i < d->n_files; i++) {
		const struct doomed_file *f = &d->files[i];
		say_put(stdout, f->path);
		printf("%s\n", f->opened ? ""
					 : ": not opened; whose key it is "
					   "is not known");
		for (size_t j = 0; j < f->n; j++) {
			fingerprint_recipient(
			    &d->recipients[f->first + j], print);
			printf("  %s\n", print);
		}
	}
}

void
doomed_free(struct doomed *d)
{
	free(d->recipients);
	*d = (struct doomed){.n_files = 0};
}
