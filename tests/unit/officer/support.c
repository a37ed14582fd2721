/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * Bundles for tests.
 */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/io.h"
#include "base/text.h"
#include "crypto/core/hash.h"
#include "crypto/core/secret.h"
#include "crypto/core/tip.h"
#include "crypto/seal/seal.h"

/* Large enough for anything made here. */
#define ROOM (1024 * 1024)

const char *
made_json(size_t i)
{
	static const char *const json[TIPS] = {
	    "{\"format\":\"inkast-tip/1\",\"area\":\"theft\",\"answers\":[]}",
	    "{\"format\":\"inkast-tip/1\",\"area\":\"narcotics\"}",
	    "{\"format\":\"inkast-tip/1\",\"area\":\"vandalism\",\"new\":1}",
	};

	return json[i];
}

static void
member(struct buf *b, const char *name, const void *p, size_t n)
{
	assert_int_equal(tar_member(io_write_to_buf, b, name, p, n), TAR_OK);
}

void
container_of(struct buf *out, const char *json)
{
	member(out, "tip.json", json, strlen(json));
	assert_int_equal(tar_end(io_write_to_buf, out), TAR_OK);
	assert_int_equal(tip_pad(out), AGE_OK);
}

/* Every byte, but of payloads one in 97. A sanitized program is five to ten
 * times slower: there, a fifth of that. Both numbers are prime. */
#ifdef INKAST_SANITIZED
#define STEP 5
#else
#define STEP 1
#endif
#define PAYLOAD_STEP ((size_t)97 * STEP)

size_t
made_next(const struct made *m, size_t at)
{
	/* Headers, stanzas and the first bytes of the payload; its end. */
	const size_t head = 1024;
	const size_t tail = 128;

	for (size_t i = 0; i < TIPS; i++)
		if (at >= m->begin[i] + head &&
		    at + PAYLOAD_STEP + tail < m->end[i])
			return at + PAYLOAD_STEP;
	return at + STEP;
}

static void
sums_line(struct buf *sums, const char *name, const void *p, size_t n)
{
	uint8_t digest[HASH_LEN];
	char hex[2 * HASH_LEN + 1];

	hash_of(p, n, digest);
	text_hex(digest, sizeof digest, hex);
	buf_add_fmt(sums, "%s  %s\n", hex, name);
}

static void
add_tip(struct made *m, size_t i, struct buf *sums, struct buf *manifest)
{
	struct recipient r;
	struct buf plain;
	struct buf blob;
	char name[TAR_NAME_MAX];
	uint8_t id[BUNDLE_ID_LEN];
	char hex[BUNDLE_ID_TEXT];

	memset(id, (int)(0x11 * (i + 1)), sizeof id);
	text_hex(id, sizeof id, hex);
	(void)snprintf(name, sizeof name, "tips/%s.age", hex);
	buf_init(&plain, &buf_heap, ROOM);
	buf_init(&blob, &buf_heap, ROOM);
	container_of(&plain, made_json(i));
	r.type = m->identity->type;
	memcpy(r.key, m->identity->public, sizeof r.key);
	assert_int_equal(seal(&r, 1, 2, plain.data, plain.len, &blob), AGE_OK);
	m->begin[i] = m->bytes.len;
	member(&m->bytes, name, blob.data, blob.len);
	m->end[i] = m->bytes.len;
	sums_line(sums, name, blob.data, blob.len);
	buf_add_fmt(manifest, "%s 2026-11-2%zu 0\n", hex, i);
	buf_free(&plain);
	buf_free(&blob);
}

void
made_new(struct made *m)
{
	struct buf sums;
	struct buf manifest;

	*m = (struct made){0};
	assert_int_equal(age_init(), AGE_OK);
	m->identity = secret_alloc(sizeof *m->identity);
	assert_non_null(m->identity);
	assert_int_equal(identity_generate(AGE_X25519, m->identity), AGE_OK);
	buf_init(&m->bytes, &buf_heap, ROOM);
	buf_init(&sums, &buf_heap, ROOM);
	buf_init(&manifest, &buf_heap, ROOM);
	buf_add_fmt(
	    &manifest, "inkast-bundle/1\nservice Test\ntips %d\n", TIPS);
	for (size_t i = 0; i < TIPS; i++)
		add_tip(m, i, &sums, &manifest);
	sums_line(&sums, "MANIFEST", manifest.data, manifest.len);
	member(&m->bytes, "MANIFEST", manifest.data, manifest.len);
	member(&m->bytes, "SHA256SUMS", sums.data, sums.len);
	assert_int_equal(tar_end(io_write_to_buf, &m->bytes), TAR_OK);
	buf_free(&sums);
	buf_free(&manifest);
}

void
made_free(struct made *m)
{
	buf_free(&m->bytes);
	secret_free(m->identity);
}

void
bundle_around(struct buf *out, const char *name, const struct buf *blob,
    const char *manifest, const char *sums)
{
	struct buf list;

	buf_init(&list, &buf_heap, ROOM);
	if (manifest == NULL)
		manifest = "inkast-bundle/1\nservice Test\ntips 1\n"
			   "11111111111111111111111111111111 2026-11-20 0\n";
	sums_line(&list, name, blob->data, blob->len);
	sums_line(&list, "MANIFEST", manifest, strlen(manifest));
	buf_init(out, &buf_heap, ROOM);
	member(out, name, blob->data, blob->len);
	member(out, "MANIFEST", manifest, strlen(manifest));
	if (sums == NULL)
		member(out, "SHA256SUMS", list.data, list.len);
	else
		member(out, "SHA256SUMS", sums, strlen(sums));
	assert_int_equal(tar_end(io_write_to_buf, out), TAR_OK);
	buf_free(&list);
}

void
file_open(struct file *f, const void *p, size_t n)
{
	f->fd = memfd_create("test", MFD_CLOEXEC);
	assert_true(f->fd >= 0);
	assert_int_equal(io_write(f->fd, p, n), 0);
	(void)snprintf(f->path, sizeof f->path, "/proc/self/fd/%d", f->fd);
}

void
file_close(struct file *f)
{
	close(f->fd);
}

static int
note(void *ctx, const struct bundle_problem *p)
{
	struct said *s = ctx;

	if (s->problems++ == 0) {
		s->at = p->at;
		(void)snprintf(s->member, sizeof s->member, "%s", p->member);
	}
	assert_true(strlen(p->text) > 0);
	return 0;
}

void
check_bytes(const void *p, size_t n, struct said *out)
{
	struct bundle b;
	struct file f;

	*out = (struct said){0};
	file_open(&f, p, n);
	assert_int_equal(bundle_open(&b, f.path), 0);
	int problems = bundle_check(&b, f.path, note, out);
	assert_int_equal(problems, out->problems);
	bundle_close(&b);
	file_close(&f);
}
