/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Everything about a bundle that shows without a key, in the order of the file.
 * After a damaged place the check goes on, so that it can say what is lost.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/reader.h"
#include "base/text.h"
#include "officer/bundle_check.h"
#include "officer/bundle_lines.h"

int
check_problem(
    struct check *k, const char *member, uint64_t at, const char *fmt, ...)
{
	char text[256]; /* our own words and numbers */
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	k->problems++;
	if (k->report(
		k->ctx, &(struct bundle_problem){
			    .member = member, .at = at, .text = text}) != 0)
		k->stop = true;
	return 0;
}

static void
tip_name(const uint8_t id[static BUNDLE_ID_LEN], char out[static TAR_NAME_MAX])
{
	char hex[BUNDLE_ID_TEXT];

	text_hex(id, BUNDLE_ID_LEN, hex);
	(void)snprintf(out, TAR_NAME_MAX, "tips/%s.age", hex);
}

/* Lines of SHA256SUMS up to, not including, end whose tips did not come. */
static int
lines_missed(struct check *k, uint64_t end)
{
	char name[TAR_NAME_MAX];
	struct bundle_sum sum;

	for (; k->line < end && !k->stop; k->line++) {
		uint64_t at = k->b->sums.content + k->line * BUNDLE_SUM_TIP;
		int r = bundle_sum_at(k->b, k->line, &sum);
		if (r < 0)
			return r;
		if (r == 0) {
			check_problem(k, BUNDLE_SUMS_NAME, at,
			    "line %" PRIu64
			    ": expected a checksum and the name of a tip",
			    k->line + 1);
			continue;
		}
		tip_name(sum.id, name);
		check_problem(k, name, at,
		    "listed in SHA256SUMS, but not found in the bundle");
	}
	return 0;
}

/* 1 when the digest is right, 0 after a report, or a BUNDLE_E_. */
static int
check_digest(struct check *k, const struct bundle_member *m,
    const uint8_t expected[static HASH_LEN])
{
	uint8_t digest[HASH_LEN];
	int r = bundle_hash(k->b, m, digest);

	if (r < 0)
		return r;
	if (memcmp(digest, expected, HASH_LEN) != 0)
		return check_problem(k, m->name, m->content,
		    "the %" PRIu64 " bytes from here do not match their "
		    "checksum in SHA256SUMS",
		    m->size);
	return 1;
}

static int
check_tip(struct check *k, const struct bundle_member *m)
{
	struct bundle_sum sum;
	uint64_t line = k->line;

	if (k->stage != BUNDLE_TIP)
		return check_problem(k, m->name, m->at,
		    "expected no tip after MANIFEST or SHA256SUMS");
	if (k->tips > 0 && memcmp(m->id, k->last_id, BUNDLE_ID_LEN) <= 0)
		check_problem(
		    k, m->name, m->at, "expected tips in rising order of id");
	memcpy(k->last_id, m->id, BUNDLE_ID_LEN);
	k->tips++;
	if (!k->b->has_sums)
		return 0;
	int r = bundle_sum_find(k->b, m->id, &line, &sum);
	if (r == 0)
		return check_problem(
		    k, m->name, m->at, "SHA256SUMS has no line for it");
	if (r == 1)
		r = lines_missed(k, line);
	if (r < 0)
		return r;
	k->line = line + 1;
	if (k->stop)
		return 0;
	r = k->frame_only ? 1 : check_digest(k, m, sum.digest);
	/* Altered, it is said to be; what its shape is then tells no more. */
	return r == 1 ? check_tip_shape(k, m) : r;
}

static int
check_list(struct check *k, const struct bundle_member *m)
{
	struct bundle_sum sum;

	if (k->stage != BUNDLE_TIP)
		return check_problem(k, m->name, m->at,
		    "expected MANIFEST once, right after the tips");
	k->stage = BUNDLE_MANIFEST;
	int r = k->b->has_sums ? lines_missed(k, k->b->sums_lines) : 0;
	if (r < 0 || k->stop)
		return r;
	r = bundle_sum_at(k->b, k->b->sums_lines, &sum);
	if (r == 1)
		r = check_digest(k, m, sum.digest);
	else if (r == 0 && k->b->has_sums)
		r = check_problem(k, BUNDLE_SUMS_NAME,
		    k->b->sums.content + k->b->sums_lines * BUNDLE_SUM_TIP,
		    "expected the checksum of MANIFEST in the last line");
	return r < 0 || k->stop ? r : check_manifest(k, m);
}

bool
bundle_name_read(const char *path, uint8_t named[static BUNDLE_NAMED_LEN])
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;
	struct reader r = reader_of(name, strlen(name));
	struct view hex;

	return reader_literal(&r, "inkast-") &&
	       reader_take(&r, (size_t)2 * BUNDLE_NAMED_LEN, &hex) &&
	       text_unhex(
		   (const char *)hex.data, hex.len, named, BUNDLE_NAMED_LEN) &&
	       reader_literal(&r, ".tar") && reader_left(&r) == 0;
}

/* FORMAT 9.4: a file that is called as bundles are must be called so rightly.
 */
static int
check_name(struct check *k, const struct bundle_member *m)
{
	uint8_t digest[HASH_LEN];
	uint8_t named[BUNDLE_NAMED_LEN];

	if (!bundle_name_read(k->path, named))
		return 0;
	int e = bundle_hash(k->b, m, digest);
	if (e == 0 && memcmp(digest, named, sizeof named) != 0)
		check_problem(k, m->name, m->content,
		    "does not match the file's name: the bundle was renamed or "
		    "made anew");
	return e;
}

static int
check_sums(struct check *k, const struct bundle_member *m)
{
	if (k->stage != BUNDLE_MANIFEST)
		return check_problem(k, m->name, m->at,
		    "expected SHA256SUMS once, right after MANIFEST");
	k->stage = BUNDLE_SUMS;
	if (!k->b->has_sums)
		return check_problem(k, m->name, m->at,
		    "expected a line for each tip and one for MANIFEST, found "
		    "%" PRIu64 " bytes",
		    m->size);
	return check_name(k, m);
}

static int
check_padding(struct check *k, const struct bundle_member *m)
{
	static const uint8_t zeros[TAR_BLOCK];
	uint8_t padding[TAR_BLOCK];
	size_t n = tar_padding(m->size);
	int r = bundle_read(k->b, m->content + m->size, padding, n);

	if (r == 0 && memcmp(padding, zeros, n) != 0)
		check_problem(k, m->name, m->content + m->size,
		    "expected zeros up to the next header");
	return r;
}

static int
check_member(struct check *k, const struct bundle_member *m)
{
	int r = 0;

	switch (m->kind) {
	case BUNDLE_TIP:
		r = check_tip(k, m);
		break;
	case BUNDLE_MANIFEST:
		r = check_list(k, m);
		break;
	case BUNDLE_SUMS:
		r = check_sums(k, m);
		break;
	}
	return r < 0 || k->stop ? r : check_padding(k, m);
}

/* Two blocks of zeros, and the end of the file. */
static int
check_end(struct check *k, uint64_t at)
{
	static const uint8_t zeros[TAR_BLOCK];
	uint8_t block[TAR_BLOCK];
	int r = bundle_read(k->b, at + TAR_BLOCK, block, sizeof block);

	if (r == BUNDLE_E_TRUNCATED)
		return check_problem(k, "end", at,
		    "expected two blocks of zeros, found the end of the file");
	if (r == 0 && memcmp(block, zeros, sizeof block) != 0)
		return check_problem(k, "end", at + TAR_BLOCK,
		    "expected a second block of zeros");
	if (r == 0 && k->b->len != at + sizeof zeros + sizeof block)
		check_problem(k, "end", at + sizeof zeros + sizeof block,
		    "expected nothing after the end, found %" PRIu64 " bytes",
		    k->b->len - at - sizeof zeros - sizeof block);
	return r;
}

static void
damaged_place(
    struct check *k, uint64_t at, int err, const struct bundle_member *m)
{
	if (err == BUNDLE_E_HEADER)
		check_problem(k, "header", at,
		    "expected the header of %s, as FORMAT 2.4 has it",
		    k->stage == BUNDLE_TIP        ? "a tip or MANIFEST"
		    : k->stage == BUNDLE_MANIFEST ? "SHA256SUMS"
						  : "the end");
	else if (err == 0)
		check_problem(k, "end", at,
		    "expected SHA256SUMS before the end of the archive");
	else if (m->name[0] == '\0')
		check_problem(k, "header", at,
		    "the file ends where a header or the end mark was "
		    "expected");
	else
		check_problem(k, m->name, m->content,
		    "the file ends inside: %" PRIu64 " of %" PRIu64
		    " bytes are there",
		    k->b->len - m->content < m->size ? k->b->len - m->content
						     : m->size,
		    m->size);
}

/* What stands at an offset; where to go on is left in *at, beyond the file at
 * its end. */
static int
check_at(struct check *k, uint64_t *at)
{
	struct bundle_member m;
	int r = bundle_member_at(k->b, *at, &m);

	if (r == BUNDLE_E_IO)
		return r;
	if (r == 0 && k->stage == BUNDLE_SUMS) {
		r = check_end(k, *at);
		*at = UINT64_MAX;
		return r;
	}
	if (r == 1) {
		*at = m.next;
		return check_member(k, &m);
	}
	damaged_place(k, *at, r, &m);
	r = bundle_seek(k->b, *at + TAR_BLOCK, &m);
	*at = r == 1 ? m.at : UINT64_MAX;
	return r < 0 ? r : 0;
}

/* Everything, from the first member on. */
static int
check_all(struct check *k)
{
	uint64_t at = 0;
	int r = 0;

	while (r == 0 && !k->stop && at != UINT64_MAX)
		r = check_at(k, &at);
	/* It shrank while we read. */
	if (r == BUNDLE_E_TRUNCATED)
		errno = ESTALE;
	if (r < 0)
		return BUNDLE_E_IO;
	if (!k->stop && k->b->has_sums)
		r = lines_missed(k, k->b->sums_lines);
	return r < 0 ? BUNDLE_E_IO : k->problems;
}

int
bundle_check(const struct bundle *b, const char *path, bundle_problem_fn report,
    void *ctx)
{
	return check_all(&(struct check){
	    .b = b, .path = path, .report = report, .ctx = ctx});
}

int
bundle_check_frame(const struct bundle *b, const char *path,
    bundle_problem_fn report, void *ctx)
{
	return check_all(&(struct check){.b = b,
	    .path = path,
	    .report = report,
	    .ctx = ctx,
	    .frame_only = true});
}
