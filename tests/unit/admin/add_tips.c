/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * add-tips DIR DAY FILE...: put files into a store as if the vault had, for
 * tests of what reads a store. DAY is in days since 1970-01-01.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/io.h"
#include "gateway/store/store.h"

#define BLOB_MAX ((size_t)32 * 1024 * 1024)

static int
add(struct store *s, int32_t day, const char *path)
{
	struct buf b;

	buf_init(&b, &buf_heap, BLOB_MAX);
	int r = io_read_file(path, &b);
	if (r == 0)
		r = store_add(s, 0, day, b.data, b.len);
	buf_free(&b);
	return r;
}

int
main(int argc, char **argv)
{
	struct store *s = NULL;

	if (argc < 3)
		return 64;
	int32_t day = (int32_t)strtol(argv[2], NULL, 10);
	int r = store_open(argv[1], STORE_VAULT, &s);
	if (r == STORE_OK)
		r = store_begin(s);
	for (int i = 3; r == STORE_OK && i < argc; i++)
		r = add(s, day, argv[i]);
	if (r == STORE_OK)
		r = store_commit(s);
	store_close(&s);
	if (r != STORE_OK)
		(void)fprintf(stderr, "add-tips: %d\n", r);
	return r == STORE_OK ? 0 : 1;
}
