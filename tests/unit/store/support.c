/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the tests of store and vault share.
 */
#include "tests/unit/store/support.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sched.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "crypto/core/hash.h"
#include "crypto/core/header.h"
#include "crypto/core/tip.h"
#include "gateway/store/store.h"

void
temp_make(char dir[static TEST_PATH_MAX])
{
	const char *base = getenv("TMPDIR");

	snprintf(dir, TEST_PATH_MAX, "%s/inkast-test-XXXXXX",
	    base == NULL ? "/tmp" : base);
	assert_non_null(mkdtemp(dir));
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	/* A mount point is removed by who made the namespace: by its end. */
	return remove(path) < 0 && ftw->level > 0 ? -1 : 0;
}

void
temp_remove(const char *dir)
{
	assert_int_equal(
	    nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS | FTW_MOUNT), 0);
}

void
temp_mount(const char *dir, unsigned kib)
{
	char options[64];

	snprintf(options, sizeof(options), "size=%uk,mode=0700", kib);
	if (unshare(CLONE_NEWNS) < 0 ||
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("tmpfs", dir, "tmpfs", 0, options) < 0)
		fail_msg("mounting a tmpfs: %s; run this test as root",
		    strerror(errno));
}

void
temp_unmount(const char *dir)
{
	assert_int_equal(umount2(dir, MNT_DETACH), 0);
	assert_int_equal(rmdir(dir), 0);
}

void
temp_fill(const char *dir)
{
	static const uint8_t zeros[4096];
	char path[TEST_PATH_MAX + 16];
	ssize_t n;

	snprintf(path, sizeof(path), "%s/ballast", dir);
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	do
		n = write(fd, zeros, sizeof(zeros));
	while (n > 0);
	assert_int_equal(errno, ENOSPC);
	close(fd);
}

void
blob_make(
    struct buf *out, size_t stanzas, const uint8_t mark[static TEST_MARK_LEN])
{
	static const char *const args[] = {
	    "X25519", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
	static const uint8_t nothing[AGE_MAC_LEN];
	size_t payload = age_payload_len(TIP_CLASS_MIN);

	buf_clear(out);
	age_header_begin(out);
	for (size_t i = 0; i < stanzas; i++)
		age_header_stanza(out, args, 2, nothing, X25519_LEN);
	age_header_mark(out);
	age_header_end(out, nothing);
	for (size_t i = 0; i + TEST_MARK_LEN <= payload; i += TEST_MARK_LEN)
		buf_add(out, mark, TEST_MARK_LEN);
	buf_add_zeros(out, payload % TEST_MARK_LEN);
	assert_int_equal(out->err, BUF_OK);
	assert_int_equal(
	    tip_check_blob(out->data, out->len, stanzas, AGE_X25519), AGE_OK);
}

void
rules_make(struct rules *out)
{
	int32_t today = clock_today();

	*out = (struct rules){
	    .serial = TEST_SERIAL,
	    .stanzas = TEST_STANZAS,
	    .n_epochs = 1,
	    .epochs = {{.id = TEST_EPOCH,
		.kind = AGE_X25519,
		.from = today,
		.until = today + 1}},
	};
	memset(out->digest, TEST_SERIAL, sizeof(out->digest));
}

void
mark_make(uint32_t number, uint8_t out[static TEST_MARK_LEN])
{
	uint8_t digest[HASH_LEN];

	hash_of(&number, sizeof(number), digest);
	memcpy(out, digest, TEST_MARK_LEN);
}

uint64_t
tips_in(const char *dir)
{
	struct store *s = NULL;
	uint64_t n = 0;

	assert_int_equal(store_open(dir, STORE_ADMIN, &s), STORE_OK);
	assert_int_equal(store_check(s), STORE_OK);
	assert_int_equal(store_count(s, &n), STORE_OK);
	store_close(&s);
	return n;
}

struct marked {
	const uint8_t *mark;
	unsigned found;
};

static int
count_marked(void *ctx, const struct store_row *row)
{
	struct marked *m = ctx;

	if (memmem(row->blob.data, row->blob.len, m->mark, TEST_MARK_LEN) !=
	    NULL)
		m->found++;
	return 0;
}

unsigned
tips_marked(const char *dir, const uint8_t mark[static TEST_MARK_LEN])
{
	struct marked m = {mark, 0};
	struct store *s = NULL;

	assert_int_equal(store_open(dir, STORE_ADMIN, &s), STORE_OK);
	assert_int_equal(store_each(s, count_marked, &m), STORE_OK);
	store_close(&s);
	return m.found;
}
