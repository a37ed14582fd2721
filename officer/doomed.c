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
#include <sysexits.h>

#include "base/say.h"
#include "base/text.h"
#include "crypto/seal/fingerprint.h"
#include "officer/identity.h"
#include "officer/key_folder.h"

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

const char *
doomed_name(const char *path)
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
is_named(const struct doomed *d, const struct wipe *w)
{
	for (size_t i = 0; i < d->n_files; i++)
		if (d->files[i].wipe.device == w->device &&
		    d->files[i].wipe.inode == w->inode)
			return true;
	return false;
}

static int
refuse_twice(const char *path)
{
	say("%s is named twice", path);
	hint("nothing was destroyed; name each file once");
	return EX_USAGE;
}

/* What was read has to be what is held open. */
static int
check_same(const struct doomed_file *f)
{
	if (wipe_is_named(&f->wipe, f->path))
		return EX_OK;
	say("%s became another file while it was looked at", f->path);
	hint("nothing was destroyed; run it again when nobody moves files");
	return EX_DATAERR;
}

static int
look(struct doomed *d, struct doomed_file *f, bool unopened,
    const struct passphrase_source *source)
{
	int code;

	if (is_named(d, &f->wipe))
		return refuse_twice(f->path);
	if (!unopened)
		code = open_file(d, f, source);
	else if (identity_file_looks(f->path))
		code = EX_OK;
	else {
		say("%s is no identity file", f->path);
		hint("nothing was destroyed; destroy is for identities, and "
		     "records them");
		code = EX_DATAERR;
	}
	return code == EX_OK ? check_same(f) : code;
}

int
doomed_add(struct doomed *d, const char *path, bool unopened,
    const struct passphrase_source *source)
{
	struct doomed_file f = {.path = path};

	if (!is_recordable(doomed_name(path))) {
		say("%s has a name that cannot stand in a record", path);
		hint("nothing was destroyed; give it a plain name first");
		return EX_DATAERR;
	}
	if (d->n_files == DOOMED_MAX) {
		say("more than %d files at once", DOOMED_MAX);
		hint("nothing was destroyed; name fewer with -i");
		return EX_USAGE;
	}
	int r = wipe_open(&f.wipe, path);
	if (r < 0)
		return cannot_destroy(path, r);
	int code = look(d, &f, unopened, source);
	if (code == EX_OK)
		d->files[d->n_files++] = f;
	else
		wipe_close(&f.wipe);
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

bool
doomed_epoch_has(const struct keyring *k, const struct keyring_epoch *e,
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
		    doomed_epoch_has(k, e, r))
			return e;
	}
	return NULL;
}

static int
check_key(const struct doomed_epoch *at, const struct keyring_epoch *e,
    const char *path, const struct recipient *r)
{
	char print[FINGERPRINT_LEN];

	fingerprint_recipient(r, print);
	if (!doomed_epoch_has(at->keyring, e, r)) {
		say("%s: the key %s is none of epoch %u", path, print,
		    (unsigned)e->id);
		hint("nothing was destroyed; 'inkast-officer public -i FILE' "
		     "shows whose key a file is");
		return EX_DATAERR;
	}
	const struct keyring_epoch *other =
	    needed_by(at->keyring, e->id, r, at->today);
	if (other == NULL || at->also_others)
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
		if (!doomed_epoch_has(k, e, r) || is_doomed(d, r))
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

static int
check_in_use(const struct doomed_epoch *at, const struct keyring_epoch *e)
{
	const struct keyring_epoch *in_use = NULL;

	(void)keyring_at(at->keyring, at->today, &in_use);
	if (e == in_use && !at->also_in_use) {
		say("tips are sealed to epoch %u today, and would be lost",
		    (unsigned)e->id);
		hint("nothing was destroyed; install a keyring with another "
		     "epoch first, or say --also-in-use");
		return EX_DATAERR;
	}
	if (e->destroy_after >= at->today)
		say("warning: the keyring has epoch %u's identities kept for "
		    "longer",
		    (unsigned)e->id);
	return EX_OK;
}

int
doomed_check(const struct doomed *d, const struct doomed_epoch *at)
{
	const struct keyring_epoch *e = keyring_epoch_find(at->keyring, at->id);
	int code = EX_OK;

	if (e == NULL) {
		say("the keyring has no epoch %u", (unsigned)at->id);
		hint("nothing was destroyed; 'inkast-admin keyring show FILE' "
		     "lists its epochs");
		return EX_DATAERR;
	}
	for (size_t i = 0; code == EX_OK && i < d->n_files; i++) {
		const struct doomed_file *f = &d->files[i];
		for (size_t j = 0; code == EX_OK && j < f->n; j++)
			code = check_key(
			    at, e, f->path, &d->recipients[f->first + j]);
	}
	if (code == EX_OK)
		code = check_in_use(at, e);
	if (code == EX_OK)
		say_missing(d, at->keyring, e);
	return code;
}

void
doomed_free(struct doomed *d)
{
	for (size_t i = 0; i < d->n_files; i++)
		wipe_close(&d->files[i].wipe);
	free(d->recipients);
	*d = (struct doomed){.n_files = 0};
}
