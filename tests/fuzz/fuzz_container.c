/* link: crypto_core base
 * SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * The container of a tip (docs/FORMAT.md 2): there is one way to write an
 * archive, so what is read to its end is, written again, the same bytes.
 */
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/io.h"
#include "crypto/core/tar.h"
#include "crypto/core/tip.h"
#include "tests/fuzz/fuzz.h"

#define OUT_MAX ((size_t)2 << 20) /* twice the longest input */

/* A name that makes a path below the folder it is put in, and no other. */
static void
check_name(const char *name)
{
	require(memchr(name, '\0', TAR_NAME_MAX) != NULL);
	require(name[0] != '\0' && name[0] != '/' && name[0] != '.');
	require(strstr(name, "/.") == NULL && strstr(name, "//") == NULL);
	require(name[strlen(name) - 1] != '/');
}

/* Walk, and write each member again. What the walk ended with. */
static int
walk(const uint8_t *data, size_t size, struct buf *out)
{
	struct tar_walk w = {.data = data, .len = size};
	char name[TAR_NAME_MAX];
	const uint8_t *content;
	size_t n;
	int r;

	while ((r = tar_walk_next(&w, name, &content, &n)) == 1) {
		size_t at = w.pos;
		check_name(name);
		require(n == 0 || (content > data && n <= size));
		require(at <= size && at % TAR_BLOCK == 0);
		require(content + n <= data + at);
		require(tar_member(io_write_to_buf, out, name, content, n) ==
			TAR_OK);
		require(out->len == at);
	}
	require(r <= 0);
	/* Asked again, the answer is the same. */
	require(tar_walk_next(&w, name, &content, &n) == r);
	return r;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf out;

	buf_init(&out, &buf_heap, OUT_MAX);
	if (walk(data, size, &out) == 0) {
		require(tar_end(io_write_to_buf, &out) == TAR_OK);
		/* The padding may be of any length: its class is checked by
		 * whoever knows it. */
		require(out.len <= size);
		require(buf_add_zeros(&out, size - out.len) == BUF_OK);
	}
	require(out.err == BUF_OK && out.len <= size);
	require(out.len == 0 || memcmp(out.data, data, out.len) == 0);
	buf_free(&out);
	return 0;
}
