/* SPDX-License-Identifier: EUPL-1.2
 * Copyright (c) 2026 the Inkast authors
 *
 * What the tests of store and vault share: temporary folders, and blobs that
 * look sealed.
 */
#ifndef INKAST_TESTS_STORE_SUPPORT_H
#define INKAST_TESTS_STORE_SUPPORT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "gateway/ipc/rules.h"

#define TEST_STANZAS 3
#define TEST_EPOCH 1
#define TEST_SERIAL 1
#define TEST_PATH_MAX 128

/* A folder of mode 0700, and its removal with everything in it. Failures end
 * the test. */
void temp_make(char dir[static TEST_PATH_MAX]);
void temp_remove(const char *dir);

/* A file system of its own of so many KiB, mounted on dir in a mount namespace
 * of this process: gone with the process, however it ends. */
void temp_mount(const char *dir, unsigned kib);

/* Unmount it again and remove dir. */
void temp_unmount(const char *dir);

/* Fill dir's file system to the last block with a file "ballast". */
void temp_fill(const char *dir);

/* A blob as FORMAT 1 wants it, of the smallest class, sealed to nobody. mark is
 * repeated all through its payload. */
#define TEST_MARK_LEN 16
void blob_make(
    struct buf *out, size_t stanzas, const uint8_t mark[static TEST_MARK_LEN]);

/* Rules that blob_make's blobs keep: one classic epoch, TEST_EPOCH, today. */
void rules_make(struct rules *out);

/* A mark that no other number gives. */
void mark_make(uint32_t number, uint8_t out[static TEST_MARK_LEN]);

/* Tips in the store of dir, read as the admin reads. */
uint64_t tips_in(const char *dir);

/* How many stored tips carry the mark. */
unsigned tips_marked(const char *dir, const uint8_t mark[static TEST_MARK_LEN]);

#endif
