/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Members of a bundle, one at a time, at their places in the file.
 */
#include "officer/bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/reader.h"
#include "base/text.h"
#include "officer/bundle_lines.h"

/* One read while hashing: large enough to be few, small beside any tip. */
#define PIECE 65536

int
bundle_read(const struct bundle *b, uint64_t at, void *p, size_t n)
{
	uint8_t *to = p;

	if (at > b->len || n > b->len - at)
		return BUNDLE_E_TRUNCATED;
	while (n > 0) {
		ssize_t r = pread(b->fd, to, n, (off_t)at);
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return BUNDLE_E_IO;
		if (r == 0) /* somebody made it shorter meanwhile */
			return BUNDLE_E_TRUNCATED;
		to += r;
		at += (uint64_t)r;
		n -= (size_t)r;
	}
	return 0;
}

/* "tips/<id>.age", "MANIFEST" or "SHA256SUMS" (FORMAT 9.1). */
static bool
name_read(struct bundle_member *m)
{
	struct reader r = reader_of(m->name, strlen(m->name));
	struct view id;

	if (strcmp(m->name, BUNDLE_MANIFEST_NAME) == 0) {
		m->kind = BUNDLE_MANIFEST;
		return true;
	}
	if (strcmp(m->name, BUNDLE_SUMS_NAME) == 0) {
		m->kind = BUNDLE_SUMS;
		return true;
	}
	m->kind = BUNDLE_TIP;
	return reader_literal(&r, "tips/") &&
	       reader_take(&r, BUNDLE_ID_HEX, &id) &&
	       text_unhex(
		   (const char *)id.data, id.len, m->id, BUNDLE_ID_LEN) &&
	       reader_literal(&r, ".age") && reader_left(&r) == 0;
}

int
bundle_member_at(const struct bundle *b, uint64_t at, struct bundle_member *out)
{
	uint8_t block[TAR_BLOCK];
	bool end = false;
	struct bundle_member m = {.at = at, .next = b->len};
	int r = bundle_read(b, at, block, sizeof block);

	if (r == BUNDLE_E_TRUNCATED)
		*out = m;
	if (r < 0)
		return r;
	if (tar_header_read(block, m.name, &m.size, &end) != TAR_OK)
		return BUNDLE_E_HEADER;
	if (end)
		return 0;
	if (!name_read(&m))
		return BUNDLE_E_HEADER;
	m.content = at + TAR_BLOCK;
	/* A size has 33 bits at most: no sum here overflows. */
	uint64_t whole = m.size + tar_padding(m.size);
	if (whole > b->len - m.content) {
		*out = m;
		return BUNDLE_E_TRUNCATED;
	}
	m.next = m.content + whole;
	*out = m;
	return 1;
}

int
bundle_seek(const struct bundle *b, uint64_t from, struct bundle_member *out)
{
	while (b->len >= TAR_BLOCK && from <= b->len - TAR_BLOCK) {
		int r = bundle_member_at(b, from, out);
		if (r == 1 || r == BUNDLE_E_IO)
			return r;
		from += TAR_BLOCK;
	}
	return 0;
}

int
bundle_hash(const struct bundle *b, const struct bundle_member *m,
    uint8_t digest[static HASH_LEN])
{
	uint8_t piece[PIECE]; /* ciphertext and checksums: nothing to wipe */
	struct hash h;

	hash_init(&h);
	for (uint64_t done = 0; done < m->size;) {
		uint64_t left = m->size - done;
		size_t n = left < PIECE ? (size_t)left : PIECE;
		int r = bundle_read(b, m->content + done, piece, n);
		if (r < 0)
			return r;
		hash_add(&h, piece, n);
		done += n;
	}
	hash_end(&h, digest);
	return 0;
}

/* Where manifest and checksums are. */
static int
find_lists(struct bundle *b)
{
	struct bundle_member m;
	uint64_t at = 0;
	int r;

	while ((r = bundle_seek(b, at, &m)) == 1) {
		if (m.kind == BUNDLE_MANIFEST) {
			b->has_manifest = true;
			b->manifest = m;
		} else if (m.kind == BUNDLE_SUMS && m.size >= BUNDLE_SUM_LAST &&
			   (m.size - BUNDLE_SUM_LAST) % BUNDLE_SUM_TIP == 0) {
			b->has_sums = true;
			b->sums = m;
			b->sums_lines =
			    (m.size - BUNDLE_SUM_LAST) / BUNDLE_SUM_TIP;
		}
		at = m.next;
	}
	return r < 0 ? -errno : 0;
}

int
bundle_open(struct bundle *b, const char *path)
{
	struct stat st;

	*b = (struct bundle){.fd = -1};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	int r = fstat(fd, &st) < 0 ? -errno : 0;
	if (r == 0 && S_ISDIR(st.st_mode))
		r = -EISDIR;
	else if (r == 0 && !S_ISREG(st.st_mode))
		r = -ESPIPE;
	if (r == 0) {
		b->fd = fd;
		b->len = (uint64_t)st.st_size;
		r = find_lists(b);
	}
	if (r < 0) {
		close(fd);
		b->fd = -1;
	}
	return r;
}

void
bundle_close(struct bundle *b)
{
	if (b->fd >= 0)
		close(b->fd);
	b->fd = -1;
}
