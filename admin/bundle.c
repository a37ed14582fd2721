/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The writer of bundles.
 */
#include "admin/bundle.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "admin/spool.h"
#include "base/clock.h"
#include "base/text.h"
#include "crypto/core/hash.h"
#include "crypto/core/tar.h"

#define ID_TEXT (2 * STORE_ID_LEN)
#define DIGEST_TEXT (2 * HASH_LEN)
#define MANIFEST_NAME "MANIFEST"
#define SUMS_NAME "SHA256SUMS"
/* A line of either: the manifest's first is the longest, "service " and a name
 * that the configuration keeps below 192 bytes. */
#define LINE_ROOM 256

/* write_fn to the file that remembers why it failed. */
static int
put(void *ctx, const void *p, size_t n)
{
	struct bundle *b = ctx;

	if (b->err == 0)
		b->err = io_write(b->file.fd, p, n);
	if (b->err == 0)
		b->bytes += n;
	return b->err;
}

/* A tar function's result as an errno; a failed write left the real one. */
static int
tar_errno(const struct bundle *b, int err)
{
	if (err == TAR_OK)
		return 0;
	return err == TAR_E_IO && b->err < 0 ? b->err : -EOVERFLOW;
}

int
bundle_begin(struct bundle *b, const char *dir)
{
	char *path;

	/* Until the last checksum is known the bundle has no name of its own.
	 */
	if (asprintf(&path, "%s/inkast-unfinished.tar", dir) < 0)
		return b->err = -ENOMEM;
	b->err = io_file_begin(&b->file, path, 0640, 1);
	free(path);
	if (b->err < 0)
		return b->err;
	b->dir = strdup(dir);
	b->err = b->dir == NULL ? -ENOMEM : spool_open(&b->spool, dir);
	return b->err;
}

/* "<id> <day> <epoch>\n" (FORMAT 9.2). */
static size_t
manifest_line(const struct spool_row *row, char out[static LINE_ROOM])
{
	char id[ID_TEXT + 1];
	char day[CLOCK_DAY_LEN];

	text_hex(row->id, sizeof row->id, id);
	clock_format_day(row->day, day);
	return (size_t)snprintf(
	    out, LINE_ROOM, "%s %s %" PRIu32 "\n", id, day, row->epoch);
}

/* "<digest>  <name>\n" (FORMAT 9.3). */
static size_t
sums_line(const uint8_t digest[static HASH_LEN], const char *name,
    char out[static LINE_ROOM])
{
	char hex[DIGEST_TEXT + 1];

	text_hex(digest, HASH_LEN, hex);
	return (size_t)snprintf(out, LINE_ROOM, "%s  %s\n", hex, name);
}

static void
tip_name(const uint8_t id[static STORE_ID_LEN], char out[static TAR_NAME_MAX])
{
	char hex[ID_TEXT + 1];

	text_hex(id, STORE_ID_LEN, hex);
	(void)snprintf(out, TAR_NAME_MAX, "tips/%s.age", hex);
}

static void
count_days(struct bundle *b, int32_t day)
{
	if (b->tips == 0 || day < b->first_day)
		b->first_day = day;
	if (b->tips == 0 || day > b->last_day)
		b->last_day = day;
}

int
bundle_add(struct bundle *b, const struct store_row *row)
{
	struct spool_row kept = {.epoch = row->epoch, .day = row->day};
	char name[TAR_NAME_MAX];
	char line[LINE_ROOM];

	if (b->tips > 0 && memcmp(row->id, b->last_id, STORE_ID_LEN) <= 0)
		return b->err = -EINVAL;
	memcpy(b->last_id, row->id, STORE_ID_LEN);
	memcpy(kept.id, row->id, STORE_ID_LEN);
	hash_of(row->blob.data, row->blob.len, kept.digest);

	tip_name(row->id, name);
	int r = tar_member(put, b, name, row->blob.data, row->blob.len);
	if (r != TAR_OK)
		return b->err = tar_errno(b, r);
	r = spool_add(b->spool, &kept);
	if (r < 0)
		return b->err = r;
	count_days(b, row->day);
	b->manifest_rows += manifest_line(&kept, line);
	b->tips++;
	return 0;
}

/* A member that is written line by line: its length is known before. */
struct member {
	struct bundle *b;
	struct hash hash;
	uint64_t size;
};

static int
member_begin(
    struct member *m, struct bundle *b, const char *name, uint64_t size)
{
	uint8_t block[TAR_BLOCK];

	*m = (struct member){.b = b, .size = size};
	hash_init(&m->hash);
	int r = tar_header(name, size, block);
	return r == TAR_OK ? put(b, block, sizeof block) : tar_errno(b, r);
}

static int
member_line(struct member *m, const char *line, size_t len)
{
	hash_add(&m->hash, line, len);
	return put(m->b, line, len);
}

static int
member_end(struct member *m, uint8_t digest[static HASH_LEN])
{
	static const uint8_t zeros[TAR_BLOCK];

	hash_end(&m->hash, digest);
	return put(m->b, zeros, tar_padding(m->size));
}

static int
write_manifest(
    struct bundle *b, const char *service, uint8_t digest[static HASH_LEN])
{
	char head[2 * LINE_ROOM];
	char line[LINE_ROOM];
	struct member m;
	struct spool_row row;
	int n = snprintf(head, sizeof head,
	    "inkast-bundle/1\nservice %s\ntips %" PRIu64 "\n", service,
	    b->tips);

	if (n < 0 || (size_t)n >= sizeof head)
		return -EOVERFLOW;
	int r =
	    member_begin(&m, b, MANIFEST_NAME, (uint64_t)n + b->manifest_rows);
	if (r == 0)
		r = member_line(&m, head, (size_t)n);
	if (r == 0)
		r = spool_rewind(b->spool);
	while (r == 0 && (r = spool_next(b->spool, &row)) == 1)
		r = member_line(&m, line, manifest_line(&row, line));
	return r < 0 ? r : member_end(&m, digest);
}

static int
write_sums(struct bundle *b, const uint8_t manifest[static HASH_LEN],
    uint8_t digest[static HASH_LEN])
{
	char name[TAR_NAME_MAX];
	char line[LINE_ROOM];
	struct member m;
	struct spool_row row = {0};

	/* Every tip's line is as long as any other's. */
	tip_name(row.id, name);
	uint64_t size = b->tips * sums_line(row.digest, name, line);
	size_t last = sums_line(manifest, MANIFEST_NAME, line);

	int r = member_begin(&m, b, SUMS_NAME, size + last);
	if (r == 0)
		r = spool_rewind(b->spool);
	while (r == 0 && (r = spool_next(b->spool, &row)) == 1) {
		tip_name(row.id, name);
		r = member_line(&m, line, sums_line(row.digest, name, line));
	}
	if (r < 0)
		return r;
	r = member_line(&m, line, sums_line(manifest, MANIFEST_NAME, line));
	return r < 0 ? r : member_end(&m, digest);
}

/* FORMAT 9.4: the first 8 bytes of the checksums' checksum. */
static int
name_file(struct bundle *b, const uint8_t digest[static HASH_LEN], char **out)
{
	char hex[2 * 8 + 1];
	char name[sizeof "inkast-.tar" + 16];

	text_hex(digest, 8, hex);
	(void)snprintf(name, sizeof name, "inkast-%s.tar", hex);
	int r = io_file_rename(&b->file, name);
	if (r < 0)
		return r;
	*out = strdup(b->file.path);
	return *out == NULL ? -ENOMEM : 0;
}

static int
write_tail(
    struct bundle *b, const char *service, uint8_t digest[static HASH_LEN])
{
	uint8_t manifest[HASH_LEN];
	int r = write_manifest(b, service, manifest);

	if (r == 0)
		r = write_sums(b, manifest, digest);
	return r < 0 ? r : tar_errno(b, tar_end(put, b));
}

int
bundle_end(struct bundle *b, const char *service, char **path)
{
	uint8_t digest[HASH_LEN];
	char *name = NULL;

	if (b->err == 0)
		b->err = write_tail(b, service, digest);
	if (b->err == 0)
		b->err = name_file(b, digest, &name);
	if (b->err == 0)
		b->err = io_file_commit(&b->file);
	if (b->err < 0) {
		free(name);
		return b->err;
	}
	*path = name;
	return 0;
}

void
bundle_abandon(struct bundle *b)
{
	/* Never begun, it holds no descriptor: 0 would be standard input. */
	if (b->file.path != NULL)
		io_file_abandon(&b->file);
	if (b->spool != NULL)
		fclose(b->spool);
	b->spool = NULL;
	free(b->dir);
	b->dir = NULL;
}
