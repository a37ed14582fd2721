/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What is said of files that are gone: the record (docs/FORMAT.md, section 16),
 * and the list on the screen.
 */
#include <stdio.h>

#include "base/clock.h"
#include "base/say.h"
#include "base/text.h"
#include "crypto/seal/fingerprint.h"
#include "officer/doomed.h"

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
	buf_add_str(out, f->has_name ? "emptied " : "file ");
	buf_add_str(out, doomed_name(f->path));
	buf_add_str(out, "\n");
}

/* Whether a recipient's identity is among those that are gone. */
static bool
is_gone(const struct doomed *d, const struct recipient *r, bool all)
{
	for (size_t i = 0; i < d->n_files; i++) {
		const struct doomed_file *f = &d->files[i];
		for (size_t j = 0; (all || f->gone) && j < f->n; j++)
			if (recipient_equal(&d->recipients[f->first + j], r))
				return true;
	}
	return false;
}

/* What the record says of the epoch: from which keyring it is known, and which
 * of its keys were not destroyed here. */
static void
record_epoch(const struct doomed *d, const struct doomed_source *from, bool all,
    struct buf *out)
{
	const struct keyring *k = from->epoch->keyring;
	const struct keyring_epoch *e = keyring_epoch_find(k, from->epoch->id);
	char hex[2 * HASH_LEN + 1];
	char print[FINGERPRINT_LEN];

	text_hex(from->digest, HASH_LEN, hex);
	buf_add_fmt(out, "epoch %u\nkeyring %s %s\n", (unsigned)from->epoch->id,
	    from->verified ? "verified" : "unverified", hex);
	for (size_t i = 0; e != NULL && i < k->n_recipients; i++) {
		const struct recipient *r = &k->recipients[i];
		if (!doomed_epoch_has(k, e, r) || is_gone(d, r, all))
			continue;
		fingerprint_recipient(r, print);
		buf_add_fmt(out, "remaining %s\n", print);
	}
}

void
doomed_record(const struct doomed *d, const struct doomed_source *from,
    bool all, struct buf *out)
{
	char day[CLOCK_DAY_LEN];

	clock_format_day(from->epoch->today, day);
	buf_add_fmt(out, "inkast-destroyed/1\nday %s\n", day);
	if (from->epoch->keyring != NULL)
		record_epoch(d, from, all, out);
	for (size_t i = 0; i < d->n_files; i++)
		if (all || d->files[i].gone)
			record_file(d, &d->files[i], out);
	buf_add_str(out, "end\n");
}

void
doomed_print(const struct doomed *d, bool all)
{
	char print[FINGERPRINT_LEN];

	for (size_t i = 0; i < d->n_files; i++) {
		const struct doomed_file *f = &d->files[i];
		if (!all && !f->gone)
			continue;
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
