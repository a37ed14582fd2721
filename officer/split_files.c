/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Recovery shares into files.
 */
#include "officer/split_files.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/interrupt.h"
#include "base/io.h"
#include "base/say.h"
#include "crypto/core/secret.h"
#include "officer/paper.h"

typedef int (*page_fn)(const struct paper_share *s, struct buf *out);

static const struct form {
	const char *suffix;
	page_fn write;
} forms[] = {{"txt", paper_share_txt}, {"html", paper_share_html}};
#define FORMS (sizeof forms / sizeof forms[0])

struct folder {
	const char *dir;
	char path[PATH_MAX];
};

/* 0 or -ENAMETOOLONG. */
static int
name(struct folder *f, unsigned i, const struct form *form)
{
	int n = snprintf(
	    f->path, sizeof f->path, "%s/share-%u.%s", f->dir, i, form->suffix);

	return n > 0 && (size_t)n < sizeof f->path ? 0 : -ENAMETOOLONG;
}

static int
write_page(struct folder *f, const struct paper_share *p,
    const struct form *form, struct buf *page)
{
	int r = name(f, p->share->i, form);

	buf_clear(page);
	if (r == 0 && form->write(p, page) != BUF_OK)
		r = -ENOMEM;
	if (r == 0 && interrupt_pending() != 0)
		r = -EINTR;
	if (r == 0)
		r = io_write_file(f->path, 0600, 0, page->data, page->len);
	return r;
}

static int
write_share(struct folder *f, struct paper_share *p, struct buf *page)
{
	struct buf text;
	int r = -ENOMEM;

	buf_init(&text, &secret_mem, SHARE_TEXT_LEN);
	if (buf_reserve(&text, SHARE_TEXT_LEN) == BUF_OK &&
	    share_write(p->share, &text) == SHARE_OK)
		r = 0;
	p->text = (struct view){text.data, text.len};
	for (size_t i = 0; i < FORMS && r == 0; i++)
		r = write_page(f, p, &forms[i], page);
	buf_free(&text);
	return r;
}

/* The folder is ours: whatever of it was made goes. */
static void
remove_all(struct folder *f, unsigned n)
{
	for (unsigned i = 1; i <= n; i++)
		for (size_t j = 0; j < FORMS; j++)
			if (name(f, i, &forms[j]) == 0)
				(void)unlink(f->path);
	(void)rmdir(f->dir);
}

static int
write_all(struct folder *f, const struct share *shares, struct paper_share *p)
{
	struct buf page;
	int r = 0;

	buf_init(&page, &secret_mem, PAPER_MAX);
	if (buf_reserve(&page, PAPER_MAX) != BUF_OK)
		r = -ENOMEM;
	for (unsigned i = 0; i < shares[0].n && r == 0; i++) {
		p->share = &shares[i];
		r = write_share(f, p, &page);
	}
	buf_free(&page);
	return r;
}

static int
say_failed(const char *path, int err)
{
	if (err == -EINTR)
		return interrupt_code();
	if (err == -ENOMEM) {
		say("no memory that can be locked, for the pages");
		hint("'ulimit -l' shows how much may be; allow more");
		return EX_OSERR;
	}
	say_errno("write", path, err);
	hint(err == -EEXIST ? "name a folder that is not there yet"
			    : "nothing was left behind");
	return EX_CANTCREAT;
}

int
split_files_write(const char *dir, const struct share *shares,
    const char *fingerprint, const char *contact)
{
	char day[CLOCK_DAY_LEN];
	struct folder f = {.dir = dir};
	struct paper_share p = {
	    .fingerprint = fingerprint, .day = day, .contact = contact};

	clock_format_day(clock_today(), day);
	interrupt_catch();
	if (mkdir(dir, 0700) != 0)
		return say_failed(dir, -errno);
	int r = write_all(&f, shares, &p);
	if (r == 0)
		return EX_OK;
	remove_all(&f, shares[0].n);
	return say_failed(dir, r);
}
